"""Builds the demo site through the same services people use."""

import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest import mock

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Membership, Succession, Unit, User
from engagement.accounts.roles import RoleCode
from engagement.audit.actors import Actor
from engagement.config.demo.organisation import (
    COMMITTEE,
    FIELDS,
    FOUNDED,
    MERGERS,
    REORGANISED,
    STAFF,
    UNITS,
)
from engagement.config.demo.questions import (
    ADVERTISEMENTS,
    WITH_ANSWER,
    WITHOUT_ANSWER,
    DemoQuestion,
)
from engagement.intake.codes import new_reference, new_secret
from engagement.intake.enums import Proof
from engagement.intake.models import Submission
from engagement.moderation.reasons import RejectionReason
from engagement.reorganisation import services as reorganising
from engagement.reorganisation.models import Reorganisation
from engagement.worktime.calendar import add_working_time, last_day_over
from engagement.worktime.queries import current_calendar
from qa.enums import WAITING, Answered, PlaceKind, ReturnReason
from qa.enums import QuestionStatus as S
from qa.models import Field, Question, Rating, StandingDelegation
from qa.queries.asker import PURPOSE
from qa.rules.verbs import covering_delegation
from qa.services import answering, citizens, learning, moderating, publishing, reminding, routing
from qa.services.places import PlaceRow, import_places, take_over_communes

PASSWORD = "demo"  # noqa: S105  (demo settings only; load_demo refuses elsewhere)
CALENDAR_YEARS = (2024, 2025, 2026, 2027)
NAMESPACE = uuid.UUID("6f0d1c52-5d0b-4f0e-9f43-6a2f6f0f2b11")
WEEKS = 13
COMMUNES_ASKING = ("x-vi-thuy", "p-vi-thanh", "x-hoa-an", "p-nga-bay", "p-long-my", "")

# How many of the two hundred stand at each step, older questions first on the whole.
STATES: tuple[tuple[S, int], ...] = (
    (S.PUBLISHED, 112),
    (S.CLOSED, 12),
    (S.RETRACTED, 2),
    (S.REFUSED, 2),
    (S.WITHDRAWN, 4),
    (S.REJECTED, 3),
    (S.RETURNED, 4),
    (S.APPROVED, 7),
    (S.ANSWERED, 8),
    (S.AWAITING_INFORMATION, 5),
    (S.ASSIGNED, 18),
    (S.OBJECTED, 1),
    (S.REPORTED, 6),
    (S.ACCEPTED, 6),
    (S.RECEIVED, 10),
)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the services believe it is `moment`: the demo needs a past, they have no parameter for it."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield


@transaction.atomic
def load_units() -> None:
    """Units as dated rows, with the mergers of the reorganisation."""
    merged = {predecessor for predecessor, _, _ in MERGERS}
    for row in UNITS:
        Unit.objects.get_or_create(
            code=row.code,
            defaults={
                "kind": row.kind,
                "short_name": row.short_name,
                "name": row.name,
                "functions": row.functions,
                "valid_from": row.valid_from,
                "valid_to": REORGANISED - timedelta(days=1) if row.code in merged else None,
                "email": f"{row.code}@haugiang.example",
                "phone": "0293 000 0000",
                "address": "Khu hành chính, phường Vị Thanh",
            },
        )
    committee = Unit.objects.get(code=COMMITTEE.code)
    Unit.objects.filter(kind="party_body", parent=None).update(parent=committee)
    units = Unit.objects.in_bulk(field_name="code")
    for predecessor, successor, decision in MERGERS:
        Succession.objects.get_or_create(
            predecessor=units[predecessor],
            successor=units[successor],
            defaults={
                "kind": "merge",
                "decision_number": decision,
                "effective_on": REORGANISED,
            },
        )
    learning.fill_keywords()
    for position, (code, name) in enumerate(FIELDS):
        Field.objects.get_or_create(code=code, defaults={"name": name, "position": position})


PLACES_OF_BEFORE = (
    # kind, name, units; which commune they went to is the demo's own and marked as not confirmed.
    ("former_district", "Huyện Vị Thủy", ("x-vi-thuy", "x-vinh-tuong", "x-vinh-thuan-dong")),
    ("former_district", "Huyện Long Mỹ", ("x-vinh-vien", "x-xa-phien", "x-luong-tam")),
    ("former_district", "Thị xã Long Mỹ", ("p-long-my", "p-long-binh")),
    ("former_district", "Thành phố Ngã Bảy", ("p-nga-bay", "p-dai-thanh")),
    ("former_commune", "Phường 3", ("p-vi-thanh",)),
    ("former_commune", "Thị trấn Nàng Mau", ("x-vi-thuy",)),
    ("road", "Đường Trần Hưng Đạo", ("p-vi-thanh",)),
    ("hamlet", "Ấp 4", ("x-vi-thuy", "x-hoa-an", "x-vinh-vien")),
)
PLANNED_IN = timedelta(days=45)


