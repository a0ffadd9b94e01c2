"""Who complained, found by whole words only: each as a keyed hash that leads back to nothing."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from engine.ports import Body
from engine.store.secrecy import Secrecy

WORD_CHARACTERS_MAX = 40
WORD_CHARACTERS_MIN = 2


def blind(secrecy: Secrecy, place: str, word: str) -> str:
    """The index of a word in one place: the same word elsewhere is another."""
    plain = "".join(unicodedata.normalize("NFKC", word).split()).lower()
    return secrecy.index(f"identity\0{place}\0{plain}")


def identity_rows(secrecy: Secrecy, bodies: Sequence[Body], place: str) -> list[dict[str, Any]]:
    """The rows of the short words of these forms' identity: names, numbers."""
    found = {
        (body.case_id, blind(secrecy, place, value))
        for body in bodies
        for value in body.identity.values()
        if isinstance(value, str) and WORD_CHARACTERS_MIN <= len(value) <= WORD_CHARACTERS_MAX
    }
    return [
        {"place": place, "case_id": case_id, "word_hmac": word} for case_id, word in sorted(found)
    ]
