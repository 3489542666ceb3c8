"""Receipts: that an answer is counted can be checked, what it was cannot (security notes §2)."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping

from surveys.instrument.answers import Json

Line = tuple[bytes, bytes]  # a ballot's mark and commit
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U
_MISREAD = str.maketrans("ILO", "110")
RECEIPT_LENGTH = 26


def new_receipt() -> str:
    """130 random bits as 26 letters and digits that cannot be mistaken for one another."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(RECEIPT_LENGTH))


def read_receipt(typed: str) -> str:
    """The receipt as it was made, from what a person types: case, spaces and dashes do not count."""
    letters = typed.upper().translate(_MISREAD)
    return "".join(letter for letter in letters if letter in _ALPHABET)


def mark_of(survey: str, receipt: str) -> bytes:
    """What stands for the receipt in the published list: SHA-256 of the survey's code and it."""
    return hashlib.sha256(b"\x02" + _spelt(survey.encode(), receipt.encode())).digest()


def commit_of(survey: str, answers: Mapping[str, Json], receipt: str) -> bytes:
    """SHA-256 over the survey's code, the answers in one spelling, and the receipt.

    The receipt is secret, so the few possible answers cannot be tried one by one.
    """
    spelling = json.dumps(answers, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    text = _spelt(survey.encode(), spelling.encode(), receipt.encode())
    return hashlib.sha256(b"\x00" + text).digest()


def _spelt(*parts: bytes) -> bytes:
    """The parts, each with its length, so that no two lists of parts are spelt alike."""
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def chain_of(lines: Iterable[Line]) -> str:
    """The last link of the hash chain over `lines` in ascending order, in hexadecimal.

    Ascending, so that the list tells nothing of the order in which people answered. Anybody
    recomputes it from the published list: link = SHA-256(0x01 ‖ link before ‖ mark ‖ commit).
    """
    link = bytes(32)
    for mark, commit in sorted(lines):
        link = hashlib.sha256(b"\x01" + link + mark + commit).digest()
    return link.hex()
