"""Made-up people, units and a moved clock: what the rules of this site do to made-up questions.

The questions are in simulated_cases.py. Everything is made inside the caller's transaction, which rolls it back; nothing is sent. Real
questions are left alone, and only the made-up people are told about.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from unittest import mock

from allauth.mfa.models import Authenticator

from engagement.accounts.enums import SuccessionKind, UnitKind
from engagement.accounts.models import Membership, Succession, Unit, User
from engagement.accounts.roles import RoleCode
from engagement.intake.codes import new_reference, new_secret
from engagement.intake.enums import Proof
from engagement.intake.models import Submission
from engagement.worktime.calendar import ONE_DAY, Calendar
from engagement.worktime.queries import current_calendar
from qa.models import PlannedPublication, Question
from qa.queries.asker import PURPOSE
from qa.services import (
    answering,
    citizens,
    moderating,
    planning,
    publishing,
    reminding,
    routing,
)

MAIL = "mo-phong.invalid"  # a domain that can never receive anything (RFC 2606)


@contextmanager
def moved_clock(moment: datetime) -> Iterator[None]:
    """Let everything in this process believe it is `moment`; for commands, never in a server."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield


@dataclass(frozen=True)
class Deed:
    """Something that somebody does at a moment of the simulation."""

    at: datetime
    order: int
    case: str
    words: str
    do: Callable[[], object]


@dataclass
class People:
    """The units and the people of the simulation, all in force for a year before it begins."""

    since: date
    users: dict[str, User] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def unit(self, code: str, name: str) -> Unit:
        self.units[code] = Unit.objects.create(
            code=f"mo-phong-{code}",
            name=name,
            short_name=name,
            kind=UnitKind.DEPARTMENT,
            valid_from=self.since,
        )
        return self.units[code]

    def member(
        self,
        name: str,
        title: str,
        role: RoleCode,
        unit: Unit | None = None,
        *,
        mail: bool = True,
    ) -> User:
        """An account with an address (unless `mail` is False) that holds one role."""
        user = User.objects.create(
            username=f"mo-phong-{name}",
            first_name=title,
            email=f"{name}@{MAIL}" if mail else "",
        )
        # The roles that publish count only with a second factor.
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=self.since)
        self.users[name], self.titles[name] = user, title
        return user

    def staff(self, code: str, unit: Unit, *, head_has_mail: bool = True) -> None:
        """An officer and a head of the unit."""
        of_unit = f"Sở {code.upper()}"
        self.member(f"{code}-canbo", f"Cán bộ {of_unit}", RoleCode.UNIT_RESPONDER, unit)
        self.member(
            f"{code}-lanhdao",
            f"Lãnh đạo {of_unit}",
            RoleCode.UNIT_LEADER,
            unit,
            mail=head_has_mail,
        )


def make_people(since: date) -> People:
    """Three departments, each with an officer and a head, and the board. The head of B has no mail."""
    people = People(since)
    people.member("bientap", "Biên tập viên", RoleCode.EDITOR)
    people.member("truongban", "Trưởng Ban Biên tập", RoleCode.CHIEF_EDITOR)
    people.member("chidao", "Ban Chỉ đạo", RoleCode.STEERING)
    for code in ("a", "b", "c"):
        unit = people.unit(code, f"Sở {code.upper()} (mô phỏng)")
        people.staff(code, unit, head_has_mail=code != "b")
    return people


