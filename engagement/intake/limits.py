"""How many times one address may do a thing: rules as rows, counters in Redis or in this process.

Counting must never cost a citizen the text: when Redis is away, each process counts for itself
and says so once. The address is hashed before it is a counter's name.
"""

import logging
import math
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import redis
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.retry import Retry

from engagement.intake.addresses import address_bucket, client_address
from engagement.intake.enums import AppliesTo
from engagement.intake.models import RateRule

logger = logging.getLogger(__name__)

RULES_CACHE_SECONDS = 2.0
REDIS_TIMEOUT_SECONDS = 0.3
REDIS_PAUSE_SECONDS = 5.0
# Moving windows, all in one call: a list of the times of the last acts for each. The first full one
# ends it: those after it are not counted. Returns nothing, or its place from 1 and when it opens.
WINDOWS = """
local now, is_counted = tonumber(ARGV[1]), ARGV[2] == '1'
for place, key in ipairs(KEYS) do
    local limit, seconds = tonumber(ARGV[2 * place + 1]), tonumber(ARGV[2 * place + 2])
    local oldest = tonumber(redis.call('LINDEX', key, limit - 1))
    if oldest and oldest >= now - seconds then
        return {place, tostring(oldest + seconds)}
    end
    if is_counted then
        redis.call('LPUSH', key, ARGV[1])
        redis.call('LTRIM', key, 0, limit - 1)
        redis.call('EXPIRE', key, seconds)
    end
end
"""

Act = tuple[str, str]  # its purpose, and who or what is counted


@dataclass(frozen=True, slots=True)
class Decision:
    """`full` is the purpose whose limit is reached, `retry_after` the seconds until it is not.

    "" and 0 when allowed.
    """

    allowed: bool
    retry_after: int = 0
    full: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """One limit of one purpose, and whose acts are counted against it (hashed)."""

    item: RateLimitItemPerSecond
    purpose: str
    name: str

    @property
    def key(self) -> str:
        """The counter's name in Redis."""
        return f"LIMITS:{self.item.key_for(self.purpose, self.name)}"

    def refusal(self, opens_at: float) -> Decision:
        wait = max(1, math.ceil(opens_at - time.time()))
        return Decision(allowed=False, retry_after=wait, full=self.purpose)


ALLOWED = Decision(allowed=True)


def check(request: HttpRequest, purpose: str, *, proven: bool) -> Decision:
    """Count one act of `purpose` by the request's address, and say whether it may happen."""
    return hit(purpose, address_bucket(client_address(request)), proven=proven)


def hit(purpose: str, subject: str, *, proven: bool) -> Decision:
    """Count one act of `purpose` by `subject` against each window; the first full one refuses."""
    return hit_in_turn([(purpose, subject)], proven=proven)


def hit_in_turn(acts: Sequence[Act], *, proven: bool) -> Decision:
    """Count one after the other in one call; after the first full window nothing is counted."""
    return _counters.ask(_windows(acts, proven=proven), is_counted=True)


def peek(purpose: str, subject: str, *, proven: bool) -> Decision:
    """Say what `hit` would say, without counting."""
    return _counters.ask(_windows([(purpose, subject)], proven=proven), is_counted=False)


def forget_everything() -> None:
    """Drop cached rules and this process's counters (tests; a changed Redis address)."""
    _rules.clear()
    _counters.reset()


def _windows(acts: Sequence[Act], *, proven: bool) -> list[Window]:
    return [
        Window(item, purpose, name)
        for purpose, subject in acts
        for name in [_hashed(subject)]
        for item in _rules.of(purpose, proven=proven)
    ]


def _hashed(subject: str) -> str:
    return salted_hmac("engagement.intake.limits", subject, algorithm="sha256").hexdigest()[:32]


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
        self._script: Script | None = None
        self._redis_url = ""
        self._redis_away_until = -math.inf
        self._is_redis_away = False

    def ask(self, windows: Sequence[Window], *, is_counted: bool) -> Decision:
        script = self._reachable_redis()
        if script is None or not windows:
            return self._ask_memory(windows, is_counted=is_counted)
        try:
            decision = _ask_redis(script, windows, is_counted=is_counted)
        except redis.RedisError as error:
            self._note_redis_away(error)
            return self._ask_memory(windows, is_counted=is_counted)
        self._note_redis_back()
        return decision

    def _ask_memory(self, windows: Sequence[Window], *, is_counted: bool) -> Decision:
        ask = self._memory.hit if is_counted else self._memory.test
        for window in windows:
            name = (window.purpose, window.name)
            if not ask(window.item, *name):
                return window.refusal(self._memory.get_window_stats(window.item, *name).reset_time)
        return ALLOWED

    def _reachable_redis(self) -> Script | None:
        if not settings.REDIS_URL or time.monotonic() < self._redis_away_until:
            return None
        with self._lock:
            if self._script is None or self._redis_url != settings.REDIS_URL:
                self._script = _connect(settings.REDIS_URL).register_script(WINDOWS)
                self._redis_url = settings.REDIS_URL
            return self._script

    def _note_redis_away(self, error: redis.RedisError) -> None:
        self._redis_away_until = time.monotonic() + REDIS_PAUSE_SECONDS
        if not self._is_redis_away:
            self._is_redis_away = True
            logger.warning("Redis is away, rate limits are counted per process: %s", error)

    def _note_redis_back(self) -> None:
        if self._is_redis_away:
            self._is_redis_away = False
            logger.warning("Redis is back, rate limits are counted for the whole site again")


def _ask_redis(script: Script, windows: Sequence[Window], *, is_counted: bool) -> Decision:
    sizes = [(window.item.amount, window.item.get_expiry()) for window in windows]
    found = script(
        keys=[window.key for window in windows],
        args=[repr(time.time()), int(is_counted), *chain.from_iterable(sizes)],
    )
    if not found:
        return ALLOWED
    place, opens_at = int(found[0]), float(found[1])
    return windows[place - 1].refusal(opens_at)


def _connect(url: str) -> redis.Redis:
    """Connect with short waits and no retries: the caller has a way to go on without Redis."""
    return redis.Redis.from_url(
        url,
        socket_timeout=REDIS_TIMEOUT_SECONDS,
        socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


_rules = _Rules()
_counters = _Counters()
