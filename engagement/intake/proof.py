"""Proof-of-work challenges (ALTCHA version 1, SHA-256): a cost for machines, no riddle for people.

The browser finds the number that makes SHA-256(salt + number) the given hash. The signing key
differs for each form, so an answer earned on one form is worthless on another. That an answer is
used once only is not checked here: services.receive() does it with a unique row.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, TypedDict

from altcha import PayloadV1, create_challenge_v1, verify_solution_v1
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

LIFETIME = timedelta(minutes=20)
# Half of this many hashes on average: about a second on a cheap phone, see ADR 0006.
DEFAULT_MAX_NUMBER = 200_000
LONGEST_ANSWER = 1_000
_ALGORITHM: Final = "SHA-256"


class ChallengeJSON(TypedDict):
    algorithm: str
    challenge: str
    maxNumber: int
    salt: str
    signature: str


class WrongAnswer(ValueError):
    """The answer is not one of ours, belongs to another form, or does not solve its challenge."""


class ExpiredAnswer(WrongAnswer):
    """The answer is right and came too late."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A solved challenge. `challenge` names it, so that it can be used up."""

    challenge: str
    expires_at: datetime


def new_challenge(purpose: str) -> ChallengeJSON:
    """Make a challenge for the form `purpose`; harder with settings.INTAKE_PROOF_MAX_NUMBER."""
    challenge = create_challenge_v1(
        algorithm=_ALGORITHM,
        max_number=getattr(settings, "INTAKE_PROOF_MAX_NUMBER", DEFAULT_MAX_NUMBER),
        salt_length=12,
        hmac_key=_key(purpose, settings.SECRET_KEY),
        salt="",
        number=None,
        expires=timezone.now() + LIFETIME,
        params=None,
    )
    return ChallengeJSON(
        algorithm=challenge.algorithm,
        challenge=challenge.challenge,
        maxNumber=challenge.max_number,
        salt=challenge.salt,
        signature=challenge.signature,
    )


def check_answer(raw: str, purpose: str) -> Answer:
    """Read and check an answer, base64 of JSON. Raises WrongAnswer or ExpiredAnswer."""
    payload = _read(raw)
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(_is_solved(payload, _key(purpose, secret)) for secret in secrets):
        raise WrongAnswer
    _, expires, _ = payload.parse_salt()
    if expires is None:
        raise WrongAnswer
    expires_at = datetime.fromtimestamp(expires, tz=UTC)
    if expires_at <= timezone.now():
        raise ExpiredAnswer
    return Answer(payload.challenge, expires_at)


def _read(raw: str) -> PayloadV1:
    """Take the payload apart strictly: `verify_solution_v1` trusts the types of what it is given.

    A number sent as text could carry parameters out of the salt ("expires=9&7"), hence the int.
    """
    if len(raw) > LONGEST_ANSWER:
        raise WrongAnswer
    try:
        data = json.loads(base64.b64decode(raw, validate=True))
        texts = [data[name] for name in ("algorithm", "challenge", "salt", "signature")]
        number = data["number"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise WrongAnswer from error
    are_texts = all(isinstance(text, str) and text.isascii() for text in texts)
    if not are_texts or type(number) is not int or texts[0] != _ALGORITHM:
        raise WrongAnswer
    _, challenge, salt, signature = texts
    return PayloadV1(_ALGORITHM, challenge, number, salt, signature)


def _is_solved(payload: PayloadV1, key: str) -> bool:
    is_solved, _ = verify_solution_v1(payload, key, check_expires=False)
    return is_solved


@lru_cache(maxsize=64)
def _key(purpose: str, secret: str | bytes) -> str:
    signer = f"engagement.intake.proof.{purpose}"
    return salted_hmac(signer, "", secret=secret, algorithm="sha256").hexdigest()
