"""Tracking codes: `HG-7K4M-2Q9-XW3TR` is site, reference and secret.

The reference is what staff say to each other; reference and secret together are the citizen's key
to the submission. The alphabet has none of 0 O 1 I L U, which are misread and misheard, and the
last character of a reference is a check (Luhn mod 30): one wrong character, or two neighbours
swapped, is told from a code that does not exist.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass

from engagement.web.site import identity

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 7
SECRET_LENGTH = 5
LONGEST_INPUT = 60
_BODY_LENGTH = REFERENCE_LENGTH + SECRET_LENGTH
_SEPARATORS = re.compile(r"[\W_]+")
_SITE_CODE = re.compile(r"[A-Z]{1,6}")

# Said aloud over the phone: D and V, S and X, C, K and Q sound alike in one dialect or another.
_SPOKEN = {
    "0": "không", "1": "một", "2": "hai", "3": "ba", "4": "bốn", "5": "năm", "6": "sáu",
    "7": "bảy", "8": "tám", "9": "chín", "A": "a", "B": "bờ", "C": "cờ", "D": "dê", "E": "e",
    "F": "ép", "G": "gờ", "H": "hát", "I": "i ngắn", "J": "gi", "K": "ca", "L": "lờ", "M": "mờ",
    "N": "nờ", "O": "o", "P": "pê", "Q": "quy", "R": "rờ", "S": "sờ nặng", "T": "tờ", "U": "u",
    "V": "vê", "W": "vê kép", "X": "xờ nhẹ", "Y": "i dài", "Z": "dét",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ParsedCode:
    """A code that is well formed; whether such a submission exists is another question."""

    reference: str
    secret: str


def new_reference() -> str:
    """Make a random reference of this site, such as `HG-7K4M-2Q9` (729 million possible)."""
    body = _random(REFERENCE_LENGTH - 1)
    return _format_reference(identity().code, body + check_character(body))


def new_secret() -> str:
    """Make the citizen's half of a code (24 million possible; wrong tries are throttled)."""
    return _random(SECRET_LENGTH)


def check_character(body: str) -> str:
    """Return the check character of a reference's other characters (Luhn mod 30)."""
    total = 0
    for position, character in enumerate(reversed(body)):
        doubled = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += doubled // len(ALPHABET) + doubled % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def parse(raw: str) -> ParsedCode | None:
    """Read a code as people write it: any case, spacing and dashes, with or without the site.

    Returns None when it cannot be a code of ours.
    """
    if len(raw) > LONGEST_INPUT:
        return None
    compact = _SEPARATORS.sub("", unicodedata.normalize("NFKC", raw)).upper()
    site, body = compact[:-_BODY_LENGTH], compact[-_BODY_LENGTH:]
    site = site or identity().code
    if len(body) < _BODY_LENGTH or not set(body) <= set(ALPHABET) or not _SITE_CODE.fullmatch(site):
        return None
    reference, secret = body[:REFERENCE_LENGTH], body[REFERENCE_LENGTH:]
    if check_character(reference[:-1]) != reference[-1]:
        return None
    return ParsedCode(_format_reference(site, reference), secret)


def reference_alone(raw: str) -> str:
    """Read a reference without its secret, as people write it; "" when it cannot be one of ours."""
    if len(raw) > LONGEST_INPUT:
        return ""
    compact = _SEPARATORS.sub("", unicodedata.normalize("NFKC", raw)).upper()
    site, body = compact[:-REFERENCE_LENGTH], compact[-REFERENCE_LENGTH:]
    site = site or identity().code
    if len(body) < REFERENCE_LENGTH or not set(body) <= set(ALPHABET):
        return ""
    is_ours = _SITE_CODE.fullmatch(site) and check_character(body[:-1]) == body[-1]
    return _format_reference(site, body) if is_ours else ""


def spell(code: str) -> list[str]:
    """Say a code in words, one phrase for each group: `["hát – gờ", "bảy – ca – bốn – mờ", …]`."""
    return [" – ".join(_SPOKEN[character] for character in group) for group in code.split("-")]


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _format_reference(site: str, body: str) -> str:
    return f"{site}-{body[:4]}-{body[4:]}"
