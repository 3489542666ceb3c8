import base64
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from engagement.intake.proof import (
    LIFETIME,
    ExpiredAnswer,
    WrongAnswer,
    check_answer,
    new_challenge,
)
from tests.intake.sending import decoded, encoded, solved
from tests.intake.urls import PURPOSE


def later(**delta):
    now = timezone.now() + timedelta(**delta)
    return patch("django.utils.timezone.now", lambda: now)


def test_right_answer_is_accepted_and_names_its_challenge():
    answer = solved()
    checked = check_answer(answer, PURPOSE)
    assert checked.challenge == decoded(answer)["challenge"]
    assert timedelta(0) < checked.expires_at - timezone.now() <= LIFETIME


def test_answer_lasts_twenty_minutes():
    answer = solved()
    with later(minutes=19):
        check_answer(answer, PURPOSE)
    with later(minutes=20, seconds=1), pytest.raises(ExpiredAnswer):
        check_answer(answer, PURPOSE)


def test_answer_of_another_form_is_wrong():
    with pytest.raises(WrongAnswer):
        check_answer(solved("test.other"), PURPOSE)


def test_answer_signed_with_the_former_secret_key_is_accepted(settings):
    answer = solved()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    check_answer(answer, PURPOSE)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(WrongAnswer):
        check_answer(answer, PURPOSE)


def test_each_challenge_differs():
    assert len({new_challenge(PURPOSE)["challenge"] for _ in range(200)}) == 200


def with_later_expiry():
    answer = decoded(solved())
    start, _, expires = answer["salt"].partition("=")
    return encoded({**answer, "salt": f"{start}={int(expires.strip('&')) + 9_000}&"})


def with_number_carrying_the_expiry():
    """The splice of ALTCHA's advisory of December 2025: the salt's parameter moves to the number."""
    answer = decoded(solved())
    salt, _, query = answer["salt"].partition("?")
    return encoded({**answer, "salt": f"{salt}?", "number": f"{query}{answer['number']}"})


def with_right_number_as_text():
    answer = decoded(solved())
    return encoded({**answer, "number": str(answer["number"])})


def with_two_expiries():
    answer = decoded(solved())
    return encoded({**answer, "salt": answer["salt"] + "expires=9999999999&"})


@pytest.mark.parametrize(
    "make",
    [
        lambda: solved(number=10_000),
        lambda: solved(number=-1),
        lambda: solved(number="7"),
        lambda: solved(number=True),
        lambda: solved(number=7.0),
        lambda: solved(number=None),
        lambda: solved(signature="0" * 64),
        lambda: solved(signature=None),
        lambda: solved(salt=["a"]),
        lambda: solved(salt="\ud800"),
        lambda: solved(algorithm="SHA-1"),
        lambda: solved(challenge="0" * 64),
        with_later_expiry,
        with_number_carrying_the_expiry,
        with_right_number_as_text,
        with_two_expiries,
        lambda: encoded([]),
        lambda: encoded("chữ"),
        lambda: encoded(7),
        lambda: encoded({}),
        lambda: base64.b64encode(b"[" * 700).decode(),
        lambda: base64.b64encode(b"\xff\xfe").decode(),
        lambda: base64.b64encode(b'{"number": ' + b"9" * 600 + b"}").decode(),
        lambda: "không phải base64",
        lambda: "A" * 1_000_000,
        lambda: "\x00",
    ],
)
def test_anything_else_is_wrong(make):
    with pytest.raises(WrongAnswer):
        check_answer(make(), PURPOSE)


def test_difficulty_is_a_setting(settings):
    settings.INTAKE_PROOF_MAX_NUMBER = 123
    assert new_challenge(PURPOSE)["maxNumber"] == 123
