from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from django.urls import path, re_path

from engagement.live.consumers import SnapshotConsumer
from engagement.live.origins import OriginCheck, refuse

websocket_urlpatterns = [path("ws/live/<str:topic>/", SnapshotConsumer.as_asgi())]
# Other paths are refused without a word: URLRouter's own answer is a traceback in the log.
no_such_path = re_path("", refuse)  # type: ignore[arg-type]  # the stubs know only Django's views

websocket_application = OriginCheck(
    AuthMiddlewareStack(URLRouter([*websocket_urlpatterns, no_such_path]))
)
