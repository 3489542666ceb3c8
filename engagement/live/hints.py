"""Hints through Redis that a topic has a new version. They may get lost: relays also poll.

Only the aggregator sends and only relays listen; nothing on a citizen's way calls this module.
Without Redis there are no hints (the in-memory layer does not cross threads) and relays poll more
often.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from channels.layers import get_channel_layer
from django.conf import settings
from redis.exceptions import RedisError

from engagement.live.outages import Outage

logger = logging.getLogger(__name__)

GROUP = "live"
SEND_SECONDS = 0.5
ANSWER_SECONDS = 2.0
PING_SECONDS = 5.0
RETRY_SECONDS = 5.0


class Layer(Protocol):
    """What we use of a channel layer (channels' layer specification)."""

    async def new_channel(self) -> str: ...
    async def send(self, channel: str, message: dict[str, Any]) -> None: ...
    async def receive(self, channel: str) -> dict[str, Any]: ...
    async def group_add(self, group: str, channel: str) -> None: ...
    async def group_send(self, group: str, message: dict[str, Any]) -> None: ...
    async def flush(self) -> None: ...


LayerErrors = (RedisError, OSError, TimeoutError)
_sending = Outage(logger, "cannot send hints to the screens, they poll")


def publish(topics: list[str]) -> None:
    """Tell all relays that `topics` have new versions; never raises for Redis, never waits long."""
    if not (topics and settings.REDIS_URL):
        return
    try:
        asyncio.run(_send(topics))
    except LayerErrors as error:
        _sending.began(error)
    else:
        _sending.over()


async def _send(topics: list[str]) -> None:
    layer = get_channel_layer()
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await layer.group_send(GROUP, {"type": "live.hint", "topics": topics})
    finally:
        await _flush(layer)


async def _flush(layer: Layer) -> None:
    """Close the layer's connections of this event loop, also those to a Redis that hangs."""
    with suppress(*LayerErrors):
        async with asyncio.timeout(SEND_SECONDS):
            await layer.flush()


class Listener:
    """Hears hints for one relay. `is_hearing` says whether they can be relied on just now.

    The layer itself never says that Redis is gone, so the listener sends pings to itself.
    """

    def __init__(self, heard: Callable[[], None]) -> None:
        self.is_hearing = False
        self._heard = heard
        self._answer = asyncio.Event()
        self._outage = Outage(logger, "no hints from Redis, polling more often")

    async def run(self) -> None:
        """Listen until cancelled; returns at once when there is no Redis to listen to."""
        if not settings.REDIS_URL:
            return
        layer = get_channel_layer()
        while True:
            try:
                await self._listen(layer)
            except LayerErrors as error:
                self._outage.began(error)
            finally:
                self.is_hearing = False
                await _flush(layer)
            await asyncio.sleep(RETRY_SECONDS)

    async def _listen(self, layer: Layer) -> None:
        """Raises one of `LayerErrors` when Redis does not answer."""
        async with asyncio.timeout(ANSWER_SECONDS):
            channel = await layer.new_channel()
            await layer.group_add(GROUP, channel)
        receiver = asyncio.create_task(self._receive(layer, channel))
        try:
            while True:
                await self._ping(layer, channel)
                self.is_hearing = True
                self._outage.over()
                await asyncio.sleep(PING_SECONDS)
        finally:
            # First the connections: a cancelled receiver wants to say good-bye to a Redis that hangs.
            await _flush(layer)
            receiver.cancel()

    async def _ping(self, layer: Layer, channel: str) -> None:
        self._answer.clear()
        async with asyncio.timeout(ANSWER_SECONDS):
            await layer.send(channel, {"type": "live.ping"})
            await self._answer.wait()

    async def _receive(self, layer: Layer, channel: str) -> None:
        while True:
            message = await layer.receive(channel)
            self._answer.set()
            if message["type"] == "live.hint":
                self._heard()
