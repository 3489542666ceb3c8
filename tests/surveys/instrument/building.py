"""Questionnaires for tests, in few words."""

from decimal import Decimal

from surveys.enums import QuestionKind as Kind
from surveys.instrument.questionnaire import (
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
    Repeat,
    Row,
)

__all__ = [
    "AGREEMENT",
    "QUALITY",
    "SATISFACTION",
    "YES_NO",
    "Choice",
    "Decimal",
    "Kind",
    "Limits",
    "Page",
    "Question",
    "Questionnaire",
    "Repeat",
    "Row",
    "ask",
    "choices",
    "page",
    "rows",
    "survey",
]


def choices(*labels, **coded):
    """Choices a, b, c … with these labels; or with the codes of the keywords."""
    given = dict(zip("abcdefghijklmnopqrstuvwxyz", labels, strict=False)) | coded
    return tuple(Choice(code, label, **_marks(label)) for code, label in given.items())


def _marks(label):
    return {
        "is_dont_know": label in ("Khó trả lời", "Không có ý kiến"),
        "is_other": label.startswith("Khác"),
    }


def rows(*labels):
    return tuple(Row(f"r{place}", label) for place, label in enumerate(labels, 1))


def ask(code="q", kind=Kind.SINGLE, label="Quý vị là nam hay nữ?", **fields):
    """A question; of a choosing kind with two choices unless told otherwise."""
    if kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.LIKERT, Kind.RANKING, Kind.MATRIX):
        fields.setdefault("choices", choices("Nam", "Nữ"))
    if kind is Kind.MATRIX:
        fields.setdefault("rows", rows("Dòng một", "Dòng hai"))
    return Question(code, kind, label, **fields)


def page(*questions, code="p1", title="Trang", **fields):
    return Page(code, title, questions, **fields)


def survey(*parts, title="Khảo sát", **fields):
    """A questionnaire of pages, or of questions on one page."""
    if parts and isinstance(parts[0], Question):
        parts = (page(*parts),)
    return Questionnaire(title, parts, **fields)


SATISFACTION = choices(
    "Rất hài lòng",
    "Hài lòng",
    "Bình thường",
    "Không hài lòng",
    "Rất không hài lòng",
    "Khó trả lời",
)
AGREEMENT = choices(
    "Hoàn toàn đồng ý",
    "Đồng ý",
    "Phân vân",
    "Không đồng ý",
    "Hoàn toàn không đồng ý",
    "Khó trả lời",
)
QUALITY = choices("Rất tốt", "Tốt", "Trung bình", "Kém", "Rất kém", "Không có ý kiến")
YES_NO = choices("Có", "Không")
