import json

import pytest
from django.db import transaction
from django.urls import reverse

from engagement.jobs.models import OutboxMessage
from engagement.live import aggregator
from engagement.live.notices import notice

pytestmark = pytest.mark.django_db


def url(topic):
    return reverse("live:snapshot", args=[topic])


def test_public_topic_is_for_everybody(client):
    response = client.get(url("letters"))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "private, no-cache"
    frame = json.loads(response.content)
    assert frame.keys() == {"topic", "version", "published_at", "data"}
    assert (frame["topic"], frame["version"], frame["data"]) == ("letters", 1, {"count": 0})
    assert not response.cookies


def test_same_version_is_304_and_a_new_one_is_sent(client):
    etag = client.get(url("letters")).headers["ETag"]
    unchanged = client.get(url("letters"), headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    with transaction.atomic():
        OutboxMessage.objects.create(to="a@example.vn")
        notice("test")
    aggregator.tick()
    changed = client.get(url("letters"), headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert json.loads(changed.content)["version"] == 2


def test_unknown_and_forbidden_topics_look_the_same(client, officer):
    assert client.get(url("staff")).status_code == 404
    assert client.get(url("nothing")).status_code == 404
    client.force_login(officer)
    assert client.get(url("staff")).status_code == 200


def test_only_reading(client):
    assert client.post(url("letters")).status_code == 405
    assert client.head(url("letters")).status_code == 200
