"""New letters of the mailbox by IMAP over TLS; what is safely stored is marked as seen, not before."""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from engagement.jobs.failures import log_failure
from qa.services.mailbox.drafts import ignore_letter, import_letter
from qa.services.mailbox.reading import MAX_LETTER_BYTES, fingerprint_of

logger = logging.getLogger(__name__)

# What imaplib gives: a line, nothing, or a line with the literal it announced.
Piece = bytes | tuple[bytes, bytes] | None
BATCH = 50
TIMEOUT_SECONDS = 30
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_DATE = re.compile(rb'INTERNALDATE "[^"]+"')
TOO_LARGE = "Thư lớn hơn 25 MB, vẫn nằm trong hộp thư."


class MailboxAway(Exception):
    """The mailbox did not answer as it should; the next run tries again."""


def fetch() -> int:
    """Bring in what is new, at most BATCH letters; return how many became drafts.

    Without MAIL_INTAKE_HOST there is no mailbox and nothing to do. Raises MailboxAway; what was
    stored until then stays stored and comes in no second time.
    """
    if not settings.MAIL_INTAKE_HOST:
        return 0
    try:
        with _opened() as box:
            return sum(_take(box, uid) for uid in _unseen(box)[:BATCH])
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxAway(type(error).__name__) from error


@contextmanager
def _opened() -> Iterator[imaplib.IMAP4]:
    context = ssl.create_default_context(cafile=settings.MAIL_INTAKE_CA_FILE or None)
    password = Path(settings.MAIL_INTAKE_PASSWORD_FILE).read_text(encoding="utf-8").strip()
    box = imaplib.IMAP4_SSL(
        settings.MAIL_INTAKE_HOST,
        settings.MAIL_INTAKE_PORT,
        ssl_context=context,
        timeout=TIMEOUT_SECONDS,
    )
    try:
        box.login(settings.MAIL_INTAKE_USER, password)
        _said(box.select(settings.MAIL_INTAKE_FOLDER))
        yield box
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            box.logout()
        with suppress(OSError):
            box.shutdown()  # a line that broke is closed on this side as well


def _unseen(box: imaplib.IMAP4) -> list[str]:
    found = _said(box.uid("SEARCH", "UNSEEN"))
    return [uid.decode() for uid in b" ".join(_pieces(found)).split()]


def _take(box: imaplib.IMAP4, uid: str) -> bool:
    """Store one letter and mark it; a failure leaves it unseen for the next run."""
    facts = b" ".join(_pieces(_said(box.uid("FETCH", uid, "(RFC822.SIZE INTERNALDATE)"))))
    size = _SIZE.search(facts)
    try:
        if size and int(size[1]) > MAX_LETTER_BYTES:
            head = _literal(_said(box.uid("FETCH", uid, "(BODY.PEEK[HEADER])")))
            ignore_letter(fingerprint_of(head), TOO_LARGE)
            stored = None
        else:
            raw = _literal(_said(box.uid("FETCH", uid, "(BODY.PEEK[])")))
            stored = import_letter(raw, received_at=_arrived(facts))
    except (imaplib.IMAP4.error, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - one letter must not keep the others out
        log_failure(logger, "qa.fetch_mail", error)
        return False
    _said(box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))
    return stored is not None


def _arrived(facts: bytes) -> datetime | None:
    """When the mail server took the letter in: its own clock, not the sender's."""
    found = _DATE.search(facts)
    when = imaplib.Internaldate2tuple(found[0]) if found else None
    if when is None:
        return None
    return min(datetime(*when[:6]).astimezone(), datetime.now(UTC))


def _said(answer: tuple[str, Sequence[Piece]]) -> Sequence[Piece]:
    """The data of an answer that says OK; raises the protocol's error otherwise."""
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return data


def _pieces(data: Sequence[Piece]) -> Iterator[bytes]:
    for piece in data:
        yield from piece if isinstance(piece, tuple) else (piece or b"",)


def _literal(data: Sequence[Piece]) -> bytes:
    """The literal of a FETCH answer."""
    for piece in data:
        if isinstance(piece, tuple):
            return bytes(piece[1])
    raise imaplib.IMAP4.error("no letter came")
