import asyncio
import json
import logging
import time

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from engagement.jobs.models import OutboxMessage
from engagement.live import aggregator, relay, sockets
from engagement.live.notices import notice
from engagement.live.routing import websocket_application
from engagement.live.topics import Topic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_quick")]


@pytest.fixture
def _quick(monkeypatch, settings):
    """The same clockwork, only faster; without Redis, whose part has tests of its own."""
    monkeypatch.setattr(relay, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(relay, "CHECK_SECONDS", 0.1)
    monkeypatch.setattr(sockets, "PERMISSION_SECONDS", 0.2)
    settings.REDIS_URL = ""


@pytest.fixture
def cookie(officer):
    client = Client()
    client.force_login(officer)
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


def open_socket(topic="letters", *, cookie="", origin="http://127.0.0.1:8000", path=None):
    headers = [(b"host", b"127.0.0.1:8000")]
    if origin:
        headers.append((b"origin", origin.encode()))
    if cookie:
        headers.append((b"cookie", f"{django_settings.SESSION_COOKIE_NAME}={cookie}".encode()))
    path = path or f"/ws/live/{topic}/"
    return WebsocketCommunicator(websocket_application, path, headers=headers)


async def connected(*args, **kwargs):
    socket = open_socket(*args, **kwargs)
    accepted, _ = await socket.connect(timeout=5)
    assert accepted
    return socket


async def next_frame(socket):
    return json.loads(await socket.receive_from(timeout=5))


async def closed_with(socket):
    message = await socket.receive_output(timeout=5)
    assert message["type"] == "websocket.close"
    return message["code"]


@sync_to_async
def change_something():
    with transaction.atomic():
        OutboxMessage.objects.create(to="a@example.vn")
        notice("test")
    aggregator.tick()


async def test_first_frame_at_once_and_each_change_after_it():
    socket = await connected()
    first = await next_frame(socket)
    assert first.keys() == {"topic", "version", "published_at", "data"}
    assert (first["topic"], first["version"], first["data"]) == ("letters", 1, {"count": 0})
    await change_something()
    second = await next_frame(socket)
    assert (second["version"], second["data"]) == (2, {"count": 1})
    await socket.disconnect()


async def test_who_comes_later_gets_the_frame_the_others_have():
    first = await connected()
    await next_frame(first)
    await change_something()
    await next_frame(first)
    second = await connected()
    assert (await next_frame(second))["version"] == 2
    await first.disconnect()
    await second.disconnect()


async def test_slow_client_gets_the_last_version_and_no_queue():
    socket = await connected()
    await next_frame(socket)
    [client] = relay.current_relay()._audiences["letters"].sockets
    for number in range(5):
        client.offer(json.dumps({"version": number}))
    assert await next_frame(socket) == {"version": 4}
    assert await socket.receive_nothing(timeout=0.3)
    await socket.disconnect()


async def test_relay_works_only_while_there_are_sockets():
    socket = await connected()
    tasks = relay.current_relay()._tasks
    assert tasks
    await socket.disconnect()
    await asyncio.sleep(0.1)
    assert all(task.done() for task in tasks)
    assert not relay.current_relay()._audiences
    again = await connected()
    assert (await next_frame(again))["version"] == 1
    await again.disconnect()


@pytest.mark.parametrize(
    ("topic", "origin"),
    [
        ("nothing", "http://127.0.0.1:8000"),
        ("staff", "http://127.0.0.1:8000"),
        ("letters", "http://evil.example"),
        ("letters", "https://127.0.0.1:8000"),
        ("letters", ""),
    ],
)
async def test_socket_is_refused_before_it_is_accepted(topic, origin):
    socket = open_socket(topic, origin=origin)
    accepted, code = await socket.connect(timeout=5)
    assert not accepted
    assert code == (4403 if topic == "letters" else 4404)


async def test_other_paths_are_refused_without_a_word(caplog):
    accepted, _ = await open_socket(path="/ws/other/").connect(timeout=5)
    assert not accepted
    assert caplog.records == []


async def test_signed_in_user_may_listen(cookie):
    socket = await connected("staff", cookie=cookie)
    assert (await next_frame(socket))["topic"] == "staff"
    await socket.disconnect()


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "",
        "[1]",
        '"text"',
        "NaN",
        "{" * 3000,
        "[" * 4000,
        '{"a": "' + "x" * 4096 + '"}',
        '{"a": "' + "ệ" * 1400 + '"}',
    ],
)
async def test_malformed_frame_closes_with_one_log_line(text, caplog):
    socket = await connected()
    await next_frame(socket)
    for _ in range(3):
        await socket.send_input({"type": "websocket.receive", "text": text})
    assert await closed_with(socket) == 4400
    await asyncio.sleep(0.1)
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == "malformed frame on topic letters: socket closed"
    assert record.exc_info is None
    await socket.disconnect()


