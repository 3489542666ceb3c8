from collections.abc import Mapping
from datetime import datetime

from django.db.models import Model
from django.db.models.functions import Now

from engagement.audit import context
from engagement.audit.actors import Actor, MissingActor
from engagement.audit.chain import seal
from engagement.audit.models import AuditEvent, AuditHead
from engagement.jobs.transactions import require_transaction

__all__ = ["MissingActor", "record"]


def record(
    *,
    kind: str,
    actor: Actor,
    target: Model | None = None,
    unit: str = "",
    before: str = "",
    after: str = "",
    detail: Mapping[str, str | int | bool | None] | None = None,
) -> AuditEvent:
    """Add one event to the log, in the caller's transaction: the deed and its event stand or fall.

    `kind` is `room.thing.verb` ("qa.question.publish"), `unit` a unit's code, `before` and `after`
    statuses or codes. Pass ids and codes only, never a citizen's words or contact.

    Writers queue at the head row, so numbers follow each other without a gap; call it last in a
    transaction to keep the queue short. The time is the database's. Raises MissingActor without an
    actor, OutsideTransaction outside a transaction.
    """
    if not isinstance(actor, Actor):
        raise MissingActor(f"{kind}: nobody is named as having done it.")
    require_transaction("record()")
    head, now = _locked_head()
    event = AuditEvent(
        sequence=head.sequence + 1,
        at=now,
        kind=kind,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        unit=unit,
        target_kind=target._meta.label_lower if target else "",  # noqa: SLF001
        target_id=str(target.pk) if target else "",
        before=before,
        after=after,
        detail=dict(detail or {}),
        request_id=context.request_id.get(),
        previous_hash=head.hash,
    )
    event.hash = seal(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=head.pk).update(sequence=event.sequence, hash=event.hash)
    return event


def _locked_head() -> tuple[AuditHead, datetime]:
    """Lock the head row and tell the database's time.

    The row is made by the first event. Were it removed later, the numbers would start anew,
    collide with the events that exist, and the new event be refused.
    """
    locked = AuditHead.objects.select_for_update().annotate(now=Now())
    head = locked.filter(pk=AuditHead.SINGLETON).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=AuditHead.SINGLETON)
        head = locked.get(pk=AuditHead.SINGLETON)
    return head, head.now
