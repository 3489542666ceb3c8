import time

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from engagement.live import relay, sockets, topics

pytestmark = pytest.mark.django_db


async def never_called(_code):
    raise AssertionError


def socket_of(user, topic="letters", **changes):
    session = {"session_key": "", "session_hash": ""}
    if user.is_authenticated:
        client = Client()
        client.force_login(user)
        session = {
            "session_key": client.session.session_key,
            "session_hash": client.session[HASH_SESSION_KEY],
        }
    values = {"topic": topics.get(topic), "user": user, "close": never_called, **session, **changes}
    return sockets.Socket(**values)


def test_permission_is_asked_again_within_a_minute():
    assert sockets.PERMISSION_SECONDS + relay.CHECK_SECONDS < 60


def test_expired_session_ends_only_its_own_sockets(officer):
    ended, other = socket_of(officer), socket_of(officer)
    Session.objects.filter(session_key=ended.session_key).update(expire_date=timezone.now())
    assert sockets.find_ended([ended, other, socket_of(AnonymousUser())]) == {ended: 4401}


def test_forged_session_hash_ends_the_socket(officer):
    socket = socket_of(officer, session_hash="other")
    assert sockets.find_ended([socket]) == {socket: 4401}


def test_permission_is_asked_only_when_the_answer_is_old(officer, registry):
    asked = []
    topic = topics.Topic("x", frozenset(), dict, lambda user: asked.append(user.pk) or False)
    fresh = socket_of(officer)
    fresh.topic = topic
    assert sockets.find_ended([fresh]) == {}
    fresh.permitted_at = time.monotonic() - 51
    assert sockets.find_ended([fresh]) == {fresh: 4403}
    assert asked == [officer.pk]


def test_sessions_and_users_are_asked_for_all_sockets_at_once(officer, django_assert_num_queries):
    some = [socket_of(officer) for _ in range(3)]
    with django_assert_num_queries(2):
        sockets.find_ended(some)
    with django_assert_num_queries(0):
        sockets.find_ended([socket_of(AnonymousUser())])
