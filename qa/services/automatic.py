"""Assigning without a person looking: off, gated by this site's own figures, closed by itself."""

from django.db import transaction
from django.utils import timezone

from engagement.accounts.access import has_permission
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Conflict, Denied
from qa.enums import QuestionStatus, Verb
from qa.models import Question, RoutingPolicy, Step, Suggestion
from qa.queries.router import policy, rolling_precision
from qa.rules.desk import check_can_set_automation
from qa.rules.verbs import covering_delegation
from qa.services.letters import tell_asker
from qa.services.routing import hand_over, told_units
from qa.workflow import QUESTION

ACTOR = "qa.automatic_assignment"
FELL_BELOW = "tỷ lệ đúng trên câu hỏi đã xong xuống dưới 98%"


@transaction.atomic
def set_automation(*, by: User, is_on: bool, least_score: float | None = None) -> RoutingPolicy:
    """Switch automatic assignment on or off. Raises Denied.

    On only for who gives standing delegations, and only where the rolling precision allows it.
    """
    check_can_set_automation(by)
    row = RoutingPolicy.objects.select_for_update().filter(pk=RoutingPolicy.SINGLETON).first()
    row = row or policy()
    if least_score is not None:
        row.least_score = least_score
    now = timezone.now()
    if is_on:
        precision = rolling_precision(row.least_score)
        if not precision.opens_automation:
            raise Denied(
                f"Chưa bật được: cần ít nhất 100 câu hỏi đã xong có điểm từ {row.least_score:.0%} "
                f"và 98% đúng ngay gợi ý đầu; hiện có {precision.right} đúng trong "
                f"{precision.counted} câu."
            )
        row.is_automatic, row.enabled_by, row.enabled_at = True, by, now
        row.closed_at, row.why_closed = None, ""
    else:
        row.is_automatic, row.closed_at, row.why_closed = False, now, "người có thẩm quyền tắt"
    row.save()
    kind = "qa.router.automation_on" if is_on else "qa.router.automation_off"
    record(kind=kind, actor=Actor.staff(by), target=row)
    return row


@transaction.atomic
def close_if_no_longer_earned() -> bool:
    """Switch automatic assignment off when its precision fell; tells whether it did."""
    row = RoutingPolicy.objects.select_for_update().filter(is_automatic=True).first()
    if row is None or rolling_precision(row.least_score).opens_automation:
        return False
    row.is_automatic, row.closed_at, row.why_closed = False, timezone.now(), FELL_BELOW
    row.save()
    record(kind="qa.router.automation_off", actor=Actor.system(ACTOR), target=row)
    return True


@transaction.atomic
def assign_automatically(*, question_id: int) -> Question | None:
    """Assign an accepted question to the unit suggested first, when everything allows it.

    The setting is on and still earned, the score reaches the least one, a standing delegation covers
    the field (R-13.1), and the person who switched it on may still assign: they stand as the one who
    did. None when anything is missing; then a person assigns, as always.
    """
    if close_if_no_longer_earned():
        return None
    row = policy()
    suggestion = (
        Suggestion.objects.select_related("question", "first_unit", "version")
        .filter(question_id=question_id, question__is_sealed=False)
        .first()
    )
    if suggestion is None or suggestion.first_unit is None or not row.is_automatic:
        return None
    question, lead = suggestion.question, suggestion.first_unit
    person = row.enabled_by
    delegation = covering_delegation(question)
    is_sure = suggestion.first_score >= row.least_score
    is_open = question.status == QuestionStatus.ACCEPTED and delegation is not None
    may = person is not None and has_permission(person, Permission.QUESTION_ASSIGN)
    if person is None or not (
        is_sure and is_open and may and lead.is_in_force(timezone.localdate())
    ):
        return None
    return _assigned(question, lead, person, suggestion)


def _assigned(
    question: Question, lead: Unit, person: User, suggestion: Suggestion
) -> Question | None:
    verb = Verb.ASSIGN_BY_DELEGATION
    try:
        QUESTION.apply(
            question,
            verb,
            actor=Actor.system(ACTOR),
            detail={
                "lead": lead.code,
                "router": suggestion.version.number,
                "answerable": person.username,
            },
            changes={"lead_unit": lead, "delegation": covering_delegation(question)},
        )
    except (Conflict, Denied):
        return None  # somebody was quicker
    Step.objects.create(
        question=question,
        verb=verb,
        status=question.status,
        happened_at=question.status_changed_at,
        words=f"Phân công tự động theo ủy quyền; bản gợi ý {suggestion.version.number}.",
        public_words=told_units(lead, []),
    )
    hand_over(question, by=person, lead=lead, coordinating=[])
    tell_asker(question, verb)
    return question
