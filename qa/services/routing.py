"""From the board to the units: report to Ban Chỉ đạo, delegate, assign, return (R-13.1)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from engagement.accounts.access import has_permission
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Denied
from qa.enums import QuestionStatus, ReturnReason, UnitRole, Verb
from qa.models import Answer, Assignment, Field, Question, Report, StandingDelegation
from qa.rules.verbs import covering_delegation
from qa.services.steps import staff_step


@transaction.atomic
def report_questions(*, questions: Sequence[Question], by: User, note: str = "") -> Report:
    """Hand a list of accepted questions to Ban Chỉ đạo; all of them or none. Raises Denied."""
    if not questions:
        raise Denied("Xin chọn ít nhất một câu hỏi để báo cáo.")
    # All rows first and in one order: two lists, or a list and a withdrawal, then queue up.
    pks = [question.pk for question in questions]
    list(Question.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    report = Report.objects.create(note=note, reported_by=by, reported_at=timezone.now())
    for question in questions:
        staff_step(Verb.REPORT, question=question, by=by, changes={"report": report})
    return report


@transaction.atomic
def grant_delegation(
    *,
    by: User,
    decision_number: str,
    valid_from: date,
    valid_to: date,
    fields: Iterable[Field] = (),
    scope: str = "",
) -> StandingDelegation:
    """Let the board route without a report each time, from one date to another (R-13.1)."""
    if not has_permission(by, Permission.QUESTION_DELEGATE):
        raise Denied("Chỉ Ban Chỉ đạo mới giao ủy quyền thường xuyên.")
    if valid_to < valid_from:
        raise Denied("Ngày hết hiệu lực phải sau ngày bắt đầu.")
    delegation = StandingDelegation.objects.create(
        decision_number=decision_number,
        scope=scope,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=by,
    )
    delegation.fields.set(fields)
    record(kind="qa.delegation.grant", actor=Actor.staff(by), target=delegation)
    return delegation


@transaction.atomic
def end_delegation(*, delegation: StandingDelegation, by: User) -> StandingDelegation:
    """End a delegation at once; what was routed under it stays routed. Raises Denied."""
    if not has_permission(by, Permission.QUESTION_DELEGATE):
        raise Denied("Chỉ Ban Chỉ đạo mới kết thúc ủy quyền thường xuyên.")
    running = StandingDelegation.objects.filter(
        pk=delegation.pk, ended_at__isnull=True, valid_to__gte=timezone.localdate()
    )
    now = timezone.now()
    if not running.update(ended_at=now, ended_by=by):
        raise Denied("Ủy quyền này đã hết hiệu lực.")
    delegation.ended_at, delegation.ended_by = now, by
    record(kind="qa.delegation.end", actor=Actor.staff(by), target=delegation)
    return delegation


def assign(
    *,
    question: Question,
    by: User,
    lead: Unit,
    coordinating: Iterable[Unit] = (),
    field: Field | None = None,
    words: str = "",
) -> Question:
    """Give the question to a lead and co-ordinating units, first time or again. Raises Denied.

    The verb follows from the step: an accepted question needs a standing delegation, a reported
    or returned one does not, one that a unit holds is reassigned.
    """
    verb = verb_for_assigning(question)
    if field is not None:
        question.field = field
    changes: dict[str, object] = {}
    if verb == Verb.ASSIGN_BY_DELEGATION:
        changes["delegation"] = covering_delegation(question)
    if verb == Verb.REASSIGN and question.is_arbitrated and lead != question.lead_unit:
        check_may_overrule(by)
    return give(
        verb,
        question=question,
        by=by,
        lead=lead,
        coordinating=coordinating,
        field=field,
        words=words,
        public_words="Chuyển {units}",
        changes=changes,
    )


def check_may_overrule(by: User) -> None:
    """Raise Denied unless `by` may name another unit than the arbiter did."""
    if not has_permission(by, Permission.QUESTION_ARBITRATE):
        raise Denied("Ban Chỉ đạo đã phân xử đơn vị chủ trì; chỉ thêm được đơn vị phối hợp.")


def arbitrate(
    *,
    question: Question,
    by: User,
    lead: Unit,
    words: str,
    coordinating: Iterable[Unit] = (),
    field: Field | None = None,
) -> Question:
    """Decide, after too many returns, who answers, with the reason; it is not returned again.

    Raises Denied.
    """
    if not words.strip():
        raise Denied("Xin ghi lý do phân xử.")
    return give(
        Verb.ARBITRATE,
        question=question,
        by=by,
        lead=lead,
        coordinating=coordinating,
        field=field,
        words=words,
        public_words="Ban Chỉ đạo quyết định giao {units}",
        changes={"returns": 0, "is_arbitrated": True},
    )


@transaction.atomic
def give(
    verb: Verb,
    *,
    question: Question,
    by: User,
    lead: Unit,
    coordinating: Iterable[Unit],
    field: Field | None,
    words: str,
    public_words: str,
    changes: dict[str, object],
) -> Question:
    """Let `lead` and the co-ordinating units hold the question; `{units}` names them in the words.

    Raises Denied.
    """
    today = timezone.localdate()
    others = [unit for unit in coordinating if unit != lead]
    for unit in (lead, *others):
        check_in_force(unit, today)
    before = question.lead_unit
    staff_step(
        verb,
        question=question,
        by=by,
        words=words,
        public_words=public_words.format(units=told_units(lead, others)),
        changes=changes | {"lead_unit": lead} | ({"field": field} if field else {}),
        detail={"lead": lead.code, "coordinating": ",".join(unit.code for unit in others)},
    )
    hand_over(question, by=by, lead=lead, coordinating=others)
    if lead != before:
        # A draft is its unit's own until it is submitted; the next unit starts from the question.
        Answer.objects.filter(question=question).delete()
    return question


def verb_for_assigning(question: Question) -> Verb:
    """Which of the three ways of assigning the present step knows."""
    if question.status == QuestionStatus.ACCEPTED:
        return Verb.ASSIGN_BY_DELEGATION
    if question.status == QuestionStatus.ASSIGNED:
        return Verb.REASSIGN
    return Verb.ASSIGN


def check_in_force(unit: Unit, on: date) -> None:
    """Raise Denied when `unit` does not exist on that day."""
    if unit.valid_from > on or (unit.valid_to is not None and unit.valid_to < on):
        raise Denied(f"{unit.name} không còn hoạt động; xin chọn đơn vị kế thừa.")


def told_units(lead: Unit, coordinating: Sequence[Unit]) -> str:
    """The hop in the citizen's words."""
    if not coordinating:
        return f"{lead.name} trả lời"
    return f"{lead.name} trả lời, {', '.join(u.name for u in coordinating)} phối hợp"


