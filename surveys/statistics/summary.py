"""Everything the leaders' page, the public page and the report show of one snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import pandas as pd

from surveys.enums import QuestionKind, SampleKind
from surveys.instrument.counts import DOUBT, Counts
from surveys.instrument.questionnaire import Questionnaire
from surveys.statistics import words
from surveys.statistics.counts import Block, NumberFigures, block_of
from surveys.statistics.coverage import Category, coverage, most_missing
from surveys.statistics.groups import GroupTable, LineTable, group_tables, line_table
from surveys.statistics.names import Names
from surveys.statistics.snapshot import Snapshot
from surveys.statistics.thresholds import LEAST_ANSWERS, Line, Standing
from surveys.statistics.variables import COUNTED, Blocks, VariableTable, variable_table
from surveys.statistics.weighted import weighted_block
from surveys.statistics.weights import Margins, Missing, Weighting, rake
from surveys.statistics.words import Sentence

_NO_MARGINS: Margins = {}
_NO_COMMUNES: Mapping[str, str] = {}
_NO_NUMBERS: Mapping[str, NumberFigures] = {}


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the big figures at the top; `note` tells its base or its other side."""

    label: str
    value: str
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberTable:
    """A NUMBER question of a final snapshot."""

    key: str
    label: str
    figures: NumberFigures
    sentence: Sentence


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """One snapshot in figures and words.

    `sentences` say how people came, in the order to be read. `variables` stand as asked, and
    `said` holds the sentence of each by key. `chosen` is the scale told at the top and by group.
    `figures` are the numbers sentences use that no count holds, by the name their sources give.
    `weighting` is None where no margins or no cells were given.
    """

    title: str
    snapshot: Snapshot
    sentences: tuple[Sentence, ...]
    headlines: tuple[Headline, ...]
    variables: tuple[VariableTable, ...]
    said: Mapping[str, Sentence]
    chosen: VariableTable | None
    numbers: tuple[NumberTable, ...]
    groups: tuple[GroupTable, ...]
    coverage: tuple[Category, ...]
    lines: tuple[LineTable, ...]
    doubt: Sentence | None
    weighting: Weighting | None
    figures: Mapping[str, float]

    def questions(self) -> Iterator[tuple[VariableTable, ...]]:
        """The variables of one question together: the rows of a matrix make one figure."""
        for _, tables in groupby(self.variables, lambda table: table.variable.question.code):
            yield tuple(tables)

    @property
    def is_weighted(self) -> bool:
        """Whether shares stand beside weighted ones."""
        return self.weighting is not None and self.weighting.is_usable

    @property
    def who_answers(self) -> frozenset[str]:
        """Codes of the questions that only tell who answered: breakdowns and margins."""
        margins = (category.question for category in self.coverage)
        return frozenset((*self.snapshot.counts["groups"], *margins))


