import socket
from contextlib import contextmanager
from dataclasses import dataclass

from tests.jobs.processes import Child, running_python, wait_until

SETTINGS = "tests.live.site_settings"
FRAME_LIMITS = ["--websocket-max-message-size", "1048576", "--websocket-max-frame-size", "4096"]


@dataclass
class Daphne:
    child: Child
    port: int

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def socket_url(self, topic):
        return f"ws://127.0.0.1:{self.port}/ws/live/{topic}/"


@contextmanager
def daphne(*, port=0, **environment):
    """tests.live.site on a port of 127.0.0.1, ready to answer."""
    port = port or free_port()
    arguments = ["-m", "daphne", "-b", "127.0.0.1", "-p", str(port), *FRAME_LIMITS]
    environment = {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "EMBEDDED_WORKER": "1",
        **environment,
    }
    with running_python(*arguments, "tests.live.site:application", **environment) as child:
        assert wait_until(lambda: answers(port) or child.process.poll(), seconds=40)
        assert child.process.poll() is None, child.output
        yield Daphne(child, port)


def answers(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
