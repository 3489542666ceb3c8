"""What the detector finds, on sentences of our own: figures with and without marks, and its rules."""

import re
import unicodedata

import pytest

from engagement.text.fold import fold
from qa.citations import citations, key_of
from qa.masking import Kind, find, masked
from tests.qa.masking.sentences import LEARNT_FROM, UNSEEN

MARKED = re.compile(r"\{(\w+):([^}]*)\}")


def read(line: str) -> tuple[str, list[tuple[int, int]]]:
    """A sentence without its marks, and where something must be masked."""
    text, places, here = "", [], 0
    for mark in MARKED.finditer(line):
        text += line[here : mark.start()]
        places.append((len(text), len(text) + len(mark[2])))
        text += mark[2]
        here = mark.end()
    return text + line[here:], places


def without_marks(line: str) -> str:
    stroked = line.translate(str.maketrans("đĐ", "dD"))
    split = unicodedata.normalize("NFD", stroked)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def figures(lines: str) -> tuple[float, float]:
    """Recall: places that were found whole. Precision: findings that touch a place."""
    whole = missed = right = wrong = 0
    for line in lines.strip().splitlines():
        text, places = read(line)
        spans = find(text)
        found = {place for span in spans for place in range(span.start, span.end)}
        for start, end in places:
            is_whole = all(i in found or text[i] in " ," for i in range(start, end))
            whole, missed = whole + is_whole, missed + (not is_whole)
        for span in spans:
            is_right = any(span.start < end and start < span.end for start, end in places)
            right, wrong = right + is_right, wrong + (not is_right)
    return whole / (whole + missed), right / (right + wrong)


def test_there_are_enough_sentences():
    assert len((LEARNT_FROM + UNSEEN).split("\n")) - 4 >= 80


@pytest.mark.parametrize("lines", [LEARNT_FROM, UNSEEN], ids=["learnt from", "unseen"])
@pytest.mark.parametrize(
    ("typed", "recall", "precision"),
    [(str, 0.97, 0.97), (without_marks, 0.92, 0.92)],
    ids=["with marks", "without marks"],
)
def test_recall_and_precision(lines, typed, recall, precision):
    """The figures of ADR 0017; a change that loses a sentence says so."""
    found = figures(typed(lines))
    assert found[0] >= recall
    assert found[1] >= precision


@pytest.mark.parametrize(
    ("text", "kind", "replaced"),
    [
        ("Bà Nguyễn Thị Nga hỏi", Kind.NAME, "Bà N. hỏi"),
        ("ông nguyễn văn tèo hỏi", Kind.NAME, "ông T. hỏi"),
        ("Gọi 0912.345.678 nhé", Kind.PHONE, "Gọi [số điện thoại] nhé"),
        ("ở số 12 đường Lê Lợi, phường 1", Kind.ADDRESS, "ở [địa chỉ], phường 1"),
        ("xe 95A-123.45 đậu", Kind.PLATE, "xe [biển số xe] đậu"),
        ("con sinh ngày 12/05/2019 ạ", Kind.BIRTH, "con sinh ngày [ngày sinh] ạ"),
    ],
)
def test_what_is_proposed_reads_as_a_sentence(text, kind, replaced):
    (span,) = find(text)
    assert span.kind == kind
    assert masked(text, [span]) == replaced
    assert find(replaced) == []  # nothing is found in what was masked


@pytest.mark.parametrize(
    "text",
    ["Tôi là Lê Thị Bưởi", "toi la le thi buoi", "Tôi là Bưởi: chị bưởi", "gọi Thị Bưởi ra"],
)
def test_the_askers_name_is_found_in_any_spelling_and_in_part(text):
    spans = find(text, asker="Lê Thị Bưởi")
    assert spans
    assert "buoi" not in fold(masked(text, spans))
    assert all(span.replacement == "[tên người hỏi]" for span in spans)


def test_a_name_its_bearer_wants_shown_is_left_alone():
    text = "Tôi là Lê Thị Bưởi, chồng là Trần Văn Bình"
    assert [text[s.start : s.end] for s in find(text, public_name="Lê Thị Bưởi")] == [
        "Trần Văn Bình"
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "Theo khoản 2 Điều 5 Nghị định số 61/2018/NĐ-CP và 61/2018/ND-CP",
            [("61/2018/NĐ-CP", "khoản 2 Điều 5")],
        ),
        ("Quy định 11-QÐi/TW, Luật 91/2025/QH15", [("11-QĐi/TW", ""), ("91/2025/QH15", "")]),
        ("574/QD-TTg; 12/2023/QD-UBND", [("574/QĐ-TTg", ""), ("12/2023/QĐ-UBND", "")]),
        ("ngày 01/02/2024, thửa 12/3, Mẫu số 04/ĐK, xe 95-B1 123.45", []),
    ],
)
def test_documents_are_known_however_they_are_written(text, numbers):
    assert [(each.number, each.clause) for each in citations(text)] == numbers


def test_one_document_has_one_key():
    assert len({key_of(n) for n in ("61/2018/NĐ-CP", "61/2018/NÐ-CP", " 61/2018/nd-cp")}) == 1