@transaction.atomic
def load_places() -> None:
    """Communes by their names, and some names of before, so that a question's place is found."""
    take_over_communes()
    units = Unit.objects.in_bulk(field_name="code")
    rows = [
        PlaceRow(PlaceKind(kind), name, units[code], units[code].valid_from, "Dữ liệu minh họa")
        for kind, name, codes in PLACES_OF_BEFORE
        for code in codes
    ]
    import_places(rows=rows, by=Actor.system("load_demo"))


@transaction.atomic
def load_reorganisation() -> None:
    """One merger of two wards that waits for its day; it can be looked at, changed and dropped."""
    if Reorganisation.objects.exists():
        return
    office = User.objects.get(username="vanphong")
    planned = reorganising.create_reorganisation(
        kind=SuccessionKind.MERGE,
        units=[*Unit.objects.filter(code__in=["p-vi-thanh", "p-vi-tan"]).order_by("pk")],
        decision_number="27-NQ/TU",
        effective_on=timezone.localdate() + PLANNED_IN,
        by=office,
    )
    new = {
        "code": "p-vi-thanh-moi",
        "name": "UBND phường Vị Thanh mới",
        "short_name": "Phường Vị Thanh mới",
        "kind": "commune",
    }
    reorganising.add_successor(reorganisation=planned, by=office, new=new)
    reorganising.plan(reorganisation=planned, by=office)


@transaction.atomic
def load_staff() -> None:
    """One account a role, and for every unit one who answers and one who heads.

    Staff of a merged unit moved on to its successor.
    """
    encoded = make_password(PASSWORD)  # hashed once: argon2 takes its time by design
    for username, role, shown_name in STAFF:
        user = account(username, shown_name, encoded)
        until = timezone.localdate() + timedelta(days=90) if role == RoleCode.INSPECTOR else None
        membership(user, None, RoleCode(role), FOUNDED, until)
    units = Unit.objects.in_bulk(field_name="code")
    successors = {predecessor: units[successor] for predecessor, successor, _ in MERGERS}
    for code, unit in units.items():
        # Who came from a merged unit is called after the one that stands today.
        now = successors.get(code)
        belongs = f"{now.short_name} ({unit.short_name} cũ)" if now else unit.short_name
        for suffix, role, shown in (
            ("traloi", RoleCode.UNIT_RESPONDER, "Cán bộ"),
            ("lanhdao", RoleCode.UNIT_LEADER, "Lãnh đạo"),
        ):
            user = account(f"{code}-{suffix}", f"{shown} {belongs}", encoded)
            membership(user, unit, role, unit.valid_from, unit.valid_to)
            if code in successors:
                membership(user, successors[code], role, REORGANISED, None)


def account(username: str, shown_name: str, encoded: str) -> User:
    return User.objects.get_or_create(
        username=username,
        defaults={
            "last_name": shown_name,
            "password": encoded,
            "email": f"{username}@haugiang.example",
        },
    )[0]


def membership(
    user: User, unit: Unit | None, role: RoleCode, valid_from: date, valid_to: date | None
) -> None:
    if not Membership.objects.filter(user=user, unit=unit, role=role).exists():
        Membership.objects.create(
            user=user, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to
        )


def load_questions() -> int:
    """Two hundred questions, each taken to its step by the services; returns how many were new."""
    today = timezone.localdate()
    load_delegation(today)
    chance = random.Random(2026)  # noqa: S311  (the same demo every time)
    cases = demo_cases(chance)
    added = 0
    for index, (status, row) in enumerate(cases):
        asked_at = moment_of(index, len(cases), today, chance)
        life = Life(row, commune=chance.choice(COMMUNES_ASKING))
        pace_hours = chance.randint(2, 15)
        key = uuid.uuid5(NAMESPACE, str(index))
        if Submission.objects.filter(key=key).exists():
            continue
        with transaction.atomic():
            life.run(key, asked_at, status, pace_hours=pace_hours)
        added += 1
    load_ratings()
    remind_of_late()
    return added


