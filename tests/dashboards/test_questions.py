"""One frame behind chart, sentence and table; the figures are those of the rows."""

import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboards import questions
from dashboards.live import QUESTIONS
from engagement.live import aggregator
from engagement.live.snapshots import latest
from qa.models import Question
from qa.queries.figures.standing import Tally
from qa.services import feedback, moderating
from tests.factories import make_cast, make_question


def tally(week: date, unit: str = "Sở Y tế", **counts: int) -> Tally:
    zeros = dict.fromkeys(questions.COUNTS, 0)
    return Tally(week=week, unit=unit, field="Y tế", **(zeros | counts))


def test_frame_of_nothing_has_its_columns_and_types():
    data = questions.frame([])
    assert list(data["received"]) == []
    assert data["received"].dtype == "int64"
    assert data["week"].dtype.kind == "M"


def test_weeks_without_questions_are_zeros():
    data = questions.frame(
        [tally(date(2026, 9, 7), received=3), tally(date(2026, 11, 16), received=4)]
    )
    weeks = questions.by_week(data, date(2026, 11, 19))
    assert len(weeks) == questions.WEEKS_SHOWN
    assert weeks["received"].sum() == 7
    assert weeks.iloc[-1]["label"] == "16/11/2026"


def test_rate_is_absent_where_nothing_was_answered():
    data = questions.frame(
        [
            tally(date(2026, 11, 16), "A", received=2, in_time=1, late=1, answered=2),
            tally(date(2026, 11, 16), "B", received=1, waiting=1),
        ]
    )
    table = questions.by(data, "unit")
    assert list(zip(table["label"], table["rate_text"], strict=True)) == [("A", "1/2"), ("B", "–")]


def test_chart_stays_on_a_screen_and_loses_nothing():
    many = [tally(date(2026, 11, 16), f"Đơn vị {n}", received=n, in_time=n) for n in range(1, 41)]
    table = questions.by(questions.frame(many), "unit")
    trace = questions.stacked(table)["data"][0]
    assert len(trace["y"]) == questions.BARS_SHOWN + 1
    assert sum(trace["x"]) == sum(range(1, 41))


def test_departments_come_first_and_what_has_no_unit_stands_apart():
    week = date(2026, 11, 16)
    rows = [tally(week, f"Sở {n}", received=n, in_time=n) for n in range(1, 19)]
    rows += [tally(week, f"Xã {n}", received=99, in_time=99, is_commune=True) for n in (1, 2)]
    rows.append(tally(week, "", received=500, waiting=500))
    table = questions.by(questions.frame(rows), "unit")
    bars = list(questions.longest(table)["label"])
    assert bars[:2] == ["Sở 18", "Sở 17"]
    assert bars[-3:] == ["2 đơn vị khác", "2 xã, phường", questions.NOT_YET]
    assert questions.unit_sentence(table).startswith("Xã 1 nhận nhiều nhất: 99 câu.")


def test_percentage_is_shown_with_its_n():
    assert questions.rate_text(90, 10) == "90 % trong 100 câu đã trả lời"
    assert questions.rate_text(0, 0) == "chưa có câu nào trả lời xong"


@pytest.mark.django_db
def test_totals_table_and_figure_agree():
    """R-3.3c: the leaders' figures are the rows."""
    cast = make_cast()
    for status in ("received", "assigned", "published", "closed", "withdrawn"):
        make_question(cast, status)
    late = make_question(cast, "assigned")
    Question.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=1))
    data = questions.payload()
    totals = data["totals"]
    assert (totals["received"], totals["waiting"], totals["overdue"]) == (6, 3, 1)
    assert (totals["answered"], totals["in_time"], totals["withdrawn"]) == (2, 2, 1)
    steps = {row["label"]: row["cells"] for row in data["parts"]["step"]["rows"]}
    assert steps["Mới nhận"] == ["1", "0"]
    assert steps["Đơn vị đang soạn câu trả lời"] == ["2", "1"]
    for code in ("unit", "field", "week"):
        part = data["parts"][code]
        assert sum(int(row["cells"][0]) for row in part["rows"]) == 6
        drawn = {trace["name"]: trace for trace in part["figure"]["data"]}
        values = drawn["Trả lời đúng hạn"]
        numbers = values["x"] if values.get("orientation") == "h" else values["y"]
        assert sum(numbers) == 2


