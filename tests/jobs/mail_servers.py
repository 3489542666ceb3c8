"""Real SMTP servers on 127.0.0.1, each with its own way of failing."""

import asyncio
import socket
import threading
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Server:
    """Takes letters; `replies` overrides the answer to a command, "hang" and "die" are answers too."""

    def __init__(self, **replies):
        self.replies = replies
        self.letters = []
        self.data_commands = 0
        self._lock = threading.Lock()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        reply = await self._reply(server, "RCPT", "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        with self._lock:
            self.data_commands += 1
        reply = await self._reply(server, "DATA", "250 OK")
        if reply.startswith("250"):
            self.letters.append(envelope)
        return reply

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802
        return await self._reply(server, "QUIT", "221 Bye")

    async def _reply(self, server, command, usual):
        reply = self.replies.get(command, usual)
        if reply == "hang":
            await asyncio.sleep(30)
        if reply == "die":
            server.transport.abort()
            return "421 never seen"
        return reply


@contextmanager
def running(handler):
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def silent():
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