def remind_of_late() -> None:
    """Take the steps of the chain that are due, as the worker does in the last office hour."""
    calendar, now = current_calendar(), timezone.now()
    closing = calendar.closing(last_day_over(calendar, now))
    reminding.tick(closing - timedelta(minutes=1))


def load_ratings() -> None:
    """What askers said of two in five answers, mostly content; the same every time."""
    answered = Question.objects.filter(finished_at__isnull=False, rating__isnull=True)
    for place, question in enumerate(answered.exclude(was_in_time=None).order_by("pk")):
        if place % 5 not in {1, 3}:
            continue
        satisfaction = (5, 4, 4, 3, 5, 2, 4, 1)[place % 8]
        was_answered = Answered.YES if satisfaction > 3 else Answered.PARTLY
        Rating.objects.create(
            question=question,
            satisfaction=satisfaction,
            was_answered=was_answered if satisfaction > 1 else Answered.NO,
            rated_at=question.finished_at or timezone.now(),
        )


def load_delegation(today: date) -> None:
    """One standing delegation in force, so that both ways to a unit can be seen."""
    if StandingDelegation.objects.exists():
        return
    routing.grant_delegation(
        by=User.objects.get(username="chidao"),
        decision_number="15-TB/BCĐ",
        valid_from=today - timedelta(days=7 * WEEKS),
        valid_to=today + timedelta(days=180),
        fields=Field.objects.exclude(code__in=["dat-dai", "to-chuc"]),
        scope="Mọi câu hỏi, trừ đất đai, môi trường và tổ chức, cán bộ",
    )


def demo_cases(chance: random.Random) -> list[tuple[S, DemoQuestion]]:
    """Pair every step with a fitting question, roughly in the order of time."""
    pools = {
        pool: chance.sample(rows, len(rows))
        for pool, rows in (
            ("answered", WITH_ANSWER),
            ("open", WITHOUT_ANSWER),
            ("refused", ADVERTISEMENTS),
        )
    }
    statuses = [status for status, count in STATES for _ in range(count)]
    total = len(statuses)
    places = {
        # Work in hand is of the last weeks; answers come all the time.
        index: chance.uniform(*((0.85, 1) if status in WAITING else (0, 0.94))) * total
        for index, status in enumerate(statuses)
    }
    ordered = [statuses[index] for index in sorted(places, key=places.__getitem__)]
    return [(status, pools[pool_of(status)].pop()) for status in ordered]


def pool_of(status: S) -> str:
    """Which kind of question can stand at `status`."""
    if status in {S.REJECTED, S.OBJECTED, S.REFUSED}:
        return "refused"
    return "answered" if Life.approve in PATHS[status] or status == S.ANSWERED else "open"


def moment_of(index: int, total: int, today: date, chance: random.Random) -> datetime:
    """A daytime moment in the past: question 0 is WEEKS weeks old, the last one a few hours."""
    day = today - timedelta(days=round((total - 1 - index) * 7 * WEEKS / total))
    clock = time(chance.randint(7, 20), chance.randint(0, 59))
    moment = datetime.combine(day, clock, timezone.get_current_timezone())
    return min(moment, timezone.now() - timedelta(minutes=total - index))


