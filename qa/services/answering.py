"""Inside the unit: ask the citizen, submit, approve or send back (R-13.2)."""

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Denied
from qa.enums import Verb
from qa.models import Answer, Contribution, InformationRequest, Question
from qa.rules.desk import stands_in_for
from qa.rules.verbs import check_can_contribute
from qa.services.drafts import leave, save_draft
from qa.services.steps import locked, staff_step


@transaction.atomic
def submit_answer(*, question: Question, by: User, text: str, version: int) -> Question:
    """Save the text and lay it before the unit's head. Raises Denied; Conflict as save_draft."""
    if not text.strip():
        raise Denied("Xin viết câu trả lời trước khi trình.")
    answer = save_draft(question=question, by=by, text=text, version=version)
    question = staff_step(
        Verb.SUBMIT_ANSWER, question=question, by=by, detail={"version": answer.version}
    )
    question.answer = answer
    leave(question=question, by=by)
    return question


@transaction.atomic
def approve_answer(*, question: Question, by: User) -> Question:
    """The head of the lead unit, or who stands in on that day, answers for the text. Raises Denied."""
    head = stands_in_for(by, question.lead_unit) if question.lead_unit else None
    staff_step(
        Verb.APPROVE,
        question=question,
        by=by,
        words=f"Duyệt thay {head.display_name}" if head else "",
        detail={"deputy_for": head.username} if head else None,
    )
    Answer.objects.filter(question=question).update(
        approved_by=by, approved_at=timezone.now(), approved_for=head
    )
    return question


def send_back(*, question: Question, by: User, words: str) -> Question:
    """The head returns the text to the officer with words on what to change. Raises Denied."""
    return staff_step(Verb.SEND_BACK, question=question, by=by, words=words)


@transaction.atomic
def ask_information(*, question: Question, by: User, words: str) -> Question:
    """Ask the citizen for what is missing; the clock stops until the reply. Raises Denied."""
    now = timezone.now()
    staff_step(
        Verb.ASK_INFORMATION,
        question=question,
        by=by,
        public_words=words,
    )
    InformationRequest.objects.create(question=question, words=words, asked_by=by, asked_at=now)
    return question


@transaction.atomic
def resume(*, question: Question, by: User, words: str = "") -> Question:
    """Go on without the citizen's reply; the clock runs again. Raises Denied."""
    now = timezone.now()
    staff_step(Verb.RESUME, question=question, by=by, words=words)
    question.information_requests.filter(replied_at__isnull=True).update(replied_at=now)
    return question


@transaction.atomic
def contribute(*, question: Question, by: User, unit: Unit, text: str) -> Contribution:
    """A co-ordinating unit gives its part to the lead. Raises Denied."""
    check_can_contribute(by, question, unit)
    locked(question)
    contribution = Contribution.objects.create(question=question, unit=unit, text=text, given_by=by)
    record(kind="qa.question.contribute", actor=Actor.staff(by), target=question, unit=unit.code)
    return contribution
