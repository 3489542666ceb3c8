"""Redis stopped, hung or restarted: writers notice nothing, screens go on and recover."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction

from engagement.jobs.models import OutboxMessage
from engagement.live import aggregator, hints, relay, snapshots
from engagement.live.notices import notice
from engagement.live.outages import Outage
from tests.live.redises import has_redis, own_redis
from tests.live.test_consumers import connected, next_frame

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not has_redis, reason="no redis-server on this machine"),
]


@pytest.fixture
def redis(settings, monkeypatch):
    for name, seconds in {"PING_SECONDS": 0.2, "ANSWER_SECONDS": 0.5, "RETRY_SECONDS": 0.2}.items():
        monkeypatch.setattr(hints, name, seconds)
    monkeypatch.setattr(hints, "_sending", Outage(hints.logger, "cannot send hints"))
    with own_redis() as server:
        settings.REDIS_URL = server.url
        settings.CHANNEL_LAYERS = {
            "default": {
                "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
                "CONFIG": {"hosts": [server.url]},
            }
        }
        yield server


def change_something():
    with transaction.atomic():
        OutboxMessage.objects.create(to="a@example.vn")
        notice("test")


@sync_to_async(thread_sensitive=False)
def change_and_tick():
    try:
        change_something()
        aggregator.tick()
    finally:
        connection.close()  # nobody else gives the thread's place in the pool back


async def is_hearing(expected):
    for _ in range(100):
        if relay.current_relay()._listener.is_hearing is expected:
            return True
        await asyncio.sleep(0.05)
    return False


async def reaches_version(socket, version):
    """Fails when five seconds pass without a frame."""
    while (await next_frame(socket))["version"] < version:
        pass


def told(caplog):
    return [record.getMessage() for record in caplog.records]


async def test_a_hint_brings_the_frame_before_the_next_poll(redis, monkeypatch):
    monkeypatch.setattr(relay, "POLL_SECONDS_WITH_HINTS", 60)
    socket = await connected()
    await next_frame(socket)
    assert await is_hearing(True)
    await asyncio.sleep(0.6)  # the last poll of the time before
    await change_and_tick()
    await reaches_version(socket, 2)
    await socket.disconnect()


def test_lost_hints_are_made_up_for_by_polling(redis, monkeypatch):
    monkeypatch.setattr(hints, "publish", lambda _topics: None)

    async def scenario():
        socket = await connected()
        await next_frame(socket)
        assert await is_hearing(True)
        await change_and_tick()
        await reaches_version(socket, 2)
        await socket.disconnect()

    asyncio.run(scenario())


@pytest.mark.parametrize("trouble", ["stop", "freeze"])
async def test_screens_go_on_without_redis_and_recover(redis, trouble, caplog, monkeypatch):
    socket = await connected()
    await next_frame(socket)
    assert await is_hearing(True)

    getattr(redis, trouble)()
    assert await is_hearing(False)
    caplog.clear()
    await change_and_tick()
    await reaches_version(socket, 2)
    await change_and_tick()
    await reaches_version(socket, 3)
    newcomer = await connected()
    assert (await next_frame(newcomer))["version"] == 3
    await asyncio.sleep(2)
    [line] = told(caplog)
    assert line.startswith("cannot send hints: ")

    monkeypatch.setattr(hints, "SEND_SECONDS", 10)
    (redis.start if trouble == "stop" else redis.thaw)()
    assert await is_hearing(True)
    await change_and_tick()
    await reaches_version(socket, 4)
    await socket.disconnect()
    await newcomer.disconnect()

    assert "no hints from Redis, polling more often: over" in told(caplog)
    assert "cannot send hints: over" in told(caplog)


@pytest.mark.parametrize("trouble", ["stop", "freeze"])
def test_writers_never_touch_redis(redis, trouble, monkeypatch):
    monkeypatch.setattr(hints, "SEND_SECONDS", 60)
    getattr(redis, trouble)()
    started = time.monotonic()
    change_something()
    assert time.monotonic() - started < 30
    if trouble == "stop":
        redis.start()


@pytest.mark.parametrize("trouble", ["stop", "freeze"])
def test_aggregator_stores_without_redis_and_hardly_waits(redis, trouble):
    getattr(redis, trouble)()
    change_something()
    started = time.monotonic()
    assert aggregator.tick() == ["letters", "staff"]
    assert time.monotonic() - started < 10
    assert snapshots.latest("letters").payload == {"count": 1}
    if trouble == "stop":
        redis.start()
