"""The worker: all declared lanes, in a process of their own or inside the embedded server."""

import atexit
import logging
import threading

from engagement.jobs.lanes import declared_lanes

logger = logging.getLogger(__name__)

_embedded_lock = threading.Lock()
_embedded: threading.Thread | None = None


def run_forever(stop: threading.Event) -> None:
    """Run every lane until `stop` is set; returns when each has finished what it was doing."""
    threads = [
        threading.Thread(target=lane.run, args=[stop], name=lane.name, daemon=True)
        for lane in declared_lanes()
    ]
    for thread in threads:
        thread.start()
    logger.info("worker: %s lanes started", len(threads))
    stop.wait()
    for thread in threads:
        thread.join()
    logger.info("worker: stopped")


def start_in_thread() -> threading.Thread:
    """Run the worker inside this process, once however often this is called.

    The embedded default (settings.EMBEDDED_WORKER): one process is the whole site.
    """
    global _embedded  # noqa: PLW0603 - one worker a process is the point
    with _embedded_lock:
        if _embedded is None:
            stop = threading.Event()
            _embedded = threading.Thread(
                target=run_forever, args=[stop], name="worker", daemon=True
            )
            _embedded.start()
            atexit.register(_end, _embedded, stop)
        return _embedded


def _end(thread: threading.Thread, stop: threading.Event) -> None:
    """Let the lanes finish, but do not keep a person waiting who has pressed Ctrl-C."""
    stop.set()
    thread.join(timeout=2)
