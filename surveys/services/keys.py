"""The key that makes participation tags: wrapped while the survey runs, destroyed at closing.

A tag is a keyed hash because phone numbers and codes can be tried one by one. Whoever has only the
database cannot compute a tag; after closing nobody can, not even with a backup of the settings.
"""

import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

KEY_LENGTH = 32
_NONCE_LENGTH = 12


class LostKeyError(RuntimeError):
    """The key cannot be unwrapped: SECRET_KEY was changed without keeping the old one."""


def new_sealed_key() -> bytes:
    """A fresh random key, wrapped for storing."""
    nonce = os.urandom(_NONCE_LENGTH)
    return nonce + _wrapping(settings.SECRET_KEY).encrypt(nonce, os.urandom(KEY_LENGTH), None)


def tag_of(sealed_key: bytes, kind: str, credential: bytes) -> bytes:
    """The tag of one credential of a `kind` ("code", "account", "page", "paper").

    Raises LostKeyError.
    """
    return hmac.digest(
        _unwrapped(bytes(sealed_key)), kind.encode() + b"\x00" + credential, "sha256"
    )


def _unwrapped(sealed_key: bytes) -> bytes:
    nonce, wrapped = sealed_key[:_NONCE_LENGTH], sealed_key[_NONCE_LENGTH:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _wrapping(secret).decrypt(nonce, wrapped, None)
        except InvalidTag:
            continue
    raise LostKeyError("no SECRET_KEY of the settings unwraps the key of this survey")


@lru_cache(maxsize=8)
def _wrapping(secret: str | bytes) -> AESGCM:
    key = salted_hmac("surveys.services.keys", "", secret=secret, algorithm="sha256").digest()
    return AESGCM(key)
