"""Who looked at results, and at which."""

from engagement.accounts.models import User
from surveys.models import Look, Survey


def note_look(*, survey: Survey, by: User, what: str) -> None:
    """Keep that `by` opened `what` ("results", "crosstab", "csv" …) of `survey`."""
    Look.objects.create(survey=survey, looked_by=by, what=what)
