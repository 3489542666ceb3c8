"""Eleven made-up questions, their people and a moved clock: what the rules of this site do to them.

Everything is made inside the caller's transaction, which rolls it back; nothing is sent. Real
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
from engagement.moderation.reasons import RejectionReason
from engagement.worktime.calendar import ONE_DAY, Calendar
from engagement.worktime.queries import current_calendar
from qa.enums import ReturnReason
from qa.models import Question
from qa.queries.asker import PURPOSE
from qa.services import answering, citizens, moderating, publishing, reminding, routing

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
        self, name: str, role: RoleCode, unit: Unit | None = None, *, mail: bool = True
    ) -> User:
        """An account with an address (unless `mail` is False) that holds one role."""
        user = User.objects.create(
            username=f"mo-phong-{name}", email=f"{name}@{MAIL}" if mail else ""
        )
        # The roles that publish count only with a second factor.
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=self.since)
        self.users[name] = user
        return user


def make_people(since: date) -> People:
    """Three departments, each with an officer and a head, and the board. The head of B has no mail."""
    people = People(since)
    people.member("bientap", RoleCode.EDITOR)
    people.member("truongban", RoleCode.CHIEF_EDITOR)
    people.member("chidao", RoleCode.STEERING)
    for code in ("a", "b", "c"):
        unit = people.unit(code, f"Sở {code.upper()} (mô phỏng)")
        people.member(f"{code}-canbo", RoleCode.UNIT_RESPONDER, unit)
        people.member(f"{code}-lanhdao", RoleCode.UNIT_LEADER, unit, mail=code != "b")
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

    def run(self) -> None:
        """Do every deed at its moment and let the clock tick in between, to the end."""
        deeds = sorted(self.deeds, key=lambda deed: (deed.at, deed.order))
        now = min(self.begins, deeds[0].at.replace(minute=0, second=0))
        while now < self.ends:
            while deeds and deeds[0].at <= now:
                deed = deeds.pop(0)
                with moved_clock(deed.at):
                    deed.do()
            with moved_clock(now):
                reminding.tick(now, among=[question.pk for question in self.questions.values()])
            now += self.every

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

    def answer(self, case: str, code: str, submitted: datetime, closed: datetime) -> None:
        """Submit and approve at one moment, give the answer privately at another."""

        def submit() -> None:
            officer, head = self.by(f"{code}-canbo"), self.by(f"{code}-lanhdao")
            answering.submit_answer(
                question=self.now(case), by=officer, text="Trả lời mô phỏng.", version=0
            )
            answering.approve_answer(question=self.now(case), by=head)

        self.then(case, submitted, "trình, duyệt câu trả lời", submit)
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
        self.people.member(f"{new}-canbo", RoleCode.UNIT_RESPONDER, successor)
        self.people.member(f"{new}-lanhdao", RoleCode.UNIT_LEADER, successor)


def prepare(simulation: Simulation) -> None:
    """The eleven cases; days are working days of the calendar, 0 the first of the simulation."""
    s, day = simulation, simulation.working_day

    s.ask("01", "trả lời đúng hạn", day(-8))
    s.to_unit("01", "a", day(-8, "14:00"), day(-7))
    s.answer("01", "a", day(-3), day(1, "15:00"))

    s.ask("02", "trả lời quá hạn", day(-12))
    s.to_unit("02", "a", day(-12, "14:00"), day(-11))
    s.answer("02", "a", day(3, "08:00"), day(3, "09:00"))

    s.ask("03", "không ai trả lời", day(-8))
    s.to_unit("03", "a", day(-8, "14:00"), day(-7))

    s.ask("04", "chuyển nhầm đơn vị", day(-9, "10:00"))
    s.to_unit("04", "a", day(-9, "14:00"), day(-8))
    s.then("04", day(-4), "Sở A chuyển trả", lambda: return_by_a(s, "04"))
    s.give("04", "b", day(0))

    s.ask("05", "chờ người hỏi bổ sung", day(-6))
    s.to_unit("05", "a", day(-6, "14:00"), day(-5))
    s.then("05", day(1, "10:00"), "yêu cầu bổ sung", lambda: ask_by_a(s, "05"))
    s.then(
        "05",
        day(3, "16:00"),
        "người hỏi bổ sung",
        lambda: citizens.add_information(question=s.now("05"), reply="Đã bổ sung."),
    )
    s.answer("05", "a", day(6, "14:00"), day(6, "15:00"))

    s.ask("06", "người hỏi rút", day(-8))
    s.to_unit("06", "a", day(-8, "14:00"), day(-7))
    s.then("06", day(1), "người hỏi rút", lambda: citizens.withdraw(question=s.now("06")))

    s.ask("07", "gửi ban đêm trong kỳ nghỉ", s.moment(s.start + 8 * ONE_DAY, time(22)))

    s.ask("08", "đơn vị được sáp nhập giữa chừng", day(-7))
    s.to_unit("08", "c", day(-7, "14:00"), day(-6))
    merged_on = day(1).date()
    s.then(
        "08", s.moment(merged_on, time(6)), "Sở D thay Sở C", lambda: s.merge("c", "d", merged_on)
    )

    s.ask("09", "bị từ chối", day(-9))
    s.then("09", day(-8), "từ chối", lambda: reject(s, "09"))

    s.ask("10", "chưa ai tiếp nhận", day(-9))

    s.ask("11", "hạn rơi vào cuối kỳ", day(-1))
    s.to_unit("11", "a", day(-1, "14:00"), day(0))


def return_by_a(simulation: Simulation, case: str) -> None:
    routing.return_to_board(
        question=simulation.now(case),
        by=simulation.by("a-canbo"),
        reason=ReturnReason.NOT_OUR_FIELD,
        words="Không thuộc lĩnh vực.",
        proposed_unit=simulation.people.units["b"],
    )


def ask_by_a(simulation: Simulation, case: str) -> None:
    answering.ask_information(
        question=simulation.now(case), by=simulation.by("a-canbo"), words="Xin cho biết địa điểm."
    )


def reject(simulation: Simulation, case: str) -> None:
    moderating.reject(
        question=simulation.now(case),
        by=simulation.by("bientap"),
        reason=RejectionReason.ADVERTISING,
        words="Nội dung quảng cáo.",
    )
