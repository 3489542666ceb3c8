"""Of what kind a question is, and what is closed by telling the sender who settles it (ADR 0014)."""

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.live.notices import notice
from engagement.workflow.exceptions import Denied
from qa.enums import QuestionKind, QuestionStatus, Verb
from qa.models import Question, Receiver, Step
from qa.rules.desk import check_can_classify
from qa.services import clock, grouping
from qa.services.steps import locked, staff_step
from qa.triage.detector import detect

# What stands in the history beside the verbs of the table: these move the question to no step.
CLASSIFY, SEAL, UNSEAL = "classify", "seal", "unseal"
TRIAGE = Actor.system("qa.triage")
# What the board must be told of even where it comes late.
ALARMING = frozenset({QuestionKind.DENUNCIATION, QuestionKind.EMERGENCY})


def judged(text: str, kind: QuestionKind | None = None) -> dict[str, object]:
    """Columns of a new question: its kind where the words are certain, sealed where they accuse.

    Nobody has looked yet, so `kind_set_by` stays empty and the board is asked to confirm; `kind` is
    given where somebody had looked before it became a question.
    """
    if kind is not None:
        return {"kind": kind, "is_sealed": kind == QuestionKind.DENUNCIATION}
    finding = detect(text)
    is_taken = finding.is_sure or finding.kind == QuestionKind.REFLECTION
    kind = finding.kind if is_taken else QuestionKind.QUESTION
    return {"kind": kind, "is_sealed": kind == QuestionKind.DENUNCIATION}


def record_seal(question: Question) -> None:
    """Tell the log that the software sealed a new question by itself."""
    if question.is_sealed:
        record(kind=f"qa.question.{SEAL}", actor=TRIAGE, target=question)


@transaction.atomic
def classify(*, question: Question, by: User, kind: QuestionKind, words: str = "") -> Question:
    """Confirm or change the kind; a denunciation is sealed at once, by whatever name it came.

    Unsealing takes `words`, the reason. Raises Denied, and Conflict when the question moved on.
    """
    check_can_classify(by, question, kind)
    if question.is_sealed and kind != QuestionKind.DENUNCIATION and not words.strip():
        raise Denied("Xin ghi lý do gỡ niêm phong; lý do được lưu cùng hồ sơ.")
    locked(question)
    return _put(question, kind=kind, by=by, words=words or f"Xếp loại: {kind.label}")


def weigh_addition(question: Question, words: str) -> None:
    """Judge what the sender wrote later as the first text was judged; within its transaction.

    What is surely a denunciation is sealed before anybody reads it, what is surely an emergency is
    marked. Where the words only look like either, the kind stays. In each case the board is asked
    again, whatever somebody had said of the text before.
    """
    finding = detect(words)
    if question.is_sealed or finding.kind not in ALARMING:
        return
    kind = finding.kind if finding.is_sure else QuestionKind(question.kind)
    _put(
        question,
        kind=kind,
        by=None,
        words=f"Phần người hỏi viết thêm, máy đọc là {finding.kind.label.lower()}",
    )


def _put(question: Question, *, kind: QuestionKind, by: User | None, words: str) -> Question:
    """Write the kind and its seal; `by` None is the software, whom the board is asked to confirm."""
    is_sealed = kind == QuestionKind.DENUNCIATION
    deed = deed_of(question, is_sealed=is_sealed)
    now = timezone.now()
    changes: dict[str, object] = {"kind": kind, "kind_set_by": by, "is_sealed": is_sealed}
    if deed != CLASSIFY:
        # Whoever has the page of before open holds another question: their next verb conflicts.
        changes["status_changed_at"] = now
    Question.objects.filter(pk=question.pk).update(**changes)
    question.parts.update(kind=kind, is_sealed=is_sealed)
    for name, value in changes.items():
        setattr(question, name, value)
    Step.objects.create(
        question=question,
        verb=deed,
        status=question.status,
        happened_at=now,
        done_by=by,
        words=words,
    )
    record(
        kind=f"qa.question.{deed}",
        actor=Actor.staff(by) if by else TRIAGE,
        target=question,
        detail=None if is_sealed else {"matter": str(kind.label)},
    )
    if deed == SEAL:
        stand_alone(question, by=by)
    notice("qa")
    return question


def stand_alone(question: Question, *, by: User | None) -> None:
    """Part a question that was just sealed from those it was merged with: it is in no group."""
    if question.status == QuestionStatus.MERGED:
        grouping.release(question, by=by)
    grouping.release_followers(question, by=by)


def deed_of(question: Question, *, is_sealed: bool) -> str:
    """What a classification does to the seal."""
    if is_sealed == question.is_sealed:
        return CLASSIFY
    return SEAL if is_sealed else UNSEAL


def redirect(*, question: Question, by: User, words: str) -> Question:
    """Close a complaint by telling its sender where it is settled. Raises Denied."""
    return staff_step(
        Verb.REDIRECT,
        question=question,
        by=by,
        public_words=words,
        # The clock of answers ends without a verdict: this was never for the site to answer.
        changes=clock.cancelled(question, timezone.now()),
    )


def forward(*, question: Question, by: User, receiver: Receiver, words: str) -> Question:
    """Hand a sealed matter to who has the power, outside this site; the sender is told so.

    What is handed over travels on paper, by the rules for such matters; here it is on record that
    it was and to whom. Raises Denied.
    """
    return staff_step(
        Verb.FORWARD,
        question=question,
        by=by,
        words=f"Nơi nhận: {receiver.name}",
        public_words=words,
        # The clock of answers ends without a verdict: this was never for the site to answer.
        changes=clock.cancelled(question, timezone.now()),
    )
