"""Open questions go over to the units that take over; each is held by exactly one of them."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from engagement.accounts.enums import SuccessionKind
from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.live.notices import notice
from engagement.reorganisation.effects import Effect, Plan
from engagement.reorganisation.enums import ReorganisationStatus
from engagement.reorganisation.models import Reorganisation
from engagement.reorganisation.queries import plan_of
from qa.enums import TRANSFER, QuestionStatus, UnitRole
from qa.models import Answer, Assignment, Question, Step
from qa.queries import reorganising
from qa.queries.reorganising import QUESTIONS
from qa.services.letters import tell_asker

# The answer is a draft: its unit alone has seen it.
UNFINISHED = (QuestionStatus.ASSIGNED, QuestionStatus.AWAITING_INFORMATION)


def hold_questions(plan: Plan) -> None:
    """Lock the questions before anything is written, in the order everybody takes them."""
    list(reorganising.held_by(plan.unit_ids).select_for_update(of=("self",)).values_list("pk"))


def transfer_questions(plan: Plan, by: Actor) -> None:
    """Give every open question of the old units to the new one that it was chosen for."""
    questions = reorganising.held_by(plan.unit_ids).select_related("submission", "lead_unit")
    for question in questions:
        home = plan.new_home(QUESTIONS, question.reference)
        if home is None:
            continue  # check_is_ready lets nothing come here without an heir
        transfer(
            question,
            {unit.pk: home for unit in plan.units},
            decision=plan.reorganisation.decision_number,
            keeps_draft=plan.reorganisation.kind != SuccessionKind.ABOLISH,
            responsible=plan.responsible,
            by=by,
        )
    notice("qa")


def transfer(
    question: Question,
    homes: Mapping[int, Unit],
    *,
    decision: str,
    keeps_draft: bool,
    responsible: User,
    by: Actor,
) -> None:
    """Move what units in `homes` hold of the question to their new homes; call under a lock.

    The step, the deadline and the clock stay as they are. A unit holds a question once: as lead,
    if it leads anywhere. A draft goes along unless a stranger to it must begin anew.
    """
    now = timezone.now()
    held = list(question.assignments.filter(ended_at__isnull=True).select_related("unit"))
    roles: dict[Unit, str] = {}
    for one in sorted(held, key=lambda one: one.role != UnitRole.LEAD):
        roles.setdefault(homes.get(one.unit_id, one.unit), one.role)
    gone = [one for one in held if roles.get(one.unit) != one.role]
    question.assignments.filter(pk__in=[one.pk for one in gone]).update(ended_at=now)
    kept = {one.unit for one in held if one not in gone}
    new = {unit: role for unit, role in roles.items() if unit not in kept}
    Assignment.objects.bulk_create(
        Assignment(
            question=question, unit=unit, role=role, assigned_at=now, assigned_by=responsible
        )
        for unit, role in new.items()
    )
    before = question.lead_unit
    lead = homes.get(before.pk, before) if before else None
    if lead != before:
        # A page the old unit still has open is answered with a conflict, not taken for the new one's.
        Question.objects.filter(pk=question.pk).update(lead_unit=lead, status_changed_at=now)
        question.lead_unit, question.status_changed_at = lead, now
        if not keeps_draft and question.status in UNFINISHED:
            Answer.objects.filter(question=question).delete()
    Step.objects.create(
        question=question,
        verb=TRANSFER,
        status=question.status,
        happened_at=now,
        done_by=responsible,
        public_words=told(lead, new, decision, is_new_lead=lead != before),
    )
    record(
        kind="qa.question.transfer",
        actor=by,
        target=question,
        before=before.code if before else "",
        after=lead.code if lead else "",
        detail={"decision": decision},
    )
    if lead != before:
        tell_asker(question, TRANSFER)


def told(lead: Unit | None, new: Mapping[Unit, str], decision: str, *, is_new_lead: bool) -> str:
    """The hop in the citizen's words: who answers or helps now, and that the deadline stays."""
    helpers = ", ".join(unit.name for unit in new if unit != lead)
    if is_new_lead and helpers:
        who = f"Chuyển {lead} trả lời, {helpers} phối hợp"
    elif is_new_lead:
        who = f"Chuyển {lead} trả lời"
    elif helpers:
        who = f"{helpers} nay phối hợp trả lời"
    else:
        who = f"{lead} nay làm cả phần của đơn vị phối hợp"
    return f"{who}, do sắp xếp tổ chức ({decision}). Thời hạn không đổi."


def follow_reorganisations(today: date) -> int:
    """Move on what still stands with a unit that has ended; returns how many questions moved.

    Such are questions reopened later, and those given to the unit at the moment it ended.
    """
    moved = 0
    for pk in sorted({stray.question_id for stray in reorganising.strays(today)}):
        moved += follow(pk, today)
    return moved


@transaction.atomic
def follow(pk: int, today: date) -> bool:
    """Move one question on to who took the rest from its ended units; False where nobody did."""
    rows = Question.objects.select_related("submission", "lead_unit")
    question = rows.select_for_update(of=("self",)).get(pk=pk)
    units = [stray.unit for stray in reorganising.strays(today).filter(question=question)]
    plans = {unit.pk: last_plan(unit) for unit in units}
    homes = {key: plan.rest.unit for key, plan in plans.items() if plan and plan.rest}
    found = {key: home for key, home in homes.items() if home is not None}
    if not found:
        return False
    plan = next(plan for plan in plans.values() if plan)
    transfer(
        question,
        found,
        decision=plan.reorganisation.decision_number,
        keeps_draft=True,
        responsible=plan.responsible,
        by=Actor.system("qa.follow_reorganisations"),
    )
    notice("qa")
    return True


def last_plan(unit: Unit) -> Plan | None:
    """The reorganisation that ended `unit`, if one did."""
    done = Reorganisation.objects.filter(units=unit, status=ReorganisationStatus.APPLIED)
    last = done.select_related("made_by").order_by("-applied_at").first()
    return plan_of(last) if last else None


EFFECTS = (
    Effect(
        QUESTIONS,
        "Câu hỏi đang mở",
        "Chuyển sang đơn vị kế tục ở đúng bước đang làm; người hỏi được báo khi đơn vị chủ trì đổi. "
        "Thời hạn không đổi. Hồ sơ niêm phong, nếu có, không hiện ở đây và theo quy tắc chung.",
        counts=reorganising.questions_by_unit,
        items=reorganising.question_items,
        apply=transfer_questions,
        hold=hold_questions,
        is_chosen=True,
        needs_heir=lambda plan: reorganising.held_by(plan.unit_ids).exists(),
    ),
    Effect(
        "qa-answers",
        "Câu trả lời đã công bố",
        "Giữ tên đơn vị lúc trả lời; kho câu trả lời vẫn lọc được theo đơn vị cũ.",
        counts=reorganising.published_by_unit,
        items=reorganising.published_items,
    ),
    Effect(
        "qa-rules",
        "Ủy quyền, quy định thời hạn có ghi tên đơn vị",
        "Phần mềm không tự sửa văn bản; xin Quý vị xem lại từng dòng.",
        counts=reorganising.rules_by_unit,
        items=lambda plan: [item for _, item in reorganising.rules_that_name(plan)],
    ),
)
