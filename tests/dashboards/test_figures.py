"""Figures and reports for leaders: every number leads to a list of as many."""

import re
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from docx import Document

from dashboards import reports
from dashboards.figures import month_sentence
from engagement.web.site import identity
from qa.models import Question, Rating
from qa.queries.figures import periods
from qa.queries.figures.cells import Cell, figures_of
from qa.queries.figures.table import Point, catalogue
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboards:figures")
LINK = re.compile(r'href="(/lam-viec/hoi-dap/tat-ca/\?[^"]+)"[^>]*>([^<]+)</a>')


@pytest.fixture
def cast():
    cast = make_cast()
    for status in ("received", "assigned", "returned", "rejected", "withdrawn", "retracted"):
        make_question(cast, status)
    late = make_question(cast, "approved")
    Question.objects.filter(pk=late.pk).update(due_at="2020-01-01T00:00:00Z")
    late.refresh_from_db()
    from qa.services import publishing

    publishing.close_privately(question=late, by=cast.editor)
    Rating.objects.create(question=late, was_answered="no", satisfaction=2)
    return cast


def this_month() -> periods.Period:
    today = timezone.localdate()
    return periods.month(today.year, today.month)


@pytest.mark.parametrize("choice", ["", "?theo=field", "?ten=nay", "?don_vi=yte", "?theo=commune"])
def test_each_number_leads_to_the_list_that_holds_as_many(client, cast, choice):
    client.force_login(cast.standing)
    links = LINK.findall(client.get(PAGE + choice).content.decode())
    assert len(links) > 8
    counted = {(address.replace("&amp;", "&"), text) for address, text in links}
    for address, text in counted:
        page = client.get(address).context["page"]
        if text.isdecimal():
            assert page.paginator.count == int(text), address
        assert page.paginator.count


def test_who_may_not_read_the_questions_gets_numbers_without_links(client, cast):
    client.force_login(cast.office)
    assert LINK.findall(client.get(PAGE).content.decode()) == []


def test_two_days_make_a_period_and_nonsense_is_said(client, cast):
    client.force_login(cast.standing)
    today = f"{timezone.localdate():%d/%m/%Y}"
    both = client.get(PAGE, {"tu": today, "den": today}).content.decode()
    assert f"Từ {today} đến {today}" in both
    assert "Xin ghi cả ngày đầu và ngày cuối." in client.get(PAGE, {"tu": today}).content.decode()
    wrong = client.get(PAGE, {"tu": "01/01/2026", "den": "01/01/2025"}).content.decode()
    assert "Ngày cuối đứng trước ngày đầu" in wrong
    assert client.get(PAGE, {"tu": "x", "ky": "2026-99", "don_vi": "khong-co"}).status_code == 200


def test_what_moves_is_the_page_without_its_frame(client, cast):
    client.force_login(cast.standing)
    fragment = client.get(PAGE, {"phan": "1"}).content.decode()
    assert "<html" not in fragment
    assert "figures-charts" in fragment
    assert fragment.strip() in client.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(client, cast, count, django_assert_max_num_queries):
    client.force_login(cast.standing)
    for _ in range(count):
        make_question(cast, "published")
    client.get(PAGE)
    with django_assert_max_num_queries(15):
        client.get(PAGE)


def composed(cast, *, with_codes: bool = True, day: date | None = None):
    """The report of this month as drawn up on `day`, which is the one after it unless given."""
    day = day or this_month().last + timedelta(days=1)
    return reports.compose(
        reports.sources(this_month(), catalogue(), day),
        site=identity(),
        day=day,
        address=lambda query: f"https://a.vn/?{query}",
        with_codes=with_codes,
    )


def test_the_report_says_what_was_counted(cast):
    made = composed(cast)
    overview = next(one.table for one in made.sections if one.heading == "So với kỳ trước")
    rows = {row[0]: row for row in overview.rows}
    assert rows["Nhận, câu"][1:] == ("7", "0", "+7")
    assert rows["Trễ hạn, câu"][1] == "1"
    assert rows["Tỷ lệ đúng hạn"][1] == "50 %"
    text = " ".join(line.text for section in made.sections for line in section.sentences)
    assert "Nhận 7 câu, trả lời 2 câu, đúng hạn 1 câu (50 %). Trễ hạn 1 câu" in text
    assert "11-QĐi/TW" in text
    late = Question.objects.get(was_in_time=False)
    assert f"Trễ hạn (1 câu): {late.reference}." in text
    assert late.reference not in str(composed(cast, with_codes=False))