def summarise(
    questionnaire: Questionnaire,
    counts: Counts,
    *,
    sample_kind: SampleKind,
    taken_on: date,
    margins: Margins = _NO_MARGINS,
    cells: pd.DataFrame | None = None,
    lines: Sequence[Line] = (),
    headline: str = "",
    earlier: Sequence[Questionnaire] = (),
    communes: Mapping[str, str] = _NO_COMMUNES,
    numbers: Mapping[str, NumberFigures] = _NO_NUMBERS,
    withheld: int = 0,
    least: int = LEAST_ANSWERS,
) -> Summary:
    """Sum up a snapshot.

    `counts`: of the audience that will read it; nothing else is looked at, so what disclosure has
    held back stays back. `margins`: people of the population by question and code. `cells`: the
    joint frame of `weighted.cell_frame` of the same people; without it shares are not weighted.
    `headline`: key of the scale told at the top and by group, else the first scale. `earlier`:
    former versions, for labels. `communes`: names of units by code. `numbers` and `withheld`: as
    final snapshots have them. `least`: a group with fewer views shows no share.

    Raises ValueError for a line whose variable has no scale, and as `rake` does.
    """
    names = Names(questionnaire, tuple(earlier), communes)
    snapshot = Snapshot(counts, names, SampleKind(sample_kind), taken_on)
    weighting = rake(cells, margins, name=names.choice) if cells is not None and margins else None
    blocks = _blocks(snapshot, weighting)
    variables = _variables(questionnaire, blocks, names)
    chosen = _chosen(variables, headline)
    categories = coverage(counts, margins)
    missing = _missing(weighting, categories)
    of_key = {variable.key: variable for variable in questionnaire.variables()}
    line_tables = tuple(line_table(line, of_key.get(line.key), snapshot) for line in lines)
    return Summary(
        title=questionnaire.title,
        snapshot=snapshot,
        sentences=(
            *_how_people_came(snapshot, withheld),
            *_how_like_the_population(snapshot, categories, missing, weighting),
        ),
        headlines=_headlines(snapshot, chosen, weighting, line_tables, missing),
        variables=variables,
        said={table.key: words.variable_sentence(table, snapshot) for table in variables},
        chosen=chosen,
        numbers=_number_tables(numbers, snapshot),
        groups=(
            group_tables(chosen.variable, snapshot, least=least, deff=blocks.deff)
            if chosen is not None
            else ()
        ),
        coverage=categories,
        lines=line_tables,
        doubt=words.doubt_sentence(chosen, snapshot) if chosen is not None else None,
        weighting=weighting,
        figures={
            "withheld": withheld,
            **_margin_figures(margins, missing),
            **_number_figures(numbers),
            **_weight_figures(weighting, blocks.weighted),
        },
    )


def _blocks(snapshot: Snapshot, weighting: Weighting | None) -> Blocks:
    doubt = snapshot.counts["groups"].get(DOUBT, {})
    has_doubtful = "no" in doubt and "yes" in doubt and doubt["yes"]["n"] > 0
    usable = weighting if weighting is not None and weighting.is_usable else None
    return Blocks(
        counted=block_of(snapshot.counts),
        weighted=weighted_block(usable) if usable else None,
        steady=block_of(doubt["no"]) if has_doubtful else None,
        deff=usable.deff if usable else 1.0,
        kind=snapshot.kind,
    )


def _variables(
    questionnaire: Questionnaire, blocks: Blocks, names: Names
) -> tuple[VariableTable, ...]:
    """What counts hold: no free words, dates or numbers, and nothing of repeated pages."""
    return tuple(
        variable_table(variable, blocks, names)
        for variable in questionnaire.variables()
        if variable.question.kind in COUNTED and variable.page.repeat is None
    )


def _chosen(variables: Sequence[VariableTable], headline: str) -> VariableTable | None:
    scales = [table for table in variables if table.likert is not None]
    first = scales[0] if scales else None
    return next((table for table in scales if table.key == headline), first)


def _missing(
    weighting: Weighting | None, categories: tuple[Category, ...]
) -> Missing | Category | None:
    """Who is missing most: two margins together where weights tell it, else one alone."""
    alone = most_missing(categories)
    # A category with nobody is in no cell that weights could tell of.
    if alone is None or not alone.people or weighting is None:
        return alone
    return weighting.most_missing() or alone


def _how_people_came(snapshot: Snapshot, withheld: int) -> Iterator[Sentence]:
    yield words.sample_sentence(snapshot)
    modes = words.modes_sentence(snapshot)
    if modes is not None:
        yield modes
    if withheld:
        yield words.withheld_sentence(withheld, snapshot)


def _how_like_the_population(
    snapshot: Snapshot,
    categories: tuple[Category, ...],
    missing: Missing | Category | None,
    weighting: Weighting | None,
) -> Iterator[Sentence]:
    if categories:
        yield words.coverage_sentence(missing, snapshot)
    if weighting is not None:
        yield words.weights_sentence(weighting, snapshot)


# --- The top of the page -------------------------------------------------------------------------


