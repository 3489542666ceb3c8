"""What a browser does with a public form: solves the challenge, waits like a person, posts."""

import base64
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from altcha import solve_challenge_v1
from django.core.signing import TimestampSigner
from django.db import connection
from django.test import Client, RequestFactory

from engagement.intake.proof import new_challenge
from tests.intake.urls import PURPOSE, AskForm


def solved(purpose=PURPOSE, **changes):
    """Return a solved challenge as the browser sends it, with `changes` to its fields."""
    challenge = new_challenge(purpose)
    solution = solve_challenge_v1(
        challenge["challenge"],
        challenge["salt"],
        challenge["algorithm"],
        challenge["maxNumber"],
    )
    return encoded({**challenge, "number": solution.number, **changes})


def encoded(payload):
    return base64.b64encode(json.dumps(payload).encode()).decode()


def decoded(answer):
    return json.loads(base64.b64decode(answer))


class _LongAgo(TimestampSigner):
    def timestamp(self):
        return "1a2b3c"


def stamp_of_a_person(key):
    """The stamp of a page that was opened long before it was sent."""
    return _LongAgo(salt="engagement.intake.stamp").sign(str(key))


def typed(**changes):
    """Everything a person sends who does all right; None takes a field away."""
    key = changes.get("submission_key", str(uuid4()))
    data = {
        "submission_key": key,
        "stamp": stamp_of_a_person(key),
        "website": "",
        "text": "Đường liên xã hư hỏng đã lâu.",
        "consent_rules": "on",
    }
    if "altcha" not in changes:
        data["altcha"] = solved()
    data.update(changes)
    return {name: value for name, value in data.items() if value is not None}


def form_of(data, address="10.1.1.1", **files):
    request = RequestFactory(REMOTE_ADDR=address).post("/thu/gui/", {**data, **files})
    return AskForm(request=request, data=request.POST, files=request.FILES)


def post(data, client=None, **extra):
    return (client or Client()).post("/thu/gui/", data, **extra)


def at_once(count, act):
    """Call `act(number)` in `count` threads that start together; return what they returned."""
    barrier = threading.Barrier(count)

    def run(number):
        barrier.wait(timeout=20)
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))
