"""Results as readers, leaders and Ban Tuyên giáo see them: snapshots only, and who looked."""

import json
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from engagement.accounts.enums import UnitKind
from engagement.accounts.roles import RoleCode
from engagement.live import aggregator, topics
from engagement.live.snapshots import latest
from surveys.disclosure.receipts import mark_of, new_receipt
from surveys.enums import Audience, QuestionKind, SampleKind, SurveyStatus, Visibility
from surveys.instrument.questionnaire import Page, Question, Questionnaire
from surveys.live import topic_name
from surveys.models import FreeText, Look, Margin, ResultSnapshot, Survey
from surveys.queries import privacy
from surveys.queries.numbers import number_figures
from surveys.queries.privacy import meters
from surveys.queries.receipts import published_list
from surveys.queries.summaries import forget_results, results_of
from surveys.services import closing, releasing
from tests.factories.people import make_member, make_unit
from tests.surveys.running import answer, crowd, running_survey, single

pytestmark = pytest.mark.django_db

PUBLIC = "surveys:results"
DESK = "survey_desk:results"


def signed_in(role) -> Client:
    client = Client()
    client.force_login(make_member(role))
    return client


def page(client, name, survey, **kwargs):
    return client.get(reverse(name, kwargs={"code": survey.code, **kwargs}))


@pytest.fixture
def running():
    survey = running_survey()
    crowd(survey, 80)
    releasing.tick()
    return survey


@pytest.fixture
def closed(running):
    answer(running, {"opinion": "kem", "words": "Gặp chị Lan, điện thoại 0919"})
    closing.close(survey=running, by=None)
    running.refresh_from_db()
    return running


@pytest.mark.parametrize(
    ("kind", "magic", "content_type"),
    [("svg", b"<?xml", "image/svg+xml; charset=utf-8"), ("png", b"\x89PNG", "image/png")],
)
def test_charts_leave_as_files_of_the_audience_s_snapshot(
    client, running, kind, magic, content_type
):
    file = page(client, "surveys:chart", running, question="opinion", kind=kind)
    assert file.content.startswith(magic)
    kept = page(client, PUBLIC, running)["Cache-Control"]
    assert (file["Content-Type"], file["Cache-Control"]) == (content_type, kept)
    name = f'attachment; filename="{running.code}-opinion.{kind}"'
    assert (file["Content-Disposition"], file["X-Content-Type-Options"]) == (name, "nosniff")
    leaders = page(
        signed_in(RoleCode.STANDING),
        "survey_desk:published_chart",
        running,
        question="opinion",
        kind=kind,
    )
    assert leaders.content == file.content
    assert Look.objects.get().what == f"chart.{kind}:opinion"


def test_a_chart_tells_the_snapshot_of_whoever_asks(running):
    last = running.snapshots.filter(audience=Audience.STAFF).last()
    more = last.counts | {"n": last.counts["n"] + 1111}
    running.snapshots.create(audience=Audience.STAFF, number=last.number + 1, counts=more, least=5)
    names = {"staff": "survey_desk:chart", "public": "survey_desk:published_chart"}
    client = signed_in(RoleCode.PROPAGANDA)
    for audience, name in names.items():
        drawn = page(client, name, running, question="opinion", kind="svg").content.decode()
        n = running.snapshots.filter(audience=audience).last().counts["n"]
        assert f"{n:,} phiếu của".replace(",", ".") in drawn
    leader = signed_in(RoleCode.STANDING)
    for where in ("opinion", "words", "khong-co"):
        assert page(leader, names["staff"], running, question=where, kind="svg").status_code == 404
    for where, kind in (("words", "svg"), ("khong-co", "svg"), ("opinion", "pdf")):
        found = page(client, names["staff"], running, question=where, kind=kind)
        assert found.status_code == 404


@pytest.mark.parametrize("visibility", [Visibility.CLOSED, Visibility.ANSWERED, Visibility.STAFF])
def test_charts_and_texts_obey_the_page_s_rule(client, running, visibility):
    running.visibility = visibility
    running.save()
    chart = page(client, "surveys:chart", running, question="opinion", kind="svg")
    assert (chart.status_code, page(client, "surveys:texts", running).status_code) == (404, 404)


