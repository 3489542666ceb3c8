from django.db import models


class OutboxStatus(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class DeliveryFailure(models.TextChoices):
    """Why the last attempt failed: a code, because a server's words quote the address."""

    UNREACHABLE = "unreachable"  # no connection, or it broke
    TIMED_OUT = "timed_out"
    DEFERRED = "deferred"  # the server said "not now" (4xx), or refused us, not the letter
    REJECTED = "rejected"  # the server refused the recipient or the text for good (5xx)
    UNSENDABLE = "unsendable"  # no valid letter can be made of the row
