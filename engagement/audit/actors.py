"""Who did it. An event without an actor is refused, so the answer is always one of three kinds."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models


class MissingActor(ValueError):
    """An event was to be recorded, and nobody was named as having done it."""


class ActorKind(models.TextChoices):
    STAFF = "staff", "Cán bộ"
    CITIZEN = "citizen", "Công dân"
    SYSTEM = "system", "Hệ thống"


@dataclass(frozen=True)
class Actor:
    """The one who acts. `id` and `label` are copied into the event: accounts may be renamed later.

    A citizen has neither: the log never holds what would tell who a citizen is.
    """

    kind: ActorKind
    id: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse staff and system actors that name nobody."""
        if self.kind is not ActorKind.CITIZEN and not (self.id and self.label):
            raise MissingActor(f"An actor of kind {self.kind.value} needs an id and a label.")

    @classmethod
    def staff(cls, user: AbstractBaseUser | AnonymousUser) -> "Actor":
        """Name a signed-in member of staff; raises MissingActor for an anonymous visitor."""
        if user.pk is None:
            raise MissingActor("A visitor who is not signed in is no member of staff.")
        return cls(ActorKind.STAFF, str(user.pk), user.get_username())

    @classmethod
    def citizen(cls) -> "Actor":
        return cls(ActorKind.CITIZEN)

    @classmethod
    def system(cls, name: str) -> "Actor":
        """Name the job or command that acts by itself, such as `qa.close_unanswered`."""
        return cls(ActorKind.SYSTEM, name, name)