@pytest.mark.django_db
def test_an_act_reaches_the_snapshot_by_the_aggregators_next_tick():
    cast = make_cast()
    question = make_question(cast)
    aggregator.tick()
    before = latest(QUESTIONS.name)
    moderating.reject(question=question, by=cast.editor, reason="5.1c", words="Quảng cáo.")
    aggregator.tick()
    after = latest(QUESTIONS.name)
    assert after.version == before.version + 1
    assert after.payload["totals"]["rejected"] == 1


@pytest.mark.django_db
def test_every_step_of_the_life_moves_the_figures():
    """R-3.3c: the leaders see each act, also one that changes no total."""
    cast = make_cast()
    seen = set()
    for status in ("received", "accepted", "reported", "assigned", "answered", "approved"):
        Question.objects.all().delete()
        make_question(cast, status)
        seen.add(json.dumps(questions.payload()["parts"]["step"]["rows"]))
    assert len(seen) == 6


@pytest.mark.django_db
def test_page_shows_the_snapshot_without_script(client):
    cast = make_cast()
    make_question(cast, "published")
    client.force_login(cast.standing)
    page = client.get(reverse("dashboards:questions"))
    assert page.status_code == 200
    assert "100 % trong 1 câu đã trả lời" in page.content.decode()


@pytest.mark.django_db
def test_each_figure_leads_to_the_list_that_holds_as_many(client):
    cast = make_cast()
    for status in ("received", "assigned", "awaiting_information", "published", "retracted"):
        make_question(cast, status)
    late = make_question(cast, "assigned")
    Question.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=1))
    client.force_login(cast.standing)
    body = client.get(reverse("dashboards:questions")).content.decode()
    links = re.findall(r'href="(/lam-viec/hoi-dap/[^"]+)"[^>]*>\s*(\d+)\s*</a>', body)
    assert len(links) > 10
    for address, figure in links:
        listed = client.get(address.replace("&amp;", "&")).context["page"].paginator.count
        assert listed == int(figure), address
    assert "trong 2 câu đã trả lời" in body
    answered = client.get(reverse("desk:box", args=["da-tra-loi"]))
    assert answered.context["page"].paginator.count == 2


@pytest.mark.django_db
def test_reopening_takes_no_late_answer_out_of_the_figures():
    question = make_question(make_cast(), "published")
    Question.objects.filter(pk=question.pk).update(was_in_time=False)
    feedback.reopen(question=Question.objects.get(pk=question.pk), words="Chưa nói rõ giấy tờ.")
    totals = questions.payload()["totals"]
    counted = [totals[name] for name in ("answered", "in_time", "late", "reopened", "waiting")]
    assert counted == [1, 0, 1, 1, 1]
    assert totals["reopened_text"].endswith("; 1 câu trong đó đã mở lại.")


@pytest.mark.django_db
def test_who_may_not_read_the_questions_gets_figures_without_links(client):
    cast = make_cast()
    make_question(cast)
    client.force_login(cast.office)
    body = client.get(reverse("dashboards:questions")).content.decode()
    assert "/lam-viec/hoi-dap/" not in body[body.index("<main") :]


@pytest.mark.django_db
def test_unit_officer_does_not_see_the_dashboard(client):
    cast = make_cast()
    client.force_login(cast.officer)
    assert client.get(reverse("dashboards:questions")).status_code == 404
    assert client.get(f"/truc-tiep/{QUESTIONS.name}/").status_code == 404


@pytest.mark.django_db
def test_page_query_count_does_not_grow(client, django_assert_max_num_queries):
    cast = make_cast()
    client.force_login(cast.standing)
    make_question(cast, "published")
    client.get(reverse("dashboards:questions"))
    for _ in range(2):
        make_question(cast, "assigned")
    aggregator.tick()
    with django_assert_max_num_queries(12):
        client.get(reverse("dashboards:questions"))
