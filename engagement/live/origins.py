"""Only our own pages may open a socket: browsers send cookies along with any page's."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

FORBIDDEN_ORIGIN = 4403


class OriginCheck:
    """ASGI middleware: refuse (HTTP 403) a socket whose Origin is missing or not exactly ours."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_allowed(scope):
            await self._application(scope, receive, send)
        else:
            await refuse(scope, receive, send)


async def refuse(_scope: Scope, receive: Receive, send: Send) -> None:
    """ASGI application that accepts no socket."""
    await receive()
    await send({"type": "websocket.close", "code": FORBIDDEN_ORIGIN})


def is_allowed(scope: Scope) -> bool:
    """True when the Origin is in LIVE_ALLOWED_ORIGINS or, if that is empty, that of the request.

    Compared as text, because both are serialised by the browser: another scheme or port differs.
    """
    origin = _only_header(scope, b"origin")
    if not origin:
        return False
    if settings.LIVE_ALLOWED_ORIGINS:
        return origin in settings.LIVE_ALLOWED_ORIGINS
    host = _only_header(scope, b"host")
    domain, _port = split_domain_port(host)
    if not (domain and validate_host(domain, settings.ALLOWED_HOSTS)):
        return False
    scheme = "https" if scope.get("scheme") == "wss" else "http"
    return origin == f"{scheme}://{host}"


def _only_header(scope: Scope, name: bytes) -> str:
    """The header's value; empty when it is missing or stands there twice."""
    values = [value for key, value in scope["headers"] if key == name]
    return values[0].decode("latin-1").lower() if len(values) == 1 else ""
