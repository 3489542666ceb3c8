import asyncio
import json
import logging

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth import HASH_SESSION_KEY

from engagement.live import topics
from engagement.live.relay import current_relay
from engagement.live.sockets import Socket
from engagement.live.topics import Listener, Topic

logger = logging.getLogger(__name__)

MALFORMED = 4400
NOT_FOUND = 4404
INTERNAL_ERROR = 1011
LARGEST_FRAME_BYTES = 4096


class SnapshotConsumer(AsyncWebsocketConsumer):
    """Sends a topic's snapshots. Receive-only: well-formed frames from the browser are ignored.

    A topic that does not exist and one the user may not see are refused alike (HTTP 403).
    """

    # The relay listens for all sockets; one that subscribed itself would hang with a hung Redis.
    channel_layer_alias = ""

    _socket: Socket | None = None
    _sender: asyncio.Task[None] | None = None

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:  # also when the server drops us without a word
            self._leave()

    async def connect(self) -> None:
        user = self.scope["user"]
        name = self.scope["url_route"]["kwargs"]["topic"]
        topic = await database_sync_to_async(_permitted_topic)(name, user)
        if topic is None:
            await self.close(code=NOT_FOUND)
            return
        await self.accept()
        session = self.scope["session"]
        self._socket = Socket(
            topic=topic,
            user=user,
            session_key=session.session_key or "",
            session_hash=session.get(HASH_SESSION_KEY, ""),
            close=self.close,
        )
        self._sender = asyncio.create_task(self._send_frames(self._socket))
        current_relay().join(self._socket)

    async def disconnect(self, code: int) -> None:
        self._leave()

    async def receive(
        self,
        text_data: str | None = None,
        bytes_data: bytes | None = None,
    ) -> None:
        if self._socket is None or (text_data is not None and _is_well_formed(text_data)):
            return
        logger.warning("malformed frame on topic %s: socket closed", self._socket.topic.name)
        self._leave()
        await self.close(code=MALFORMED)

    async def _send_frames(self, socket: Socket) -> None:
        try:
            while True:
                await self.send(text_data=await socket.next_frame())
        except Exception:
            # Whatever stopped the sending, the browser must hear of it: it then polls.
            logger.exception("sending on topic %s failed: socket closed", socket.topic.name)
            current_relay().leave(socket)
            self._socket = None
            await self.close(code=INTERNAL_ERROR)

    def _leave(self) -> None:
        """No frame goes out after this, and frames that still come in are not looked at."""
        if self._socket is None or self._sender is None:
            return
        current_relay().leave(self._socket)
        self._sender.cancel()
        self._socket = None


def _permitted_topic(name: str, user: Listener) -> Topic | None:
    topic = topics.get(name)
    return topic if topic is not None and topic.may_listen(user) else None


def _is_well_formed(text: str) -> bool:
    """A JSON object of at most 4 KiB."""
    if len(text.encode()) > LARGEST_FRAME_BYTES:
        return False
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
