"""static/js/live.js in a real browser against a real daphne that goes away and comes back."""

import json
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from playwright.sync_api import expect

from tests.browsers import chromium
from tests.live import test_server
from tests.live.daphnes import daphne, free_port

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NO_SOCKETS = """
window.WebSocket = class {
  static OPEN = 1;
  constructor() { setTimeout(() => this.onclose?.(), 10); }
  close() {}
};
"""
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def page():
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(20_000)
        yield page


def change():
    """In a thread: Playwright's own loop runs in ours, where Django refuses to wait."""

    def work():
        test_server.change_something()
        connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(work).result()


def has_state(page, state):
    expect(page.locator("#state")).to_have_text(state, timeout=20_000)


def has_count(page, count, seconds):
    expect(page.locator("#count")).to_have_text(str(count), timeout=seconds * 1000)


def test_screen_moves_falls_back_and_recovers(page):
    port = free_port()
    with daphne(port=port) as site:
        page.goto(site.origin)
        has_state(page, "live")
        change()
        has_count(page, 1, seconds=20)
        site.child.end(signal.SIGKILL)
        has_state(page, "offline")
    change()
    with daphne(port=port):
        has_count(page, 2, seconds=20)
        has_state(page, "live")
        change()
        has_count(page, 3, seconds=20)
    shown = page.evaluate("window.shown")
    assert shown == sorted(set(shown))


def test_without_sockets_the_screen_polls_and_unchanged_data_is_not_sent_again(page):
    statuses = []
    page.on(
        "response",
        lambda response: statuses.append(response.status) if "truc-tiep" in response.url else None,
    )
    page.add_init_script(NO_SOCKETS)
    with daphne() as site:
        page.goto(site.origin)
        has_state(page, "polling")
        change()
        has_count(page, 1, seconds=20)
        for _ in range(40):
            if 304 in statuses:
                break
            page.wait_for_timeout(250)
        page.evaluate("window.end()")
        page.wait_for_timeout(200)
        asked = len(statuses)
        page.wait_for_timeout(3500)
    assert statuses[0] == 200
    assert 304 in statuses
    assert len(statuses) == asked


def test_older_snapshot_never_overwrites_what_the_page_shows(page):
    versions = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived", lambda frame: versions.append(json.loads(frame)["version"])
        ),
    )
    with daphne() as site:
        page.goto(f"{site.origin}/?version=2")
        has_state(page, "live")
        change()
        for _ in range(80):
            if 2 in versions:
                break
            page.wait_for_timeout(250)
        assert page.evaluate("window.shown") == []
        change()
        has_count(page, 2, seconds=20)
        assert page.evaluate("window.shown") == [3]
    assert 2 in versions


def test_hidden_page_lets_go_of_its_socket_and_takes_it_up_again(page):
    sockets = []

    def note(socket):
        sockets.append(socket)

    page.on("websocket", note)
    page.clock.install()
    with daphne() as site:
        page.goto(site.origin)
        has_state(page, "live")
        page.evaluate(HIDE, True)
        page.clock.fast_forward(30_000)
        assert not sockets[0].is_closed()
        page.clock.fast_forward(31_000)
        page.wait_for_timeout(300)
        assert sockets[0].is_closed()
        change()
        page.evaluate(HIDE, False)
        has_count(page, 1, seconds=10)
        assert len(sockets) == 2


def test_screen_of_who_may_no_longer_listen_stops_asking(page):
    asked = []
    page.on("request", lambda request: asked.append(1) if "truc-tiep" in request.url else None)
    page.add_init_script(NO_SOCKETS)
    page.route("**/truc-tiep/**", lambda route: route.fulfill(status=404))
    with daphne() as site:
        page.goto(site.origin)
        has_state(page, "offline")
        page.wait_for_timeout(4000)
    assert asked == [1]
