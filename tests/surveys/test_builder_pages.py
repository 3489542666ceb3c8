"""The builder's pages, as they are sent and answered without any script."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from engagement.accounts.roles import RoleCode
from surveys.enums import Access, QuestionKind, SampleKind, SurveyStatus
from surveys.instrument.questionnaire import Choice, Limits, Page, Question, Questionnaire, Row
from surveys.models import AccessCode, Ballot, Margin, Participation, Survey, Waiting
from surveys.queries.staff import draft_at
from surveys.services import building
from tests.factories import make_member, make_survey, make_unit

pytestmark = pytest.mark.django_db
K, S = QuestionKind, SurveyStatus
YES_NO = (Choice("co", "Có"), Choice("khong", "Không"))
THANKS = Question("cam_on", K.NOTE, "Xin cảm ơn Quý vị.")
FACTS = {
    "title": "Ý kiến về nước sạch",
    "begin": "trong",
    "sample_kind": "open_link",
    "access": "link",
    "visibility": "closed",
    "code": "",
}
QUESTION = {"label": "Góp ý?", "kind": "long_text", "code": "moi", "choices": "", "rows": ""}


@pytest.fixture
def by():
    return make_member(RoleCode.PROPAGANDA)


@pytest.fixture
def unit():
    return make_unit("yte", "Sở Y tế")


@pytest.fixture
def desk(client, by):
    client.force_login(by)
    return client


def asked(count=3, **values):
    questions = tuple(
        Question(f"cau_{number}", K.SINGLE, f"Câu số {number}?", choices=YES_NO, **values)
        for number in range(1, count + 1)
    )
    return Questionnaire(
        "", (Page("p1", "Trang đầu", questions), Page("p2", "Trang sau", (THANKS,)))
    )


@pytest.fixture
def draft(by):
    return make_survey(by, S.DRAFT, asked())


def url(name, survey, *args):
    return reverse(f"survey_desk:{name}", args=[survey.code, *args])


def now(survey):
    return draft_at(survey.code).questionnaire


def shape(survey):
    """Codes of what is asked, by page."""
    return {
        page.code: [one.code for one in page.questions if one.is_asked]
        for page in now(survey).pages
    }


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- The list ----------------------------------------------------------------------------------
def test_the_list_shows_surveys_by_status_with_numbers_of_snapshots(desk, by):
    opened = make_survey(by, S.OPEN, asked(1), title="Khảo sát đang chạy")
    make_survey(by, S.DRAFT, asked(1), title="Khảo sát đang soạn")
    opened.snapshots.create(audience="staff", number=1, counts={"n": 1240}, least=5)
    Waiting.objects.create(
        survey=opened, version=1, answers={}, mark=b"m" * 32, commit=b"c" * 32, mode="web"
    )
    body = text_of(desk.get(reverse("survey_desk:list")))
    assert "Khảo sát đang chạy" in body
    assert "1.240" in body
    assert "Khảo sát đang soạn" not in body
    assert "Khảo sát đang soạn" in text_of(desk.get(reverse("survey_desk:list") + "?muc=dang-soan"))


def test_an_empty_list_says_what_to_do_and_an_unknown_one_does_not_exist(desk):
    response = desk.get(reverse("survey_desk:list"))
    assert "Tạo khảo sát đầu tiên" in text_of(response)
    assert desk.get(reverse("survey_desk:list") + "?muc=khong-co").status_code == 404


@pytest.mark.parametrize("page", ["list", "outline", "breakdowns"])
def test_pages_cost_the_same_for_one_and_for_three(desk, by, page):
    def queries(count):
        survey = make_survey(by, S.DRAFT, asked(count))
        for _ in range(count - 1):
            make_survey(by, S.DRAFT, asked(1))
        address = reverse("survey_desk:list") if page == "list" else url(page, survey)
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    assert queries(1) == queries(3)


# --- Creating ------------------------------------------------------------------------------------
def create(desk, **values):
    return desk.post(reverse("survey_desk:create"), FACTS | values)


def test_an_empty_survey_with_a_proposed_address(desk):
    response = create(desk)
    survey = Survey.objects.get()
    assert response.url == url("outline", survey)
    assert survey.code == "y-kien-ve-nuoc-sach"
    create(desk)
    assert Survey.objects.filter(code="y-kien-ve-nuoc-sach-2").exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"sample_kind": ""}, "sample_kind"),
        ({"sample_kind": "la"}, "sample_kind"),
        ({"code": "Nước sạch"}, "code"),
        ({"closes_at": "2020-01-01T08:00"}, "closes_at"),
        ({"closes_at": "9999-12-31T23:59"}, "closes_at"),
        ({"opens_at": "mai"}, "opens_at"),
        ({"opens_at": "2090-01-02T08:00", "closes_at": "2090-01-01T08:00"}, "closes_at"),
        ({"begin": "mau"}, "sample"),
        ({"begin": "mau", "sample": "mot-chu-de"}, "subject"),
        ({"begin": "chep"}, "copied"),
        ({"begin": "chep", "copied": "khong-co"}, "copied"),
        ({"begin": "tep"}, "file"),
    ],
)
def test_what_is_missing_is_said_at_its_field(desk, values, field):
    response = create(desk, **values)
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert not Survey.objects.exists()


def test_a_taken_address_is_said_at_its_field(desk, draft):
    response = create(desk, code=draft.code)
    assert "đã dùng" in str(response.context["form"].errors["code"])


def test_a_survey_from_a_sample_about_a_subject(desk):
    create(desk, begin="mau", sample="mot-chu-de", subject="việc sắp xếp các xã")
    questionnaire = now(Survey.objects.get())
    assert "việc sắp xếp các xã" in questionnaire.question("dong_tinh").label
    assert questionnaire.title == FACTS["title"]


def test_a_copy_of_an_old_survey_has_its_questions_and_not_its_life(desk, by):
    old = make_survey(by, S.CLOSED, asked(2))
    create(desk, begin="chep", copied=old.code)
    new = Survey.objects.exclude(pk=old.pk).get()
    assert shape(new) == shape(old)
    assert (new.status, new.sealed_key) == (S.DRAFT, None)


def xlsform(*rows, choices=(("yn", "co", "Có"), ("yn", "khong", "Không"))):
    book = Workbook()
    book.active.title = "survey"
    for line in (("type", "name", "label"), *rows):
        book["survey"].append(line)
    sheet = book.create_sheet("choices")
    for line in (("list_name", "name", "label"), *choices):
        sheet.append(line)
    kept = BytesIO()
    book.save(kept)
    return SimpleUploadedFile("phieu.xlsx", kept.getvalue())


def test_a_survey_out_of_an_xlsform(desk):
    file = xlsform(("select_one yn", "nuoc", "Có nước sạch không?"), ("text", "gop_y", "Góp ý?"))
    create(desk, begin="tep", file=file)
    questions = list(now(Survey.objects.get()).questions)
    assert [one.code for one in questions] == ["nuoc", "gop_y"]
    assert questions[0].choices == YES_NO


def test_a_file_that_cannot_be_read_is_refused_with_its_place(desk):
    response = create(desk, begin="tep", file=xlsform(("select_one la", "nuoc", "Có nước không?")))
    assert response.status_code == 400
    assert "dòng 2" in str(response.context["form"].errors["file"])
    assert not Survey.objects.exists()


REAL = settings.BASE_DIR.parent / "shared" / "data" / "surveys"
FILES = sorted(REAL.glob("xlsform*/*.xls*")) + sorted(REAL.glob("lstsv/*.xlsx"))


@pytest.mark.skipif(not FILES, reason=f"the real questionnaires are not at {REAL}")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_real_file_is_refused_with_words_or_can_be_edited(desk, path):
    response = create(desk, begin="tep", file=SimpleUploadedFile(path.name, path.read_bytes()))
    if response.status_code == 400:
        assert response.context["form"].errors["file"]
        assert not Survey.objects.exists()
        return
    survey = Survey.objects.get()
    assert desk.get(url("outline", survey)).status_code == 200
    assert desk.get(url("screen", survey)).status_code == 200
    before = now(survey)
    for question in before.questions:
        response = edit(desk, survey, question.code)
        if response.status_code == 302:
            continue
        # What cannot stay as it is says so at a field; it stands against opening, too.
        assert response.context["form"].errors, question.code
    assert now(survey) == before


@pytest.mark.parametrize("content", [b"", b"khong phai bang tinh", b"PK\x03\x04" + b"x" * 50])
@pytest.mark.parametrize("name", ["phieu.xlsx", "phieu.lss", "phieu", "phieu.docx"])
def test_a_file_that_is_no_questionnaire_is_refused(desk, content, name):
    response = create(desk, begin="tep", file=SimpleUploadedFile(name, content))
    assert response.status_code == 400
    assert response.context["form"].errors["file"]


def test_a_table_of_limesurvey_is_told_which_file_to_bring(desk):
    response = create(desk, begin="tep", file=SimpleUploadedFile("phieu.tsv", b"id\trelated"))
    assert ".lss" in str(response.context["form"].errors["file"])


def test_what_a_beginning_needs_is_not_called_optional(desk):
    body = text_of(desk.get(reverse("survey_desk:create")))
    for label in ("Mẫu có sẵn", "Khảo sát cũ", "Tệp bảng hỏi"):
        assert f"{label} (không bắt buộc)" not in body
    assert create(desk).status_code == 302  # and an empty beginning needs none of it


# --- The outline ---------------------------------------------------------------------------------
def test_the_outline_shows_pages_questions_and_what_to_mend(desk, by):
    survey = make_survey(by, S.DRAFT, asked(1, relevance="${gone} = 'co'"))
    body = text_of(desk.get(url("outline", survey)))
    for words in (
        "Trang 1: Trang đầu",
        "Câu số 1?",
        "Có · Không",
        "Cần sửa:",
        "gone",
        "khoảng 1 phút",
    ):
        assert words in body


@pytest.mark.parametrize("status", [S.OPEN, S.CLOSED, S.DISCARDED])
def test_what_is_asked_or_over_offers_no_editing(desk, by, status):
    survey = make_survey(by, status, asked(1))
    body = desk.get(url("outline", survey)).content.decode()
    assert url("question_edit", survey, "cau_1") not in body
    assert ("Sửa trên bản mới" in body) == (status == S.OPEN)


@pytest.mark.parametrize(
    ("name", "args", "data", "expected"),
    [
        ("question_move", ["cau_1"], {"huong": "xuong"}, ["cau_2", "cau_1", "cau_3"]),
        ("question_move", ["cau_2"], {"huong": "len"}, ["cau_2", "cau_1", "cau_3"]),
        ("question_move", ["cau_2"], {"trang": "p2"}, ["cau_1", "cau_3"]),
        ("question_copy", ["cau_1"], {}, ["cau_1", "cau_4", "cau_2", "cau_3"]),
        ("question_delete", ["cau_2"], {}, ["cau_1", "cau_3"]),
    ],
)
def test_questions_are_moved_copied_and_left_out(desk, draft, name, args, data, expected):
    response = desk.post(url(name, draft, *args), data)
    assert response.status_code == 302
    assert response.url.startswith(url("outline", draft))
    assert shape(draft)["p1"] == expected


def test_pages_are_added_changed_moved_and_left_out(desk, draft):
    desk.post(url("page_add", draft), {"title": "Trang ba", "code": "p3"})
    desk.post(url("page_move", draft, "p3"), {"huong": "len"})
    seen = desk.get(url("page_edit", draft, "p3")).context["form"]["seen"].value()
    desk.post(
        url("page_edit", draft, "p3"),
        {"title": "Người trong hộ", "code": "nguoi", "is_repeated": "on", "repeat_minimum": "1",
         "repeat_maximum": "5", "repeat_label": "Người", "seen": seen},
    )  # fmt: skip
    assert list(shape(draft)) == ["p1", "nguoi", "p2"]
    assert now(draft).pages[1].repeat == (now(draft).pages[1].repeat.__class__(1, 5, "Người"))
    assert desk.get(url("page_delete", draft, "p1")).status_code == 200
    desk.post(url("page_delete", draft, "p1"))
    assert list(shape(draft)) == ["nguoi", "p2"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "p1"}, "code"),
        ({"code": "cau_1"}, "code"),
        ({"code": "1 trang"}, "code"),
        ({"relevance": "${cau_1} = "}, "relevance"),
        ({"relevance": "${gone} = 'co'"}, "relevance"),
        ({"is_repeated": "on"}, "repeat_maximum"),
        ({"is_repeated": "on", "repeat_minimum": "5", "repeat_maximum": "2"}, "repeat_maximum"),
    ],
)
def test_a_page_that_cannot_be_is_said_at_its_field(desk, draft, values, field):
    response = desk.post(url("page_add", draft), {"title": "X", "code": "p9"} | values)
    assert response.status_code == 400
    assert field in response.context["form"].errors


@pytest.mark.parametrize(
    ("name", "args", "data"),
    [
        ("question_move", ["gone"], {"huong": "len"}),
        ("question_move", ["cau_1"], {"trang": "gone"}),
        ("page_move", ["gone"], {"huong": "len"}),
        ("question_copy", ["gone"], {}),
    ],
)
def test_a_step_on_what_is_gone_is_told_on_the_outline(desk, draft, name, args, data):
    response = desk.post(url(name, draft, *args), data)
    assert response.status_code == 409
    assert "vừa được người khác bỏ" in text_of(response)


@pytest.mark.parametrize(
    ("name", "args"),
    [("question_edit", ["gone"]), ("question_delete", ["gone"]), ("page_edit", ["gone"]),
     ("page_delete", ["gone"]), ("question_add", ["gone"]), ("condition", ["gone"]),
     ("margin", ["cau_1"]), ("margin", ["gone"]), ("act", ["fly"]), ("act", [""])],
)  # fmt: skip
def test_pages_of_what_is_not_there_do_not_exist(desk, draft, name, args):
    if args == [""]:
        return
    assert desk.get(url(name, draft, *args)).status_code == 404


def test_steps_without_a_way_or_by_get_are_no_steps(desk, draft):
    assert desk.post(url("question_move", draft, "cau_1"), {}).status_code == 404
    assert desk.post(url("page_move", draft, "p1"), {"huong": "cheo"}).status_code == 404
    assert desk.get(url("question_move", draft, "cau_1")).status_code == 405
    assert desk.get(url("question_copy", draft, "cau_1")).status_code == 405


# --- One question --------------------------------------------------------------------------------
def add(desk, survey, query="", **values):
    return desk.post(url("question_add", survey, "p1") + query, QUESTION | values)


def test_one_form_makes_a_whole_question(desk, draft):
    response = add(
        desk,
        draft,
        kind="multiple",
        label="Quý vị biết tin từ đâu?",
        choices="Báo, đài\nHọp dân\nKhông từ đâu cả [loại trừ]\nKhác (ghi rõ): ....",
        max_choices="2",
        is_required="on",
        hint="Trong tháng này",
        relevance="${cau_1} = 'co'",
    )
    assert response.url == url("outline", draft) + "#o-moi"
    assert now(draft).question("moi") == Question(
        "moi",
        K.MULTIPLE,
        "Quý vị biết tin từ đâu?",
        hint="Trong tháng này",
        choices=(
            Choice("bao_dai", "Báo, đài"),
            Choice("hop_dan", "Họp dân"),
            Choice("khong_tu_dau_ca", "Không từ đâu cả", is_exclusive=True),
            Choice("khac_ghi_ro", "Khác (ghi rõ)", is_other=True),
        ),
        is_required=True,
        relevance="${cau_1} = 'co'",
        limits=Limits(max_choices=2),
    )


def test_a_table_and_a_scale(desk, draft):
    add(desk, draft, kind="matrix", code="m", choices="Tốt\nKém", rows="Thái độ\nThời gian")
    assert now(draft).question("m").rows == (
        Row("thai_do", "Thái độ"),
        Row("thoi_gian", "Thời gian"),
    )
    add(desk, draft, kind="scale", code="s", minimum="1", maximum="5", choices="Khó trả lời",
        low_label="Kém", high_label="Tốt")  # fmt: skip
    scale = now(draft).question("s")
    assert (scale.points, scale.low_label, len(scale.choices)) == (range(1, 6), "Kém", 1)


def test_numbers_are_typed_as_people_here_write_them(desk, draft):
    add(desk, draft, kind="number", minimum="0,5", maximum="1.000", decimals="1")
    limits = now(draft).question("moi").limits
    assert (limits.minimum, limits.maximum, limits.decimals) == (0.5, 1000, 1)
    body = desk.get(url("question_edit", draft, "moi")).content.decode()
    assert 'value="0,5"' in body


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 1001}, "label"),
        ({"kind": "la"}, "kind"),
        ({"kind": "single"}, "choices"),
        ({"kind": "single", "choices": "Một"}, "choices"),
        ({"kind": "single", "choices": "a | Một\na | Hai"}, "choices"),
        ({"kind": "matrix", "choices": "Tốt\nKém"}, "rows"),
        ({"kind": "number", "choices": "Một\nHai"}, "choices"),
        ({"kind": "scale", "choices": "Một\nHai"}, "choices"),
        ({"kind": "number", "rows": "Một"}, "rows"),
        ({"kind": "multiple", "choices": "Một\nHai", "max_choices": "3"}, "max_choices"),
        (
            {"kind": "multiple", "choices": "Một\nHai", "min_choices": "2", "max_choices": "1"},
            "max_choices",
        ),
        ({"kind": "number", "minimum": "5", "maximum": "1"}, "maximum"),
        ({"kind": "number", "minimum": "nhiều"}, "minimum"),
        ({"kind": "number", "minimum": "9" * 40}, "minimum"),
        ({"code": "cau_1"}, "code"),
        ({"code": "p1"}, "code"),
        ({"code": "mã"}, "code"),
        ({"relevance": "${cau_1} ="}, "relevance"),
        ({"relevance": "${gone} = 'co'"}, "relevance"),
        ({"constraint": ". > "}, "constraint"),
        ({"kind": "short_text", "pattern": "(a+)+$"}, "pattern"),
        ({"kind": "short_text", "pattern": "["}, "pattern"),
        ({"depends_on": "gone"}, "depends_on"),
    ],
)
def test_a_question_that_cannot_be_is_said_at_its_field(desk, draft, values, field):
    response = add(desk, draft, **values)
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert now(draft).question("moi") is None


def test_lines_that_cannot_be_read_are_told_by_their_numbers(desk, draft):
    response = add(desk, draft, kind="single", choices="Một\na b | Hai\n| Ba")
    assert "Dòng 2" in text_of(response)
    assert "a b | Hai" in response.content.decode()


@pytest.mark.parametrize(
    ("inserted", "before", "lines"),
    [
        ("hai-long", "Cũ", 6),
        ("co-khong", "", 3),
        ("khac", "Một\nHai", 3),
        ("kho-tra-loi", "Một", 2),
        ("khac", "khac | Khác, xin ghi rõ [ghi rõ]", 1),
        ("nhu-cau-truoc", "", 2),
        ("la", "Một", 1),
    ],
)
def test_ready_lines_are_put_into_the_box_and_nothing_is_stored(
    desk, draft, inserted, before, lines
):
    response = add(desk, draft, kind="likert", label="Thế nào?", choices=before, chen=inserted)
    form = response.context["form"]
    assert response.status_code == 200
    assert not form.errors
    assert len(form["choices"].value().split("\n")) == lines
    assert form["label"].value() == "Thế nào?"
    assert shape(draft)["p1"] == ["cau_1", "cau_2", "cau_3"]


def test_save_and_add_another_leads_to_an_empty_form_of_the_same_kind(desk, draft):
    response = add(desk, draft, kind="date", roi="them")
    assert response.url == url("question_add", draft, "p1") + "?kieu=date"
    form = desk.get(response.url).context["form"]
    assert (form["kind"].value(), form["label"].value()) == ("date", None)
    assert form["code"].value() == "cau_4"


def test_a_question_behind_another(desk, draft):
    add(desk, draft, query="?sau=cau_1")
    assert shape(draft)["p1"] == ["cau_1", "moi", "cau_2", "cau_3"]


def edit(desk, survey, code, /, **values):
    """Send the form of a question as it is shown, with `values` changed."""
    form = desk.get(url("question_edit", survey, code)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    data = {
        name: value for name, value in shown.items() if value is not None and value is not False
    }
    return desk.post(url("question_edit", survey, code), data | values)


def test_a_form_sent_back_unchanged_changes_nothing(desk, by):
    rich = Question(
        "x", K.SINGLE, "Chọn?", hint="Gợi ý", is_required=True, required_message="Xin chọn.",
        choices=(Choice("1", "Một"), Choice("2", "Khác [x]", is_other=True),
                 Choice("9", "Khó trả lời", is_dont_know=True)),
        relevance="${cau_1} = 'co'", is_random_order=True,
    )  # fmt: skip
    number = Question("n", K.NUMBER, "Bao nhiêu?", limits=Limits(Decimal(0), Decimal(100), 1),
                      constraint=". != 13", constraint_message="Không lấy 13.")  # fmt: skip
    text = Question("t", K.SHORT_TEXT, "Số máy?", limits=Limits(max_length=10, pattern="0[0-9]{9}",
                    pattern_message="Mười số."))  # fmt: skip
    first = asked(1)
    page = Page("p1", "", (*first.pages[0].questions, rich, number, text))
    survey = make_survey(by, S.DRAFT, Questionnaire("", (page,)))
    before = now(survey)
    for code in ("cau_1", "x", "n", "t"):
        assert edit(desk, survey, code).status_code == 302
    assert list(now(survey).questions) == list(before.questions)


def test_codes_stay_when_words_change(desk, draft):
    edit(desk, draft, "cau_1", label="Lời mới?", choices="co | Có chứ\nKhông\nMới")
    question = now(draft).question("cau_1")
    assert question.label == "Lời mới?"
    assert question.choice_codes == ("co", "khong", "moi")


def test_an_edit_over_a_colleagues_is_refused_and_keeps_what_was_typed(desk, draft):
    form = desk.get(url("question_edit", draft, "cau_1")).context["form"]
    edit(desk, draft, "cau_1", label="Bản của đồng nghiệp")
    response = desk.post(
        url("question_edit", draft, "cau_1"),
        QUESTION | {"code": "cau_1", "label": "Bản của tôi", "seen": form["seen"].value()},
    )
    assert response.status_code == 409
    assert "Bản của tôi" in response.content.decode()
    assert now(draft).question("cau_1").label == "Bản của đồng nghiệp"


def test_the_code_of_what_was_asked_cannot_be_typed_over(desk, by):
    survey = make_survey(by, S.OPEN, asked(1))
    desk.post(url("changes_start", survey))
    edit(desk, survey, "cau_1", code="khac", label="Lời mới?")
    assert now(survey).question("cau_1").label == "Lời mới?"
    assert now(survey).question("khac") is None


# --- Conditions ----------------------------------------------------------------------------------
def test_a_condition_by_ticks(desk, draft):
    page = desk.get(url("condition", draft, "cau_2") + "?cau=cau_1")
    assert "Có" in text_of(page)
    response = desk.post(
        url("condition", draft, "cau_2") + "?cau=cau_1",
        {"viec": "chon", "verb": "la", "choices": ["co"], "until": "cau_3"},
    )
    assert response.url == url("outline", draft) + "#o-cau_2"
    assert [now(draft).question(f"cau_{n}").relevance for n in (1, 2, 3)] == [
        "", "${cau_1} = 'co'", "${cau_1} = 'co'"
    ]  # fmt: skip
    assert "khi câu 1 là “Có”" in text_of(desk.get(url("outline", draft)))
    form = desk.get(url("condition", draft, "cau_2")).context["chooser"].ticks
    assert form["choices"].value() == ["co"]


def test_a_condition_by_what_was_not_chosen_and_its_end(desk, draft):
    desk.post(
        url("condition", draft, "p2") + "?cau=cau_3",
        {"viec": "chon", "verb": "khong", "choices": ["co", "khong"]},
    )
    assert now(draft).pages[1].relevance == "not(${cau_3} = 'co' or ${cau_3} = 'khong')"
    desk.post(url("condition", draft, "p2"), {"viec": "bo"})
    assert now(draft).pages[1].relevance == ""


def test_a_condition_by_an_expression(desk, draft):
    desk.post(
        url("condition", draft, "cau_3"),
        {"viec": "viet", "relevance": "${cau_1} = 'co' and ${cau_2} = 'co'"},
    )
    assert now(draft).question("cau_3").relevance == "${cau_1} = 'co' and ${cau_2} = 'co'"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"viec": "chon", "verb": "la"}, "ít nhất một câu trả lời"),
        ({"viec": "chon", "verb": "la", "choices": ["la"]}, "hợp lệ"),
        ({"viec": "viet", "relevance": "${cau_1} = "}, "cột"),
        ({"viec": "viet", "relevance": "${gone} = 'co'"}, "gone"),
    ],
)
def test_a_condition_that_cannot_be_is_said_at_its_field(desk, draft, data, words):
    response = desk.post(url("condition", draft, "cau_2") + "?cau=cau_1", data)
    assert response.status_code == 400
    assert words in text_of(response)
    assert now(draft).question("cau_2").relevance == ""


# --- Pasted lists --------------------------------------------------------------------------------
LIST = "Câu 8. Giới tính: □ Nam □ Nữ\nPhần II. Thêm\nCâu 9. Góp ý?"


def test_a_list_is_shown_as_understood_and_then_added(desk, draft):
    shown = desk.post(url("paste", draft), {"text": LIST, "page": "p1", "xem": "1"})
    assert "Máy hiểu là: 2 câu" in text_of(shown)
    assert shape(draft) == {"p1": ["cau_1", "cau_2", "cau_3"], "p2": []}
    response = desk.post(url("paste", draft), {"text": LIST, "page": "p1", "them": "1"})
    assert response.url == url("outline", draft) + "#o-cau_8"
    assert shape(draft) == {
        "p1": ["cau_1", "cau_2", "cau_3", "cau_8"],
        "p2": [],
        "trang_1": ["cau_9"],
    }


def test_a_list_onto_a_new_page(desk, draft):
    desk.post(url("paste", draft), {"text": "Câu 8. Góp ý?", "page": ":moi", "them": "1"})
    assert shape(draft)["trang_1"] == ["cau_8"]


@pytest.mark.parametrize("text", ["Câu 8. Gì? [lạ]", "- Một", "Câu 8. Gì?\n- Một"])
def test_a_list_with_a_line_nobody_understands_adds_nothing(desk, draft, text):
    response = desk.post(url("paste", draft), {"text": text, "page": "p1", "them": "1"})
    assert "Dòng 1" in text_of(response)
    assert text in response.content.decode()
    assert shape(draft)["p1"] == ["cau_1", "cau_2", "cau_3"]


@pytest.mark.parametrize("values", [{"text": ""}, {"page": "gone"}, {"text": "x" * 200_001}])
def test_a_list_or_page_that_cannot_be_is_said_at_its_field(desk, draft, values):
    data = {"text": LIST, "page": "p1", "them": "1"} | values
    assert desk.post(url("paste", draft), data).status_code == 400


# --- Settings, breakdowns, margins -----------------------------------------------------------------
def test_settings_of_a_draft(desk, draft):
    data = FACTS | {"code": "moi", "access": "code", "staff_group": "6", "public_group": "12"}
    response = desk.post(url("settings", draft), data)
    draft.refresh_from_db()
    assert response.url == url("settings", draft)
    assert (draft.code, draft.access, draft.staff_group) == ("moi", Access.CODE, 6)


@pytest.mark.parametrize(
    ("field", "value"), [("staff_group", "4"), ("public_group", "9"), ("staff_group", "x")]
)
def test_smaller_groups_than_the_least_are_refused(desk, draft, field, value):
    data = FACTS | {"staff_group": "5", "public_group": "10", field: value}
    response = desk.post(url("settings", draft), data)
    assert field in response.context["form"].errors


def test_settings_of_a_running_survey_hold_only_what_may_move(desk, by):
    survey = make_survey(by, S.OPEN, asked(1))
    form = desk.get(url("settings", survey)).context["form"]
    assert list(form.fields) == ["closes_at", "staff_group", "public_group"]
    later = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    desk.post(
        url("settings", survey),
        {"closes_at": later, "staff_group": "5", "public_group": "10", "title": "X"},
    )
    survey.refresh_from_db()
    assert survey.closes_at
    assert survey.title != "X"
    response = desk.post(url("settings", survey), {"staff_group": "5", "public_group": "11"})
    assert response.status_code == 302
    response = desk.post(url("settings", survey), {"staff_group": "5", "public_group": "10"})
    assert response.status_code == 403
    assert "chỉ được tăng" in text_of(response)


def test_the_introduction_is_set(desk, draft):
    desk.post(url("introduction", draft), {"purpose": "Để biết nhà nào còn thiếu nước."})
    assert now(draft).purpose == "Để biết nhà nào còn thiếu nước."


def test_breakdowns_are_ticked_and_then_get_margins(desk, draft):
    desk.post(url("breakdowns", draft), {"questions": ["cau_2"]})
    draft.refresh_from_db()
    assert draft.breakdowns == ["cau_2"]
    response = desk.post(
        url("margin", draft, "cau_2"),
        {"people": "Có\t12.345\nkhong: 6.789 người", "source": "Tổng điều tra 2019"},
    )
    assert response.url == url("breakdowns", draft)
    assert list(Margin.objects.values_list("choice", "people", "source")) == [
        ("co", 12345, "Tổng điều tra 2019"), ("khong", 6789, "Tổng điều tra 2019")
    ]  # fmt: skip
    form = desk.get(url("margin", draft, "cau_2")).context["form"]
    assert form["people"].value() == "Có\t12345\nKhông\t6789"


def test_margins_of_communes_go_by_the_names_of_units(desk, by):
    make_unit("xa-a", "Xã A", kind="commune")
    make_unit("xa-b", "Xã Bình An", kind="commune")
    page = Page("p1", "", (Question("x", K.COMMUNE, "Xã nào?"),))
    survey = make_survey(by, S.DRAFT, Questionnaire("", (page,)), breakdowns=("x",))
    desk.post(url("margin", survey, "x"), {"people": "xa binh an 500\nXã A 1.200", "source": "TK"})
    assert dict(Margin.objects.values_list("choice", "people")) == {"xa-b": 500, "xa-a": 1200}


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("Có", "chưa có số người"),
        ("Không rõ 12", "không có nhóm"),
        ("Có 5\nco 6", "đã có ở dòng trên"),
        ("Có 99999999999", "lớn quá"),
        ("Có 0\nKhông 0", "ít nhất một nhóm"),
        ("," * 5000, "chưa có số người"),
    ],
)
def test_margins_that_cannot_be_read_are_told_by_their_lines(desk, draft, people, words):
    building.declare_breakdowns(survey=draft, by=draft.created_by, questions=["cau_1"])
    response = desk.post(url("margin", draft, "cau_1"), {"people": people, "source": "TK"})
    assert response.status_code == 400
    assert words in text_of(response)
    assert not Margin.objects.exists()


# --- Preview -------------------------------------------------------------------------------------
def test_the_phone_may_be_framed_by_our_own_page_only(desk, draft):
    outside = desk.get(url("preview", draft))
    inside = desk.get(url("screen", draft))
    assert "frame-src 'self'" in outside["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in inside["Content-Security-Policy"]
    assert inside["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in outside["Content-Security-Policy"]
    assert outside["X-Frame-Options"] == "DENY"


def test_a_test_run_checks_answers_and_keeps_nothing(desk, by):
    first = asked(2, is_required=True).pages[0]
    more = Question("gop_y", K.LONG_TEXT, "Góp ý?", relevance="${cau_1} = 'co'")
    pages = (first, Page("p2", "Trang sau", (more,)))
    survey = make_survey(by, S.DRAFT, Questionnaire("", pages, purpose="Vì sao hỏi"))
    address = url("screen", survey)

    def send(page, act, **answers):
        data = {
            "phieu": page.context["signed"],
            "trang": page.context["sheet"].page.code,
            "viec": act,
        }
        return desk.post(address, data | answers)

    page = desk.get(address)
    assert "Vì sao hỏi" in text_of(page)
    missed = send(page, "tiep", **{"q-cau_1": "co"})
    assert missed.status_code == 422
    assert "Xin chọn một câu trả lời" in text_of(missed)
    on = send(missed, "tiep", **{"q-cau_1": "co", "q-cau_2": "khong"})
    assert on.context["sheet"].page.code == "p2"
    back = send(on, "lui")
    assert back.context["sheet"].page.code == "p1"
    on = send(back, "tiep", **{"q-cau_1": "co", "q-cau_2": "khong"})
    end = send(on, "tiep", **{"q-gop_y": "Thêm vòi nước"})
    body = text_of(end)
    assert "Trả lời thử xong" in body
    for words in ("Câu số 1? Có", "Câu số 2? Không", "Góp ý? Thêm vòi nước"):
        assert words in body
    assert not any(model.objects.exists() for model in (Waiting, Ballot, Participation))


def test_a_test_run_cannot_be_sent_as_a_sheet(client, desk, by):
    survey = make_survey(by, S.OPEN, asked(1))
    signed = desk.get(url("screen", survey)).context["signed"]
    response = client.post(
        reverse("surveys:answer", args=[survey.code]),
        {"phieu": signed, "trang": "p1", "viec": "gui", "q-cau_1": "co"},
    )
    assert response.status_code == 422
    assert not Waiting.objects.exists()


@pytest.mark.parametrize(
    "data", [{"phieu": "x"}, {"viec": "bo:99999999999"}, {"viec": "la"}, {"trang": "gone"}]
)
def test_a_broken_test_run_begins_again(desk, draft, data):
    assert desk.post(url("screen", draft), data).status_code in {200, 422}


def test_the_preview_of_an_empty_survey_says_so(desk, by):
    survey = make_survey(by, S.DRAFT, Questionnaire("", ()))
    assert "Chưa có trang nào" in text_of(desk.get(url("screen", survey)))


# --- Codes ---------------------------------------------------------------------------------------
def test_codes_are_shown_once_as_slips(desk, by, unit):
    survey = make_survey(by, S.DRAFT, asked(1), access=Access.CODE)
    response = desk.post(url("codes", survey), {"unit": "yte", "count": "3"})
    slips = response.context["slips"]
    assert len(slips) == AccessCode.objects.filter(unit=unit).count() == 3
    assert response["Cache-Control"].startswith("max-age=0")
    assert "no-store" in response["Cache-Control"]
    assert slips[0].groups in response.content.decode()
    listed = text_of(desk.get(url("codes", survey)))
    assert "Sở Y tế: 3 mã" in listed
    assert slips[0].groups not in listed


@pytest.mark.parametrize(
    "values", [{"unit": ""}, {"unit": "khong-co"}, {"count": "0"}, {"count": "9999"}, {"count": ""}]
)
def test_codes_for_nobody_or_too_many_are_refused(desk, by, unit, values):
    survey = make_survey(by, S.DRAFT, asked(1), access=Access.CODE)
    response = desk.post(url("codes", survey), {"unit": "yte", "count": "3"} | values)
    assert response.status_code == 400
    assert not AccessCode.objects.exists()


def test_surveys_without_codes_have_no_page_of_codes(desk, draft):
    assert desk.get(url("codes", draft)).status_code == 404


# --- Verbs and changes -----------------------------------------------------------------------------
def test_opening_says_what_will_happen_and_then_does_it(desk, draft):
    page = desk.get(url("act", draft, "open"))
    assert "3 câu" in text_of(page)
    form = page.context["form"]
    data = {"seen": form["seen"].value(), "is_agreed": "on"}
    response = desk.post(url("act", draft, "open"), data)
    assert response.url == url("outline", draft)
    draft.refresh_from_db()
    assert draft.status == S.OPEN


def test_what_was_edited_after_the_page_was_opened_is_not_opened_unseen(desk, draft):
    form = desk.get(url("act", draft, "open")).context["form"]
    add(desk, draft)
    data = {"seen": form["seen"].value(), "is_agreed": "on"}
    response = desk.post(url("act", draft, "open"), data)
    assert response.status_code == 409
    draft.refresh_from_db()
    assert draft.status == S.DRAFT


def test_advice_is_read_before_opening(desk, by):
    question = Question(
        "a",
        K.SINGLE,
        "Ông/bà có đồng ý rằng cán bộ xã rất tận tình và đúng hẹn không?",
        choices=YES_NO,
    )
    survey = make_survey(by, S.DRAFT, Questionnaire("", (Page("p1", "", (question,)),)))
    page = desk.get(url("act", survey, "open"))
    form = page.context["form"]
    assert "góp ý về lời" in text_of(page)
    response = desk.post(url("act", survey, "open"), {"seen": form["seen"].value()})
    assert "is_agreed" in response.context["form"].errors
    survey.refresh_from_db()
    assert survey.status == S.DRAFT


def test_faults_are_listed_and_forbid_opening(desk, by):
    survey = make_survey(by, S.DRAFT, asked(1, relevance="${gone} = 'co'"))
    page = desk.get(url("act", survey, "open"))
    assert "phải sửa trước" in text_of(page)
    data = {"seen": page.context["form"]["seen"].value(), "is_agreed": "on"}
    assert desk.post(url("act", survey, "open"), data).status_code == 403
    survey.refresh_from_db()
    assert survey.status == S.DRAFT


@pytest.mark.parametrize(
    ("status", "verb", "after"),
    [(S.OPEN, "pause", S.PAUSED), (S.PAUSED, "resume", S.OPEN), (S.OPEN, "close", S.CLOSED),
     (S.PAUSED, "close", S.CLOSED), (S.DRAFT, "discard", S.DISCARDED)],
)  # fmt: skip
def test_the_other_verbs_ask_and_then_do(desk, by, status, verb, after):
    survey = make_survey(by, status, asked(1))
    assert desk.get(url("act", survey, verb)).status_code == 200
    survey.refresh_from_db()
    assert survey.status == status
    assert desk.post(url("act", survey, verb)).status_code == 302
    survey.refresh_from_db()
    assert survey.status == after


@pytest.mark.parametrize("verb", ["open", "pause", "resume", "close", "discard"])
def test_a_verb_the_status_does_not_know_is_refused_with_words(desk, by, verb):
    survey = make_survey(by, S.CLOSED, asked(1))
    for method in (desk.get, desk.post):
        response = method(url("act", survey, verb))
        assert response.status_code == 409
        assert "Chưa làm được" in text_of(response)


def test_changes_of_an_open_survey_from_start_to_publication(desk, by):
    survey = make_survey(by, S.OPEN, asked(2))
    assert desk.get(url("publish", survey)).status_code == 404
    desk.post(url("changes_start", survey))
    assert "Chưa khác chỗ nào" in text_of(desk.get(url("publish", survey)))
    edit(desk, survey, "cau_1", label="Lời đã sửa?")
    desk.post(url("question_delete", survey, "cau_2"))
    page = desk.get(url("publish", survey))
    body = text_of(page)
    assert "Đổi nội dung hỏi" in body
    assert "Câu 1:" in body
    form = page.context["form"]
    data = {"seen": form["seen"].value(), "is_agreed": "on"}
    assert desk.post(url("publish", survey), data).status_code == 302
    assert survey.versions.get(number=2).published_by == by


def test_changes_may_be_dropped(desk, by):
    survey = make_survey(by, S.OPEN, asked(1))
    desk.post(url("changes_start", survey))
    assert desk.get(url("changes_drop", survey)).status_code == 200
    desk.post(url("changes_drop", survey))
    assert survey.versions.count() == 1


@pytest.mark.parametrize("name", ["changes_start", "changes_drop"])
def test_what_is_over_cannot_be_changed(desk, by, name):
    survey = make_survey(by, S.CLOSED, asked(1))
    assert desk.post(url(name, survey)).status_code == 409


def test_sample_kinds_are_each_explained(desk):
    body = desk.get(reverse("survey_desk:create")).content.decode()
    for kind in SampleKind:
        assert f"<strong>{kind.label}</strong>" in body
