"""Encryption of what could tell who complained; the key lives outside the database.

AES-256-GCM with a random nonce; the place and the row's id are bound as associated data, so that a
ciphertext copied to another row does not open. Search goes by a keyed hash (blind index).
"""

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.domain.plain import Plain, canonical

InvalidSeal = InvalidTag
"""What `open` raises for anything tampered with."""

KEY_BYTES = 32
NONCE_BYTES = 12


class Secrecy:
    """Seals and opens plain values with one key."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            message = f"the key needs {KEY_BYTES} bytes"
            raise ValueError(message)
        self._cipher = AESGCM(key)
        self._index_key = hashlib.sha256(b"zhijian blind index\0" + key).digest()

    def seal(self, value: Plain, *, bound_to: str) -> bytes:
        """The ciphertext of `value`, openable only with the same `bound_to`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, canonical(value).encode(), bound_to.encode())

    def open(self, sealed: bytes, *, bound_to: str) -> Plain:
        """What `seal` was given; raises cryptography's InvalidTag for anything tampered with."""
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        plain: Plain = json.loads(self._cipher.decrypt(nonce, text, bound_to.encode()))
        return plain

    def index(self, word: str) -> str:
        """The blind index of a word: equal words give equal hashes, nothing leads back."""
        return hmac.new(self._index_key, word.encode(), hashlib.sha256).hexdigest()


def key_from_file(path: Path) -> bytes:
    """The key kept in `path`; a new one is made, readable by the owner only, when there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()