def test_what_is_not_whole_is_compared_with_nothing(client, cast):
    unfinished = composed(cast, day=timezone.localdate())
    overview = next(one.table for one in unfinished.sections if one.heading == "So với kỳ trước")
    assert {row[2:] for row in overview.rows if row[0] == "Nhận, câu"} == {("–", "–")}
    text = " ".join(line.text for section in unfinished.sections for line in section.sentences)
    assert "chưa so với kỳ trước" in text
    assert "So với tháng" not in text

    client.force_login(cast.standing)
    today = timezone.localdate()
    page = client.get(PAGE, {"ky": str(today.year)})
    assert {point.period.first <= today for point in page.context["points"]} == {True}
    assert f"Tháng {today:%-m/%Y}, tính đến hôm nay, nhận 7 câu." in page.context["month_sentence"]
    assert "so với" not in page.context["month_sentence"]
    assert f"Năm {today.year}, tính đến hôm nay" in page.content.decode()
    tomorrow = f"{today + timedelta(days=1):%d/%m/%Y}"
    future = client.get(PAGE, {"tu": tomorrow, "den": tomorrow}).content.decode()
    assert "Kỳ này chưa bắt đầu" in future


def test_whole_months_are_compared():
    def point(key, received):
        return Point(periods.named(key), figures_of(Cell(received=received)))

    told = month_sentence([point("2025-10", 9), point("2025-11", 4), point("2025-12", 7)])
    assert told == "Tháng 12/2025 nhận 7 câu, tăng 3 câu so với tháng 11/2025."


def test_every_number_of_the_report_has_its_address(cast):
    for section in composed(cast).sections:
        if section.table is None:
            continue
        for at, row in enumerate(section.table.rows):
            for column, cell in enumerate(row):
                if column and cell.isdecimal() and cell != "0" and not section.table.is_text:
                    assert section.table.link(at, column).startswith("https://a.vn/?so_lieu=")


def test_both_files_open_and_hold_the_same(client, cast):
    client.force_login(cast.editor)
    word = client.get(reverse("dashboards:report", args=[this_month().key, "docx"]))
    document = Document(BytesIO(word.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in " ".join(cells)
    assert {"Sở Y tế", "Nhận, câu", "Tất cả"} <= set(cells)
    targets = [part.target_ref for part in document.part.rels.values() if part.is_external]
    assert any("so_lieu=late" in target for target in targets)
    pdf = client.get(reverse("dashboards:report", args=[this_month().key, "pdf"]))
    with pikepdf.open(BytesIO(pdf.content)) as opened:
        annotations = str([page.get("/Annots") for page in opened.pages])
        assert "so_lieu=received" in annotations
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("name", ["2099.pdf", "2026-13.pdf", "2026.odt", "x.pdf"])
def test_a_report_that_is_none(client, cast, name):
    client.force_login(cast.standing)
    assert client.get(f"/dieu-hanh/bao-cao/{name}").status_code == 404


def test_the_list_of_reports_offers_what_has_begun(client, cast):
    client.force_login(cast.standing)
    body = client.get(reverse("dashboards:reports"), {"nam": "3"}).content.decode()
    assert reverse("dashboards:report", args=[this_month().key, "docx"]) in body
    assert reverse("dashboards:report", args=[str(timezone.localdate().year), "pdf"]) in body


VARIANTS = [
    "",
    "?ten=nay",
    "?ky=2025",
    "?ky=2025&ten=nay&don_vi=yte&theo=field",
    "?tu=01/01/2024&den=31/12/2026&ten=nay&theo=commune",
]


@pytest.mark.parametrize("choice", VARIANTS)
def test_counting_anew_takes_at_most_15_queries_and_looking_again_5(
    client, cast, choice, django_assert_max_num_queries
):
    client.force_login(cast.standing)
    client.get(f"{PAGE}?theo=unit&ky=2020")  # what the process keeps for good is read before
    cache.clear()
    with django_assert_max_num_queries(15):
        first = client.get(PAGE + choice)
    with django_assert_max_num_queries(5):
        again = client.get(PAGE + choice)
    assert first.context["parts"] == again.context["parts"]


def test_figures_are_kept_until_something_happens(client, cast):
    client.force_login(cast.standing)

    def received() -> str:
        return client.get(PAGE).context["parts"][0].rows[0].cells[0].text

    before = int(received())
    make_question(cast)
    assert int(received()) == before + 1
    Question.objects.filter(status="received").update(is_sealed=True)
    assert int(received()) < before + 1
