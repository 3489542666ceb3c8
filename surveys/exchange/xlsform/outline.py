"""Rows of the survey sheet as nested groups, and groups as the pages they become.

A questionnaire has pages, and no groups inside pages. So every group that asks something becomes a
page, with the titles and conditions of the groups around it; inside a repeated group, which is one
page, an inner title becomes a note.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from surveys.enums import QuestionKind
from surveys.exchange.xlsform.kinds import Role, RowType, row_type
from surveys.exchange.xlsform.lists import is_yes
from surveys.exchange.xlsform.report import Report
from surveys.exchange.xlsform.tables import TableRow

_TITLE_SEPARATOR = " – "


@dataclass(frozen=True, slots=True)
class Item:
    """A row that asks or tells something."""

    row: TableRow
    type: RowType

    @property
    def appearance(self) -> list[str]:
        return self.row.text("appearance").lower().split()

    @property
    def kind(self) -> QuestionKind:
        """What is asked, by our own column, else by type and appearance."""
        own = self.row.text("kind").lower()
        if own in QuestionKind.values:
            return QuestionKind(own)
        if is_yes(self.row.text("readonly")):
            return QuestionKind.NOTE
        if self.type.kind is QuestionKind.SINGLE and "likert" in self.appearance:
            return QuestionKind.LIKERT
        if self.type.kind is QuestionKind.SHORT_TEXT and self._has_lines:
            return QuestionKind.LONG_TEXT
        return self.type.kind

    @property
    def list_name(self) -> str:
        return self.type.list_name or self.row.text("choice_list")

    @property
    def _has_lines(self) -> bool:
        is_tall = self.row.text("rows") not in ("", "0", "1")
        return is_tall or "multiline" in self.appearance or "rows=" in self.row.text("parameters")


@dataclass(slots=True)
class Group:
    """A group or repeat; the whole form is a group without a row."""

    row: TableRow | None = None
    is_repeat: bool = False
    children: "list[Item | Group]" = field(default_factory=list)

    @property
    def appearance(self) -> list[str]:
        return self.row.text("appearance").lower().split() if self.row else []


@dataclass(frozen=True, slots=True)
class Matrix:
    """Selects of one list under one heading; `head` is the row that heads them."""

    head: TableRow
    rows: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What becomes one question; `within` are rows of inner groups whose conditions it shares."""

    asked: Item | Matrix
    within: tuple[TableRow, ...] = ()

    @property
    def row(self) -> TableRow:
        return self.asked.head if isinstance(self.asked, Matrix) else self.asked.row


@dataclass(slots=True)
class PagePlan:
    """A page to be: the rows of the groups around it, outermost first; none for loose questions."""

    trail: tuple[TableRow, ...]
    heads: tuple[TableRow, ...]
    is_repeat: bool = False
    entries: list[Entry] = field(default_factory=list)

    @property
    def title(self) -> str:
        titles = (row.words("label").text for row in self.trail)
        return _TITLE_SEPARATOR.join(title for title in titles if title)


def outline(items: Sequence[Item], report: Report) -> Group:
    """Nest `items` by their begin and end rows."""
    top = Group()
    stack = [top]
    for item in items:
        match item.type.role:
            case Role.BEGIN_GROUP | Role.BEGIN_REPEAT as role:
                group = Group(item.row, is_repeat=role is Role.BEGIN_REPEAT)
                stack[-1].children.append(group)
                stack.append(group)
            case Role.END_GROUP | Role.END_REPEAT as role:
                opened = stack[-1]
                if opened.row is None or opened.is_repeat != (role is Role.END_REPEAT):
                    report.refuse(item.row.at("type", _unmatched(opened)))
                else:
                    stack.pop()
            case _:
                stack[-1].children.append(item)
    for group in stack[1:]:
        if group.row is not None:
            report.refuse(group.row.at("type", "Nhóm mở ở dòng này chưa có dòng đóng (end …)."))
    return top


def _unmatched(opened: Group) -> str:
    if opened.row is None:
        return "Dòng đóng nhóm này không có dòng mở (begin …) ở trước."
    kind = "end_repeat" if opened.is_repeat else "end_group"
    return f"Nhóm mở ở dòng {opened.row.number} cần đóng bằng {kind} trước."


def pages(top: Group, report: Report) -> list[PagePlan]:
    """The pages of the form in order."""
    found: list[PagePlan] = []
    _lay_out(top, (), found, report)
    return found


