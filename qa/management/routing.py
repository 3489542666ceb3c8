"""What the commands of routing have in common."""

from argparse import ArgumentTypeError
from datetime import date

from engagement.accounts.models import Unit
from engagement.text.models import Synonym
from engagement.web.commands import RowsCommand
from qa.models import LevelHint, PlaceUnit, RouterVersion


class RoutingCommand(RowsCommand):
    """A command over the rows that a question is routed by."""

    models = (Unit, RouterVersion, PlaceUnit, LevelHint, Synonym)


def typed_day(typed: str) -> date:
    """The value of `--as-of`."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ArgumentTypeError(
            f"“{typed}” không phải là một ngày; xin viết NĂM-THÁNG-NGÀY, như 2025-07-01."
        ) from None
