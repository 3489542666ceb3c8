"""The snapshot store: what each topic shows now, with a version that only grows."""

import hashlib
import json
from functools import reduce
from operator import or_

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from engagement.jobs.queue import JSON
from engagement.live.models import Snapshot
from engagement.live.topics import Topic

KEEP_VERSIONS = 50


def latest(topic: str) -> Snapshot | None:
    return Snapshot.objects.filter(topic=topic).order_by("-version").first()


def version_of(topic: str) -> int:
    """The version a page made now may say it shows; 0 while there is none."""
    return Snapshot.objects.filter(topic=topic).aggregate(last=Max("version"))["last"] or 0


def ensure(topic: Topic) -> Snapshot:
    """The current snapshot; builds and stores the first one when the aggregator has not yet."""
    current = latest(topic.name)
    if current is not None:
        return current
    try:
        with transaction.atomic():
            stored = store_if_changed(topic.name, topic.build())
    except IntegrityError:  # somebody else has just stored the first one
        stored = None
    return stored or Snapshot.objects.filter(topic=topic.name).latest("version")


def store_if_changed(topic: str, payload: dict[str, JSON]) -> Snapshot | None:
    """Store `payload` as the next version; None when it is what the screens show already.

    Raises ValueError for what JSON cannot say (NaN), IntegrityError when another writer has taken
    the version. Called in the caller's transaction.
    """
    etag = etag_of(payload)
    current = latest(topic)
    if current is not None and current.etag == etag:
        return None
    version = current.version + 1 if current is not None else 1
    stored = Snapshot.objects.create(topic=topic, version=version, payload=payload, etag=etag)
    stored.refresh_from_db(fields=["published_at"])
    Snapshot.objects.filter(topic=topic, version__lte=version - KEEP_VERSIONS).delete()
    return stored


def etag_of(payload: dict[str, JSON]) -> str:
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def newer_than(shown: dict[str, int]) -> list[Snapshot]:
    """The current snapshots of those topics whose screens show an older version."""
    topics = Snapshot.objects.filter(topic__in=shown).order_by("topic")
    versions = topics.values("topic").annotate(version=Max("version"))
    wanted = [
        Q(topic=row["topic"], version=row["version"])
        for row in versions
        if row["version"] > shown[row["topic"]]
    ]
    if not wanted:
        return []
    return list(Snapshot.objects.filter(reduce(or_, wanted)).order_by("topic"))


def as_frame(snapshot: Snapshot) -> str:
    """The snapshot as the text that sockets and the endpoint carry."""
    return json.dumps(
        {
            "topic": snapshot.topic,
            "version": snapshot.version,
            "published_at": snapshot.published_at.isoformat(),
            "data": snapshot.payload,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
