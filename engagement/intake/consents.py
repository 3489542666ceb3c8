"""What a person is asked to agree to. Never pre-ticked; only given ticks are stored (Law 91/2025)."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConsentPurpose:
    """One purpose, one tick. A change of `text` is a new `version`: stored ticks tell them apart."""

    code: str
    version: str
    text: str
    is_required: bool = False

    @property
    def field_name(self) -> str:
        return f"consent_{self.code}"

    @property
    def text_hash(self) -> str:
        """SHA-256 of the very words the person saw, so that a version cannot be rewritten later."""
        return hashlib.sha256(self.text.encode()).hexdigest()
