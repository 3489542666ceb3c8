"""WebSockets, and in the demo everything: HTTP and the worker in the same process."""

import os

from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engagement.config.settings.production")
http = get_asgi_application()

# Models are loaded by now; importing these any earlier would fail.
from engagement.jobs.worker import start_in_thread  # noqa: E402
from engagement.live.routing import websocket_application  # noqa: E402

application = ProtocolTypeRouter({"http": http, "websocket": websocket_application})

if settings.EMBEDDED_WORKER:
    start_in_thread()
