"""The codes of pages, questions and rows, and conditions written with them."""

import re
from collections.abc import Iterable, Sequence

from pyxform import aliases

from surveys.enums import QuestionKind
from surveys.exchange.conditions import ConditionError, Vocabulary, both, straightened
from surveys.exchange.names import RESERVED, is_usable
from surveys.exchange.xlsform.lists import ChoiceList, Lists
from surveys.exchange.xlsform.outline import Entry, Item, Matrix, PagePlan
from surveys.exchange.xlsform.report import Report
from surveys.exchange.xlsform.tables import TableRow
from surveys.instrument.codes import code_from
from surveys.instrument.questionnaire import OTHER_SUFFIX, ROW_PATTERN

_ALWAYS = frozenset({"", "true()", "1"})
_LOOSE_PAGE, _NAMELESS = "trang", "dong"


class Naming:
    """Every name of a form, once `name_everything` was called."""

    def __init__(self, lists: Lists, report: Report) -> None:
        self.lists = lists
        self.report = report
        self.vocabulary = Vocabulary()
        self.calculated: dict[str, TableRow] = {}
        self.places: dict[str, TableRow] = {}
        self._codes: dict[int, str] = {}  # of entries, by the number of their row
        self._row_codes: dict[int, tuple[str, ...]] = {}  # of matrices, likewise
        self._page_codes: dict[int, str] = {}  # by the identity of the plan
        self._taken: set[str] = set()  # in small letters, as SPSS tells names apart

    def name_everything(self, plans: Sequence[PagePlan]) -> None:
        """Give every question and page its code, before any condition is read."""
        entries = [entry for plan in plans for entry in plan.entries]
        for entry in entries:
            if self._has_other(entry):
                words = f"{entry.row.text('name')}{OTHER_SUFFIX}"
                self.vocabulary.names[words] = words
                self._taken.add(words.lower())
        for entry in entries:
            self._name_entry(entry)
        for plan in plans:
            self._name_page(plan)

    def code_of(self, entry: Entry) -> str:
        return self._codes[entry.row.number]

    def row_codes_of(self, entry: Entry) -> tuple[str, ...]:
        """Codes of the lines of a matrix."""
        return self._row_codes[entry.row.number]

    def code_of_page(self, plan: PagePlan) -> str:
        return self._page_codes[id(plan)]

    def list_of(self, item: Item) -> ChoiceList | None:
        """The list an item asks with; None without one, or where it does not exist."""
        return self.lists.get(item.list_name)

    def note_unused(self) -> None:
        """Tell which calculated values nothing asked for."""
        for name, row in self.calculated.items():
            if name not in self.vocabulary.used:
                words = f"Phép tính “{name}” không ai dùng đến nên không lấy."
                self.report.note(row.at("calculation", words))

    # --- Conditions --------------------------------------------------------------------------
    def condition(self, row: TableRow, column: str, text: str, own: str = "") -> str:
        """The condition `text` of a cell in our names; one that cannot be kept is refused."""
        cleaned = straightened(text)
        cleaned = aliases.BINDING_CONVERSIONS.get(cleaned, cleaned)
        if cleaned in _ALWAYS:
            return ""
        try:
            return self.vocabulary.translated(cleaned, own)
        except ConditionError as error:
            self.report.refuse(row.at(column, str(error)))
            return ""

    def relevance(self, rows: Iterable[TableRow]) -> str:
        """The condition that all of `rows` are shown."""
        return both(*(self.condition(row, "relevant", row.text("relevant")) for row in rows))

    # --- Codes -------------------------------------------------------------------------------
    def _has_other(self, entry: Entry) -> bool:
        if not isinstance(entry.asked, Item):
            return False
        found = self.list_of(entry.asked)
        is_marked = found is not None and any(choice.is_other for choice in found.choices)
        return entry.asked.type.has_other or is_marked

    def _name_entry(self, entry: Entry) -> None:
        row, name = entry.row, entry.row.text("name")
        if not name and not (isinstance(entry.asked, Item) and _needs_no_name(entry.asked)):
            self.report.refuse(row.at("name", "Câu hỏi chưa có mã."))
        code = self._new_code(name or f"{_NAMELESS}_{row.number}", row)
        self._codes[row.number] = code
        self.places[code] = row
        if isinstance(entry.asked, Matrix):
            self._name_rows(entry.asked, code)
        elif name:
            self._learn(name, code, entry.asked)

    def _name_rows(self, matrix: Matrix, code: str) -> None:
        """What was written by us carries the matrix's code before that of the row."""
        prefix = f"{matrix.head.text('name')}__"
        names = [item.row.text("name") for item in matrix.rows]
        if all(name.startswith(prefix) for name in names):
            names = [name.removeprefix(prefix) for name in names]
        codes: list[str] = []
        for name, item in zip(names, matrix.rows, strict=True):
            is_good = re.fullmatch(ROW_PATTERN, name) is not None and name not in codes
            codes.append(name if is_good else code_from(name, codes))
            self._learn(item.row.text("name"), f"{code}__{codes[-1]}", item)
        self._row_codes[matrix.head.number] = tuple(codes)

    def _name_page(self, plan: PagePlan) -> None:
        head = plan.trail[-1] if plan.trail else None
        name = head.text("name") if head is not None else ""
        code = self._new_code(name or _LOOSE_PAGE)
        self._page_codes[id(plan)] = code
        if head is None:
            return
        self.places[code] = head
        if plan.is_repeat:
            self.vocabulary.names.setdefault(name, code)
        elif name not in self.vocabulary.names:
            self.vocabulary.gone[name] = f"“{name}” là tên nhóm, không phải tên câu."

    def _new_code(self, name: str, told_at: TableRow | None = None) -> str:
        code = name
        if not is_usable(name) or name.lower() in self._taken:
            code = code_from(name, self._taken | RESERVED)
        self._taken.add(code.lower())
        if told_at is not None and code != name:
            self.report.note(told_at.at("name", f"Mã “{name}” đổi thành “{code}”."))
        return code

    def _learn(self, name: str, reference: str, item: Item) -> None:
        found = self.list_of(item)
        if found is not None and (found.codes or found.twins):
            self.vocabulary.codes[reference] = found.codes
            self.vocabulary.twins[reference] = found.twins
        if name in self.vocabulary.names:
            words = f"Có nhiều câu tên “{name}”, không rõ điều kiện hỏi câu nào."
            self.vocabulary.gone[name] = words
        self.vocabulary.names[name] = reference


def _needs_no_name(item: Item) -> bool:
    return item.kind is QuestionKind.NOTE
