"""One holder at a time, on any database, by compare-and-swap on a row and the database's clock."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper, Q
from django.db.models.functions import Now

from engagement.jobs.models import Lease


@dataclass(frozen=True)
class Holding:
    """The outcome of `hold`: true when the lease is ours."""

    name: str
    holder: str
    seconds: float
    is_held: bool

    def __bool__(self) -> bool:
        return self.is_held

    def renew(self) -> bool:
        """Extend the lease; False when it ran out and somebody else has it.

        Called inside the transaction that writes the result, it is the fence: the row stays locked
        until the commit, so nobody can take the lease between the check and the write.
        """
        return _set_expiry(self, Q(holder=self.holder)) == 1


@contextmanager
def hold(name: str, *, seconds: float) -> Iterator[Holding]:
    """Take the lease `name` for `seconds` if it is free; the value is false when it is not."""
    wanted = Holding(name, uuid.uuid4().hex, seconds, is_held=True)
    Lease.objects.bulk_create([Lease(name=name, expires_at=Now())], ignore_conflicts=True)
    if _set_expiry(wanted, Q(expires_at__lte=Now())) == 0:
        yield Holding(name, wanted.holder, seconds, is_held=False)
        return
    try:
        yield wanted
    finally:
        Lease.objects.filter(name=name, holder=wanted.holder).update(expires_at=Now(), holder="")


def _set_expiry(holding: Holding, condition: Q) -> int:
    expiry = ExpressionWrapper(
        Now() + timedelta(seconds=holding.seconds), output_field=DateTimeField()
    )
    rows = Lease.objects.filter(condition, name=holding.name)
    return rows.update(holder=holding.holder, expires_at=expiry)
