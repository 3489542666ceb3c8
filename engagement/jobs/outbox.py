"""The e-mail outbox: letters are rows, so a dead mail server costs time and nothing else."""

import logging
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils import timezone

from engagement.jobs.enums import DeliveryFailure, OutboxStatus
from engagement.jobs.models import OutboxMessage
from engagement.jobs.transactions import require_transaction

logger = logging.getLogger(__name__)

BATCH = 50
# Longer than any sane SMTP dialogue; when the sender died, somebody else tries after this time.
CLAIM = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=3)


def send_later(*, to: str, subject: str, body: str, about: str = "") -> None:
    """Store a letter in the caller's transaction; the worker sends it after the commit.

    `about` lets the room take its unsent letters back by `cancel`.

    Raises `OutsideTransaction`. A letter that can never be sent (bad address, refused for good)
    ends as a row given up with a code, never as the caller's error.
    """
    require_transaction("send_later()")
    one_line = " ".join(subject.split())
    OutboxMessage.objects.create(to=to, subject=one_line[:250], body=body, about=about)


def cancel(*, about: str) -> int:
    """Give up the unsent letters about one thing, address and words gone; return how many."""
    waiting = OutboxMessage.objects.filter(status=OutboxStatus.WAITING, about=about)
    return waiting.update(
        status=OutboxStatus.GIVEN_UP, to="", subject="", body="", finished_at=timezone.now()
    )


def deliver_due(now: datetime) -> int:
    """Try the letters due at `now`, oldest first; return how many were delivered.

    Stops at the first sign that the server itself is away: the others would only wait for it too.
    """
    started = time.monotonic()
    due = OutboxMessage.objects.filter(status=OutboxStatus.WAITING, due_at__lte=now)
    delivered = 0
    for message in due.order_by("due_at", "pk")[:BATCH]:
        moment = now + timedelta(seconds=time.monotonic() - started)
        if not _claim(message, moment):
            continue
        failure = _send(message)
        if failure is None:
            delivered += 1
            _finish(message, OutboxStatus.SENT, at=moment)
            continue
        _settle_failure(message, failure, at=moment)
        if failure in {DeliveryFailure.UNREACHABLE, DeliveryFailure.TIMED_OUT}:
            break
    return delivered


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th failed attempt: 1 min, 2 min, 4 min … 6 hours."""
    pause: timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, 16)
    return min(pause, LONGEST_PAUSE)


def _claim(message: OutboxMessage, now: datetime) -> bool:
    """Take the letter for `CLAIM`; False when another worker has been quicker."""
    claimed = _ours(message).update(due_at=now + CLAIM, attempts=F("attempts") + 1)
    message.attempts += 1
    return claimed == 1


def _settle_failure(message: OutboxMessage, failure: DeliveryFailure, *, at: datetime) -> None:
    logger.warning("letter %s: attempt %s: %s", message.pk, message.attempts, failure.value)
    is_final = failure in {DeliveryFailure.REJECTED, DeliveryFailure.UNSENDABLE}
    if is_final or at - message.created_at >= GIVE_UP_AFTER:
        _finish(message, OutboxStatus.GIVEN_UP, at=at, failure=failure)
        return
    _ours(message).update(due_at=at + pause_after(message.attempts), failure=failure)


def _finish(
    message: OutboxMessage,
    status: OutboxStatus,
    *,
    at: datetime,
    failure: DeliveryFailure | None = None,
) -> None:
    _ours(message).update(
        status=status, finished_at=at, failure=failure or "", to="", subject="", body=""
    )


def _ours(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """The row as we know it; empty when somebody else has begun an attempt since."""
    return OutboxMessage.objects.filter(
        pk=message.pk, status=OutboxStatus.WAITING, attempts=message.attempts
    )


def _send(message: OutboxMessage) -> DeliveryFailure | None:
    """Hand the letter to the mail server; None once the server has taken it."""
    letter = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to],
        # The same at each attempt: a letter taken twice can be recognised as one.
        # It says that a machine wrote it, so that no machine answers.
        headers={
            "Message-ID": f"<outbox-{message.pk}@{_sender_domain()}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        with _open_server() as server:
            server.send_messages([letter])
    except Exception as error:  # noqa: BLE001 - a letter must come to an end whatever happens
        return _failure_of(error)
    return None


def _failure_of(error: Exception) -> DeliveryFailure:
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            failure = _by_code(min(code for code, _reply in refused.values()))
        case smtplib.SMTPDataError(smtp_code=int(code)):
            failure = _by_code(code)
        case TimeoutError():
            failure = DeliveryFailure.TIMED_OUT
        case smtplib.SMTPServerDisconnected(__context__=TimeoutError()):
            failure = DeliveryFailure.TIMED_OUT
        case smtplib.SMTPServerDisconnected():
            failure = DeliveryFailure.UNREACHABLE
        case smtplib.SMTPException():
            failure = DeliveryFailure.DEFERRED
        case OSError():
            failure = DeliveryFailure.UNREACHABLE
        case ValueError():
            failure = DeliveryFailure.UNSENDABLE
        case _:
            failure = DeliveryFailure.DEFERRED
    return failure


@contextmanager
def _open_server() -> Iterator[BaseEmailBackend]:
    """A connection whose good-bye may fail: the letter has been taken by then."""
    server = get_connection()
    server.open()
    try:
        yield server
    finally:
        try:
            server.close()
        except (smtplib.SMTPException, OSError):
            logger.info("the mail server did not say good-bye")


def _by_code(code: int) -> DeliveryFailure:
    """What an SMTP reply code means for the letter (RFC 5321 section 4.2.1)."""
    return DeliveryFailure.REJECTED if code >= 500 else DeliveryFailure.DEFERRED


def _sender_domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
