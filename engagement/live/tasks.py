import threading
from datetime import timedelta

from django.conf import settings

from engagement.jobs.lanes import lane
from engagement.live import aggregator


@lane("live.aggregate", every=timedelta(seconds=settings.LIVE_TICK_SECONDS))
def aggregate(_stop: threading.Event) -> None:
    """In a lane of its own: neither a slow mail server nor a long job delays the screens."""
    aggregator.tick()
