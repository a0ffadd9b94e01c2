"""Division codes (行政区划代码), place folders, and which place inherits from which."""

import re
from collections.abc import Iterable, Mapping

from engine.errors import Refusal

NATIONAL = "national"
_CODE = re.compile(r"[1-9][0-9]{5}")
_FOLDER = re.compile(r"(?P<code>[1-9][0-9]{5})-[a-z][a-z0-9]*(-[a-z0-9]+)*")


class PlaceUnknown(Refusal):
    """A code that is no division code, or a tree without national files."""

    code = "place_unknown"
    http_status = 404
    what = "没有“{place}”这个地方。"
    mend = "请写六位行政区划代码（如 510116）或 national。"


def code_of_folder(folder: str) -> str | None:
    """The code a place folder stands for, or None for a name that is no place folder."""
    if folder == NATIONAL:
        return NATIONAL
    found = _FOLDER.fullmatch(folder)
    return found["code"] if found else None


def codes_upward(code: str) -> tuple[str, ...]:
    """The code and those above it: 510116, 510100, 510000, national.

    Refuses `place_unknown`.
    """
    if code == NATIONAL:
        return (NATIONAL,)
    if not _CODE.fullmatch(code):
        raise PlaceUnknown(place=code)
    chain = (code, f"{code[:4]}00", f"{code[:2]}0000", NATIONAL)
    return tuple(dict.fromkeys(chain))


def folders_by_code(folders: Iterable[str]) -> Mapping[str, str]:
    """Place folders by code; of two with one code the first by name."""
    found: dict[str, str] = {}
    for folder in sorted(folders):
        code = code_of_folder(folder)
        if code:
            found.setdefault(code, folder)
    return found


def lineage_of(code: str, folders: Iterable[str]) -> tuple[str, ...]:
    """The folders whose files hold for the code, nearest first; it need not have one of its own."""
    by_code = folders_by_code(folders)
    if NATIONAL not in by_code:
        raise PlaceUnknown(place=code)
    return tuple(by_code[one] for one in codes_upward(code) if one in by_code)