def _headlines(
    snapshot: Snapshot,
    chosen: VariableTable | None,
    weighting: Weighting | None,
    lines: Sequence[LineTable],
    missing: Missing | Category | None,
) -> tuple[Headline, ...]:
    taken = f"số liệu ngày {words.day(snapshot.taken_on)}"
    found = [Headline("Phiếu đã công bố", words.number(snapshot.n), taken, ("n",))]
    if chosen is not None and chosen.base:
        found.append(_favourable_headline(snapshot, chosen, weighting))
    found += [_line_headline(line, snapshot) for line in lines]
    if missing is not None:
        found.append(_missing_headline(missing, snapshot))
    return tuple(found)


def _favourable_headline(
    snapshot: Snapshot, chosen: VariableTable, weighting: Weighting | None
) -> Headline:
    likert, weighted = chosen.likert, chosen.weighted_likert
    notes = [f"{words.number(chosen.base)} {chosen.base_words}"]
    if weighted is not None and weighting is not None:
        notes.append(f"có trọng số {words.percent(weighted.favourable)}")
        notes.append(f"chắc như của {words.number(weighting.n_eff)} phiếu không chỉnh")
    bounds = words.interval_words(chosen.favourable_interval)
    return Headline(
        f"{words.favourable_labels(likert)}: {chosen.label}" if likert else chosen.label,
        words.percent(likert.favourable if likert else 0),
        " · ".join([*notes, bounds] if bounds else notes),
        words.variable_sentence(chosen, snapshot).sources,
    )


def _line_headline(line: LineTable, snapshot: Snapshot) -> Headline:
    what = words.group_word(line.outcome.line.breakdown, snapshot.names)
    reached = line.outcome.count(Standing.REACHED)
    not_enough = line.outcome.count(Standing.NOT_ENOUGH)
    return Headline(
        f"{what.capitalize()} đạt ngưỡng {words.number(100 * line.outcome.line.share)} %",
        f"{words.number(reached)} / {words.number(len(line.outcome.groups))}",
        f"{words.number(not_enough)} {what} chưa đủ phiếu",
        line.sentence.sources,
    )


def _missing_headline(missing: Missing | Category, snapshot: Snapshot) -> Headline:
    return Headline(
        "Còn thiếu so với dân số",
        words.missing_label(missing, snapshot.names),
        f"{words.missing_words(missing)} · nên gửi phiếu giấy",
        words.missing_sources(missing),
    )


# --- Numbers -------------------------------------------------------------------------------------


def _number_tables(
    numbers: Mapping[str, NumberFigures], snapshot: Snapshot
) -> tuple[NumberTable, ...]:
    return tuple(
        NumberTable(
            variable.key,
            variable.label,
            numbers[variable.key],
            words.number_sentence(variable, numbers[variable.key], snapshot),
        )
        for variable in snapshot.names.questionnaire.variables()
        if variable.question.kind is QuestionKind.NUMBER
        and variable.key in numbers
        and numbers[variable.key]["n"]
    )


def _margin_figures(margins: Margins, missing: Missing | Category | None) -> dict[str, float]:
    figures = {
        f"margins.{question}.{code}": float(people)
        for question, margin in margins.items()
        for code, people in margin.items()
    }
    if isinstance(missing, Missing):
        figures |= {"missing.people": missing.people, "missing.expected": missing.expected}
    return figures


def _number_figures(numbers: Mapping[str, NumberFigures]) -> dict[str, float]:
    return {
        f"numbers.{key}.{name}": float(value)
        for key, one in numbers.items()
        for name, value in (
            ("n", one["n"]),
            ("mean", one["mean"]),
            ("median", one["median"]),
            ("p25", one["p25"]),
            ("p75", one["p75"]),
        )
    }


def _weight_figures(weighting: Weighting | None, weighted: Block | None) -> dict[str, float]:
    if weighting is None:
        return {}
    figures = {
        "weights.n": float(weighting.n),
        "weights.n_eff": weighting.n_eff,
        "weights.deff": weighting.deff,
        "weights.largest": weighting.largest_weight,
        "weights.margins": float(len(weighting.margins)),
    }
    if weighted is None:
        return figures
    for key, table in weighted.tables.items():
        figures |= {f"weighted.tables.{key}.{code}": people for code, people in table.items()}
    asked = {f"weighted.asked.{code}": people for code, people in weighted.asked.items()}
    return figures | asked | {"weighted.n": weighted.n}
