"""Articles as cited in definition files: ``SC-32`` = law SC, article 32; printed 第三十二条."""

import re
from collections.abc import Mapping
from functools import lru_cache

from engine.definitions.entry import did_you_mean
from engine.definitions.finding import Notes
from engine.definitions.place import Law

OWN_PROPOSAL = "本系统建议值"
ARTICLES_KEPT_MAX = 10_000
_ARTICLE = re.compile(r"(?P<law>[A-Z]{1,4})-(?P<number>[1-9][0-9]{0,3})")
_DIGITS = "零一二三四五六七八九"
_TEN = 10


@lru_cache(maxsize=ARTICLES_KEPT_MAX)
def parse_article(text: str) -> tuple[str, int] | None:
    """Law key and number, or None for anything else."""
    found = _ARTICLE.fullmatch(text)
    return (found["law"], int(found["number"])) if found else None


def han(number: int) -> str:
    """A number from 1 to 9999 as laws write it: 32 → 三十二, 105 → 一百零五, 10 → 十."""
    written, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + word
            gap = False
        else:
            gap = bool(written)
    return written.removeprefix("一") if written.startswith("一十") else written


def article_words(text: str, laws: Mapping[str, Law]) -> str | None:
    """《law》第…条, or None where the law is unknown."""
    parsed = parse_article(text)
    if parsed is None or parsed[0] not in laws:
        return None
    return f"《{laws[parsed[0]].title}》第{han(parsed[1])}条"


def check_article(
    text: str | None, laws: Mapping[str, Law], at: tuple[str, int], notes: Notes, *, where: str = ""
) -> bool:
    """Note an article of no known law; True when there is none or it is known."""
    if text is None or text == OWN_PROPOSAL:
        return True
    parsed = parse_article(text)
    if parsed is None:
        mend = f"请写成“法律键-条号”（如 SC-32），没有依据的写 {OWN_PROPOSAL}。"
        notes.error("article_unknown", at, f"“{text}”不是条文。", mend, where=where)
        return False
    if parsed[0] not in laws:
        what = f"条文“{text}”的法律“{parsed[0]}”没有定义。"
        notes.error("law_unknown", at, what, did_you_mean(parsed[0], laws), where=where)
        return False
    return True
