import signal
import threading
from datetime import timedelta

import pytest
from django.db import transaction

from engagement.jobs import lanes, outbox, worker
from engagement.jobs.enums import OutboxStatus
from engagement.jobs.models import OutboxMessage
from tests.jobs import mail_servers
from tests.jobs.processes import running_python, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

QUICK = timedelta(milliseconds=10)


@pytest.fixture(autouse=True)
def _no_lanes(monkeypatch):
    monkeypatch.setattr(lanes, "_registry", {})
    monkeypatch.setattr(worker, "_embedded", None)


def run_lanes_until(condition):
    stop = threading.Event()
    thread = threading.Thread(target=worker.run_forever, args=[stop])
    thread.start()
    try:
        assert wait_until(condition)
    finally:
        stop.set()
        thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_hanging_lane_does_not_hold_up_another():
    calls = []

    @lanes.lane("test.hangs", every=QUICK)
    def hang(stop):
        stop.wait()

    @lanes.lane("test.works", every=QUICK)
    def work(_stop):
        calls.append(1)

    run_lanes_until(lambda: len(calls) >= 3)


def test_a_failing_lane_goes_on_more_slowly_and_tells_no_contact(caplog):
    calls = []

    @lanes.lane("test.fails_twice", every=QUICK)
    def fail(_stop):
        calls.append(1)
        if len(calls) <= 2:
            raise ValueError("nguoi.dan@example.vn")

    run_lanes_until(lambda: len(calls) >= 4)
    assert caplog.text.count("test.fails_twice failed: ValueError in fail:") == 2
    assert "nguoi.dan" not in caplog.text


def test_embedded_worker_starts_once(monkeypatch):
    started = []
    release = threading.Event()

    def run(_stop):
        started.append(1)
        release.wait(5)

    monkeypatch.setattr(worker, "run_forever", run)
    monkeypatch.setattr(worker.atexit, "register", lambda *_args: None)
    threads = {worker.start_in_thread() for _ in range(3)}
    release.set()
    assert len(threads) == 1
    [thread] = threads
    assert thread.daemon
    thread.join(timeout=5)
    assert started == [1]


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_run_worker_delivers_and_stops_cleanly(signal_number):
    server = mail_servers.Server()
    with transaction.atomic():
        outbox.send_later(to="nguoi.dan@example.vn", subject="Đã trả lời", body="Xem trang.")
    with (
        mail_servers.running(server) as port,
        running_python(
            "manage.py",
            "run_worker",
            DJANGO_SETTINGS_MODULE="tests.jobs.worker_settings",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=str(port),
        ) as child,
    ):
        assert wait_until(lambda: server.letters, seconds=30), child.output
        assert child.end(signal_number) == 0
        assert child.output.rstrip().endswith("Worker has stopped.")
        assert "nguoi.dan" not in child.output
    assert OutboxMessage.objects.get().status == OutboxStatus.SENT
