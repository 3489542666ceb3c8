"""Sessions that end: SESSION_COOKIE_AGE after sign-in, SESSION_IDLE_SECONDS after the last deed.

Both ends stand in the row's `expire_date`, so whoever asks the row, HTTP or a socket, sees them,
and no other write to the session (a message, a token) moves them.
"""

import time
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase

STARTED_AT = "started_at"
ACTIVE_AT = "active_at"
SECONDS_BETWEEN_WRITES = 60


class SessionStore(db.SessionStore):
    """Django's rows, with the two ends of a signed-in session (settings.SESSION_ENGINE)."""

    def get_expiry_date(self, **given: datetime | int) -> datetime:
        """Give the end of a signed-in session; that of a visitor's is Django's."""
        if STARTED_AT not in self:
            return super().get_expiry_date(**given)
        end = min(
            self[STARTED_AT] + settings.SESSION_COOKIE_AGE,
            self[ACTIVE_AT] + settings.SESSION_IDLE_SECONDS,
        )
        return datetime.fromtimestamp(end, UTC)

    def _validate_session_key(self, key: str | None) -> bool:
        """Take only keys we could have made: PostgreSQL fails at a NUL in any other."""
        is_valid: bool = super()._validate_session_key(key)  # type: ignore[misc]  # not in the stubs
        return is_valid and str(key).isalnum()


def start_clock(session: SessionBase) -> None:
    """Count the life of `session` from now: somebody signed in."""
    session[STARTED_AT] = session[ACTIVE_AT] = int(time.time())


def note_activity(session: SessionBase) -> None:
    """Put off the idle end of a signed-in `session`; written at most once a minute."""
    if STARTED_AT not in session:  # signed in before there were these ends
        start_clock(session)
    elif time.time() - session[ACTIVE_AT] >= SECONDS_BETWEEN_WRITES:
        session[ACTIVE_AT] = int(time.time())
