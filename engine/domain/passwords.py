"""口令: long enough, nobody's favourite, and nothing about its owner. No rotation by the calendar.

The length is our own proposal (本系统建议值); no law sets one.
"""

from collections.abc import Iterable
from functools import cache
from importlib import resources

PASSWORD_CHARACTERS_MIN = 10
PASSWORD_CHARACTERS_MAX = 200
DIFFERENT_CHARACTERS_MIN = 5
NAME_CHARACTERS_MIN = 2
LIST = "breached_passwords.txt"
LOOK_ALIKE = str.maketrans("@4301!5$7", "aaeoiisst")
"""Signs that people write for letters, so that p@ssw0rd is password."""

TAIL = "0123456789!@#$%^&*()_-+=.,?~"


def weakness(password: str, *, about: Iterable[str]) -> str | None:
    """Why the password will not do, in Chinese; None when it will. `about` are login and names."""
    if len(password) < PASSWORD_CHARACTERS_MIN:
        return f"至少要有{PASSWORD_CHARACTERS_MIN}个字符"
    if len(password) > PASSWORD_CHARACTERS_MAX:
        return f"最多{PASSWORD_CHARACTERS_MAX}个字符"
    if not password.isprintable():
        return "不能含有看不见的字符"
    if len(set(password)) < DIFFERENT_CHARACTERS_MIN:
        return f"至少要有{DIFFERENT_CHARACTERS_MIN}个不同的字符"
    lowered = password.lower()
    if any(len(one) >= NAME_CHARACTERS_MIN and one.lower() in lowered for one in about):
        return "不能含有您的账号或者姓名"
    if _forms(lowered) & breached():
        return "这个口令（或者只改了末尾几个字符的）已经广为人知"
    return None


@cache
def breached() -> frozenset[str]:
    """Passwords that every guesser tries first, in small letters."""
    text = resources.files(__package__).joinpath(LIST).read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if not line.startswith("#"))


def _forms(lowered: str) -> set[str]:
    """The password itself, without a tail of digits and signs, and with letters for signs."""
    bare = lowered.rstrip(TAIL)
    return {lowered, bare, lowered.translate(LOOK_ALIKE), bare.translate(LOOK_ALIKE)} - {""}