def test_readers_see_the_public_snapshot_and_no_other(client, running):
    shown = page(client, PUBLIC, running)
    public = ResultSnapshot.objects.filter(survey=running, audience=Audience.PUBLIC).last()
    assert shown.status_code == 200
    assert shown.context["results"].snapshot == public
    assert f"{public.counts['n']}" in shown.content.decode()
    assert shown["Cache-Control"] == "public, max-age=1, stale-while-revalidate=1"
    assert not shown.cookies


def test_a_page_before_the_first_release_says_what_it_waits_for(client):
    shown = page(client, PUBLIC, running_survey()).content.decode()
    assert "Chưa có số liệu" in shown
    assert "ít nhất 20 phiếu" in shown
    assert "ít nhất 10 phiếu" in shown


def test_questions_keep_their_numbers_and_those_without_a_table_say_where_they_are(client, running):
    shown = page(client, PUBLIC, running).content.decode()
    assert "4. Câu sex?" in shown
    assert "Câu 3, “Quý vị góp ý gì thêm?”: ý kiến ghi thêm" in shown
    assert "Ban Tuyên giáo xem theo nhóm từ 5 phiếu" in shown
    desk = page(signed_in(RoleCode.PROPAGANDA), DESK, running).content.decode()
    assert "báo cáo Word và PDF lên theo nhóm từ 10 phiếu" in desk


@pytest.mark.parametrize(
    ("visibility", "status", "words"),
    [
        (Visibility.CLOSED, 200, "được công bố khi khảo sát đóng"),
        (Visibility.ANSWERED, 200, "sau khi Quý vị trả lời"),
        (Visibility.STAFF, 404, ""),
    ],
)
def test_results_that_are_not_public_yet_show_no_number(client, running, visibility, status, words):
    running.visibility = visibility
    running.save()
    shown = page(client, PUBLIC, running)
    assert shown.status_code == status
    assert words in shown.content.decode()
    assert "data-results-number" not in shown.content.decode()
    if status == 200:
        assert "no-store" in shown["Cache-Control"]


@pytest.mark.parametrize("status", [SurveyStatus.DRAFT, SurveyStatus.DISCARDED])
def test_what_was_never_opened_has_no_results_page(client, status):
    assert page(client, PUBLIC, running_survey(status=status)).status_code == 404


