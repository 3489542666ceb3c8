"""The one-page report in both formats: what stands on it, and that no word of it is ever markup."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from docx import Document
from PIL import Image

from engagement.documents.pdf import chart_png, report_pdf
from engagement.documents.report import Letterhead, Section, Sentence
from engagement.documents.word import report_docx
from surveys.enums import QuestionKind, SampleKind
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire, Row
from surveys.statistics.charts import chart_of
from surveys.statistics.report import MOST_ROWS, compose
from surveys.statistics.summary import summarise
from surveys.statistics.thresholds import Line
from tests.surveys.statistics.samples import DAY, QUESTIONNAIRE, SATISFACTION, counts, summary

LETTERHEAD = Letterhead(
    superior="Tỉnh ủy Hậu Giang",
    body="Ban Tuyên giáo và Dân vận",
    place="Hậu Giang",
    signer="Trưởng ban",
    symbol="BC/BTGDVTU",
    recipients=("Thường trực Tỉnh ủy", "Lưu Ban"),
)
# Everything typst reads as markup, and what else a person may type.
HOSTILE = [
    '#read("/etc/passwd") #sys.inputs',
    "$x^2$ [a](b) \\ *đậm* _nghiêng_ `mã`",
    "<nhãn> @tham-chiếu ~ -- --- ... 'a' \"b\"",
    "= Đầu đề\n- mục\n+ số\n/ Từ: nghĩa",
    "// chú thích /* khối */ https://a.vn",
    "<w:p/>&amp;<script>alert(1)</script>",
    '#{panic()} #import "@preview/x:0.1.0": *',
    '=HYPERLINK("http://x")',
    "%PDF-1.7 \\u{0} {{ report }}",
]
VIETNAMESE = (
    "àáảãạ ăằắẳẵặ âầấẩẫậ đ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ "
    "ÀÁẢÃẠ ĂẰẮẲẴẶ ÂẦẤẨẪẬ Đ ÈÉẺẼẸ ÊỀẾỂỄỆ ÌÍỈĨỊ ÒÓỎÕỌ ÔỒỐỔỖỘ ƠỜỚỞỠỢ ÙÚỦŨỤ ƯỪỨỬỮỰ ỲÝỶỸỴ “…” – % ≥"
)


def report(kind=SampleKind.OPEN_LINK, **changes):
    return compose(summary(kind, **changes), LETTERHEAD, day=date(2026, 2, 3))


def saying(words):
    """A report in which `words` stand everywhere a person's words may stand."""
    head = Letterhead(words, words, words, words, words, (words,))
    made = report()
    table = replace(made.sections[1].table, rows=((words,) * len(made.sections[1].table.columns),))
    section = Section(words, (Sentence(words, ()),), table)
    return replace(made, letterhead=head, title=words, sections=(section,))


def pdf_words(written):
    """Every word drawn on the pages, by the fonts' own maps back to text."""
    drawn = []
    with pikepdf.open(BytesIO(written)) as document:
        for page in document.pages:
            maps = {name: unicode_map(font) for name, font in page.Resources.Font.items()}
            drawn.append(page_words(page, maps))
    return " ".join("".join(drawn).split())


def unicode_map(font):
    text = font.ToUnicode.read_bytes().decode()
    singles = "".join(re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL))
    assert "beginbfrange" not in text
    return {
        int(code, 16): bytes.fromhex(letters).decode("utf-16-be")
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", singles)
    }


def page_words(page, maps):
    found, letters = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = maps[str(operands[0])]
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else operands
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        codes = bytes(part)
                        found += [
                            letters.get(int.from_bytes(codes[place : place + 2]), "□")
                            for place in range(0, len(codes), 2)
                        ]
    return "".join(found)


def squeezed(words):
    """Without white space: lines break in one format where they do not in the other."""
    return re.sub(r"\s", "", words)


def docx_words(written):
    document = Document(BytesIO(written))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    texts = [paragraph.text for paragraph in document.paragraphs]
    return " ".join([*texts, *(cell.text for cell in cells)])


