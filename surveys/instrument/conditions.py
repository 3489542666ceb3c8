"""The conditions people make by ticking: "hiện khi câu X là Y hoặc Z", written and read back."""

import re
from typing import NamedTuple

from surveys.enums import QuestionKind
from surveys.instrument.questionnaire import Question, Questionnaire

# What can be ticked: kinds whose answer is one code, or a list of codes.
TICKED = frozenset({QuestionKind.SINGLE, QuestionKind.LIKERT, QuestionKind.MULTIPLE})
_NOT = re.compile(r"not\((?P<inner>.*)\)")
_TERM = re.compile(
    r"\$\{(?P<single>\w+)\} = '(?P<code>[^']+)'|selected\(\$\{(?P<many>\w+)\}, '(?P<among>[^']+)'\)"
)


class Condition(NamedTuple):
    """That the question was answered by one of `choices`, or (`is_negated`) by none of them."""

    question: str
    choices: tuple[str, ...]
    is_negated: bool = False


def written(condition: Condition, asked: Question) -> str:
    """Write the condition about the question `asked` as an expression."""
    is_list = asked.kind is QuestionKind.MULTIPLE
    terms = [
        f"selected(${{{asked.code}}}, '{code}')" if is_list else f"${{{asked.code}}} = '{code}'"
        for code in condition.choices
    ]
    any_of = " or ".join(terms)
    return f"not({any_of})" if condition.is_negated else any_of


def read(expression: str) -> Condition | None:
    """Read back what `written` wrote; None for any other expression."""
    inner = _NOT.fullmatch(expression)
    found = [
        _TERM.fullmatch(term) for term in (inner["inner"] if inner else expression).split(" or ")
    ]
    terms = [
        (term["single"] or term["many"], term["code"] or term["among"]) for term in found if term
    ]
    if len(terms) != len(found) or len({question for question, _ in terms}) != 1:
        return None
    return Condition(terms[0][0], tuple(code for _, code in terms), inner is not None)


def in_words(expression: str, questionnaire: Questionnaire) -> str:
    """Say when something is shown; an expression that was not made by ticks is shown as it is."""
    condition = read(expression)
    asked = questionnaire.question(condition.question) if condition else None
    if condition is None or asked is None:
        return f"khi {expression}" if expression else ""
    labels = [
        choice.label if (choice := asked.choice(code)) else code for code in condition.choices
    ]
    verb = "không phải" if condition.is_negated else "là"
    quoted = " hoặc ".join(f"“{label}”" for label in labels)
    return f"khi câu {number_of(questionnaire, asked.code)} {verb} {quoted}"


def number_of(questionnaire: Questionnaire, code: str) -> int:
    """The number people know a question by: notes have none. 0 for what is not asked."""
    asked = [question.code for question in questionnaire.questions if question.is_asked]
    return asked.index(code) + 1 if code in asked else 0


def can_decide(questionnaire: Questionnaire, code: str) -> list[Question]:
    """The questions a condition of the page or question `code` may be ticked together from.

    Those asked before it; answers of a repeated page decide within that page only.
    """
    found: list[Question] = []
    for page in questionnaire.pages:
        if page.code == code:
            break
        codes = [question.code for question in page.questions]
        is_here = code in codes
        before = page.questions[: codes.index(code)] if is_here else page.questions
        if is_here or page.repeat is None:
            found += [question for question in before if question.kind in TICKED]
        if is_here:
            break
    return [question for question in found if question.choices]