def test_minutes_list_and_file_are_there_once_closed(client, closed):
    minutes = page(client, "surveys:minutes", closed)
    assert closed.closing.root in minutes.content.decode()
    told = json.loads(page(client, "surveys:minutes_file", closed).content)
    assert (told["ballots"], told["root"]) == (81, closed.closing.root)
    listed = page(client, "surveys:ballot_list", closed)
    assert listed.content.decode() == published_list(closed)
    assert listed["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("name", ["minutes", "minutes_file", "ballot_list"])
def test_an_open_survey_has_no_minutes(client, running, name):
    assert page(client, f"surveys:{name}", running).status_code == 404


def test_staff_see_the_meter_and_are_seen_looking(running):
    client = signed_in(RoleCode.PROPAGANDA)
    shown = page(client, DESK, running)
    assert shown.status_code == 200
    assert "Kiểm tra riêng tư" in shown.content.decode()
    assert Look.objects.get().what == "results"


def test_the_meter_notices_a_group_that_grew_by_one(running):
    assert all(meter.is_sound for meter in meters(running))
    last = ResultSnapshot.objects.filter(survey=running, audience=Audience.STAFF).last()
    counts = last.counts
    counts["groups"]["sex"]["nam"]["n"] += 1
    ResultSnapshot.objects.create(
        survey=running, audience=Audience.STAFF, number=last.number + 1, counts=counts, least=5
    )
    staff = meters(running)[0]
    assert (staff.violations, staff.smallest, staff.is_sound) == (1, 1, False)


def test_the_meter_holds_each_snapshot_against_the_rule_of_its_moment(running):
    Survey.objects.filter(pk=running.pk).update(staff_group=60)
    running.refresh_from_db()
    staff = meters(running)[0]
    assert (staff.least, staff.violations) == (60, 0)
    assert staff.smallest < 60


def test_the_meter_goes_on_where_it_stopped(running, monkeypatch, django_assert_num_queries):
    public = running.snapshots.filter(audience=Audience.PUBLIC).last()
    for place in range(1, 5):
        counts = public.counts | {"n": public.counts["n"] + 3 * place, "groups": {}}
        running.snapshots.create(
            audience=Audience.PUBLIC, number=public.number + place, counts=counts, least=10
        )
    monkeypatch.setattr(privacy, "READ_AT_ONCE", 3)
    first, second, third = (privacy.meters(running)[1] for _ in range(3))
    assert (first.checked, first.snapshots, first.is_complete) == (3, 5, False)
    assert first.violations == 2
    assert (second.checked, second.violations, second.smallest) == (5, 4, 3)
    assert second.is_complete
    assert third == second


@pytest.mark.parametrize("name", ["results", "cross", "texts", "waves", "lines"])
@pytest.mark.parametrize("role", [RoleCode.EDITOR, RoleCode.STANDING, RoleCode.OFFICE])
def test_other_roles_find_nothing_at_the_desk_of_surveys(closed, name, role):
    assert page(signed_in(role), f"survey_desk:{name}", closed).status_code == 404
    assert page(Client(), f"survey_desk:{name}", closed).status_code == 302
    assert not Look.objects.exists()


def test_a_cross_table_waits_for_the_closing_and_hides_small_numbers(running):
    client = signed_in(RoleCode.PROPAGANDA)
    assert page(client, "survey_desk:cross", running).status_code == 404
    closing.close(survey=running, by=None)
    address = reverse("survey_desk:cross", args=[running.code])
    table = client.get(address, {"hang": "opinion", "cot": "why"})
    assert table.status_code == 200
    cells = [cell for row in table.context["table"].cells for cell in row[1:]]
    people = [int(cell.split()[0]) for cell in cells if cell != "ẩn"]
    assert people
    assert all(number == 0 or number >= 10 for number in people)
    whole = client.get(address, {"hang": "sex", "cot": "opinion"})
    rows = whole.context["table"].cells
    assert rows[-1][0] == "Tổng"
    assert int(rows[-1][-1]) == sum(int(row[-1]) for row in rows[:-1])
    assert f"{rows[-1][-1]} người trả lời cả hai câu" in whole.content.decode()
    first = client.get(address).context["form"]
    assert first["hang"].value() != first["cot"].value()
    same = client.get(address, {"hang": "opinion", "cot": "opinion"})
    assert "hai câu khác nhau" in same.content.decode()
    unknown = client.get(address, {"hang": "words", "cot": "opinion"})
    assert "không lập bảng chéo được" in unknown.content.decode()


def test_a_receipt_is_looked_up_on_the_minutes_page(client, running):
    receipt = new_receipt()
    answer(running, receipt=receipt)
    closing.close(survey=running, by=None)
    address = reverse("surveys:minutes", args=[running.code])
    spaced = " ".join([receipt[:5].lower(), receipt[5:]])
    for typed in (spaced, mark_of(running.code, receipt).hex()):
        found = client.post(address, {"bien_nhan": typed})
        assert "Đã được tính" in found.content.decode()
        assert "no-store" in found["Cache-Control"]
    assert (
        "Không thấy biên nhận này"
        in client.post(address, {"bien_nhan": new_receipt()}).content.decode()
    )
    short = client.post(address, {"bien_nhan": receipt[:20]})
    assert (short.status_code, "Quý vị đã gõ 20" in short.content.decode()) == (422, True)
    shown = client.get(address).content.decode()
    assert f"verify_survey {running.code}" in shown
    assert receipt not in shown


def test_free_texts_are_read_masked_and_published_or_kept_back(closed):
    client = signed_in(RoleCode.PROPAGANDA)
    assert "chờ đọc" in page(client, "survey_desk:texts", closed).content.decode()
    text = FreeText.objects.get(survey=closed)
    address = reverse("survey_desk:text", args=[closed.code, text.pk])
    assert "Gặp chị Lan" in client.get(address).content.decode()
    empty = client.post(address, {"masked": "", "cong_bo": "1"})
    assert empty.status_code == 422
    assert client.post(address, {"masked": "Gặp chị …", "cong_bo": "1"}).status_code == 302
    text.refresh_from_db()
    assert (text.masked, text.is_published) == ("Gặp chị …", True)
    client.post(address, {"masked": "x", "giu_lai": "1"})
    text.refresh_from_db()
    assert (text.masked, text.is_published) == ("", False)


def test_only_published_words_are_read_masked_and_page_by_page(client, closed):
    texts = [
        FreeText(
            survey=closed, variable="words", text=f"Thô {n}", masked=f"Che {n}", is_published=x
        )
        for n, x in [*((n, True) for n in range(25)), (90, False), (91, None)]
    ]
    FreeText.objects.bulk_create(texts)
    FreeText.objects.create(survey=closed, variable="opinion_other", masked="Khác", is_published=1)
    shown = page(client, "surveys:texts", closed)
    assert shown["Cache-Control"] == page(client, PUBLIC, closed)["Cache-Control"]
    assert shown.context["asked"].label == "Câu opinion? – ý kiến khác"
    address = reverse("surveys:texts", args=[closed.code])
    words = client.get(address, {"cau": "words"})
    assert [text.masked for text in words.context["page"]] == [f"Che {n}" for n in range(20)]
    html = words.content.decode()
    assert "Quý vị góp ý gì thêm?" in html
    assert not [kept for kept in ("Thô", "Che 90", "Che 91", "chị Lan") if kept in html]
    assert len(client.get(address, {"cau": "words", "trang": 2}).context["page"]) == 5
    leaders = page(signed_in(RoleCode.STANDING), "dashboards:survey_texts", closed)
    assert leaders.context["asked"].questions == shown.context["asked"].questions
    assert "Đọc 26 ý kiến" in page(client, PUBLIC, closed).content.decode()


def test_words_of_a_running_survey_have_no_page(client, running):
    FreeText.objects.create(survey=running, variable="words", masked="Sớm", is_published=True)
    assert page(client, "surveys:texts", running).status_code == 404


def test_a_text_of_another_survey_is_not_found(closed):
    other = running_survey()
    text = FreeText.objects.get(survey=closed)
    address = reverse("survey_desk:text", args=[other.code, text.pk])
    assert signed_in(RoleCode.PROPAGANDA).get(address).status_code == 404


@pytest.mark.parametrize(
    ("kind", "magic"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("sav", b"$FL"), ("json", b"{")]
)
def test_answers_leave_when_the_survey_has_closed_and_never_with_words(running, kind, magic):
    client = signed_in(RoleCode.PROPAGANDA)
    answer(running, {"opinion": "tot", "words": "chim hoàng yến"})
    assert page(client, "survey_desk:answers", running, kind=kind).status_code == 404
    closing.close(survey=running, by=None)
    file = page(client, "survey_desk:answers", running, kind=kind)
    assert file.status_code == 200
    assert file.content.startswith(magic)
    assert "hoàng yến".encode() not in file.content
    assert Look.objects.get().what == f"answers.{kind}"
    assert page(client, "survey_desk:answers", running, kind="exe").status_code == 404


def test_the_questionnaire_leaves_as_a_file_at_any_time(running):
    file = page(signed_in(RoleCode.PROPAGANDA), "survey_desk:questionnaire", running)
    assert (file.status_code, file.content[:2]) == (200, b"PK")
    assert (
        page(signed_in(RoleCode.STANDING), "survey_desk:questionnaire", running).status_code == 404
    )


# --- Places, lines and waves ------------------------------------------------------------------------

CONTENT = single("content", {"a": "Rất hài lòng", "b": "Hài lòng", "c": "Không hài lòng"})
PLACES = {"p-vi-thanh": 30, "x-dong-phuoc": 20, "x-duong-hoa": 12}
NAMES = {
    "p-vi-thanh": "Phường Vị Thanh",
    "x-dong-phuoc": "Xã Đông Phước",
    "x-duong-hoa": "Xã Dương Hòa",
    "x-moi": "Xã Bình An",
}


def by_place(**values):
    """A closed survey of satisfaction by commune: everybody content in one place, half in others."""
    asked = (
        CONTENT,
        Question("commune", QuestionKind.COMMUNE, "Nơi ở?"),
        Question("hours", QuestionKind.NUMBER, "Chờ mấy giờ?"),
    )
    survey = running_survey(
        Questionnaire("Hài lòng", (Page("p1", "", asked),)), breakdowns=("commune",), **values
    )
    for place, people in PLACES.items():
        for number in range(people):
            content = "ab"[number % 2] if place == "x-duong-hoa" else "ac"[number % 2]
            answer(survey, {"content": content, "commune": place, "hours": str(number % 5)})
    closing.close(survey=survey, by=None)
    survey.refresh_from_db()
    return survey


@pytest.fixture
def communes():
    for code, name in NAMES.items():
        make_unit(code, kind=UnitKind.COMMUNE, short_name=name)
    make_unit("so-y-te", short_name="Sở Y tế")


def test_communes_stand_in_reading_order_with_people_share_and_measure(client, communes):
    results = page(client, PUBLIC, by_place()).context["results"]
    [(_, table)] = results.groups
    assert table.cells == (
        ("Phường Vị Thanh", "30 (48\N{NO-BREAK SPACE}%)", "50 %"),
        ("Xã Bình An", "0", "chưa đủ phiếu"),
        ("Xã Dương Hòa", "12 (19\N{NO-BREAK SPACE}%)", "100 %"),
        ("Xã Đông Phước", "20 (32\N{NO-BREAK SPACE}%)", "50 %"),
    )
    assert table.bars == ("50", "", "100", "50")
    asked = next(one for one in results.figures if one.code == "commune")
    assert [row[0] for row in asked.table.cells] == [
        "Phường Vị Thanh",
        "Xã Dương Hòa",
        "Xã Đông Phước",
    ]
    assert asked.desk.index("Vị Thanh") < asked.desk.index("Đông Phước") < asked.desk.index("Dương")


def test_numbers_are_told_once_the_survey_has_closed(client, communes):
    survey = by_place()
    html = page(client, PUBLIC, survey).content.decode()
    assert "một nửa số người trả lời ghi từ 1 đến 3, ở giữa là 2 (62 người trả lời" in html
    few = running_survey()
    with pytest.raises(ValueError, match="closed"):
        number_figures(few, least=10)
    assert number_figures(survey, least=63) == {}


@pytest.mark.parametrize(
    ("role", "name"),
    [(RoleCode.PROPAGANDA, "survey_desk:lines"), (RoleCode.STANDING, "dashboards:survey_lines")],
)
def test_places_are_held_against_the_line_that_was_chosen(communes, role, name):
    survey = by_place()
    client, address = signed_in(role), reverse(name, args=[survey.code])
    shown = client.get(address)
    assert shown.context["lines"].table.cells == (
        ("Phường Vị Thanh", "15 / 30", "50\N{NO-BREAK SPACE}%, chưa\N{NO-BREAK SPACE}đạt"),
        ("Xã Bình An", "–", "chưa đủ phiếu"),
        ("Xã Dương Hòa", "12 / 12", "100\N{NO-BREAK SPACE}%, đạt"),
        ("Xã Đông Phước", "10 / 20", "50\N{NO-BREAK SPACE}%, chưa\N{NO-BREAK SPACE}đạt"),
    )
    assert "1 trong 4 nơi đạt, 2 nơi chưa đạt, 1 nơi chưa đủ phiếu" in shown.content.decode()
    higher = client.get(address, {"muc": "90", "cau": "content", "nhom": "commune"})
    assert (higher.context["lines"].table.mark, shown.context["lines"].table.mark) == ("90", "80")
    odd = client.get(address, {"muc": "1", "cau": "hours", "nhom": "_mode"}).context["lines"]
    assert odd.table == shown.context["lines"].table


@pytest.mark.parametrize(
    ("role", "name"),
    [(RoleCode.PROPAGANDA, "survey_desk:waves"), (RoleCode.STANDING, "dashboards:survey_waves")],
)
@pytest.mark.parametrize("kind", [SampleKind.RANDOM, SampleKind.OPEN_LINK])
def test_a_later_wave_stands_beside_the_closed_one_it_shares_questions_with(
    communes, role, name, kind
):
    earlier = by_place(sample_kind=kind)
    unlike = running_survey(Questionnaire("Khác", (Page("p", "", (single("z", {"a": "A"}),)),)))
    closing.close(survey=unlike, by=None)
    later = by_place(sample_kind=kind)
    client = signed_in(role)
    shown = page(client, name, later)
    waves, html = shown.context["waves"], shown.content.decode()
    assert [option.value for option in waves.earlier] == [earlier.code]
    [row] = waves.scales.cells
    assert row[1:4] == ("60 % của 62", "60 % của 62", "0\N{NO-BREAK SPACE}điểm")
    if kind == SampleKind.RANDOM:
        assert row[4] == "chưa thấy thay đổi rõ"
    else:
        assert "Không nói được tăng hay giảm" in html
        assert not [
            words for words in ("rõ là", "chưa thấy thay đổi rõ", "Nhận định") if words in html
        ]
    assert "Chưa có đợt trước" in page(client, name, earlier).content.decode()
    assert page(client, name, running_survey()).status_code == 200


@pytest.mark.parametrize("name", ["survey_waves", "survey_lines", "survey_texts"])
def test_leaders_pages_of_what_was_never_opened_are_not_there(name):
    client = signed_in(RoleCode.STANDING)
    draft = running_survey(status=SurveyStatus.DRAFT)
    assert page(client, f"dashboards:{name}", draft).status_code == 404


# --- Leaders --------------------------------------------------------------------------------------


def test_leaders_see_what_readers_see(running):
    client = signed_in(RoleCode.STANDING)
    assert running.title in client.get(reverse("dashboards:surveys")).content.decode()
    shown = page(client, "dashboards:survey", running)
    assert shown.context["view"].results == results_of(running, Audience.PUBLIC)
    assert client.get(reverse("dashboards:survey", args=["khong-co"])).status_code == 404
    draft = running_survey(status=SurveyStatus.DRAFT)
    assert page(client, "dashboards:survey", draft).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_leaders_list_asks_a_fixed_number_of_queries_a_survey(
    count, django_assert_max_num_queries
):
    client = signed_in(RoleCode.STANDING)
    for _ in range(count):
        running_survey()
    with django_assert_max_num_queries(8):
        client.get(reverse("dashboards:surveys"))


@pytest.mark.parametrize(("kind", "magic"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_report_is_one_file_of_the_public_snapshot(running, kind, magic):
    client = signed_in(RoleCode.STANDING)
    report = page(client, "survey_desk:report", running, kind=kind)
    assert report.status_code == 200
    assert BytesIO(report.content).read(4).startswith(magic)
    assert Look.objects.get().what == f"report.{kind}"
    assert page(client, "survey_desk:report", running, kind="exe").status_code == 404
    assert page(client, "survey_desk:report", running_survey(), kind=kind).status_code == 404


# --- Live -----------------------------------------------------------------------------------------


def test_the_topic_says_that_the_survey_was_closed_and_what_came_last(running):
    aggregator.tick()
    closing.close(survey=running, by=None)
    aggregator.tick()
    for audience in Audience:
        told = latest(topic_name(running, audience)).payload
        last = running.snapshots.filter(audience=audience).latest("number")
        assert told == {
            "status": SurveyStatus.CLOSED,
            "number": last.number,
            "n": last.counts["n"],
            "is_final": True,
        }


def test_a_release_moves_the_topic(running):
    aggregator.tick()
    name = topic_name(running, Audience.PUBLIC)
    before = latest(name).payload
    crowd(running, 80)
    releasing.tick()
    aggregator.tick()
    after = latest(name).payload
    assert after["number"] > before["number"]
    assert after["n"] > before["n"]
    assert set(after) == {"status", "number", "n", "is_final"}


@pytest.mark.parametrize("visibility", Visibility.values)
def test_who_may_listen_is_who_may_read(running, visibility):
    running.visibility = visibility
    running.save()
    visitor = type("Visitor", (), {"is_authenticated": False, "pk": None})()
    leader, manager = make_member(RoleCode.STANDING), make_member(RoleCode.PROPAGANDA)
    public = topics.get(topic_name(running, Audience.PUBLIC))
    staff = topics.get(topic_name(running, Audience.STAFF))
    assert public.may_listen(visitor) is (visibility == Visibility.LIVE)
    assert public.may_listen(leader)
    assert not staff.may_listen(visitor)
    assert not staff.may_listen(leader)
    assert staff.may_listen(manager)


def test_topics_of_what_does_not_exist_or_is_a_draft_are_unknown():
    draft = running_survey(status=SurveyStatus.DRAFT)
    assert topics.get(topic_name(draft, Audience.PUBLIC)) is None
    assert topics.get("surveys.public.khong-co") is None
    assert topics.get("surveys.nobody." + running_survey().code) is None


def test_weights_stand_beside_the_counts_until_the_margins_change():
    survey = running_survey()
    for sex, people in {"nam": 60_000, "nu": 40_000}.items():
        Margin.objects.create(
            survey=survey, question="sex", choice=sex, people=people, source="Tổng điều tra"
        )
    for _ in range(4):
        crowd(survey, 120)
        releasing.tick()
    columns = results_of(survey, Audience.STAFF).figures[0].table.columns
    assert "Có trọng số" in columns
    Margin.objects.create(survey=survey, question="age", choice="tre", people=1, source="Khác")
    forget_results()
    columns = results_of(survey, Audience.STAFF).figures[0].table.columns
    assert "Có trọng số" not in columns