def pages(written):
    with pikepdf.open(BytesIO(written)) as document:
        return [[float(side) for side in page.mediabox] for page in document.pages]


READ = {"pdf": (report_pdf, pdf_words), "docx": (report_docx, docx_words)}
both = pytest.mark.parametrize(("write", "read"), list(READ.values()), ids=list(READ))


@both
def test_the_layout_of_party_documents(write, read):
    text = squeezed(read(write(report())))
    for words in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "TỈNH ỦY HẬU GIANG",
        "BAN TUYÊN GIÁO VÀ DÂN VẬN",
        "-BC/BTGDVTU",
        "Hậu Giang, ngày 03 tháng 02 năm 2026",
        "BÁO CÁO KẾT QUẢ KHẢO SÁT",
        "Hài lòng về dịch vụ công",
        "1. Cách lấy ý kiến",
        "2. Kết quả chính",
        "3. Nhận xét",
        "TRƯỞNG BAN",
        "Nơi nhận:",
        "– Thường trực Tỉnh ủy",
    ):
        assert squeezed(words) in text


@both
def test_every_sentence_and_cell_stands_on_it(write, read):
    made = report(SampleKind.RANDOM, lines=[Line("overall", "commune")])
    text = squeezed(read(write(made)))
    for section in made.sections:
        for sentence in section.sentences:
            assert squeezed(sentence.text) in text
        for row in section.table.rows if section.table else ():
            assert all(squeezed(cell) in text for cell in row)


@both
@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_typed_is_printed_as_typed(write, read, words):
    text = squeezed(read(write(saying(words))))
    assert text.count(squeezed(words)) >= 5


@both
def test_every_vietnamese_letter_is_drawn(write, read):
    assert squeezed(VIETNAMESE) in squeezed(read(write(saying(VIETNAMESE))))


@both
def test_letters_in_pieces_are_put_together(write, read):
    assert squeezed("Hài lòng") in squeezed(read(write(saying("Ha\u0300i lo\u0300ng"))))


@both
@pytest.mark.parametrize(
    "words", ["", "\x00\x08\ufffe\ud800", "ừ" * 3000, "a\n\n\nb", "漢字 😀 ا \ue000"]
)
def test_odd_words_do_not_stop_it(write, read, words):
    assert read(write(saying(words)))


def test_pdf_is_one_a4_page_even_when_there_is_much_to_say():
    rows = tuple(Row(f"r{place}", f"{place} {'nội dung dài ' * 30}") for place in range(30))
    lists = tuple(
        Question(
            f"l{place}",
            QuestionKind.MULTIPLE,
            "Câu hỏi dài " * 40,
            choices=tuple(Choice(f"c{number}", "Lựa chọn dài " * 40) for number in range(9)),
        )
        for place in range(12)
    )
    matrix = Question("m", QuestionKind.MATRIX, "Bảng", choices=SATISFACTION, rows=rows)
    asked = Questionnaire("Tên khảo sát rất dài " * 30, (Page("p", "", (matrix, *lists)),))
    table = {"hai_long": 40, "rat_hai_long": 40, "khong_hai_long": 30, "kho_tra_loi": 15}
    tables = {f"m__r{place}": table for place in range(30)}
    tables |= {f"l{place}": {f"c{number}": 60 for number in range(9)} for place in range(12)}
    found = summarise(
        asked,
        {"n": 125, "tables": tables, "asked": {}, "groups": {}},
        sample_kind=SampleKind.RANDOM,
        taken_on=DAY,
    )
    made = compose(found, LETTERHEAD, day=DAY)
    assert len(made.sections[1].table.rows) == MOST_ROWS
    assert "Còn 22 nội dung nữa" in made.sections[1].sentences[-1].text
    [box] = pages(report_pdf(made))
    assert box == pytest.approx([0, 0, 595.28, 841.89], abs=0.1)


@pytest.mark.parametrize("kind", list(SampleKind))
def test_pdf_of_a_usual_survey_is_one_page_and_can_be_read_aloud(kind):
    written = report_pdf(report(kind))
    assert len(pages(written)) == 1
    with pikepdf.open(BytesIO(written)) as document:
        assert str(document.Root.Lang) == "vi"
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].startswith("BÁO CÁO KẾT QUẢ KHẢO SÁT")


