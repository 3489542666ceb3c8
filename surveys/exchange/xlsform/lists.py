"""The choices sheet: lists of choices, with the codes they get here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from surveys.exchange.xlsform.columns import EXTRA_FOR_CHOICES, MEDIA
from surveys.exchange.xlsform.report import Report
from surveys.exchange.xlsform.tables import Table, TableRow, untranslated
from surveys.instrument.codes import code_from
from surveys.instrument.questionnaire import CHOICE_PATTERN, Choice
from surveys.instrument.typed import choice_from

YES = frozenset({"yes", "true", "true()", "1", "co", "có", "x"})
NO = frozenset({"no", "false", "false()", "0", "khong", "không", ""})
MOST_IN_LIST = 1_000
OTHER_CODE, OTHER_LABEL = "other", "Khác (xin ghi rõ)"
_PIPED = re.compile(r"\$\{[^{}]*\}")
PIPED_WORDS = (
    "Lời này chép câu trả lời khác vào ({name}); ở đây chưa làm được. Xin viết lời không cần nó."
)


class Filled(NamedTuple):
    """A choice with the row it comes from; columns that filters may ask for are in the row."""

    choice: Choice
    row: TableRow


@dataclass
class ChoiceList:
    """A list as used by questions.

    `codes` holds the names that changed, old to new. Where a name stands under several answers (a
    ward of the same code in two districts) each has a code of its own; `twins` holds them by name.
    """

    filled: list[Filled] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    twins: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(one.choice for one in self.filled)


def is_yes(text: str) -> bool:
    return text.lower() in YES


def piped(text: str) -> str:
    """The reason why `text` cannot stand as words; "" where it can."""
    found = _PIPED.search(text)
    return PIPED_WORDS.format(name=found[0]) if found else ""


class Lists:
    """The lists of a workbook. Only those that questions use are looked at, and then once."""

    def __init__(
        self, table: Table | None, language: str, report: Report, *, allows_twins: bool
    ) -> None:
        self._report = report
        self._allows_twins = allows_twins
        self._knows_marks = table is not None and any(map(table.has, EXTRA_FOR_CHOICES))
        self._rows: dict[str, list[TableRow]] = {}
        self._lists: dict[str, ChoiceList] = {}
        for row in table.rows(language) if table is not None else ():
            name = row.text("list_name")
            if name:
                self._rows.setdefault(name, []).append(row)
            elif row.text("name"):
                words = "Thiếu tên danh sách. Nếu ô được gộp, xin tách ra."
                report.refuse(row.at("list_name", words))

    @property
    def names(self) -> Iterable[str]:
        return self._rows.keys()

    def get(self, name: str) -> ChoiceList | None:
        """The list `name`; None where there is none."""
        if name in self._rows and name not in self._lists:
            self._lists[name] = self._read(self._rows[name])
        return self._lists.get(name)

    def _read(self, rows: Sequence[TableRow]) -> ChoiceList:
        if len(rows) > MOST_IN_LIST:
            words = f"Danh sách có hơn {MOST_IN_LIST} lựa chọn. Với xã, phường xin dùng câu có sẵn."
            self._report.refuse(rows[MOST_IN_LIST].at("list_name", words))
            return ChoiceList()
        found = ChoiceList()
        seen: dict[str, TableRow] = {}
        taken = {row.text("name") for row in rows}
        for row in rows:
            name = row.text("name")
            if not name:
                self._report.refuse(row.at("name", "Lựa chọn chưa có mã."))
            elif name not in seen:
                seen[name] = row
                found.filled.append(Filled(self._choice(row, self._code(row, found, taken)), row))
            elif self._is_twin(row, seen[name]):
                first = found.codes.get(name, name)
                code = code_from(name, taken)
                taken.add(code)
                found.twins[name] = (*found.twins.get(name, (first,)), code)
                found.filled.append(Filled(self._choice(row, code), row))
                self._note_code(row, code)
        return found

    def _is_twin(self, row: TableRow, first: TableRow) -> bool:
        words = f"Mã “{row.text('name')}” đã dùng ở dòng {first.number} của danh sách này"
        if row.cells == first.cells:
            self._report.note(row.at("name", f"{words}; dòng lặp lại được bỏ."))
        elif self._allows_twins:
            return True
        else:
            self._report.refuse(row.at("name", f"{words}. Mỗi lựa chọn cần một mã riêng."))
        return False

    def _code(self, row: TableRow, found: ChoiceList, taken: set[str]) -> str:
        name = row.text("name")
        if re.fullmatch(CHOICE_PATTERN, name):
            return name
        code = code_from(name, taken)
        taken.add(code)
        found.codes[name] = code
        self._note_code(row, code)
        return code

    def _note_code(self, row: TableRow, code: str) -> None:
        self._report.note(row.at("name", f"Mã “{row.text('name')}” đổi thành “{code}”."))

    def _choice(self, row: TableRow, code: str) -> Choice:
        label = row.words("label").text
        if not label:
            self._report.refuse(row.at("label", "Lựa chọn chưa có lời."))
        if words := piped(label):
            self._report.refuse(row.at("label", words))
        for name in untranslated(row):
            self._report.note(row.at(name, "Không có lời tiếng này; lấy lời của thứ tiếng khác."))
        if any(row.text(kind) for kind in MEDIA):
            self._report.note(row.at("image", "Hình, tiếng kèm theo lựa chọn được bỏ."))
        if self._knows_marks:
            return Choice(
                code,
                label,
                is_exclusive=is_yes(row.text("is_exclusive")),
                is_other=is_yes(row.text("is_other")),
                is_dont_know=is_yes(row.text("is_dont_know")),
            )
        is_dont_know = choice_from(label).is_dont_know
        if is_dont_know:
            self._report.note(row.at("label", f"“{label}” được tính riêng, ngoài thang trả lời."))
        return Choice(code, label, is_dont_know=is_dont_know)


def with_other(choices: tuple[Choice, ...], codes: Mapping[str, str]) -> tuple[Choice, ...]:
    """What `or_other` asks: the choice "other" takes words, and is added where there is none."""
    code = codes.get(OTHER_CODE, OTHER_CODE)
    if any(choice.code == code for choice in choices):
        return tuple(replace(one, is_other=one.code == code) for one in choices)
    return (*choices, Choice(OTHER_CODE, OTHER_LABEL, is_other=True))
