"""The rows of synonyms, kept in memory for a minute."""

import time

from engagement.text.models import Synonym
from engagement.text.synonyms import Synonyms

CACHE_SECONDS = 60.0
_known: list[tuple[float, Synonyms]] = []


def current_synonyms() -> Synonyms:
    """The rows in use, at most CACHE_SECONDS old."""
    now = time.monotonic()
    if not _known or now - _known[0][0] >= CACHE_SECONDS:
        rows = Synonym.objects.filter(is_active=True).order_by("pk")
        _known[:] = [(now, Synonyms.of(rows.values_list("short_form", "meaning")))]
    return _known[0][1]


def forget_synonyms() -> None:
    """Read the rows again at the next use: after a change in this process, and in tests."""
    _known.clear()
