"""The seal: every event's hash covers all its columns and the hash of the event before it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from engagement.audit.models import GENESIS_HASH, AuditEvent, AuditHead

SEALED_COLUMNS = (
    "sequence",
    "kind",
    "actor_kind",
    "actor_id",
    "actor_label",
    "unit",
    "target_kind",
    "target_id",
    "before",
    "after",
    "detail",
    "request_id",
    "previous_hash",
)


def seal(event: AuditEvent) -> str:
    """Give the hash `event` must carry: SHA-256 of its canonical JSON, as 64 hexadecimal digits.

    Canonical means sorted keys, no spaces, UTF-8, the time in UTC with microseconds, so the same
    row gives the same bytes on every database and machine.
    """
    content = {column: getattr(event, column) for column in SEALED_COLUMNS}
    content["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """The first place where the log is not what was written: the number of the row, and why."""

    sequence: int
    reason: str


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found. `found_expected` is None when nothing was expected."""

    events: int
    head_hash: str
    first_break: Break | None
    found_expected: bool | None


def walk(events: Iterable[AuditEvent], head: AuditHead, *, expect: str | None = None) -> Verdict:
    """Check `events` (all of them up to the head, by sequence) against each other and the head.

    `expect` is a head hash noted down earlier, on paper or elsewhere: a log that was rewritten
    from some row on is a whole chain again, but no longer holds that hash.
    """
    count, previous, found = 0, GENESIS_HASH, False
    for event in events:
        reason = _what_is_wrong(event, number=count + 1, previous=previous)
        if reason:
            return Verdict(count, previous, Break(count + 1, reason), found if expect else None)
        count, previous = count + 1, event.hash
        found = found or event.hash == expect
    return Verdict(
        count, previous, _break_at_head(count, previous, head), found if expect else None
    )


def _what_is_wrong(event: AuditEvent, *, number: int, previous: str) -> str:
    if event.sequence != number:
        return f"sự kiện này không còn; tiếp sau là sự kiện số {event.sequence}"
    if event.previous_hash != previous:
        return "mã của sự kiện trước không khớp"
    if event.hash != seal(event):
        return "nội dung không khớp với mã của sự kiện"
    return ""


def _break_at_head(count: int, last_hash: str, head: AuditHead) -> Break | None:
    if count < head.sequence:
        return Break(count + 1, f"sự kiện này không còn; chuỗi phải có {head.sequence} sự kiện")
    if count > head.sequence:
        return Break(head.sequence + 1, "sự kiện này nằm ngoài đầu chuỗi")
    if last_hash != head.hash:
        return Break(count, "mã không khớp với đầu chuỗi")
    return None