class Simulation:
    """The cases of `start` and the days around it, on the calendar as its rows stand."""

    def __init__(self, start: date, days: int, every: timedelta) -> None:
        self.calendar: Calendar = current_calendar()
        self.start = start
        self.begins = self.moment(start, time.min)
        self.ends = self.begins + ONE_DAY * days
        self.every = every
        self.people = make_people(start - timedelta(days=365))
        self.questions: dict[str, Question] = {}
        self.titles: dict[str, str] = {}
        self.deeds: list[Deed] = []
        self._orders = count()

    # --- Time ---

    def moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.calendar.zone)

    def working_day(self, number: int, clock: str = "09:00") -> datetime:
        """A time on the `number`-th working day: 0 is the first one of the simulation, −1 the last before."""
        step = ONE_DAY if number >= 0 else -ONE_DAY
        day = self.start if number >= 0 else self.start - ONE_DAY
        left = number if number >= 0 else -number - 1
        while left or not self.calendar.is_working_day(day):
            left -= self.calendar.is_working_day(day)
            day += step
        return self.moment(day, time.fromisoformat(clock))

    @property
    def first_moment(self) -> datetime:
        """The hour of the first deed, which may lie before the first day."""
        first = min(deed.at for deed in self.deeds)
        return min(self.begins, first.replace(minute=0, second=0))

    def run(self) -> None:
        """Do every deed at its moment and let the clock tick in between, to the end."""
        deeds = sorted(self.deeds, key=lambda deed: (deed.at, deed.order))
        now = self.first_moment
        while now < self.ends:
            while deeds and deeds[0].at <= now:
                deed = deeds.pop(0)
                with moved_clock(deed.at):
                    deed.do()
            with moved_clock(now):
                self.work(now)
            now += self.every

    def work(self, now: datetime) -> None:
        """What the periodic work does at `now`, for the made-up questions alone."""
        own = [question.pk for question in self.questions.values()]
        planned = PlannedPublication.objects.due(now).filter(question__in=own)
        for key in planned.values_list("pk", flat=True):
            planning.publish_planned(key)
        reminding.tick(now, among=own)

    # --- Deeds ---

    def then(self, case: str, at: datetime, words: str, do: Callable[[], object]) -> None:
        self.deeds.append(Deed(at, next(self._orders), case, words, do))

    def now(self, case: str) -> Question:
        """The question as it is stored at this moment."""
        return Question.objects.get(pk=self.questions[case].pk)

    def by(self, name: str) -> User:
        return self.people.users[name]

    def ask(self, case: str, title: str, at: datetime) -> None:
        self.titles[case] = title

        def do() -> None:
            submission = Submission.objects.create(
                form=PURPOSE,
                key=uuid.uuid4(),
                reference=new_reference(),
                secret=new_secret(),
                proof=Proof.ALTCHA,
                received_at=at,
            )
            self.questions[case] = citizens.ask(
                submission=submission, text="Câu hỏi mô phỏng.", contact_email=f"hoi@{MAIL}"
            )

        self.then(case, at, "nhận câu hỏi", do)

    def to_unit(self, case: str, code: str, accepted: datetime, assigned: datetime) -> None:
        """Take the question in and give it to a unit by a list for Ban Chỉ đạo."""
        self.then(
            case,
            accepted,
            "tiếp nhận, báo cáo",
            lambda: self.report(case),
        )
        self.give(case, code, assigned)

    def report(self, case: str) -> None:
        moderating.accept(question=self.now(case), by=self.by("bientap"))
        routing.report_questions(questions=[self.now(case)], by=self.by("bientap"))

    def give(self, case: str, code: str, at: datetime) -> None:
        unit = self.people.units[code]
        self.then(
            case,
            at,
            f"giao {unit.short_name}",
            lambda: routing.assign(question=self.now(case), by=self.by("bientap"), lead=unit),
        )

    def submit(self, case: str, code: str, at: datetime) -> None:
        """Let the unit's officer submit an answer and its head approve it."""

        def do() -> None:
            officer, head = self.by(f"{code}-canbo"), self.by(f"{code}-lanhdao")
            answering.submit_answer(
                question=self.now(case), by=officer, text="Trả lời mô phỏng.", version=0
            )
            answering.approve_answer(question=self.now(case), by=head)

        self.then(case, at, "trình, duyệt câu trả lời", do)

    def answer(self, case: str, code: str, submitted: datetime, closed: datetime) -> None:
        """Submit and approve at one moment, give the answer privately at another."""
        self.submit(case, code, submitted)
        self.then(
            case,
            closed,
            "trả lời người hỏi",
            lambda: publishing.close_privately(question=self.now(case), by=self.by("bientap")),
        )

    def merge(self, old: str, new: str, on: date) -> None:
        """Let unit `new` take over from `old`; only the head is there on the first day."""
        successor = self.people.unit(new, f"Sở {new.upper()} (mô phỏng)")
        Unit.objects.filter(pk=self.people.units[old].pk).update(valid_to=on - ONE_DAY)
        Unit.objects.filter(pk=successor.pk).update(valid_from=on)
        Succession.objects.create(
            predecessor=self.people.units[old],
            successor=successor,
            kind=SuccessionKind.MERGE,
            decision_number="01/QĐ mô phỏng",
            effective_on=on,
        )
        self.people.staff(new, successor)
