"""What all models of the question share: lengths, and choices said to the database."""

from django.db import models
from django.db.models import Q

QUESTION_MAX_LENGTH = 5_000
ANSWER_MAX_LENGTH = 20_000
WORDS_MAX_LENGTH = 2_000


def choices_hold(
    field: str, choices: type[models.TextChoices], name: str
) -> models.CheckConstraint:
    """Let the database refuse a value that is not one of `choices`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)
