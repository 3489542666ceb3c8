"""An onlooker of live results who knows more than anybody should, against the real pipeline.

The onlooker knows every person's groups and in which release each person was counted. What is
measured is how often the numbers of that release give the person's answer away, and after closing
the file of answers: its rows, and what is left of the final tables when its rows are taken away.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from django.utils import timezone

from engagement.accounts.models import User
from surveys.disclosure.receipts import mark_of, new_receipt
from surveys.enums import (
    Audience,
    Change,
    QuestionKind,
    SampleKind,
    SurveyStatus,
)
from surveys.exchange.closed_answers import microdata
from surveys.exchange.names import WITHHELD
from surveys.instrument.counts import MERGED, Counts, GroupCounts, Table
from surveys.instrument.questionnaire import Choice, Page, Question, Questionnaire
from surveys.models import Ballot, Survey, Version
from surveys.queries.results import counts_of, latest_snapshot
from surveys.services import closing, releasing, sealing, versions
from surveys.services.keys import new_sealed_key
from surveys.services.submitting import Outcome, submit

# Groups a breakdown has, after the surveys of Ban Tuyên giáo: 51 communes, five ages …
BREAKDOWNS = {"sex": 2, "age": 5, "occupation": 8, "commune": 51}
OPINION = "opinion"
Group = tuple[str, str]
EVERYBODY: Group = ("", "")
OPINIONS = {"1": 8, "2": 14, "3": 22, "4": 36, "5": 20}  # per cent


Person = Mapping[str, str]


@dataclass
class Findings:
    """How many of the people who answered were read out of the results, and how.

    `by_file` are those whom the file of answers gives away, alone or taken from the tables; they
    count among `exact` and `homogeneous`, too.
    """

    answers: int
    exact: int = 0
    homogeneous: int = 0
    combined: int = 0
    by_file: int = 0
    published: int = 0
    steps: list[int] = field(default_factory=list)


def attack(
    *, answers: int, least: int, breakdowns: Mapping[str, int], seed: int, audience: Audience
) -> Findings:
    """Let `answers` people answer one by one, look after each, close, and reckon.

    Leaves rows behind: the caller rolls back.
    """
    chance = Random(seed)  # noqa: S311 - a simulation that can be repeated
    survey, version = _running_survey(least, breakdowns)
    onlooker = Onlooker(survey, audience, breakdowns, Findings(answers))
    for _ in range(answers):
        person, receipt = _person(chance, breakdowns), new_receipt()
        outcome = submit(
            survey=survey,
            version=version,
            answers=dict(person),
            key=UUID(int=chance.getrandbits(128)),
            receipt=receipt,
        )
        if outcome is not Outcome.STORED:
            raise RuntimeError(f"an answer was {outcome.name}")
        onlooker.waits_for(person, mark_of(survey.code, receipt))
        if sealing.seal(survey) and releasing.release(survey):
            onlooker.look()
    closing.close(survey=survey, by=None)
    onlooker.look()
    onlooker.look_into_file()
    return onlooker.findings


class Onlooker:
    """Compares each snapshot with the one before it, knowing whom the difference is about."""

    def __init__(
        self,
        survey: Survey,
        audience: Audience,
        breakdowns: Mapping[str, int],
        findings: Findings,
    ) -> None:
        self.findings = findings
        self._survey, self._audience, self._breakdowns = survey, audience, breakdowns
        self._before = counts_of(None)
        self._not_counted: dict[bytes, Person] = {}
        self._people: list[Person] = []

    def waits_for(self, person: Person, mark: bytes) -> None:
        self._not_counted[mark] = person
        self._people.append(person)

    def look(self) -> None:
        """Reckon from the newest snapshot, if it is new."""
        after = counts_of(latest_snapshot(self._survey, self._audience))
        added = after["n"] - self._before["n"]
        if not added:
            return
        people = self._people_added(added)
        if len(people) != added:
            raise RuntimeError("the snapshot does not count the people it should")
        tables = _grown_tables(self._before, after, self._breakdowns)
        for person in people:
            self._reckon(person, tables)
        self.findings.published += added
        self.findings.steps.append(added)
        self._before = after

    def look_into_file(self) -> None:
        """Search each person in the file, and in what the final tables tell beyond it."""
        self._survey.refresh_from_db()
        rows = _rows_of(self._survey, self._breakdowns)
        final = counts_of(latest_snapshot(self._survey, self._audience))
        beyond = _beyond(final, rows, self._breakdowns)
        for person in self._people:
            mine = [beyond[name, person[name]] for name in self._breakdowns]
            mine += [beyond[EVERYBODY], _opinions_like(person, rows, self._breakdowns)]
            shown = [table for table in mine if table]
            is_exact = any(sum(table.values()) == 1 for table in shown)
            is_alike = any(len(table) == 1 for table in shown)
            self.findings.exact += is_exact
            self.findings.homogeneous += is_alike
            self.findings.by_file += is_exact or is_alike

    def _people_added(self, added: int) -> list[Person]:
        """Who was counted since the last look; at closing everybody who is left."""
        ballots = Ballot.objects.filter(survey=self._survey, release__isnull=False)
        if self._audience is Audience.PUBLIC:
            shown = self._survey.releases.filter(is_public=True).values("number")
            ballots = ballots.filter(release__in=shown)
        counted = [bytes(mark) for mark in ballots.values_list("mark", flat=True)]
        new = [mark for mark in counted if mark in self._not_counted]
        if not counted and added == len(self._not_counted):
            new = list(self._not_counted)
        return [self._not_counted.pop(mark) for mark in new]

    def _reckon(self, person: Person, tables: Mapping[Group, Table]) -> None:
        mine = [tables[EVERYBODY]]
        mine += [
            tables.get((name, person[name])) or tables[name, MERGED] for name in self._breakdowns
        ]
        possible = [{code for code, people in table.items() if people} for table in mine]
        self.findings.exact += any(sum(table.values()) == 1 for table in mine)
        self.findings.homogeneous += any(len(codes) == 1 for codes in possible)
        self.findings.combined += len(set.intersection(*possible)) == 1


Rows = Mapping[tuple[str, ...], Table]


def _rows_of(survey: Survey, breakdowns: Mapping[str, int]) -> Rows:
    """The file's opinions by what it tells of the groups, in the order of `breakdowns`."""
    rows: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    frame = microdata(survey).frame
    if frame.empty:
        return rows
    told = [OPINION, *breakdowns]
    for opinion, *groups in frame[told].astype(str).itertuples(index=False, name=None):
        rows[tuple(groups)][opinion] += 1
    return rows


