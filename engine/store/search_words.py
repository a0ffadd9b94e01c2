"""检索用字: how texts are cut for searching, the same for what is kept and for what is asked.

One token per Han character and per digit, one per run of letters; a search is a phrase of them, so
that any two characters find what contains them, without a dictionary. Tokens are plain ASCII, which
every database cuts alike: ``h4e2d`` is 中, ``d7`` is 7, ``wab`` is AB, ``ps`` is an initial S.
"""

import unicodedata
from itertools import islice, product

from pypinyin import Style, pinyin

TOKENS_MAX = 400
LETTERS_MAX = 60
READINGS_MAX = 8
"""So many ways to read a name are kept (单 is dan and shan)."""

INITIALS_MAX = 12
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


def initials_of(name: str) -> str:
    """What is kept of how a name is read: its initials, in each way it may be read."""
    letters = [
        sorted({one[:1] for one in pinyin(each, style=Style.FIRST_LETTER, heteronym=True)[0]})
        for each in name
        if each.isalpha() and not each.isascii()
    ]
    ways = islice(product(*letters), READINGS_MAX) if letters else ()
    return " x ".join(" ".join(f"p{one}" for one in way) for way in ways)


def phrases(asked: str) -> list[list[str]]:
    """What to look for: for each word asked, the phrases of which one must be found."""
    found = []
    for term in asked.split()[:TERMS_MAX]:
        cut = tokens(term)
        if not cut:
            continue
        ways = [" ".join(cut)]
        plain = unicodedata.normalize("NFKC", term).lower()
        if plain.isascii() and plain.isalpha() and len(plain) <= INITIALS_MAX:
            ways.append(" ".join(f"p{one}" for one in plain))
        found.append(ways)
    return found
