"""Free texts of a closed survey are read, masked and published, or kept back."""

from django.db import transaction

from engagement.accounts.models import User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.live.notices import notice
from surveys.models import FreeText


def review(*, text: FreeText, masked: str, is_published: bool, by: User) -> None:
    """Decide on one text: `masked` is what may be read when it is published."""
    with transaction.atomic():
        text.masked = masked if is_published else ""
        text.is_published = is_published
        text.save(update_fields=["masked", "is_published"])
        record(
            kind="surveys.text.published" if is_published else "surveys.text.kept_back",
            actor=Actor.staff(by),
            target=text,
        )
        notice("surveys")
