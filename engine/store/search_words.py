"""检索用字: how texts are cut for searching, the same for what is kept and for what is asked.

One token per Han character and per digit, one per run of letters; a search is a phrase of them, so
that any two characters find what contains them, without a dictionary. Tokens are plain ASCII, which
every database cuts alike: ``h4e2d`` is 中, ``d7`` is 7, ``wab`` is AB. How a text is read is kept
beside it, by initials (``pz`` is an initial z) and by syllables (``szhong``).
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise, product

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

TOKENS_MAX = 400
LETTERS_MAX = 60
READ_MAX = 150
"""So many characters of a text are kept as they are read."""

READINGS_MAX = 8
"""So many ways to read a name are kept (单 is dan and shan), and to cut letters into syllables."""

NAME_CHARACTERS_MAX = 4
"""A text so short may be somebody's name, which no dictionary knows how to read."""

INITIALS_MAX = 12
SYLLABLE_LETTERS_MAX = 6
VOWELS = frozenset("aeiouv")
TERMS_MAX = 6


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order."""
    found: list[str] = []
    run = ""
    for character in f"{unicodedata.normalize('NFKC', text).lower()} ":
        if character.isascii() and character.isalpha():
            run += character
            continue
        if run:
            found.append(f"w{run[:LETTERS_MAX]}")
            run = ""
        if character.isdigit():
            found.append(f"d{unicodedata.digit(character, 0)}")
        elif character.isalpha():
            found.append(f"h{ord(character):x}")
    return found[:TOKENS_MAX]


def words_of(*texts: str | None) -> str:
    """What is kept of an entity: the tokens of each text, a mark between them."""
    return " x ".join(" ".join(tokens(one)) for one in texts if one)


def pairs_of(words: str) -> str:
    """What the index holds of these words: each token, and each two that stand together.

    Two are far rarer than one, so that no search of a number reads half of the index.
    """
    found: dict[str, None] = {}
    for run in words.split(" x "):
        cut = run.split(" ")
        found.update(dict.fromkeys(cut))
        found.update(dict.fromkeys(_together(cut)))
    return " ".join(found)


def asked_pairs(phrase: str) -> list[str]:
    """What of the index every row has that holds the phrase."""
    cut = phrase.split(" ")
    return _together(cut) or cut


def _together(cut: list[str]) -> list[str]:
    return [one + other for one, other in pairwise(cut)]


def readings_of(*texts: str | None) -> str:
    """What is kept of how texts are read: initials and syllables, of a name in each way."""
    kept = []
    for text in texts:
        for way in _ways("".join(one for one in text or "" if one.isalpha() and not one.isascii())):
            kept.append(" ".join(f"p{one[0]}" for one in way))
            kept.append(" ".join(f"s{one}" for one in way))
    return " x ".join(dict.fromkeys(kept))


def terms(asked: str) -> list[str]:
    """The words asked, those left out that nothing is looked for by."""
    return [one for one in asked.split()[:TERMS_MAX] if tokens(one)]


def phrases(asked: str) -> list[list[str]]:
    """What to look for: for each word asked, the phrases of which one must be found."""
    found = []
    for term in terms(asked):
        ways = [" ".join(tokens(term))]
        plain = unicodedata.normalize("NFKC", term).lower()
        if plain.isascii() and plain.isalpha():
            if len(plain) <= INITIALS_MAX:
                ways.append(" ".join(f"p{one}" for one in plain))
            ways += [
                " ".join(f"s{one}" for one in way)
                for way in islice(_cuts(plain[:LETTERS_MAX]), READINGS_MAX)
            ]
        found.append(ways)
    return found


def _ways(text: str) -> Iterator[tuple[str, ...]]:
    """The likeliest way to read it; of a short text the others too, as far as bounded."""
    text = text[:READ_MAX]
    likeliest = tuple(filter(_is_read, lazy_pinyin(text)))
    if likeliest:
        yield likeliest
    if likeliest and len(text) <= NAME_CHARACTERS_MAX:
        each = [_alone(one) for one in text]
        ways = product(*(one for one in each if one))
        yield from islice(sorted(ways, key=lambda way: _strange(way, likeliest)), READINGS_MAX)


def _alone(character: str) -> list[str]:
    read = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return [one for one in dict.fromkeys(read) if _is_read(one)]


def _strange(way: tuple[str, ...], likeliest: tuple[str, ...]) -> int:
    """How many syllables are read otherwise."""
    return sum(one != other for one, other in zip(way, likeliest, strict=False))


def _is_read(syllable: str) -> bool:
    return syllable.isascii() and syllable.isalpha() and not VOWELS.isdisjoint(syllable)


@cache
def _syllables() -> frozenset[str]:
    """Every syllable there is, without its tone."""
    toned = {one for kept in PINYIN_DICT.values() for one in kept.split(",")}
    return frozenset(filter(_is_read, map(to_normal, toned)))


def _cuts(letters: str) -> Iterator[tuple[str, ...]]:
    """The ways to cut letters into syllables, long syllables first: xian, xi an."""
    sizes: list[list[int]] = [[] for _ in letters] + [[0]]
    for begin in reversed(range(len(letters))):
        most = min(len(letters) - begin, SYLLABLE_LETTERS_MAX)
        sizes[begin] = [
            size
            for size in range(most, 0, -1)
            if sizes[begin + size] and letters[begin : begin + size] in _syllables()
        ]

    def onwards(begin: int) -> Iterator[tuple[str, ...]]:
        if begin == len(letters):
            yield ()
            return
        for size in sizes[begin]:
            here = letters[begin : begin + size]
            yield from ((here, *rest) for rest in onwards(begin + size))

    return onwards(0)
