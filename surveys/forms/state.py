"""What a person has answered so far. It travels with the page; nothing is stored on our side."""

import secrets
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Self
from uuid import UUID, uuid4

from django.core import signing

from surveys.disclosure.receipts import new_receipt
from surveys.instrument.questionnaire import Answers, Json

LIFETIME = timedelta(days=7)
# Counted up when `sign` writes something else: what people hold then reads as no sheet of ours.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class State:
    """One sheet being filled in, as it is signed into the page and, if small, into a cookie.

    `version` is the number of the version that was begun, `page` the code of the page shown ("" is
    the first). `typed` holds, by page code, what was typed there and is not an answer yet. `key`
    and `receipt` are those of the ballot, so that sending twice is sending once. `seed` keeps a
    random order, `started_at` is in seconds since 1970. `owner` is what is one person's alone: the
    digest of the one-time code, the account, nothing on an open link.
    """

    version: int
    page: str = ""
    answers: Answers = field(default_factory=dict)
    typed: dict[str, Json] = field(default_factory=dict)
    key: UUID = field(default_factory=uuid4)
    receipt: str = field(default_factory=new_receipt)
    seed: int = field(default_factory=lambda: secrets.randbelow(1 << 31))
    started_at: int = field(default_factory=lambda: int(time.time()))
    owner: bytes = b""

    @property
    def is_begun(self) -> bool:
        """Whether a page has been sent, so that there is something to come back to."""
        return bool(self.page)

    @property
    def seconds(self) -> int:
        """How long ago the first page was opened."""
        return max(int(time.time()) - self.started_at, 0)

    def fresh(self, version: int) -> Self:
        """Begin again at the newest `version`; only the owner stays."""
        return replace(type(self)(version), owner=self.owner)

    def sign(self, survey: str) -> str:
        """Write the state as one line of text that only this survey accepts."""
        content = [
            self.version,
            self.page,
            self.answers,
            self.typed,
            self.key.hex,
            self.receipt,
            self.seed,
            self.started_at,
            self.owner.hex(),
        ]
        return signing.dumps(content, salt=_salt(survey), compress=True)

    @classmethod
    def read(cls, signed: str, survey: str) -> Self | None:
        """Read what `sign` wrote; None when it was changed, is of another survey, or too old."""
        try:
            content = signing.loads(signed, salt=_salt(survey), max_age=LIFETIME)
        except signing.BadSignature:
            return None
        version, page, answers, typed, key, receipt, seed, started_at, owner = content
        return cls(
            version,
            page,
            answers,
            typed,
            UUID(key),
            receipt,
            seed,
            started_at,
            bytes.fromhex(owner),
        )


def _salt(survey: str) -> str:
    return f"surveys.forms.state.{FORMAT}.{survey}"
