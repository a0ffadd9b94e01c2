"""Numbers that prove themselves: identity cards, credit codes, telephones, postcodes, addresses.

Pure checks on text as it will be stored; none of them looks anything up. A check digit catches a
slip of the pen, not a lie.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ID_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_ID_OLD_SHAPE = re.compile(r"[0-9]{15}")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK_CHARACTERS = "10X98765432"
_ID_FIRST_BIRTH_YEAR = 1850
_ID_REGIONS = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
    "61 62 63 64 65 71 81 82 83 91".split()
)

MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")
POSTCODE = re.compile(r"[0-9]{6}")
EMAIL = re.compile(
    r"(?=.{6,254}$)[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
CERT_NO = re.compile(r"[A-Za-z0-9\u4e00-\u9fff()（）\u3014\u3015-]{5,32}")
DOC_NO = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）()]{1,30}[\u3014\[][0-9]{4}[\u3015\]]第?[0-9]{1,6}号(之[0-9一二三四五六七八九十]{1,3})?"
)
MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
OTHER_ID = re.compile(r"[A-Z0-9]{6,18}")


def uscc_check_character(first_17: str) -> str:
    """Eighteenth character of a credit code (统一社会信用代码, GB 32100-2015).

    Weights 3^(i-1) mod 31 over the 31-character set; the outer ``mod 31`` turns 31 into 0, which
    the formula as commonly printed forgets. ``91350100M000100Y4`` gives ``3``.
    """
    total = sum(
        _USCC_CHARACTERS.index(character) * weight
        for character, weight in zip(first_17, _USCC_WEIGHTS, strict=True)
    )
    return _USCC_CHARACTERS[(31 - total % 31) % 31]


def uscc_shape_holds(value: str) -> bool:
    """Eighteen characters of the set, the region digits in place; I O S V Z are not used."""
    return _USCC_SHAPE.fullmatch(value) is not None


def uscc_holds(value: str) -> bool:
    """Shape and check character of an upper-case credit code hold (GB 32100-2015)."""
    return uscc_shape_holds(value) and value[17] == uscc_check_character(value[:17])


def id_check_character(first_17: str) -> str:
    """Eighteenth character of an identity number (居民身份证号, GB 11643-1999, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _ID_WEIGHTS, strict=True))
    return _ID_CHECK_CHARACTERS[total % 11]


def id_shape_holds(value: str) -> bool:
    """Seventeen digits and a digit or X."""
    return _ID_SHAPE.fullmatch(value) is not None


def id_is_old(value: str) -> bool:
    """A first-generation number: 15 digits, not valid since 2013-01-01; deserves a hint."""
    return _ID_OLD_SHAPE.fullmatch(value) is not None


def id_birth_date(value: str) -> date | None:
    """Date of birth in an 18-character number; None where it is no date."""
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return None
    return born if born.year >= _ID_FIRST_BIRTH_YEAR else None


def id_no_holds(value: str, *, today: date) -> bool:
    """Region, birth and check character of an upper-case identity number hold (GB 11643-1999).

    Only the province is checked of the region: area codes abolished since (512301 涪陵) stand in
    valid cards. 81, 82 and 83 are residence permits of Hong Kong, Macao and Taiwan residents,
    91 foreign permanent residents. A birth after `today` does not hold; one on `today` does.
    """
    if not id_shape_holds(value) or value[:2] not in _ID_REGIONS:
        return False
    born = id_birth_date(value)
    return born is not None and born <= today and value[17] == id_check_character(value[:17])


def _matches(*shapes: re.Pattern[str]) -> Callable[[str], bool]:
    """Whether a value is wholly one of `shapes`."""
    return lambda value: any(shape.fullmatch(value) for shape in shapes)


SHAPES: Mapping[str, Callable[[str], bool]] = {
    "uscc": uscc_shape_holds,
    "id_no": id_shape_holds,
    "mobile": _matches(MOBILE),
    "telephone": _matches(MOBILE, LANDLINE),
    "postcode": _matches(POSTCODE),
    "email": _matches(EMAIL),
    "cert_no": _matches(CERT_NO),
    "doc_no": _matches(DOC_NO),
    "money": _matches(MONEY),
}
"""By `format`: whether a value looks like one; check digits come after."""

UPPER_CASED = frozenset({"uscc", "id_no"})
"""Formats whose values are stored in upper case."""
