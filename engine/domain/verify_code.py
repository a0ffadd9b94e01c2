"""核验码: the code printed on a document by which anybody can ask whether it is genuine.

Ten random characters of Crockford's base 32 (50 bits) and a check character; it says nothing about
the document's number or case. Letters that are read for digits are taken as those.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_CHARACTERS = 10
GROUP = 4
"""Printed in groups, as people read them aloud."""

_MODULUS = 31
"""A prime: one wrong character, or two that changed places, never gives the same sum."""
_READ_FOR = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def with_check_character(code: str) -> str:
    """`code` with its check character behind it."""
    total = sum(place * ALPHABET.index(one) for place, one in enumerate(code, start=1))
    return code + ALPHABET[total % _MODULUS]


def spoken(text: str) -> str | None:
    """The code somebody typed or read aloud, as it is kept; None for what cannot be one."""
    code = text.upper().translate(_READ_FOR)
    if len(code) != CODE_CHARACTERS + 1 or not set(code) <= set(ALPHABET):
        return None
    return code if with_check_character(code[:-1]) == code else None


def grouped(code: str) -> str:
    """``4F7K-9Q2M-8XT`` of ``4F7K9Q2M8XT``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
