"""What the web request that is being served leaves for `record`, without importing the web."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Set by the web's middleware for the length of a request; empty in jobs and commands."""
