"""Identity leaks (身份泄露): does a text that goes to the supervised organ name the complainant?

Compared after NFKC and case folding, with everything but letters and digits left out, so that
full-width digits, spaces inside a name or dashes inside a number hide nothing. Numbers are also
looked for in the bare digits of the text, with Chinese numerals read as digits.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.definitions.form_fields import Field, Kind

WORD_CHARACTERS_MIN = 2
NUMBER_DIGITS_MIN = 7
"""From this length on a number is also looked for among the bare digits of a text."""

_NUMERALS = str.maketrans(
    "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "0012345678912345678" + "91"
)


def squeezed(text: str) -> str:
    """`text` as it is compared: NFKC, case folded, letters, marks and digits only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LNM")


def bare_digits(text: str) -> str:
    """The digits of a squeezed text, Chinese numerals read as digits."""
    return "".join(c for c in text.translate(_NUMERALS) if c in "0123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityWords:
    """The complainant's data as it is looked for."""

    words: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, given: Iterable[str]) -> "IdentityWords":
        """From names, numbers, addresses and shop names; one character alone is no identity."""
        words = {squeezed(word) for word in given}
        kept = frozenset(word for word in words if len(word) >= WORD_CHARACTERS_MIN)
        numbers = frozenset(
            word.removesuffix("x")
            for word in kept
            if len(word) >= NUMBER_DIGITS_MIN and word.removesuffix("x").isdecimal()
        )
        return cls(words=kept, numbers=numbers)

    def leak_in(self, text: str) -> bool:
        """Whether any of them stands in `text`."""
        if not self.words:
            return False
        squeezed_text = squeezed(text)
        if any(word in squeezed_text for word in self.words):
            return True
        return bool(self.numbers) and _any_in(self.numbers, bare_digits(squeezed_text))


def _any_in(needles: Iterable[str], text: str) -> bool:
    return any(needle in text for needle in needles)


def identity_words_of(fields: Mapping[str, Field], values: Mapping[str, object]) -> frozenset[str]:
    """The identity in `values`: every text whose field has ``secret: identity``, rows included.

    Choices and dates are no words (“女”, “自然人” name nobody).
    """
    found: set[str] = set()
    for key, field in fields.items():
        value = values.get(key)
        if field.rows is not None and isinstance(value, list):
            for row in value:
                found |= identity_words_of(field.rows, row)
        elif field.secret and field.type is Kind.TEXT and isinstance(value, str):
            found.add(value)
    return frozenset(found)