async def test_binary_frame_closes():
    socket = await connected()
    await next_frame(socket)
    await socket.send_to(bytes_data=b"{}")
    assert await closed_with(socket) == 4400
    await socket.disconnect()


async def test_well_formed_frame_is_ignored(caplog):
    socket = await connected()
    await next_frame(socket)
    await socket.send_to(text_data='{"type": "websocket.close", "a": 1}')
    assert await socket.receive_nothing(timeout=0.2)
    await change_something()
    assert (await next_frame(socket))["version"] == 2
    assert caplog.records == []
    await socket.disconnect()


async def test_sockets_end_with_the_session(cookie):
    public, staff = await connected(cookie=cookie), await connected("staff", cookie=cookie)
    stranger = await connected()
    for socket in (public, staff, stranger):
        await next_frame(socket)
    await sync_to_async(Session.objects.all().delete)()
    assert await closed_with(public) == 4401
    assert await closed_with(staff) == 4401
    await change_something()
    assert (await next_frame(stranger))["version"] == 2
    assert await staff.receive_nothing(timeout=0.2)
    for socket in (public, staff, stranger):
        await socket.disconnect()


@pytest.mark.parametrize("change", ["deactivate", "password"])
async def test_sockets_end_with_the_user(cookie, officer, change):
    socket = await connected("staff", cookie=cookie)
    await next_frame(socket)
    if change == "deactivate":
        officer.is_active = False
    else:
        officer.set_password("mat-khau-moi-2")
    await sync_to_async(officer.save)()
    assert await closed_with(socket) == 4401
    await socket.disconnect()


async def test_socket_ends_with_the_permission(cookie, registry):
    allowed = {"canbo"}

    def may_listen(user):
        return user.is_authenticated and user.get_username() in allowed

    registry["staff"] = Topic("staff", frozenset({"test"}), dict, may_listen)
    socket = await connected("staff", cookie=cookie)
    await next_frame(socket)
    allowed.clear()
    assert await closed_with(socket) == 4403
    assert await socket.receive_nothing(timeout=0.2)
    await socket.disconnect()


async def test_broken_database_is_told_once_and_survived(monkeypatch, caplog):
    socket = await connected()
    await next_frame(socket)
    with monkeypatch.context() as patch:

        def fail(_shown):
            raise ConnectionError("host=db password=secret")

        patch.setattr(relay, "_load", fail)
        await asyncio.sleep(2.5)
    await change_something()
    assert (await next_frame(socket))["version"] == 2
    assert [record.getMessage().split(" in ")[0] for record in caplog.records] == [
        "reading snapshots failed: ConnectionError"
    ]
    await socket.disconnect()


async def test_database_work_stays_off_the_event_loop(monkeypatch):
    """A database that takes three seconds does not stop the loop for two."""
    loaded = relay._load

    def slow(shown):
        time.sleep(3)
        return loaded(shown)

    monkeypatch.setattr(relay, "_load", slow)
    socket = await connected()
    longest = 0.0
    for _ in range(20):
        before = time.monotonic()
        await asyncio.sleep(0.05)
        longest = max(longest, time.monotonic() - before)
    assert longest < 2
    await next_frame(socket)
    await socket.disconnect()
