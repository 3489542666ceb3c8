import shutil
import signal
from contextlib import contextmanager

from tests.jobs.processes import running, wait_until
from tests.live.daphnes import answers, free_port

has_redis = shutil.which("redis-server") is not None


class OwnRedis:
    """A Redis of this test alone: it may be stopped, frozen and started again."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._running = None

    def start(self):
        self._running = running(
            "redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"
        )
        self._child = self._running.__enter__()
        assert wait_until(lambda: answers(self.port))

    def stop(self):
        self.thaw()
        self._running.__exit__(None, None, None)

    def freeze(self):
        self._child.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._child.process.send_signal(signal.SIGCONT)


@contextmanager
def own_redis():
    redis = OwnRedis()
    redis.start()
    try:
        yield redis
    finally:
        redis.stop()
