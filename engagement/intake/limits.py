"""How many times one address may do a thing: rules as rows, counters in Redis or in this process.

Counting must never cost a citizen the text: when Redis is away, each process counts for itself
and says so once. The address is hashed before it is a counter's name.
"""

import logging
import math
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from engagement.intake.addresses import address_bucket, client_address
from engagement.intake.enums import AppliesTo
from engagement.intake.models import RateRule

logger = logging.getLogger(__name__)

RULES_CACHE_SECONDS = 2.0
REDIS_TIMEOUT_SECONDS = 0.3
REDIS_PAUSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Decision:
    """`retry_after` is in seconds, 0 when allowed."""

    allowed: bool
    retry_after: int = 0


ALLOWED = Decision(allowed=True)


def check(request: HttpRequest, purpose: str, *, proven: bool) -> Decision:
    """Count one act of `purpose` by the request's address, and say whether it may happen."""
    return hit(purpose, address_bucket(client_address(request)), proven=proven)


def hit(purpose: str, subject: str, *, proven: bool) -> Decision:
    """Count one act of `purpose` by `subject` against each window; the first full one refuses."""
    return _decide(purpose, subject, proven=proven, is_counted=True)


def peek(purpose: str, subject: str, *, proven: bool) -> Decision:
    """Say what `hit` would say, without counting."""
    return _decide(purpose, subject, proven=proven, is_counted=False)


def forget_everything() -> None:
    """Drop cached rules and this process's counters (tests; a changed Redis address)."""
    _rules.clear()
    _counters.reset()


def _decide(purpose: str, subject: str, *, proven: bool, is_counted: bool) -> Decision:
    name = salted_hmac("engagement.intake.limits", subject, algorithm="sha256").hexdigest()[:32]
    for item in _rules.of(purpose, proven=proven):
        decision = _counters.ask(item, (purpose, name), is_counted=is_counted)
        if not decision.allowed:
            return decision
    return ALLOWED


class _Rules:
    """The active rules, read again every RULES_CACHE_SECONDS so that a change counts at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], tuple[float, list[RateLimitItemPerSecond]]] = {}

    def of(self, purpose: str, *, proven: bool) -> list[RateLimitItemPerSecond]:
        read_at, items = self._known.get((purpose, proven), (-math.inf, []))
        if time.monotonic() - read_at < RULES_CACHE_SECONDS:
            return items
        items = self._read(purpose, proven=proven)
        self._known[purpose, proven] = (time.monotonic(), items)
        return items

    def clear(self) -> None:
        self._known.clear()

    @staticmethod
    def _read(purpose: str, *, proven: bool) -> list[RateLimitItemPerSecond]:
        mine = AppliesTo.PROVEN if proven else AppliesTo.UNPROVEN
        rules = RateRule.objects.filter(
            Q(applies_to=mine) | Q(applies_to=AppliesTo.ANY), purpose=purpose, is_active=True
        )
        return [
            RateLimitItemPerSecond(rule.limit, rule.window_seconds, namespace=rule.applies_to)
            for rule in rules.order_by("window_seconds", "pk")
        ]


class _Counters:
    """Moving windows in Redis when settings.REDIS_URL names one, else (or meanwhile) in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        self._memory = MovingWindowRateLimiter(MemoryStorage())
        self._redis: MovingWindowRateLimiter | None = None
        self._redis_url = ""
        self._redis_away_until = -math.inf
        self._is_redis_away = False

    def ask(
        self, item: RateLimitItemPerSecond, name: tuple[str, ...], *, is_counted: bool
    ) -> Decision:
        limiter = self._reachable_redis()
        if limiter is None:
            return self._ask(self._memory, item, name, is_counted=is_counted)
        try:
            decision = self._ask(limiter, item, name, is_counted=is_counted)
        except StorageError as error:
            self._note_redis_away(error)
            return self._ask(self._memory, item, name, is_counted=is_counted)
        self._note_redis_back()
        return decision

    @staticmethod
    def _ask(
        limiter: MovingWindowRateLimiter,
        item: RateLimitItemPerSecond,
        name: tuple[str, ...],
        *,
        is_counted: bool,
    ) -> Decision:
        ask = limiter.hit if is_counted else limiter.test
        if ask(item, *name):
            return ALLOWED
        wait = limiter.get_window_stats(item, *name).reset_time - time.time()
        return Decision(allowed=False, retry_after=max(1, math.ceil(wait)))

    def _reachable_redis(self) -> MovingWindowRateLimiter | None:
        if not settings.REDIS_URL or time.monotonic() < self._redis_away_until:
            return None
        with self._lock:
            if self._redis is None or self._redis_url != settings.REDIS_URL:
                self._redis = MovingWindowRateLimiter(_redis_storage(settings.REDIS_URL))
                self._redis_url = settings.REDIS_URL
            return self._redis

    def _note_redis_away(self, error: StorageError) -> None:
        self._redis_away_until = time.monotonic() + REDIS_PAUSE_SECONDS
        if not self._is_redis_away:
            self._is_redis_away = True
            logger.warning("Redis is away, rate limits are counted per process: %s", error)

    def _note_redis_back(self) -> None:
        if self._is_redis_away:
            self._is_redis_away = False
            logger.warning("Redis is back, rate limits are counted for the whole site again")


def _redis_storage(url: str) -> Storage:
    """Connect with short waits and no retries: the caller has a way to go on without Redis."""
    return RedisStorage(
        url,
        wrap_exceptions=True,
        socket_timeout=REDIS_TIMEOUT_SECONDS,
        socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),  # type: ignore[arg-type]
    )


_rules = _Rules()
_counters = _Counters()
