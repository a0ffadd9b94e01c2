"""How values are printed (日期 大写金额 中文数字 default join)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from engine.day_words import day_words

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_AMOUNT_DIGITS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_GROUP_DIGITS = 4
NUMBER_MAX = 10 ** (_GROUP_DIGITS * len(_GROUPS)) - 1
_NUMBERLESS_TEEN_END = 20


def printed(value: object) -> str:
    """A value where no filter is named: 2026年3月5日9时30分, 是, lists joined with 、."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{chinese_date(value)}{value.hour}时{value.minute:02}分"
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, time):
        return f"{value.hour}时{value.minute:02}分"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return joined(value)
    return str(value)


def chinese_date(value: object) -> str:
    """日期: 2026年3月5日, no leading zeros; reads ISO texts, other texts stay as they are."""
    day = value
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day.strip()[:10])
        except ValueError:
            return day if isinstance(day, str) else ""
    if isinstance(day, date):
        return day_words(day)
    return printed(day)


def chinese_number(value: object) -> str:
    """中文数字: 12 → 十二; whole numbers from 0 to `NUMBER_MAX`, all else stays as it is."""
    try:
        number = int(str(value))
    except ValueError:
        return printed(value)
    if not 0 <= number <= NUMBER_MAX:
        return printed(value)
    words = _in_words(number)
    return words[1:] if words.startswith("一十") and number < _NUMBERLESS_TEEN_END else words


def _in_words(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    words = ""
    gap = False
    for place in reversed(range(len(_GROUPS))):
        group = number // 10 ** (place * _GROUP_DIGITS) % 10**_GROUP_DIGITS
        if group == 0:
            gap = gap or bool(words)
            continue
        if words and (gap or group < 10 ** (_GROUP_DIGITS - 1)):
            words += _DIGITS[0]
        words += _group_in_words(group) + _GROUPS[place]
        gap = False
    return words


def _group_in_words(group: int) -> str:
    words = ""
    gap = False
    for place in reversed(range(_GROUP_DIGITS)):
        digit = group // 10**place % 10
        if digit == 0:
            gap = gap or bool(words)
            continue
        words += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words


def amount_in_capitals(value: object) -> str:
    """大写金额: 12000.5 → 人民币壹万贰仟元伍角; yuan, rounded to the fen."""
    if value is None or isinstance(value, bool):
        return printed(value)
    try:
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return printed(value)
    if not 0 <= amount <= NUMBER_MAX:
        return printed(value)
    yuan, fen = divmod(int(amount * 100), 100)
    words = f"{_in_words(yuan)}元" if yuan or not fen else ""
    jiao, fen = divmod(fen, 10)
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        words += _DIGITS[0]
    words += f"{_DIGITS[fen]}分" if fen else "" if jiao else "整"
    return "人民币" + words.translate(_AMOUNT_DIGITS)


def joined(value: object, between: str = "、", label: str | None = None) -> str:
    """join: the entries of a list with `between`; of rows, the entries' `label`."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return printed(value)
    entries = [entry.get(label or "") if isinstance(entry, Mapping) else entry for entry in value]
    return between.join(text for entry in entries if (text := printed(entry)))


def or_else(value: object, instead: object = "") -> object:
    """default: `instead` where nothing was filled in."""
    return instead if value is None or value == "" else value


FILTERS: Mapping[str, Callable[..., object]] = {
    "日期": chinese_date,
    "大写金额": amount_in_capitals,
    "中文数字": chinese_number,
    "join": joined,
    "default": or_else,
}
