"""A site of one public and one staff topic, as a daphne of its own runs it."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

http_application = get_asgi_application()

from engagement.jobs.models import OutboxMessage  # noqa: E402 - after the apps are there
from engagement.jobs.worker import start_in_thread  # noqa: E402
from engagement.live import topics  # noqa: E402
from engagement.live.routing import websocket_application  # noqa: E402
from engagement.live.topics import Topic  # noqa: E402


def count_letters():
    """A snapshot far larger than what a browser may send us, as real ones are."""
    return {"count": OutboxMessage.objects.count(), "words": "chữ " * 5_000}


subjects = frozenset({"test"})
topics.register(Topic("letters", subjects, count_letters, lambda _user: True))
topics.register(Topic("staff", subjects, count_letters, lambda user: user.is_authenticated))

application = ProtocolTypeRouter({"http": http_application, "websocket": websocket_application})

if os.environ.get("EMBEDDED_WORKER") == "1":
    start_in_thread()
