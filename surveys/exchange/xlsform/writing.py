"""From a questionnaire to a workbook that ODK, Kobo and this site read.

Every page is a group, every matrix a `table-list` group whose rows are named as its columns are in
every export (`code__row`). What XLSForm cannot say stands in columns of our own (columns.py), and
limits stand in the constraint too, so that other programs keep them.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from surveys.enums import QuestionKind
from surveys.exchange.conditions import both
from surveys.exchange.xlsform.columns import (
    EXTRA_FOR_CHOICES,
    EXTRA_FOR_PAGES,
    EXTRA_FOR_QUESTIONS,
    OTHER_WORDS,
    PURPOSE,
)
from surveys.exchange.xlsform.limits import as_condition
from surveys.instrument.codes import code_from
from surveys.instrument.questionnaire import (
    OTHER_SUFFIX,
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
)

_STANDARD = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "choice_filter",
    "parameters",
    "appearance",
    "repeat_count",
)
SURVEY_COLUMNS = (*_STANDARD, *EXTRA_FOR_PAGES, *EXTRA_FOR_QUESTIONS)
CHOICE_COLUMNS = ("list_name", "name", "label", *EXTRA_FOR_CHOICES)
_YES = "yes"
_ROOT = "phieu"  # what pyxform calls an answered form; no page may be called so
_SELECTS = {
    QuestionKind.SINGLE: "select_one",
    QuestionKind.LIKERT: "select_one",
    QuestionKind.MATRIX: "select_one",
    QuestionKind.MULTIPLE: "select_multiple",
    QuestionKind.RANKING: "rank",
}
_TYPES = {
    QuestionKind.DATE: "date",
    QuestionKind.SHORT_TEXT: "text",
    QuestionKind.LONG_TEXT: "text",
    QuestionKind.CONSENT: "acknowledge",
    QuestionKind.NOTE: "note",
}
_APPEARANCES = {QuestionKind.LIKERT: "likert", QuestionKind.LONG_TEXT: "multiline"}
# What pyxform shuffles by a parameter; the rest is in our own column.
_SHUFFLED = frozenset({"select_one", "select_multiple", "rank"})

Cells = dict[str, str]


def write_xlsform(questionnaire: Questionnaire) -> bytes:
    """Return an .xlsx workbook; reading it back gives an equal questionnaire."""
    return _Writing(questionnaire).workbook()


class _Writing:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.lists: dict[tuple[Choice, ...], str] = {}

    def workbook(self) -> bytes:
        stored = io.BytesIO()
        with xlsxwriter.Workbook(stored, {"in_memory": True}) as book:
            rows = [row for page in self.questionnaire.pages for row in self._page(page)]
            _fill(book.add_worksheet("survey"), SURVEY_COLUMNS, rows)
            _fill(book.add_worksheet("choices"), CHOICE_COLUMNS, self._choices())
            _fill(book.add_worksheet("settings"), *self._settings())
        return stored.getvalue()

    def _settings(self) -> tuple[Sequence[str], Sequence[Cells]]:
        title, purpose = self.questionnaire.title, self.questionnaire.purpose
        codes = {page.code for page in self.questionnaire.pages}
        cells = {
            "form_title": title,
            "form_id": code_from(title, ()),
            "name": code_from(_ROOT, codes),
            PURPOSE: purpose,
        }
        return tuple(cells), [cells]

    # --- Pages -------------------------------------------------------------------------------
    def _page(self, page: Page) -> Iterator[Cells]:
        control = "group" if page.repeat is None else "repeat"
        yield {
            "type": f"begin_{control}",
            "name": page.code,
            "label": page.title,
            "relevant": page.relevance,
            "page_intro": page.intro,
            "random_order": _yes(page.is_random_order),
            **_repeat_cells(page),
        }
        for question in page.questions:
            yield from self._question(question)
        yield {"type": f"end_{control}"}

    # --- Questions ---------------------------------------------------------------------------
    def _question(self, question: Question) -> Iterator[Cells]:
        if question.kind is QuestionKind.MATRIX and question.rows:
            yield from self._matrix(question)
            return
        cells = self._common(question) | self._type(question)
        cells |= _required_cells(question)
        if question.choices and question.kind not in _SELECTS:
            cells["choice_list"] = self._list(question.choices)
        if cells["type"].split()[0] in _SHUFFLED and cells.pop("random_order"):
            cells["parameters"] = "randomize=true"
        yield cells
        if question.other is not None and question.choices:
            yield _other_words(question, question.other)

    def _matrix(self, question: Question) -> Iterator[Cells]:
        kind = f"select_one {self._list(question.choices)}" if question.choices else "text"
        head = {"type": "begin_group", "appearance": "table-list", "kind": question.kind}
        yield self._common(question) | head
        for row in question.rows:
            name = f"{question.code}__{row.code}"
            yield {"type": kind, "name": name, "label": row.label, **_required_cells(question)}
        yield {"type": "end_group"}

    def _common(self, question: Question) -> Cells:
        limits = as_condition(question.kind, question.limits)
        return {
            "name": question.code,
            "label": question.label,
            "hint": question.hint,
            "relevant": question.relevance,
            "constraint": both(question.constraint, limits),
            "constraint_message": question.constraint_message,
            "random_order": _yes(question.is_random_order),
            "low_label": question.low_label,
            "high_label": question.high_label,
            **_limit_cells(question.limits),
        }

    def _type(self, question: Question) -> Cells:
        """The type column and what goes with it.

        Where XLSForm has no such type, and where a draft is not whole yet (a choice without
        choices), a type that other programs accept stands there, and the kind beside it.
        """
        kind, limits = question.kind, question.limits
        if kind in _SELECTS and question.choices:
            cells = {"type": f"{_SELECTS[kind]} {self._list(question.choices)}"}
            if kind is QuestionKind.MATRIX:
                cells["kind"] = kind
            return cells | self._filter(question) | {"appearance": _APPEARANCES.get(kind, "")}
        if kind in _TYPES:
            return {"type": _TYPES[kind], "appearance": _APPEARANCES.get(kind, "")}
        if kind is QuestionKind.NUMBER:
            return {"type": "decimal" if limits.decimals else "integer"}
        if kind is QuestionKind.SCALE:
            return _scale_cells(limits)
        return {"type": "text", "kind": kind}

    def _filter(self, question: Question) -> Cells:
        if not question.depends_on:
            return {}
        parent = self.questionnaire.question(question.depends_on)
        answer = f"${{{question.depends_on}}}"
        condition = f"parent_code = {answer}"
        if parent is not None and parent.kind is QuestionKind.MULTIPLE:
            condition = f"selected({answer}, parent_code)"
        is_loose = any(not choice.parent for choice in question.choices)
        return {"choice_filter": f"{condition} or parent_code = ''" if is_loose else condition}

    # --- Lists -------------------------------------------------------------------------------
    def _list(self, choices: tuple[Choice, ...]) -> str:
        """The name of the list of `choices`; questions with equal choices share one."""
        return self.lists.setdefault(choices, f"danh_sach_{len(self.lists) + 1}")

    def _choices(self) -> Iterator[Cells]:
        for choices, name in self.lists.items():
            for choice in choices:
                yield {
                    "list_name": name,
                    "name": choice.code,
                    "label": choice.label,
                    "parent_code": choice.parent,
                    "is_exclusive": _yes(choice.is_exclusive),
                    "is_other": _yes(choice.is_other),
                    "is_dont_know": _yes(choice.is_dont_know),
                }


def _fill(sheet: Worksheet, columns: Sequence[str], rows: Iterable[Cells]) -> None:
    """Write every cell as text: nothing a maker typed becomes a formula, a number or a link."""
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            if text := row.get(column, ""):
                sheet.write_string(number, place, text)
    sheet.freeze_panes(1, 0)


def _repeat_cells(page: Page) -> Cells:
    if page.repeat is None:
        return {}
    fewest, most = page.repeat.minimum, page.repeat.maximum
    return {
        "repeat_count": str(most) if fewest == most else "",
        "repeat_minimum": str(fewest),
        "repeat_maximum": str(most),
        "repeat_label": page.repeat.label,
    }


def _required_cells(question: Question) -> Cells:
    return {
        "required": _yes(question.is_required),
        "required_message": question.required_message,
    }


def _limit_cells(limits: Limits) -> Cells:
    return {
        "minimum": _number(limits.minimum),
        "maximum": _number(limits.maximum),
        "decimals": _number(limits.decimals or None),
        "min_choices": _number(limits.min_choices),
        "max_choices": _number(limits.max_choices),
        "max_length": _number(limits.max_length),
        "pattern": limits.pattern,
        "pattern_message": limits.pattern_message,
    }


def _scale_cells(limits: Limits) -> Cells:
    low, high = limits.minimum, limits.maximum
    if low is None or high is None or high - low < 1:
        return {"type": "integer", "kind": QuestionKind.SCALE}
    return {"type": "range", "parameters": f"start={low:f} end={high:f} step=1"}


def _other_words(question: Question, other: Choice) -> Cells:
    """A row for programs that cannot ask "xin ghi rõ" beside the choice; we read past it."""
    return {
        "type": "text",
        "name": f"{question.code}{OTHER_SUFFIX}",
        "label": f"{other.label} – xin ghi rõ",
        "relevant": f"selected(${{{question.code}}}, '{other.code}')",
        "kind": OTHER_WORDS,
    }


def _number(value: Decimal | int | None) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _yes(is_so: bool) -> str:  # noqa: FBT001
    return _YES if is_so else ""
