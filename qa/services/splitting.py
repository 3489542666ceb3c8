"""A question that asks several things becomes several questions under one code."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from engagement.accounts.models import User
from engagement.jobs.queue import enqueue
from engagement.workflow.exceptions import Denied
from qa.enums import ClockKind, QuestionStatus, Verb
from qa.models import Answer, Attachment, Clock, Field, Question, Step
from qa.rules.verbs import check_can_split
from qa.services.steps import locked, staff_step

FEWEST_PARTS, MOST_PARTS = 2, 4
# What a part has from the whole: who asked, where, and the clock that started with the receipt.
INHERITED = (
    "submission",
    "received_at",
    "kind",
    "kind_set_by",
    "channel",
    "entered_by",
    "entered_at",
    "asker_name",
    "is_name_withheld",
    "contact_email",
    "contact_phone",
    "commune",
    "report",
    "clock_rule",
    "due_at",
    "paused_at",
    "was_paused",
    "paused_days",
    "clock_restarted_at",
    "clock_round",
    "calendar_version",
)


@dataclass(frozen=True)
class Part:
    """What one of the new questions asks, where it belongs, and which files go with it."""

    text: str
    field: Field | None = None
    attachments: Sequence[Attachment] = ()


@transaction.atomic
def split(*, question: Question, by: User, parts: Sequence[Part], words: str = "") -> Question:
    """Make a question of each of `parts`; the asker's own text stays with the whole, unpublished.

    A part stands where the whole stood: reported already, or still to be reported. Its clock is
    the whole's, and so is what the asker was told while late. Figures count the parts and not the whole. Raises Denied.
    """
    check_can_split(by, question)
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS or not all(part.text.strip() for part in parts):
        raise Denied(f"Xin tách thành {FEWEST_PARTS} đến {MOST_PARTS} phần, phần nào cũng có lời.")
    locked(question)
    notes = list(question.clocks.filter(kind=ClockKind.STATUS_NOTE))
    was_accepted = question.status == QuestionStatus.ACCEPTED
    status = QuestionStatus.ACCEPTED if was_accepted else QuestionStatus.REPORTED
    staff_step(
        Verb.SPLIT,
        question=question,
        by=by,
        words=words,
        public_words=f"Ban Biên tập tách câu hỏi thành {len(parts)} phần để trả lời từng phần",
        changes={"is_split": True, "lead_unit": None, "answered_with": None},
        detail={"parts": len(parts)},
    )
    # A draft left by a unit that returned the question was that unit's own.
    Answer.objects.filter(question=question).delete()
    for number, part in enumerate(parts, start=1):
        made = add_part(question, number, part, by=by, status=status)
        carry_over(notes, made)
    return question


def add_part(
    whole: Question, number: int, part: Part, *, by: User, status: QuestionStatus
) -> Question:
    """Store one part with its history: received with the whole, then split off."""
    question = Question.objects.create(
        part_of=whole,
        part_number=number,
        status=status,
        status_changed_at=whole.status_changed_at,
        text=part.text,
        field=part.field or whole.field,
        **{name: getattr(whole, name) for name in INHERITED},
    )
    Step.objects.create(
        question=question,
        verb="receive",
        status=QuestionStatus.RECEIVED,
        happened_at=whole.received_at,
    )
    Step.objects.create(
        question=question,
        verb=Verb.SPLIT,
        status=status,
        happened_at=whole.status_changed_at,
        done_by=by,
    )
    for attachment in part.attachments:
        copy_to(question, attachment)
    enqueue("qa.suggest_units", question_id=question.pk)
    return question


def carry_over(notes: Sequence[Clock], part: Question) -> None:
    """Count the status notes of the part on from those of the whole, as they stood before the split.

    Counted anew from the deadline they would all be due at once: the asker had them already.
    """
    for note in notes:
        note.pk, note.question = None, part
    Clock.objects.bulk_create(notes)


def copy_to(question: Question, original: Attachment) -> None:
    """Give the part its own file, which goes when the part goes."""
    copy = Attachment(
        question=question,
        display_name=original.display_name,
        content_type=original.content_type,
        size=original.size,
        added_at=original.added_at,
    )
    with original.file.open("rb") as stored:
        content = ContentFile(stored.read())
    copy.file.save(f"tep{PurePath(str(original.file.name)).suffix}", content, save=True)
