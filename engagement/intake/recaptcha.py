"""Google's reCAPTCHA, when both keys are set; the site goes on without it in every kind of outage.

django-recaptcha knows the address, the proxy and the request; what it does with the answer is not
used, because it lets every outage but one become an error page, believes X-Forwarded-For, and
never looks at the host name.
"""

import json
import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from enum import Enum, auto
from http.client import HTTPException
from typing import TypedDict
from urllib.error import HTTPError
from urllib.parse import urlencode

from django.conf import settings
from django_recaptcha import client

logger = logging.getLogger(__name__)

RESPONSE_NAME = "g-recaptcha-response"
FAILED_WORDS = (
    "reCAPTCHA chưa xác nhận lượt gửi này. Nội dung Quý vị nhập vẫn còn; Quý vị đánh dấu lại ô "
    "kiểm tra rồi gửi lần nữa."
)
TOTAL_SECONDS = 3.0
OUTAGES_UNTIL_PAUSE = 3
PAUSE_SECONDS = 60.0
_LONGEST_REPLY = 20_000
# What Google says of the sender's answer; any other code speaks of our keys or our quota.
_SENDERS_FAULTS = {"missing-input-response", "invalid-input-response", "timeout-or-duplicate"}


class Verdict(Enum):
    PASSED = auto()
    FAILED = auto()
    UNAVAILABLE = auto()
    ABSENT = auto()
    """No answer was sent, or reCAPTCHA is switched off."""


class Reply(TypedDict):
    is_valid: bool
    hostname: str
    faults: set[str]


def is_enabled() -> bool:
    return bool(settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY)


def verify(token: str, *, remote_address: str, hostname: str) -> Verdict:
    """Ask Google about `token`, for at most TOTAL_SECONDS whatever happens; never raises."""
    if not token or not is_enabled():
        return Verdict.ABSENT
    if _breaker.is_open():
        return Verdict.UNAVAILABLE
    try:
        reply = _ask_in_time(token, remote_address)
    except (OSError, ValueError, LookupError, TypeError, RecursionError, HTTPException) as error:
        _breaker.note_outage()
        logger.warning("reCAPTCHA is unavailable: %s", type(error).__name__)
        return Verdict.UNAVAILABLE
    _breaker.note_reply()
    return _judge(reply, hostname)


def _judge(reply: Reply, hostname: str) -> Verdict:
    if reply["is_valid"]:
        return Verdict.PASSED if reply["hostname"] == hostname else Verdict.FAILED
    if reply["faults"] - _SENDERS_FAULTS:
        logger.error("reCAPTCHA refuses our keys or quota: %s", sorted(reply["faults"]))
        return Verdict.UNAVAILABLE
    return Verdict.FAILED


def _ask_in_time(token: str, remote_address: str) -> Reply:
    """Ask in a thread: a socket timeout bounds neither name resolution nor a dripping reply."""
    waiting: Future[Reply] = _threads.submit(_ask, token, remote_address)
    try:
        return waiting.result(timeout=TOTAL_SECONDS)
    finally:
        waiting.cancel()


def _ask(token: str, remote_address: str) -> Reply:
    question = urlencode(
        {
            "secret": settings.RECAPTCHA_PRIVATE_KEY,
            "response": token,
            "remoteip": remote_address,
        }
    )
    try:
        with closing(client.recaptcha_request(question.encode())) as response:
            data = json.loads(response.read(_LONGEST_REPLY))
    except HTTPError as error:
        error.close()
        raise
    return Reply(
        is_valid=data["success"] is True,
        hostname=str(data.get("hostname", "")),
        faults={str(code) for code in data.get("error-codes") or ()},
    )


class _Breaker:
    """After some outages in a row nobody waits for Google until a pause is over."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        self._outages = 0
        self._open_until = float("-inf")

    def is_open(self) -> bool:
        return time.monotonic() < self._open_until

    def note_outage(self) -> None:
        with self._lock:
            self._outages += 1
            if self._outages >= OUTAGES_UNTIL_PAUSE:
                self._open_until = time.monotonic() + PAUSE_SECONDS

    def note_reply(self) -> None:
        self.reset()


_breaker = _Breaker()
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="recaptcha")
