"""From notices to snapshots: one aggregator of all processes does this at a time."""

import logging
import time

from django.db import transaction

from engagement.jobs.failures import log_failure
from engagement.jobs.leases import Holding, hold
from engagement.jobs.queue import JSON
from engagement.live import hints, snapshots, topics
from engagement.live.models import Notice
from engagement.live.topics import Topic

logger = logging.getLogger(__name__)

LEASE_SECONDS = 10
BATCH = 5000
RETRY_SECONDS = 5

# When this process has to build a topic again if no notice comes, by the monotonic clock.
_refresh_at: dict[str, float] = {}


def tick() -> list[str]:
    """Bring the snapshots up to date; return the topics whose snapshot changed.

    Notices are read first and views built after, so that a view shows all its notices stand for;
    then, in one transaction, changed views are stored and exactly the notices read are deleted. No
    watermark: a notice that took its number early and committed late is found by the next tick.
    Views are built outside of that transaction, because on SQLite it would keep every writer out.
    """
    if not (_due_for_refresh() or Notice.objects.exists()):
        return []
    with hold("live.aggregator", seconds=LEASE_SECONDS) as lease:
        changed = _update(lease) if lease else []
    hints.publish(changed)
    return changed


def _update(lease: Holding) -> list[str]:
    notices = dict(Notice.objects.order_by("pk").values_list("pk", "subject")[:BATCH])
    subjects = set(notices.values())
    known = topics.registered() + topics.of_families()
    concerned = [topic for topic in known if topic.subjects & subjects]
    built = _build_all({topic.name: topic for topic in concerned + _due_for_refresh()})
    with transaction.atomic():
        if not lease.renew():
            logger.warning("the lease ran out while views were built; another aggregator has it")
            return []
        stored = [name for name, view in built.items() if snapshots.store_if_changed(name, view)]
        Notice.objects.filter(pk__in=notices).delete()
    return stored


def _due_for_refresh() -> list[Topic]:
    now = time.monotonic()
    return [topic for topic in topics.registered() if now >= _refresh_at.get(topic.name, 0.0)]


def _build_all(wanted: dict[str, Topic]) -> dict[str, dict[str, JSON]]:
    built = {}
    for name, topic in wanted.items():
        try:
            view = topic.build()
            snapshots.etag_of(view)
        except Exception as error:  # noqa: BLE001 - one broken view must not stop the others
            log_failure(logger, f"topic {name}", error)
            _refresh_at[name] = time.monotonic() + min(RETRY_SECONDS, topic.refresh_seconds)
            continue
        built[name] = view
        _refresh_at[name] = time.monotonic() + topic.refresh_seconds
    return built
