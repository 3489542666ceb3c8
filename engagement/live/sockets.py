"""Who is connected, and whether they still may be."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from engagement.accounts.models import User
from engagement.live.topics import Listener, Topic

SESSION_GONE = 4401
PERMISSION_GONE = 4403
# With a check every 5 s this keeps below the minute that is promised.
PERMISSION_SECONDS = 50.0


@dataclass(eq=False)
class Socket:
    """One client of one topic, with a slot for the one frame it has not been sent yet."""

    topic: Topic
    user: Listener
    session_key: str
    session_hash: str
    close: Callable[[int], Awaitable[None]]
    permitted_at: float = field(default_factory=time.monotonic)
    _slot: str = ""
    _filled: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, frame: str) -> None:
        """Put `frame` into the slot; one that still lies there is older and is forgotten."""
        self._slot = frame
        self._filled.set()

    async def next_frame(self) -> str:
        await self._filled.wait()
        self._filled.clear()
        return self._slot


def find_ended(sockets: Collection[Socket]) -> dict[Socket, int]:
    """The sockets that must be closed, with the close code.

    A socket ends with its session (log-out, expiry), its user (deactivated, new password) or its
    permission. Sessions and users are asked for all sockets at once each time, permissions only
    when the last answer is old.
    """
    users = _users_still_signed_in(sockets)
    ended = {}
    for socket in sockets:
        user = users[socket]
        if user is None:
            ended[socket] = SESSION_GONE
        elif not _is_permitted(socket, user):
            ended[socket] = PERMISSION_GONE
    return ended


def _users_still_signed_in(sockets: Collection[Socket]) -> dict[Socket, Listener | None]:
    """Each socket's user as the database knows it now; None when the session has ended."""
    people = [socket for socket in sockets if socket.user.is_authenticated]
    keys = {socket.session_key for socket in people}
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    live_keys = set(sessions.values_list("session_key", flat=True)) if people else set()
    users = User.objects.filter(is_active=True)
    active = users.in_bulk({socket.user.pk for socket in people}) if people else {}
    found: dict[Socket, Listener | None] = dict.fromkeys(sockets, AnonymousUser())
    for socket in people:
        user = active.get(socket.user.pk) if socket.session_key in live_keys else None
        is_same = user and constant_time_compare(user.get_session_auth_hash(), socket.session_hash)
        found[socket] = user if is_same else None
    return found


def _is_permitted(socket: Socket, user: Listener) -> bool:
    if time.monotonic() - socket.permitted_at < PERMISSION_SECONDS:
        return True
    socket.permitted_at = time.monotonic()
    return socket.topic.may_listen(user)