class Life:
    """One demo question on its way: every step happens some office hours after the one before."""

    def __init__(self, row: DemoQuestion, commune: str) -> None:
        self.row = row
        self.unit = Unit.objects.get(code=row.unit)
        self.commune = Unit.objects.filter(code=commune).first()
        self.field = Field.objects.get(code=row.field)
        self.now = timezone.now()
        self.pace = timedelta(hours=8)
        self.goes_on = True

    def run(self, key: uuid.UUID, asked_at: datetime, status: S, *, pace_hours: int) -> None:
        self.now, self.pace = asked_at, timedelta(hours=pace_hours)
        self.goes_on = status != S.REPORTED
        with at(asked_at):
            submission = Submission.objects.create(
                form=PURPOSE,
                key=key,
                reference=new_reference(),
                secret=new_secret(),
                proof=Proof.ALTCHA if key.int % 12 else Proof.NONE,
                received_at=asked_at,
            )
            question = citizens.ask(
                submission=submission,
                text=self.row.question,
                asker_name="" if len(self.row.question) % 3 else "Người dân địa phương",
                commune=self.commune,
            )
        for step in PATHS[status]:
            self.tick()
            with at(self.now):
                step(self, question)

    def tick(self) -> None:
        """Let office time pass, but never beyond the present."""
        later = add_working_time(current_calendar(), self.now, self.pace)
        self.now = min(
            later, max(self.now, REAL_NOW() - timedelta(minutes=5)) + timedelta(seconds=1)
        )

    def user(self, username: str) -> User:
        return User.objects.get(username=username)

    def unit_user(self, part: str) -> User:
        return self.user(f"{self.unit.code}-{part}")

    def accept(self, question: Question) -> None:
        moderating.accept(question=question, by=self.user("bientap"), field=self.field)

    def reject(self, question: Question) -> None:
        moderating.reject(
            question=question,
            by=self.user("bientap"),
            reason=RejectionReason.ADVERTISING,
            words="Phần lớn nội dung là lời mời mua hàng. Xin gửi lại riêng phần câu hỏi.",
        )

    def object_(self, question: Question) -> None:
        citizens.object_to_rejection(
            question=question, words="Tôi chỉ hỏi thủ tục, phần giới thiệu cửa hàng là chép nhầm."
        )

    def uphold(self, question: Question) -> None:
        moderating.uphold_rejection(
            question=question, by=self.user("tongbientap"), words="Nội dung vẫn là quảng cáo."
        )

    def report(self, question: Question) -> None:
        if question.status == S.ACCEPTED and self.goes_on and covering_delegation(question):
            return  # assigned without a list, as the delegation allows
        routing.report_questions(questions=[question], by=self.user("bientap"))

    def assign(self, question: Question) -> None:
        coordinating = [self.commune] if self.commune else []
        routing.assign(
            question=question, by=self.user("bientap"), lead=self.unit, coordinating=coordinating
        )

    def return_(self, question: Question) -> None:
        routing.return_to_board(
            question=question,
            by=self.unit_user("traloi"),
            reason=ReturnReason.OTHER_LEVEL,
            words="Việc này thuộc thẩm quyền của cấp xã.",
            proposed_unit=self.commune,
        )

    def ask_information(self, question: Question) -> None:
        answering.ask_information(
            question=question,
            by=self.unit_user("traloi"),
            words="Xin Quý vị cho biết ấp, khu vực và thời điểm xảy ra để đơn vị kiểm tra.",
        )

    def submit(self, question: Question) -> None:
        answering.submit_answer(
            question=question, by=self.unit_user("traloi"), text=self.row.answer, version=0
        )

    def approve(self, question: Question) -> None:
        answering.approve_answer(question=question, by=self.unit_user("lanhdao"))

    def publish(self, question: Question) -> None:
        publishing.publish(
            question=question,
            by=self.user("bientap"),
            title=self.row.title,
            question_text=self.row.question,
            answer_text=self.row.answer,
        )

    def close(self, question: Question) -> None:
        publishing.close_privately(question=question, by=self.user("bientap"))

    def retract(self, question: Question) -> None:
        publishing.retract(
            question=question,
            by=self.user("tongbientap"),
            note="Quy định vừa thay đổi; câu trả lời mới sẽ được công bố sau khi đơn vị rà soát.",
        )

    def withdraw(self, question: Question) -> None:
        citizens.withdraw(question=question)


REAL_NOW = timezone.now
Path = tuple[Callable[[Life, Question], None], ...]
TO_UNIT: Path = (Life.accept, Life.report, Life.assign)
TO_APPROVED: Path = (*TO_UNIT, Life.submit, Life.approve)
PATHS: dict[S, Path] = {
    S.RECEIVED: (),
    S.ACCEPTED: (Life.accept,),
    S.REPORTED: (Life.accept, Life.report),
    S.ASSIGNED: TO_UNIT,
    S.AWAITING_INFORMATION: (*TO_UNIT, Life.ask_information),
    S.RETURNED: (*TO_UNIT, Life.return_),
    S.ANSWERED: (*TO_UNIT, Life.submit),
    S.APPROVED: TO_APPROVED,
    S.PUBLISHED: (*TO_APPROVED, Life.publish),
    S.CLOSED: (*TO_APPROVED, Life.close),
    S.RETRACTED: (*TO_APPROVED, Life.publish, Life.retract),
    S.REJECTED: (Life.reject,),
    S.OBJECTED: (Life.reject, Life.object_),
    S.REFUSED: (Life.reject, Life.object_, Life.uphold),
    S.WITHDRAWN: (Life.accept, Life.withdraw),
}
