"""What a reorganisation touches here: open questions, published answers, rules that name a unit."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from engagement.accounts.models import Unit
from engagement.reorganisation.effects import Item, Listing, Plan
from engagement.reorganisation.enums import ReorganisationStatus
from engagement.reorganisation.models import Reorganisation
from engagement.text.fold import fold
from engagement.text.words import phrase_pattern, words_in
from engagement.web.dates import short_when
from qa.enums import WAITING
from qa.models import Assignment, ClockRule, Publication, Question, StandingDelegation
from qa.queries.archive import on_show

QUESTIONS = "qa-questions"


def held_by(unit_ids: list[int]) -> QuerySet[Question]:
    """Questions that wait for an answer and that one of these units holds, lead or not."""
    held = Assignment.objects.filter(
        question=OuterRef("pk"), unit__in=unit_ids, ended_at__isnull=True
    )
    return Question.objects.filter(Exists(held), status__in=WAITING).order_by("pk")


def questions_by_unit(plan: Plan) -> Mapping[int, int]:
    """How many open questions each unit holds; one that two of them hold counts for each."""
    held = Assignment.objects.filter(
        unit__in=plan.unit_ids,
        ended_at__isnull=True,
        question__status__in=WAITING,
        question__is_sealed=False,
    )
    rows = held.order_by().values("unit").annotate(questions=Count("question", distinct=True))
    return {row["unit"]: row["questions"] for row in rows.order_by("unit")}


def question_items(plan: Plan) -> Listing[Question]:
    """The open questions to choose for. Sealed ones are not shown: they go with the rest."""
    rows = held_by(plan.unit_ids).filter(is_sealed=False)
    rows = rows.select_related("submission", "field", "commune").order_by("due_at", "pk")
    return Listing(rows, question_item)


def question_item(question: Question) -> Item:
    """One question without its words: who reorganises need not be one who may read it."""
    facts = [question.get_status_display()]
    facts += [question.field.name] if question.field else []
    facts += [question.commune.place_name] if question.commune else []
    facts += [f"hạn {short_when(question.due_at)}"] if question.due_at else []
    return Item(question.reference, question.reference, ", ".join(facts))


def published_by_unit(plan: Plan) -> Mapping[int, int]:
    rows = published_of(plan).order_by().values("unit").annotate(answers=Count("pk"))
    return {row["unit"]: row["answers"] for row in rows.order_by("unit")}


def published_of(plan: Plan) -> QuerySet[Publication]:
    """Published answers that bear the name of a unit that ends; they keep it."""
    answers = on_show().filter(unit__in=plan.unit_ids)
    return answers.order_by("-published_at", "-pk")


def published_items(plan: Plan) -> Listing[Publication]:
    return Listing(
        published_of(plan),
        lambda row: Item(str(row.pk), row.title, row.unit_name, row.get_absolute_url()),
    )


def rules_that_name(plan: Plan) -> list[tuple[Unit, Item]]:
    """Delegations and deadlines in force whose words name a unit that ends; for a person to read."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=plan.on)
    delegations = StandingDelegation.objects.filter(valid_to__gte=plan.on, ended_at__isnull=True)
    texts = [
        (f"uy-quyen-{row.pk}", f"Ủy quyền {row.decision_number}", row.scope)
        for row in delegations.order_by("pk")
    ] + [
        (f"thoi-han-{row.pk}", f"Quy định thời hạn: {row}", row.basis)
        for row in ClockRule.objects.filter(lasting).order_by("pk")
    ]
    return [
        (unit, Item(key, label, words))
        for unit in plan.units
        for key, label, words in texts
        if names_unit(words, unit)
    ]


def names_unit(words: str, unit: Unit) -> bool:
    """Tell whether `words` hold the unit's name or short name, whole, marks left aside."""
    folded = fold(words)
    patterns = (phrase_pattern(words_in(name)) for name in (unit.name, unit.short_name))
    return any(re.search(pattern, folded) for pattern in patterns)


def rules_by_unit(plan: Plan) -> Mapping[int, int]:
    return Counter(unit.pk for unit, _ in rules_that_name(plan))


def strays(today: date) -> QuerySet[Assignment]:
    """What waits for an answer with a unit that a reorganisation has ended.

    Such a question was reopened later, or was given to the unit at the moment it ended.
    """
    done = Reorganisation.objects.filter(status=ReorganisationStatus.APPLIED)
    return (
        Assignment.objects.filter(
            ended_at__isnull=True,
            question__status__in=WAITING,
            unit__valid_to__lt=today,
            unit__in=done.order_by().values("units"),
        )
        .select_related("unit")
        .order_by("question", "pk")
    )