def hand_over(question: Question, *, by: User, lead: Unit, coordinating: Iterable[Unit]) -> None:
    """End what other units hold and start what these hold, at one moment."""
    now = timezone.now()
    question.assignments.filter(ended_at__isnull=True).update(ended_at=now)
    roles = [(lead, UnitRole.LEAD), *((unit, UnitRole.COORDINATING) for unit in coordinating)]
    Assignment.objects.bulk_create(
        Assignment(question=question, unit=unit, role=role, assigned_at=now, assigned_by=by)
        for unit, role in dict(roles).items()
    )


@transaction.atomic
def return_to_board(
    *,
    question: Question,
    by: User,
    reason: ReturnReason,
    words: str,
    proposed_unit: Unit | None = None,
) -> Question:
    """Give the question back with a reason and, best, the unit it belongs to. Raises Denied.

    After ReturnLimit returns an arbiter decides. The clock goes on: a wrong hop is the offices' time, not the citizen's.
    """
    staff_step(
        Verb.RETURN,
        question=question,
        by=by,
        words=words,
        public_words=f"{question.lead_unit} chuyển trả: {reason.label.lower()}",
        return_reason=reason,
        proposed_unit=proposed_unit,
        changes={"returns": question.returns + 1},
        detail={"reason": reason, "proposed": proposed_unit.code if proposed_unit else None},
    )
    question.assignments.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    return question
