"""All that the page of one question shows, in a fixed number of queries."""

from django.db.models import Prefetch, QuerySet

from qa.enums import SENT_BACK, QuestionStatus
from qa.models import Clock, Question, Reminder, Step
from qa.queries.desk.lists import HELD_NOW, TURNS


def is_sent_back(question: Question) -> bool:
    """Tell whether the unit is to change an answer it had submitted; for a row of rows_for."""
    last_turn = getattr(question, "last_turn", None)
    return question.status == QuestionStatus.ASSIGNED and last_turn in SENT_BACK


def sent_back_by(question: Question) -> Step | None:
    """The step that sent the answer back, while the unit is changing it; steps in memory."""
    if question.status != QuestionStatus.ASSIGNED:
        return None
    turns = [step for step in question.steps.all() if step.verb in TURNS]
    return turns[-1] if turns and turns[-1].verb in SENT_BACK else None


def with_everything(questions: QuerySet[Question]) -> QuerySet[Question]:
    """One question's page in a fixed number of queries."""
    related = ("clock_rule", "report", "delegation", "rejected_by", "entered_by", "kind_set_by")
    one_to_one = (
        "answer__edited_by",
        "answer__approved_by",
        "answer__approved_for",
        "objection",
        "publication__answered_me",
        "plan__planned_by",
        "part_of__submission",
        "answered_with__submission",
        "reopening",
        "rating",
    )
    steps = Step.objects.select_related("done_by", "unit", "proposed_unit")
    return questions.select_related(*related, *one_to_one).prefetch_related(
        Prefetch("steps", steps.order_by("happened_at", "pk")),
        HELD_NOW,
        Prefetch("clocks", Clock.objects.select_related("unit").order_by("started_at", "pk")),
        Prefetch(
            "reminders",
            Reminder.objects.select_related("rule", "unit").order_by("reminded_at", "pk"),
        ),
        "attachments",
        "information_requests",
        "contributions__unit",
        "contributions__given_by",
    )