def _lay_out(
    group: Group, trail: tuple[TableRow, ...], found: list[PagePlan], report: Report
) -> None:
    before = len(found)
    for child in _gathered(group.children):
        if isinstance(child, Group) and child.row is not None:
            inner = (*trail, child.row)
            if child.is_repeat:
                plan = PagePlan(inner, _unused(inner, found), is_repeat=True)
                found.append(plan)
                plan.entries.extend(_repeated(child, (), report))
            else:
                _lay_out(child, inner, found, report)
        elif not isinstance(child, Group):
            _page_for(trail, found).entries.append(Entry(child))
    if group.row is not None and len(found) == before and not _ends_with(found, trail):
        found.append(PagePlan(trail, _unused(trail, found)))


def _page_for(trail: tuple[TableRow, ...], found: list[PagePlan]) -> PagePlan:
    if not _ends_with(found, trail):
        found.append(PagePlan(trail, _unused(trail, found)))
    return found[-1]


def _ends_with(found: list[PagePlan], trail: tuple[TableRow, ...]) -> bool:
    return bool(found) and found[-1].trail == trail and not found[-1].is_repeat


def _unused(trail: tuple[TableRow, ...], found: list[PagePlan]) -> tuple[TableRow, ...]:
    """The groups of `trail` that no page has introduced: their intros stand on this one."""
    used = {row.number for plan in found for row in plan.trail}
    return tuple(row for row in trail if row.number not in used)


def _repeated(group: Group, within: tuple[TableRow, ...], report: Report) -> Iterator[Entry]:
    for child in _gathered(group.children):
        if not isinstance(child, Group):
            yield Entry(child, within)
        elif child.row is None:
            continue
        elif child.is_repeat:
            report.refuse(child.row.at("type", "Nhóm lặp nằm trong nhóm lặp chưa dùng được ở đây."))
        else:
            inner = (*within, child.row)
            if child.row.words("label").text:
                yield Entry(Item(child.row, RowType(Role.ASK, QuestionKind.NOTE)), within)
            yield from _repeated(child, inner, report)


# --- Matrices --------------------------------------------------------------------------------
def _gathered(children: Sequence[Item | Group]) -> Iterator[Item | Group | Matrix]:
    """The children, with what is drawn as one table taken together."""
    at = 0
    while at < len(children):
        child = children[at]
        if isinstance(child, Group):
            yield _table_list(child) or child
            at += 1
            continue
        rows = _labelled(child, children[at + 1 :])
        yield Matrix(child.row, rows) if rows else child
        at += 1 + len(rows)


def _table_list(group: Group) -> Matrix | None:
    """A group that is drawn as a table (`table-list`), where its rows are alike."""
    if group.row is None or group.is_repeat or "table-list" not in group.appearance:
        return None
    if not group.row.words("label").text:
        return None
    rows = tuple(child for child in group.children if isinstance(child, Item))
    is_whole = len(rows) == len(group.children) and bool(rows)
    # A draft of ours may have no choices yet, and says itself what it is.
    is_ours = group.row.text("kind") == QuestionKind.MATRIX
    return Matrix(group.row, rows) if is_whole and (is_ours or _are_alike(rows)) else None


def _labelled(head: Item, following: Sequence[Item | Group]) -> tuple[Item, ...]:
    """The selects without labels (`list-nolabel`) that follow a select with labels only."""
    rows: list[Item] = []
    if "label" not in head.appearance or not head.row.words("label").text:
        return ()
    for child in following:
        if not isinstance(child, Item) or "list-nolabel" not in child.appearance:
            break
        rows.append(child)
    return tuple(rows) if rows and _are_alike((head, *rows)) else ()


def _are_alike(rows: Sequence[Item]) -> bool:
    """Whether `rows` can be lines of one table: one list, one choice each, no condition of one."""
    first = rows[0]
    return all(
        row.type.kind is QuestionKind.SINGLE
        and row.type.list_name == first.type.list_name
        and not row.type.has_other
        and row.row.text("required").lower() == first.row.text("required").lower()
        and not any(row.row.text(name) for name in ("relevant", "constraint", "choice_filter"))
        for row in rows
    )


def items_of(rows: Sequence[TableRow]) -> list[Item]:
    """Every row with its type."""
    return [Item(row, row_type(row.text("type"))) for row in rows]
