"""Limits of an answer as a constraint, so that programs without our columns keep them too."""

from surveys.enums import QuestionKind
from surveys.exchange.conditions import both
from surveys.instrument.questionnaire import TEXTUAL, Limits


def as_condition(kind: QuestionKind, limits: Limits) -> str:
    """The condition that says what `limits` say for a question of `kind`; "" for nothing."""
    conditions: list[str] = []
    if kind is QuestionKind.NUMBER:
        conditions += [f". >= {limits.minimum:f}"] if limits.minimum is not None else []
        conditions += [f". <= {limits.maximum:f}"] if limits.maximum is not None else []
    if kind is QuestionKind.MULTIPLE:
        counted = "count-selected(.)"
        conditions += [f"{counted} >= {limits.min_choices}"] if limits.min_choices else []
        conditions += [f"{counted} <= {limits.max_choices}"] if limits.max_choices else []
    if kind in TEXTUAL:
        conditions += [f"string-length(.) <= {limits.max_length}"] if limits.max_length else []
        conditions += [f"regex(., {quoted})"] if (quoted := _quoted(limits.pattern)) else []
    return both(*conditions)


def _quoted(pattern: str) -> str:
    """XPath has no way to write both kinds of quotes in one text."""
    if not pattern or ("'" in pattern and '"' in pattern):
        return ""
    return f'"{pattern}"' if "'" in pattern else f"'{pattern}'"


def without(constraint: str, limits: str) -> str:
    """Take the condition of the limits off a constraint that was written with it.

    Of a constraint that somebody has edited since, nothing is taken off.
    """
    if not limits or constraint == limits:
        return "" if limits else constraint
    ending = f" and ({limits})"
    if constraint.startswith("(") and constraint.endswith(f"){ending}"):
        return constraint[1 : -len(ending) - 1]
    return constraint
