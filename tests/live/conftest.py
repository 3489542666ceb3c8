import pytest
from channels.testing import application
from django.contrib.auth import get_user_model
from django.db import close_old_connections

from engagement.jobs.models import OutboxMessage
from engagement.live import aggregator, topics
from engagement.live.topics import Topic


def count_letters():
    return {"count": OutboxMessage.objects.count()}


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """Two topics on one subject: "letters" for everybody, "staff" for who has signed in."""
    registry = {}
    monkeypatch.setattr(topics, "_registry", registry)
    monkeypatch.setattr(aggregator, "_refresh_at", {})
    subjects = frozenset({"test"})
    topics.register(Topic("letters", subjects, count_letters, lambda _user: True))
    topics.register(Topic("staff", subjects, count_letters, lambda user: user.is_authenticated))
    return registry


@pytest.fixture(autouse=True)
def _connections_are_closed(monkeypatch):
    """Channels' communicator stops all closing of connections; the relay's would fill the pool."""
    monkeypatch.setattr(application, "no_op", close_old_connections)


@pytest.fixture
def officer(db):
    return get_user_model().objects.create_user(username="canbo", password="mat-khau-1")
