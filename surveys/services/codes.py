"""One-time codes: shown once to whoever prints them, kept only as hashes."""

import hashlib
import secrets

from engagement.accounts.models import Unit
from surveys.models import AccessCode, Survey

# Letters and digits that cannot be mistaken for one another; 60 bits cannot be guessed.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
CODE_LENGTH = 12
MOST_CODES = 5_000


def new_codes(*, survey: Survey, unit: Unit | None, count: int) -> list[str]:
    """Make `count` codes for `survey`, handed out by `unit`; the only time they can be read.

    Raises ValueError for fewer than one or more than MOST_CODES.
    """
    if not 1 <= count <= MOST_CODES:
        raise ValueError(f"between 1 and {MOST_CODES} codes at a time")
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(count)]
    AccessCode.objects.bulk_create(
        AccessCode(survey=survey, unit=unit, digest=digest_of(code)) for code in codes
    )
    return codes


def digest_of(typed: str) -> bytes:
    """The hash of a code as a person types it: case, spaces and dashes do not count."""
    letters = typed.upper().translate(_MISREAD)
    return hashlib.sha256(
        "".join(letter for letter in letters if letter in _ALPHABET).encode()
    ).digest()


def is_code_of(survey: Survey, digest: bytes) -> bool:
    """Whether a code with this hash was handed out for `survey`; not whether it was used."""
    return AccessCode.objects.filter(survey=survey, digest=digest).exists()
