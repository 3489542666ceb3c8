"""A small HTTP/1.1 client on asyncio: many kept-alive connections cost the machine little."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter
from types import TracebackType
from typing import Self, TypeVar

HOST = "127.0.0.1"
Work = TypeVar("Work")


@dataclass(frozen=True)
class Response:
    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Connection:
    """One connection to a server, kept alive; opened again by the next request once it was lost.

    `scheme` is what a proxy in front is said to have been asked with. Raises OSError or EOFError
    (asyncio.IncompleteReadError) when the server goes away in the middle of a request.
    """

    def __init__(self, port: int, *, scheme: str = "https") -> None:
        self.port = port
        self.origin = f"{scheme}://{HOST}:{port}"
        self._always = {
            "Host": f"{HOST}:{port}",
            "Origin": self.origin,
            "X-Forwarded-Proto": scheme,
        }
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Response:
        return await self._request("GET", path, headers=headers)

    async def post(self, path: str, body: bytes, *, cookie: str) -> Response:
        """Send a form as a browser without JavaScript encodes it."""
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        return await self._request("POST", path, body=body, headers=headers)

    async def _request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Response:
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self.port)
        reader, writer = self._streams
        sent = {**self._always, "Content-Length": str(len(body)), **(headers or {})}
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        try:
            writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
            await writer.drain()
            response = await _read(reader)
        except BaseException:
            self.close()
            raise
        if response.headers.get("connection", "").lower() == "close":
            self.close()
        return response


async def _read(reader: asyncio.StreamReader) -> Response:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in filter(None, head[1:]):
        name, _, value = line.partition(":")
        if name.lower() == "set-cookie":
            cookie, _, content = value.strip().partition(";")[0].partition("=")
            cookies[cookie] = content
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _read_chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Response(int(head[0].split()[1]), headers, cookies, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body


@dataclass(frozen=True)
class Run:
    """What a measured run came to; times in seconds."""

    times: list[float]
    seconds: float

    @property
    def per_second(self) -> float:
        return round(len(self.times) / self.seconds, 1)

    def percentile_ms(self, share: float) -> float:
        ordered = sorted(self.times)
        return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000, 1)


async def measure(
    port: int,
    works: Iterable[Work],
    one: Callable[[Connection, Work], Awaitable[None]],
    *,
    connections: int,
    seconds: float,
    scheme: str = "https",
) -> Run:
    """Do `works` over so many connections, until they are done or the time is over."""
    queue = iter(works)
    times: list[float] = []
    started = perf_counter()

    async def worker() -> None:
        async with Connection(port, scheme=scheme) as connection:
            for work in queue:
                began = perf_counter()
                if began - started > seconds:
                    return
                await one(connection, work)
                times.append(perf_counter() - began)

    await asyncio.gather(*(worker() for _ in range(connections)))
    return Run(times, perf_counter() - started)
