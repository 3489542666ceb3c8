"""From unit to unit: who held the question, who gave it back and why, what was proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engagement.accounts.models import Unit
from qa.enums import QuestionStatus, ReturnReason, Verb
from qa.models import Question, Step


@dataclass(frozen=True)
class Hop:
    """One return: which unit, by whom, when, for what reason, and which unit it proposed."""

    at: datetime
    unit: Unit | None
    by: str
    reason: str
    proposed: Unit | None
    words: str  # within the offices: for readers of all


def hops_of(question: Question) -> list[Hop]:
    """Every return of the question, oldest first; over the prefetched steps."""
    return [hop_of(step) for step in returns_in(question.steps.all())]


def proposed_unit(question: Question) -> Unit | None:
    """The unit that the last return proposed, while the board is choosing one."""
    if question.status != QuestionStatus.RETURNED:
        return None
    hops = hops_of(question)
    return hops[-1].proposed if hops else None


def returns_in(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if step.verb == Verb.RETURN]


def hop_of(step: Step) -> Hop:
    reason = ReturnReason(step.return_reason).label if step.return_reason else ""
    by = step.done_by.display_name if step.done_by else ""
    return Hop(step.happened_at, step.unit, by, str(reason), step.proposed_unit, step.words)
