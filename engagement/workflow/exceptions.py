"""Why an act was refused. Every reason is a Vietnamese sentence that may be shown to the person."""


class Denied(Exception):
    """Base of every business refusal; a view turns it into a message and a 4xx."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InvalidTransition(Denied):
    """The object's present status does not know this verb."""


class Conflict(Denied):
    """Somebody else moved the object first; nothing of this act was stored."""
