"""The columns of an XLSForm, whatever they are called in the file, and our own beside them.

pyxform knows the spellings of fifteen years (`caption`, `bind::relevant`, `constraint message`);
here each becomes one name and a language.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pyxform import aliases
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option

# What we know of a question and XLSForm has no column for; other programs leave these alone.
EXTRA_FOR_PAGES = (
    "page_intro",
    "repeat_minimum",
    "repeat_maximum",
    "repeat_label",
)
EXTRA_FOR_QUESTIONS = (
    "kind",
    "choice_list",
    "random_order",
    "minimum",
    "maximum",
    "decimals",
    "min_choices",
    "max_choices",
    "max_length",
    "pattern",
    "pattern_message",
    "low_label",
    "high_label",
)
EXTRA_FOR_CHOICES = ("parent_code", "is_exclusive", "is_other", "is_dont_know")
PURPOSE = "purpose"  # in the settings sheet

# Kind of the row that asks "xin ghi rõ" in programs that cannot ask it beside the choice.
OTHER_WORDS = "other_words"

TRANSLATED = frozenset({"label", "hint", "constraint_message", "required_message"})
MEDIA = frozenset({"image", "big-image", "audio", "video"})
_PAIRS: dict[tuple[str, ...], str] = {
    ("bind", "relevant"): "relevant",
    ("bind", "required"): "required",
    ("bind", "constraint"): "constraint",
    ("bind", "jr:constraintMsg"): "constraint_message",
    ("bind", "jr:requiredMsg"): "required_message",
    ("bind", "calculate"): "calculation",
    ("bind", "readonly"): "readonly",
    ("control", "appearance"): "appearance",
    ("control", "jr:count"): "repeat_count",
    ("control", "rows"): "rows",
    **{("media", kind): kind for kind in MEDIA},
}
SURVEY_NAMES = frozenset(_PAIRS.values())

_SURVEY_HEADERS = frozenset(MultipleChoiceQuestion.get_slot_names())
_CHOICE_HEADERS = frozenset(Option.get_slot_names())


class Column(NamedTuple):
    """What a column holds; `language` is "" where the header names none."""

    name: str
    language: str


def survey_column(header: str) -> Column:
    """Name a column of the survey sheet: Column("label", "Vietnamese (vi)")."""
    tokens = _tokens(header, aliases.survey_header, _SURVEY_HEADERS)
    if tokens[:2] in _PAIRS:
        return Column(_PAIRS[tokens[:2]], "::".join(tokens[2:]))
    return Column(tokens[0], "::".join(tokens[1:]))


def choice_column(header: str) -> Column:
    """Name a column of the choices sheet; unknown ones, which filters use, keep their spelling."""
    tokens = _tokens(header, aliases.list_header, _CHOICE_HEADERS)
    if tokens[0] == "list name":
        return Column("list_name", "")
    if tokens[:2] in _PAIRS:
        return Column(_PAIRS[tokens[:2]], "::".join(tokens[2:]))
    if tokens[0] in ("label", "name"):
        return Column(tokens[0], "::".join(tokens[1:]))
    return Column(header, "")


def settings_column(header: str) -> Column:
    """Name a column of the settings sheet, as `title` or `default_language`."""
    name = "_".join(header.split()).lower()
    return Column(aliases.settings_header.get(name, name), "")


def _tokens(
    header: str, known: Mapping[str, str | tuple[str, ...]], names: Collection[str]
) -> tuple[str, ...]:
    """Split a header as pyxform does: ("bind", "jr:constraintMsg", "vi")."""
    try:
        return tuple(process_header(header, "::" in header, known, names)[1])
    except IndexError:  # a header that ends in ":jr"
        return (header,)
