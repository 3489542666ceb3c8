"""From the snapshot store to the sockets of this process.

State, not events: each topic has one latest frame, each client one slot. A slow client misses
versions, never the last one, and costs no memory for those it missed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async

from engagement.jobs.failures import log_failure
from engagement.live import snapshots, topics
from engagement.live.hints import Listener
from engagement.live.models import Snapshot
from engagement.live.sockets import Socket, find_ended

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
POLL_SECONDS_WITH_HINTS = 2.0
CHECK_SECONDS = 5.0

Given = TypeVar("Given")
Found = TypeVar("Found")


@dataclass
class _Audience:
    """The sockets of one topic and what they show."""

    version: int = 0
    frame: str = ""
    sockets: set[Socket] = field(default_factory=set)


class Relay:
    """Delivers new versions to the sockets of one event loop; works only while there are any."""

    def __init__(self) -> None:
        self._audiences: dict[str, _Audience] = {}
        self._wake = asyncio.Event()
        self._listener = Listener(heard=self._wake.set)
        self._tasks: list[asyncio.Task[None]] = []
        # Two threads of its own: neither a storm of connections nor a slow check of permissions
        # holds up the frames.
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-relay")

    def join(self, socket: Socket) -> None:
        """Give `socket` the latest frame as soon as there is one, and every newer one."""
        audience = self._audiences.setdefault(socket.topic.name, _Audience())
        audience.sockets.add(socket)
        if audience.frame:
            socket.offer(audience.frame)
        else:
            self._wake.set()
        if not self._tasks:
            steps = (self._listener.run(), self._deliver_forever(), self._check_forever())
            self._tasks = [asyncio.create_task(step) for step in steps]

    def leave(self, socket: Socket) -> None:
        """Forget `socket`; may be called again."""
        audience = self._audiences.get(socket.topic.name)
        if audience is None:
            return
        audience.sockets.discard(socket)
        if not audience.sockets:
            del self._audiences[socket.topic.name]
        if not self._audiences:
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    async def _deliver_forever(self) -> None:
        await self._repeat("reading snapshots", self._deliver_new, self._wait_for_news)

    async def _check_forever(self) -> None:
        async def wait() -> None:
            await asyncio.sleep(CHECK_SECONDS)

        await self._repeat("checking who may listen", self._close_ended, wait)

    async def _repeat(
        self, what: str, step: Callable[[], Awaitable[None]], wait: Callable[[], Awaitable[None]]
    ) -> None:
        """Run `step` again and again; its failures are logged once an outage and retried."""
        is_failing = False
        while True:
            try:
                await step()
            except Exception as error:  # noqa: BLE001 - the screens outlive whatever fails
                if not is_failing:
                    log_failure(logger, what, error)
                is_failing = True
                await asyncio.sleep(1)
            else:
                is_failing = False
            await wait()

    async def _wait_for_news(self) -> None:
        seconds = POLL_SECONDS_WITH_HINTS if self._listener.is_hearing else POLL_SECONDS
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)
        self._wake.clear()

    async def _deliver_new(self) -> None:
        shown = {name: audience.version for name, audience in self._audiences.items()}
        for snapshot in await self._in_thread(_load, shown):
            audience = self._audiences.get(snapshot.topic)
            if audience is None or snapshot.version <= audience.version:
                continue
            audience.version = snapshot.version
            audience.frame = snapshots.as_frame(snapshot)
            for socket in audience.sockets:
                socket.offer(audience.frame)

    async def _close_ended(self) -> None:
        sockets = [one for audience in self._audiences.values() for one in audience.sockets]
        ended = await self._in_thread(find_ended, sockets)
        for socket in ended:
            self.leave(socket)
        for socket, code in ended.items():
            await socket.close(code)

    async def _in_thread(self, read: Callable[[Given], Found], given: Given) -> Found:
        """Database work never runs on the event loop's thread."""
        run = database_sync_to_async(read, thread_sensitive=False, executor=self._threads)
        found: Found = await run(given)
        return found


_relays: WeakKeyDictionary[asyncio.AbstractEventLoop, Relay] = WeakKeyDictionary()


def current_relay() -> Relay:
    """The relay of the running event loop: one a process, as a server has one loop."""
    loop = asyncio.get_running_loop()
    if loop not in _relays:
        _relays[loop] = Relay()
    return _relays[loop]


def _load(shown: dict[str, int]) -> list[Snapshot]:
    """What is newer than `shown`; a topic nobody has built yet is built."""
    found = snapshots.newer_than(shown)
    missing = {name for name, version in shown.items() if version == 0}
    missing -= {snapshot.topic for snapshot in found}
    known = [topic for name in sorted(missing) if (topic := topics.get(name))]
    return found + [snapshots.ensure(topic) for topic in known]
