"""What staff write to each other about a case."""

from django.db import transaction

from engagement.accounts.access import grants_of
from engagement.accounts.models import Unit, User
from engagement.accounts.permissions import Permission
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Denied
from qa.models import Note, Question
from qa.queries.notes import own_unit_on
from qa.rules.desk import check_can_note
from qa.services.steps import locked


@transaction.atomic
def write_note(
    *, question: Question, by: User, words: str, wanted_unit: Unit | None = None
) -> Note:
    """Keep a note on the case, for the board and who holds the case now or later.

    `wanted_unit`: the lead unit asks the board to let that unit help. Raises Denied.
    """
    check_can_note(by, question)
    locked(question)
    unit = own_unit_on(question, by)
    leads = unit is not None and grants_of(by).allow(
        Permission.QUESTION_ANSWER, unit=question.lead_unit
    )
    if wanted_unit is not None and (not leads or wanted_unit == question.lead_unit):
        raise Denied("Chỉ đơn vị chủ trì đề nghị đơn vị khác phối hợp.")
    note = Note.objects.create(
        question=question, unit=unit, words=words, wanted_unit=wanted_unit, written_by=by
    )
    record(
        kind="qa.question.note",
        actor=Actor.staff(by),
        target=question,
        unit=unit.code if unit else "",
    )
    return note
