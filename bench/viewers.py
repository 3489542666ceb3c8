"""Two thousand people watch the results of one survey move once a second; some have stopped reading.

The whole way is timed: from the moment the aggregator stores a snapshot (by the database's clock)
through Redis, the relay of a daphne process and nginx to the viewer's socket.
"""

import asyncio
import json
import resource
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import psycopg

from bench.client import HOST, Run
from bench.report import report
from bench.surveys import CODE, MOVE
from bench.usage import Usage, usage_of
from deploy import local

TOPIC = f"surveys.public.{CODE}"
VIEWERS = 2_000
STALLED = 100
SECONDS = 20
SETTLE_SECONDS = 3
# The last frame is on its way.
QUIET_SECONDS = 2
# As many as nginx allows one address (limit_conn in nginx.conf): the others come from the next.
PER_ADDRESS = 40
CONNECTING_AT_ONCE = 50
# Each viewer is one file here, two in nginx and one in daphne.
FILES = 10_000


@dataclass(frozen=True)
class Arrival:
    """One frame at one viewer. `late` is in seconds from the moment it was published."""

    version: int
    late: float
    size: int


@dataclass
class Viewer(asyncio.Protocol):
    """A WebSocket of one viewer: shakes hands, keeps what comes with its time, answers pings."""

    port: int
    opened: asyncio.Future[None]
    read: list[tuple[float, bytes]] = field(default_factory=list)
    _transport: asyncio.Transport | None = None
    _buffer: bytes = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(transport)
        self._transport = transport
        transport.write(
            f"GET /ws/live/{TOPIC}/ HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n"
            f"Origin: https://{HOST}:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        now = time.time()
        self._buffer += data
        if not self.opened.done() and not self._shake_hands():
            return
        while frame := self._next_frame():
            opcode, payload = frame
            if opcode == TEXT:
                self.read.append((now, payload))
            elif opcode == PING and self._transport is not None:
                self._transport.write(pong(payload))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionError("no handshake"))

    def stall(self) -> None:
        """Stop reading, as a phone in a tunnel."""
        if self._transport is not None:
            self._transport.pause_reading()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _shake_hands(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self.opened.set_exception(ConnectionError(head.decode("latin-1")))
            return False
        self._buffer = rest
        self.opened.set_result(None)
        return True

    def _next_frame(self) -> tuple[int, bytes] | None:
        """Take one whole unmasked frame of at most 64 KiB from the buffer (RFC 6455, 5.2)."""
        if len(self._buffer) < 4:
            return self._take(2) if len(self._buffer) >= 2 and self._buffer[1] < 2 else None
        size = self._buffer[1]
        if size < 126:
            return self._take(2 + size)
        return self._take(4 + int.from_bytes(self._buffer[2:4], "big"), head=4)

    def _take(self, end: int, head: int = 2) -> tuple[int, bytes] | None:
        if len(self._buffer) < end:
            return None
        frame, self._buffer = self._buffer[:end], self._buffer[end:]
        return frame[0] & 0x0F, frame[head:]


TEXT, PING = 0x1, 0x9
NO_MASK = b"\x00\x00\x00\x00"  # a client must mask; a mask of zeros leaves the bytes as they are


def pong(payload: bytes) -> bytes:
    return bytes([0x8A, 0x80 | len(payload)]) + NO_MASK + payload


def bench_viewers(site: local.Local, database: str) -> None:
    """Publish once a second for SECONDS; report how late frames were and what they cost."""
    allow_files()
    asyncio.run(watch(site, database))


def allow_files(wanted: int = FILES) -> None:
    """Let this process and the servers it starts open so many files; raises ValueError if not."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


async def watch(site: local.Local, database: str) -> None:
    viewers = await connect(site.port)
    try:
        for viewer in viewers[:STALLED]:
            viewer.stall()
        await publish_every_second(database, SETTLE_SECONDS)
        for viewer in viewers:
            viewer.read.clear()
        before = Meter.read(site)
        await publish_every_second(database, SECONDS)
        after = Meter.read(site)
    finally:
        for viewer in viewers:
            viewer.close()
    tell(before, after, [arrivals(viewer.read) for viewer in viewers[STALLED:]])


async def connect(port: int) -> list[Viewer]:
    loop = asyncio.get_running_loop()
    door = asyncio.Semaphore(CONNECTING_AT_ONCE)

    async def one(number: int) -> Viewer:
        address = f"127.0.1.{1 + number // PER_ADDRESS}"
        async with door:
            _, viewer = await loop.create_connection(
                lambda: Viewer(port, loop.create_future()), HOST, port, local_addr=(address, 0)
            )
            await viewer.opened
        return viewer

    return await asyncio.gather(*map(one, range(VIEWERS)))


async def publish_every_second(database: str, seconds: int) -> None:
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        started = time.monotonic()
        for number in range(1, seconds + 1):
            await connection.execute(MOVE)
            await asyncio.sleep(started + number - time.monotonic())
    await asyncio.sleep(QUIET_SECONDS)


@dataclass(frozen=True)
class Meter:
    """What the servers on the way of a frame have used."""

    daphne: Usage
    nginx: Usage

    @classmethod
    def read(cls, site: local.Local) -> "Meter":
        live = [site.services[name] for name in site.services if name.startswith("engagement-live")]
        return cls(usage_of(live), usage_of([site.services["nginx"]]))


def arrivals(read: Iterable[tuple[float, bytes]]) -> list[Arrival]:
    found = []
    for at, payload in read:
        frame = json.loads(payload)
        late = at - datetime.fromisoformat(frame["published_at"]).timestamp()
        found.append(Arrival(frame["version"], late, len(payload)))
    return found


def tell(before: Meter, after: Meter, seen: list[list[Arrival]]) -> None:
    """Raises RuntimeError when a viewer who reads missed the last frame."""
    last = max(arrival.version for viewer in seen for arrival in viewer)
    behind = sum(not viewer or viewer[-1].version != last for viewer in seen)
    if behind:
        raise RuntimeError(f"{behind} viewers did not get the last frame")
    everything = [arrival for viewer in seen for arrival in viewer]
    frames = len({arrival.version for arrival in everything})
    run = Run([arrival.late for arrival in everything], SECONDS)
    cost = 1000 / len(everything)
    start, end = (meter.daphne.memory_mb + meter.nginx.memory_mb for meter in (before, after))
    report(
        "survey_viewers",
        viewers=VIEWERS,
        stalled=STALLED,
        frames=frames,
        delivered=len(everything),
        missed=frames * len(seen) - len(everything),
        frame_bytes=max(arrival.size for arrival in everything),
        p50_ms=run.percentile_ms(0.5),
        p95_ms=run.percentile_ms(0.95),
        memory_mb_start=round(start, 1),
        memory_mb_end=round(end, 1),
        cpu_ms_per_delivery=round((after.daphne.seconds - before.daphne.seconds) * cost, 4),
        nginx_ms_per_delivery=round((after.nginx.seconds - before.nginx.seconds) * cost, 4),
        ratio=round(end / start, 3),
    )
