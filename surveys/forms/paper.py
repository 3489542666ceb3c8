"""The questionnaire for paper: numbered once for everybody, with conditions in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from surveys.forms.controls import Control
from surveys.forms.sheet import name_of
from surveys.instrument.expressions import ExpressionError, parse
from surveys.instrument.questionnaire import Page, Question, Questionnaire
from surveys.instrument.syntax import Call, Chain, Literal, Node, Reference

WHERE_FITTING = "Chỉ trả lời nếu hợp với trường hợp của Quý vị."
LINES_FOR_TEXT = 4
_JOINED = {"and": " và ", "or": " hoặc "}
_COMPARED = {
    "=": "là",
    "!=": "không phải",
    ">": "trên",
    ">=": "từ",
    "<": "dưới",
    "<=": "đến",
}


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question; `condition` says in words who answers it, "" for everybody."""

    control: Control
    condition: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One page with its questions, and who fills it in."""

    page: Page
    condition: str
    questions: list[PaperQuestion]


def paper_pages(questionnaire: Questionnaire) -> list[PaperPage]:
    """The questionnaire as it is printed."""
    numbers = questionnaire.numbers
    words = _Words(questionnaire, numbers)
    return [
        PaperPage(
            page,
            words.of(page.relevance),
            [
                PaperQuestion(
                    Control(
                        question,
                        name_of(page, None, question.code),
                        choices=question.choices,
                        number=numbers.get(question.code, 0),
                    ),
                    words.of(question.relevance),
                )
                for question in page.questions
            ],
        )
        for page in questionnaire.pages
    ]


@dataclass(frozen=True)
class _Words:
    """Conditions as sentences that name questions by their numbers."""

    questionnaire: Questionnaire
    numbers: Mapping[str, int]

    def of(self, condition: str) -> str:
        """Say who answers; in general words where the condition is not of the usual kind."""
        if not condition.strip():
            return ""
        try:
            said = self._said(parse(condition).root)
        except ExpressionError:
            said = ""
        return f"Chỉ trả lời nếu {said}." if said else WHERE_FITTING

    def _said(self, node: Node) -> str:
        """A clause without capital and full stop; "" for what has no plain words."""
        match node:
            case Chain(operands, ("and" | "or" as operator, *_)):
                parts = [self._said(operand) for operand in operands]
                return _JOINED[operator].join(parts) if all(parts) else ""
            case Chain((Reference(name), Literal(value)), (operator,)) if operator in _COMPARED:
                return self._compared(name, operator, value)
            case Call("selected", (Reference(name), Literal(value))):
                return self._compared(name, "=", value)
            case Call("not", (Call("selected", (Reference(name), Literal(value))),)):
                return self._compared(name, "!=", value)
        return ""

    def _compared(self, name: str, operator: str, value: str | Decimal) -> str:
        code, _, row = name.partition("__")
        question = self.questionnaire.question(code)
        if question is None or code not in self.numbers:
            return ""
        where = f"câu {self.numbers[code]}"
        if row:
            labels = [one.label for one in question.rows if one.code == row]
            where += "".join(f", dòng “{label}”," for label in labels)
        return f"{where} {self._value(question, operator, value)}"

    @staticmethod
    def _value(question: Question, operator: str, value: str | Decimal) -> str:
        choice = question.choice(str(value))
        if choice is not None:
            verb = "chọn" if operator == "=" else "không chọn"
            return f"{verb} “{choice.label}”"
        if value == "":
            return "không trả lời" if operator == "=" else "có trả lời"
        number = str(value).replace(".", ",")
        return f"{_COMPARED[operator]} {number}" + (" trở lên" if operator == ">=" else "")
