"""Server processes on 127.0.0.1: started, waited for, killed and stopped, each by its own id."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"
HOST = "127.0.0.1"


class NotStartedError(Exception):
    """A server ended, or did not answer in time; the text holds the end of its log."""


@dataclass
class Process:
    """One server and all its children, in a process group of their own; output goes to `log`."""

    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(  # noqa: S603
                list(self.command),
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The id of the process and of its group; raises `NotStartedError` before `start`."""
        if self._running is None:
            raise NotStartedError(" ".join(self.command))
        return self._running.pid

    @property
    def is_running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.signal(signal.SIGKILL)

    def stop(self, seconds: float = 15) -> int:
        """Ask it to end and wait; returns its exit status. What does not end in time is killed."""
        if self._running is None:
            return 0
        if self.is_running:
            self._running.send_signal(signal.SIGTERM)
            try:
                self._running.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        # Children that outlived their parent are in its group still.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)
        return self._running.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and its children, if it still runs."""
        if self._running is not None and self.is_running:
            os.killpg(self._running.pid, number)

    def wait_for_http(self, port: int, path: str = "/healthz", seconds: float = 60) -> None:
        """Return when `path` answers 200; raises `NotStartedError`."""
        give_up_at = time.monotonic() + seconds
        while time.monotonic() < give_up_at:
            if not self.is_running:
                break
            if _answers(port, path):
                return
            time.sleep(0.1)
        self.stop()
        raise NotStartedError(f"{' '.join(self.command)}\n{self.log.read_text()[-4000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def manage(*arguments: str, environment: Mapping[str, str]) -> str:
    """Run a management command and return what it printed; raises RuntimeError with its errors."""
    finished = subprocess.run(  # noqa: S603
        [str(PYTHON), "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    if finished.returncode != 0:
        raise RuntimeError(f"manage.py {' '.join(arguments)}\n{finished.stderr[-4000:]}")
    return finished.stdout


@contextlib.contextmanager
def running(*processes: Process) -> Iterator[None]:
    """Start each, and stop them in reverse order whatever happens."""
    with contextlib.ExitStack() as stack:
        for process in processes:
            stack.callback(process.stop)
            process.start()
        yield


def daphne(port: int, environment: Mapping[str, str], log: Path) -> Process:
    """The one-process site: HTTP, WebSocket and (settings.EMBEDDED_WORKER) the worker."""
    limits = ["--websocket-max-message-size", "1048576", "--websocket-max-frame-size", "4096"]
    where = ["-b", HOST, "-p", str(port), "-v", "0", "-t", "15", "--no-server-name"]
    server = str(PYTHON.with_name("daphne"))
    return Process(
        [server, *where, *limits, "engagement.config.asgi:application"], environment, log
    )


def _answers(port: int, path: str) -> bool:
    # A trusted proxy's word, so that production settings do not redirect to HTTPS.
    headers = {"X-Forwarded-Proto": "https"}
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
