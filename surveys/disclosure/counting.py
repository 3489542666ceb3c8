"""Counts of answers as snapshots hold them: plain JSON, and they add up."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from surveys.enums import QuestionKind
from surveys.instrument.answers import Answers, shown_pages, shown_questions
from surveys.instrument.counts import (
    CELL_EQUALS,
    CELL_SEPARATOR,
    DOUBT,
    MODE,
    RANK_SEPARATOR,
    VERSION,
    Cells,
    Counts,
    GroupCounts,
    Table,
)
from surveys.instrument.questionnaire import CLASSIFYING, Question, Questionnaire

_COUNTED = CLASSIFYING | {
    QuestionKind.MULTIPLE,
    QuestionKind.SCALE,
    QuestionKind.MATRIX,
    QuestionKind.RANKING,
    QuestionKind.CONSENT,
}

Group = tuple[str, str]
EVERYBODY: Group = ("", "")
ASKED = "asked"
ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Tally:
    """What one ballot adds.

    `cells` are its answers by variable; `asked` the questions it was shown; `groups` the group it
    is in by breakdown ("" where that question was not answered); `narrowed` the questions it was
    asked that not everybody is: the people asked such a question are a group like any other.
    """

    cells: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    groups: Mapping[str, str]
    narrowed: frozenset[str] = field(default_factory=frozenset)

    def item(self) -> dict[Group, int]:
        """The groups this ballot makes grow, as the pool sees them."""
        asked = ((ASKED, code) for code in self.narrowed)
        answered = ((ANSWERED, key) for key in self.answered)
        return dict.fromkeys([EVERYBODY, *self.groups.items(), *asked, *answered], 1)

    @property
    def answered(self) -> set[str]:
        """The variables it says something of: whoever does is a group like any other."""
        return {key for key, _ in self.cells}


def are_alike(tallies: Sequence[Tally]) -> bool:
    """Whether some question was answered by all of them, and by all alike.

    Not a question of a breakdown: what somebody is, an onlooker is taken to know.
    """
    common = set(tallies[0].cells)
    for one in tallies[1:]:
        common.intersection_update(one.cells)
    return any(key not in tallies[0].groups for key, _ in common)


def counts_are_alike(counts: Sequence[Counts], group: Group, several: Container[str] = ()) -> bool:
    """The same, told from whole releases: one answer counts as many people as the group gained.

    Of those who answered a question it is told from that question alone.
    """
    if group[0] == ANSWERED:
        together = reduce(_sum, (one["tables"].get(group[1], {}) for one in counts))
        return _people(group[1], together, several) in together.values()
    parts = [part for part in (_part(one, group) for one in counts) if part is not None]
    people = sum(part["n"] for part in parts)
    cells: Counter[tuple[str, str]] = Counter()
    for part in parts:
        for key, table in part["tables"].items():
            if key not in counts[0]["groups"]:
                cells.update({(key, code): number for code, number in table.items()})
    return any(number == people for number in cells.values())


def _part(counts: Counts, group: Group) -> Counts | GroupCounts | None:
    breakdown, code = group
    if breakdown in {EVERYBODY[0], ASKED}:
        return counts
    return counts["groups"].get(breakdown, {}).get(code)


def empty() -> Counts:
    return {"n": 0, "tables": {}, "asked": {}, "groups": {}}


def tally(
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    breakdowns: Sequence[str],
    version: int,
    mode: str,
    is_doubtful: bool,
) -> Tally:
    """Read one ballot once."""
    cells: list[tuple[str, str]] = []
    asked: list[str] = []
    narrowed: set[str] = set()
    for page in shown_pages(questionnaire, answers):
        if page.repeat is not None:
            continue
        for question in shown_questions(questionnaire, page, answers):
            if question.kind not in _COUNTED:
                continue
            asked.append(question.code)
            if question.relevance or page.relevance:
                narrowed.add(question.code)
            cells.extend(_cells(question, answers.get(question.code)))
    groups = {code: _code_of(answers.get(code)) for code in breakdowns}
    groups |= {
        DOUBT: "yes" if is_doubtful else "no",
        MODE: mode,
        VERSION: str(version),
    }
    return Tally(tuple(cells), tuple(asked), groups, frozenset(narrowed))


def _code_of(value: object) -> str:
    return value if isinstance(value, str) else ""


def _cells(question: Question, value: object) -> Iterable[tuple[str, str]]:
    code = question.code
    if isinstance(value, dict):
        return [(f"{code}__{row}", str(choice)) for row, choice in value.items()]
    if isinstance(value, list) and question.kind is QuestionKind.RANKING:
        return [
            (code, f"{choice}{RANK_SEPARATOR}{rank}") for rank, choice in enumerate(value, start=1)
        ]
    if isinstance(value, list):
        return [(code, str(choice)) for choice in value]
    return [] if value is None else [(code, str(value))]


def count(tallies: Iterable[Tally]) -> Counts:
    """Add up ballots."""
    total = empty()
    for one in tallies:
        _add_tally(total, one)
        for breakdown, code in one.groups.items():
            groups = total["groups"].setdefault(breakdown, {})
            _add_tally(groups.setdefault(code, {"n": 0, "tables": {}, "asked": {}}), one)
    return total


def count_cells(tallies: Iterable[Tally], margins: Sequence[str]) -> Cells:
    """Add up ballots by what they answered to all `margins`, which are breakdowns."""
    cells: Cells = {}
    for one in tallies:
        name = CELL_SEPARATOR.join(f"{code}{CELL_EQUALS}{one.groups[code]}" for code in margins)
        _add_tally(cells.setdefault(name, {"n": 0, "tables": {}, "asked": {}}), one)
    return cells


def _add_tally(into: Counts | GroupCounts, one: Tally) -> None:
    into["n"] += 1
    for code in one.asked:
        into["asked"][code] = into["asked"].get(code, 0) + 1
    for key, cell in one.cells:
        table = into["tables"].setdefault(key, {})
        table[cell] = table.get(cell, 0) + 1


def add(one: Counts, other: Counts) -> Counts:
    """The counts of both together; neither is changed."""
    breakdowns = {**one["groups"], **other["groups"]}
    return {
        **_add_group(one, other),
        "groups": {
            breakdown: add_cells(
                one["groups"].get(breakdown, {}), other["groups"].get(breakdown, {})
            )
            for breakdown in breakdowns
        },
    }


def add_cells(one: Mapping[str, GroupCounts], other: Mapping[str, GroupCounts]) -> Cells:
    """The counts of both together, name by name."""
    nobody: GroupCounts = {"n": 0, "tables": {}, "asked": {}}
    return {
        code: _add_group(one.get(code, nobody), other.get(code, nobody))
        for code in {**one, **other}
    }


def _add_group(one: Counts | GroupCounts, other: Counts | GroupCounts) -> GroupCounts:
    return {
        "n": one["n"] + other["n"],
        "tables": {
            key: _sum(one["tables"].get(key, {}), other["tables"].get(key, {}))
            for key in {**one["tables"], **other["tables"]}
        },
        "asked": _sum(one["asked"], other["asked"]),
    }


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> Table:
    return {key: one.get(key, 0) + other.get(key, 0) for key in {**one, **other}}


def grown(
    counts: Counts, narrowed: Iterable[str], several: Container[str] = ()
) -> dict[Group, int]:
    """By how many people a whole release makes each group grow; `narrowed` as in `Tally`.

    `several` are the questions with more than one answer a person: of those who answered them we
    know only that they are no fewer than the most frequent answer.
    """
    sizes = {EVERYBODY: counts["n"]}
    for breakdown, groups in counts["groups"].items():
        sizes |= {(breakdown, code): group["n"] for code, group in groups.items()}
    asked = counts["asked"]
    sizes |= {(ASKED, code): asked[code] for code in narrowed if code in asked}
    return sizes | {
        (ANSWERED, key): _people(key, table, several) for key, table in counts["tables"].items()
    }


def _people(key: str, table: Table, several: Container[str]) -> int:
    """How many people gave the answers in `table`."""
    if key in several:
        return max(table.values(), default=0)
    ranked_first = f"{RANK_SEPARATOR}1"
    first = [people for code, people in table.items() if code.endswith(ranked_first)]
    return sum(first or table.values())
