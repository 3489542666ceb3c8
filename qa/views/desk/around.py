"""What stands around a question on its page: hops, notes, doubles, parts, who writes, the plan."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from engagement.accounts.access import has_permission
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.workflow.machine import allowed
from qa.enums import QuestionStatus, Verb
from qa.forms.desk.comparing import Block, side_by_side
from qa.forms.desk.writing import InsertForm, NoteForm
from qa.models import Question
from qa.queries.desk.access import visible_to
from qa.queries.drafts import earlier_drafts, others_writing, templates_for
from qa.queries.duplicates import followers_seen, same_words, similar_answers
from qa.queries.hops import hops_of, proposed_unit
from qa.queries.notes import notes_for
from qa.rules.desk import check_can_note
from qa.rules.verbs import check_can, check_holds_permission, needs_arbiter


@dataclass(frozen=True)
class Compared:
    """Two drafts side by side; `against` is the earlier version's id, "" for the one that is saved."""

    heading: str
    against: str
    blocks: list[Block]


def compared(mine: str, theirs: str, *, heading: str, against: str = "") -> Compared:
    return Compared(heading, against, side_by_side(mine, theirs))


def around(user: User, question: Question, *, noting: NoteForm | None = None) -> dict[str, object]:
    """The context of the sections beside text and answer."""
    followers = followers_seen(user, question)
    reads_all = has_permission(user, Permission.QUESTION_READ_ALL)
    return {
        "hops": hops_of(question),
        "needs_arbiter": needs_arbiter(question),
        "proposed": proposed_to(user, question),
        "may_reassign": allowed(check_can, Verb.REASSIGN, user, question),
        "reassign_url": reverse("desk:question_act", args=[question.reference, Verb.REASSIGN]),
        "notes": notes_for(user, question),
        "noting": noting or note_form(user, question),
        "same_words": same_words(user, question),
        "followers": followers,
        "merged_count": merged_count(question, followers if reads_all else None),
        "lead": seen(user, question.answered_with),
        "whole": question.part_of,
        "whole_is_seen": seen(user, question.part_of) is not None,
        "parts": parts_seen(user, question),
        "similar_answers": similar_answers(question),
        "plan": getattr(question, "plan", None),
        "may_publish": allowed(check_can, Verb.PUBLISH, user, question),
        "reads_all": reads_all,
    }


def merged_count(question: Question, everyone: list[Question] | None) -> int:
    """How many questions wait for the answer of this one; `everyone`: all its followers, if at hand."""
    if everyone is None:
        merged = question.followers.filter(status=QuestionStatus.MERGED, is_sealed=False)
        return merged.count()
    return sum(follower.status == QuestionStatus.MERGED for follower in everyone)


def editing(user: User, question: Question) -> dict[str, object]:
    """The context of the editor."""
    templates = templates_for(question)
    return {
        "others_writing": others_writing(question, user),
        "earlier_drafts": earlier_drafts(question),
        "inserting": InsertForm(templates=templates) if templates else None,
    }


def proposed_to(user: User, question: Question) -> dict[str, object] | None:
    """The unit that was proposed and where one click gives the question to it, or None."""
    unit = proposed_unit(question)
    if unit is None or not allowed(check_can, Verb.ASSIGN, user, question):
        return None
    return {
        "unit": unit,
        "url": reverse("desk:question_act", args=[question.reference, Verb.ASSIGN]),
    }


def note_form(user: User, question: Question, data: QueryDict | None = None) -> NoteForm | None:
    """The form for a note, for who may write one; the lead unit may ask for help with it."""
    if not allowed(check_can_note, user, question):
        return None
    leads = question.status == QuestionStatus.ASSIGNED and allowed(
        check_holds_permission, Verb.SUBMIT_ANSWER, user, question
    )
    return NoteForm(data, question=question, may_ask=leads)


def seen(user: User, question: Question | None) -> Question | None:
    """The question, if this person may know of it."""
    if question is None:
        return None
    return visible_to(user).filter(pk=question.pk).first()


def parts_seen(user: User, question: Question) -> list[Question]:
    """The parts of a question that was split, in their order."""
    if not question.is_split:
        return []
    return list(visible_to(user).filter(part_of=question).order_by("part_number"))