def test_pdf_brings_its_fonts_and_reaches_nowhere():
    written = report_pdf(report())
    with pikepdf.open(BytesIO(written)) as document:
        fonts = document.pages[0].Resources.Font
        assert all(
            "LiberSerif" in str(f.BaseFont) or "Libertinus" in str(f.BaseFont)
            for _, f in fonts.items()
        )
        assert "/URI" not in str(document.pages[0].get("/Annots", ""))


def test_docx_is_a4_in_vietnamese_with_a_table_head():
    written = report_docx(report())
    document = Document(BytesIO(written))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.core_properties.title.startswith("BÁO CÁO KẾT QUẢ KHẢO SÁT Hài lòng")
    assert document.core_properties.author == "BAN TUYÊN GIÁO VÀ DÂN VẬN"
    with zipfile.ZipFile(BytesIO(written)) as archive:
        body = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
    assert "w:tblHeader" in body
    assert 'w:val="vi-VN"' in styles
    assert "python-docx" not in archive_text(written)


def archive_text(written):
    with zipfile.ZipFile(BytesIO(written)) as archive:
        return archive.read("docProps/core.xml").decode()


@both
@pytest.mark.parametrize("kind", [SampleKind.OPEN_LINK, SampleKind.QUOTA])
def test_no_precision_is_printed_without_a_random_sample(write, read, kind):
    text = read(write(report(kind))).lower()
    for forbidden in ("±", "sai số", "tin cậy"):
        assert forbidden not in text


@both
def test_a_random_sample_has_its_column_of_intervals(write, read):
    text = squeezed(read(write(report(SampleKind.RANDOM))))
    assert "Khoảngtincậy95%" in text


@both
def test_a_survey_nobody_has_answered_yet(write, read):
    nobody = {"n": 0, "tables": {}, "asked": {}, "groups": {}}
    made = report(counts=nobody, cells=None)
    assert [section.heading for section in made.sections] == ["Cách lấy ý kiến"]
    assert "0phiếu" in squeezed(read(write(made)))


def test_what_tells_only_who_answered_is_no_result():
    others = next(one for one in report().sections if one.heading == "Các câu hỏi khác")
    told = " ".join(sentence.text for sentence in others.sentences)
    assert "Giới tính" not in told
    assert "Xã, phường" not in told
    assert "cải thiện" in told


def test_without_weights_there_is_no_weighted_column():
    columns = report(margins={}, cells=None).sections[1].table.columns
    assert columns == (
        "Nội dung",
        "Người nêu ý kiến",
        "Tích cực",
        "Ở giữa",
        "Chưa tích cực",
        "Khó trả lời",
    )


def test_a_scale_without_a_middle_has_a_dash_there():
    question = Question(
        "q",
        QuestionKind.LIKERT,
        "Câu",
        choices=(Choice("a", "Hài lòng"), Choice("b", "Không hài lòng")),
    )
    found = summarise(
        replace(QUESTIONNAIRE, pages=(Page("p", "", (question,)),)),
        {**counts(), "tables": {"q": {"a": 3, "b": 1}}, "groups": {}},
        sample_kind=SampleKind.OPEN_LINK,
        taken_on=DAY,
    )
    [row] = compose(found, LETTERHEAD, day=DAY).sections[1].table.rows
    assert row == ("Câu", "4", "75 %", "–", "25 %", "0 %")


def test_a_chart_as_a_picture():
    chart = chart_of(next(summary().questions()), "a")
    picture = Image.open(BytesIO(chart_png(chart.desk)))
    assert picture.format == "PNG"
    assert picture.width == pytest.approx(2 * (720 + 24), abs=4)
    colours = {colour[:3] for _, colour in picture.convert("RGB").getcolors(1 << 24)}
    assert {(0x1F, 0x4F, 0x82), (0xC9, 0x96, 0x2B)} <= colours