def _opinions_like(person: Person, rows: Rows, breakdowns: Mapping[str, int]) -> Table:
    """The opinions of all rows that may be `person`'s."""
    found: Counter[str] = Counter()
    for groups, opinions in rows.items():
        told = zip(breakdowns, groups, strict=True)
        if all(group in {person[name], WITHHELD} for name, group in told):
            found.update(opinions)
    return found


def _beyond(final: Counts, rows: Rows, breakdowns: Mapping[str, int]) -> Mapping[Group, Table]:
    """The opinions that the final tables count in a group and the file's rows do not."""
    in_file: dict[Group, Counter[str]] = defaultdict(Counter)
    for groups, opinions in rows.items():
        in_file[EVERYBODY].update(opinions)
        for name, group in zip(breakdowns, groups, strict=True):
            in_file[name, group].update(opinions)
    beyond: dict[Group, Table] = defaultdict(dict)
    beyond[EVERYBODY] = Counter(final["tables"].get(OPINION, {})) - in_file[EVERYBODY]
    for name in breakdowns:
        for code, counted in final["groups"].get(name, {}).items():
            opinions = Counter(counted["tables"].get(OPINION, {}))
            beyond[name, code] = opinions - in_file[name, code]
    return beyond


def _grown_tables(
    before: Counts, after: Counts, breakdowns: Mapping[str, int]
) -> dict[Group, Table]:
    """The opinions each group has gained."""
    nobody: GroupCounts = {"n": 0, "tables": {}, "asked": {}}
    tables = {EVERYBODY: _difference(before, after)}
    for name in breakdowns:
        earlier = before["groups"].get(name, {})
        for code, group in after["groups"].get(name, {}).items():
            table = _difference(earlier.get(code, nobody), group)
            if table:
                tables[name, code] = table
    return tables


def _difference(before: Counts | GroupCounts, after: Counts | GroupCounts) -> Table:
    old = before["tables"].get(OPINION, {})
    return {
        code: people - old.get(code, 0)
        for code, people in after["tables"].get(OPINION, {}).items()
        if people != old.get(code, 0)
    }


def _running_survey(least: int, breakdowns: Mapping[str, int]) -> tuple[Survey, Version]:
    owner = User.objects.create(username="surveys.attack", is_active=False)
    survey = Survey.objects.create(
        code="tan-cong-thu",
        title="Thử đọc trộm kết quả",
        status=SurveyStatus.OPEN,
        sample_kind=SampleKind.OPEN_LINK,
        staff_group=least,
        public_group=max(least, 10),
        breakdowns=list(breakdowns),
        sealed_key=new_sealed_key(),
        created_by=owner,
    )
    version = Version.objects.create(survey=survey, number=1, change=Change.FIRST)
    versions.store(version, _questionnaire(breakdowns))
    version.published_at, version.published_by = timezone.now(), owner
    version.save()
    return survey, version


def _questionnaire(breakdowns: Mapping[str, int]) -> Questionnaire:
    questions = [_question(OPINION, sorted(OPINIONS))]
    questions += [
        _question(name, [f"{name}_{place}" for place in range(size)])
        for name, size in breakdowns.items()
    ]
    return Questionnaire("Thử đọc trộm kết quả", (Page("all", "", tuple(questions)),))


def _question(code: str, choices: Sequence[str]) -> Question:
    return Question(
        code,
        QuestionKind.SINGLE,
        code,
        choices=tuple(Choice(choice, choice) for choice in choices),
    )


def _person(chance: Random, breakdowns: Mapping[str, int]) -> dict[str, str]:
    [opinion] = chance.choices(list(OPINIONS), weights=list(OPINIONS.values()))
    groups = {name: f"{name}_{_skewed(chance, size)}" for name, size in breakdowns.items()}
    return {OPINION: opinion, **groups}


def _skewed(chance: Random, size: int) -> int:
    """A group of unequal size: the first are about three times as large as the last."""
    return chance.choices(range(size), weights=[3 * size - 2 * place for place in range(size)])[0]
