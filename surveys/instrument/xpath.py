"""Texts, numbers and truth as XPath 1.0 and XForms reckon them, with exact decimals.

What is no number ("" or "abc") takes part in arithmetic as NaN: equal to nothing, and neither less
nor more than anything. A date counts days since 1 January 1970, as in ODK.
"""

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Context, Decimal

from surveys.instrument.questionnaire import Json

Value = str | Decimal | bool

# Nothing traps: division by zero is infinite, what makes no sense is not a number (XPath 1.0 §3.5).
ARITHMETIC = Context(prec=28, Emin=-999, Emax=999, traps=[])
NUMBER_MAX_LENGTH = 40

_NOT_A_NUMBER = Decimal("NaN")
_NUMBER = re.compile(r"\s*-?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH = date(1970, 1, 1)


def text_of_answer(value: Json) -> str:
    """Return a canonical answer as XForms stores it: several codes with spaces between."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return "true" if value else ""
    if isinstance(value, int | float):
        return str(value)
    parts = value.values() if isinstance(value, Mapping) else value
    return " ".join(part for part in parts if isinstance(part, str))


def as_text(value: Value) -> str:
    """Numbers come in plain notation; what is no number, or infinite, is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if not value.is_finite():
        return ""
    return format(ARITHMETIC.normalize(ARITHMETIC.plus(value)), "f")


def as_number(value: Value) -> Decimal:
    """Read a number or a date; everything else is NaN."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return Decimal(value)
    if len(value) <= NUMBER_MAX_LENGTH and _NUMBER.fullmatch(value):
        return Decimal(value.strip())
    return _days(value)


def as_boolean(value: Value) -> bool:
    """'', 0 and NaN are false; "0" is a text that is there, and true."""
    if isinstance(value, Decimal):
        return bool(value) and not value.is_nan()
    return bool(value)


def _days(text: str) -> Decimal:
    if not _DATE.fullmatch(text):
        return _NOT_A_NUMBER
    try:
        return Decimal((date.fromisoformat(text) - _EPOCH).days)
    except ValueError:
        return _NOT_A_NUMBER


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return as_boolean(left) == as_boolean(right)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return as_number(left) == as_number(right)
    return left == right


def _ordered(fits: Callable[[Decimal, Decimal], bool]) -> Callable[[Value, Value], bool]:
    def compared(left: Value, right: Value) -> bool:
        first, second = as_number(left), as_number(right)
        return not (first.is_nan() or second.is_nan()) and fits(first, second)

    return compared


def _reckoned(
    operation: Callable[[Decimal, Decimal], Decimal],
) -> Callable[[Value, Value], Decimal]:
    return lambda left, right: operation(as_number(left), as_number(right))


OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "+": _reckoned(ARITHMETIC.add),
    "-": _reckoned(ARITHMETIC.subtract),
    "*": _reckoned(ARITHMETIC.multiply),
    "div": _reckoned(ARITHMETIC.divide),
    "mod": _reckoned(ARITHMETIC.remainder),
}
