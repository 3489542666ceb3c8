from django.db.models import Max, QuerySet

from engagement.audit.chain import Verdict, walk
from engagement.audit.models import AuditEvent, AuditHead


def verify(*, expect: str | None = None) -> Verdict:
    """Walk the whole log while others go on writing to it.

    The newest number is read before the head, so an event added in between is not mistaken for
    one outside the chain; what comes after the head that was read is left for the next walk.
    """
    newest = AuditEvent.objects.aggregate(newest=Max("sequence"))["newest"] or 0
    head = AuditHead.objects.filter(pk=AuditHead.SINGLETON).first() or AuditHead()
    last = max(newest, head.sequence)
    rows = AuditEvent.objects.filter(sequence__lte=last).order_by("sequence")
    return walk(rows.iterator(chunk_size=2000), head, expect=expect)


def kinds_recorded() -> list[str]:
    """Give every kind that occurs in the log, once."""
    kinds = AuditEvent.objects.order_by("kind").values_list("kind", flat=True)
    return list(kinds.distinct())


def targets_recorded() -> list[str]:
    """Give every kind of target (`app.model`) that occurs in the log, once."""
    targets = AuditEvent.objects.order_by("target_kind").values_list("target_kind", flat=True)
    return list(targets.distinct())


def events(*, kind: str = "", target: str = "") -> QuerySet[AuditEvent]:
    """Give the events, newest first; `target` is `app.model` or `app.model:id`."""
    found = AuditEvent.objects.order_by("-sequence")
    if kind:
        found = found.filter(kind=kind)
    if target:
        target_kind, _, target_id = target.partition(":")
        found = found.filter(target_kind=target_kind)
        if target_id:
            found = found.filter(target_id=target_id)
    return found
