"""A date's explanation as plain text, for a console and for paper."""

from collections.abc import Iterator
from datetime import date

from engine.domain.time_limit import DayLine
from engine.queries.date_explained import DateExplained, EntryLine

WEEKDAYS = "一二三四五六日"
RULE = "—" * 24


def text_of(explained: DateExplained) -> str:
    """Head, sentence, entries and one line per day."""
    return "\n".join(_lines(explained)) + "\n"


def _lines(one: DateExplained) -> Iterator[str]:
    kind = "承诺期限" if one.promised else "期限"
    yield f"{one.case_no}　{one.title}（{kind}）"
    yield f"期限长度：{one.amount}　依据：{one.source}"
    if one.known_at is not None:
        yield f"按{one.known_at:%Y-%m-%d %H:%M}已经录入的内容"
    yield one.summary
    yield RULE
    yield from (_entry(each) for each in one.entries)
    yield from one.earlier_runs
    yield RULE
    yield from (_day(each) for each in one.days)


def _entry(line: EntryLine) -> str:
    late = f"（{line.entered_at:%Y-%m-%d %H:%M}补录）" if line.is_retroactive else ""
    approved = f"　批准：{line.approver}" if line.approver else ""
    return f"{line.at:%Y-%m-%d %H:%M}　{line.what}{late}　{line.ground}{approved}"


def _day(line: DayLine) -> str:
    number = "" if line.number is None or not line.counted else f"第{line.number}日"
    mark = "计入" if line.counted else "不计"
    source = f"　{line.source}" if line.source else ""
    return f"{weekday_of(line.day)}　{mark}　{number:<6}{line.why}{source}"


def weekday_of(day: date) -> str:
    """``2026-03-04 周三``."""
    return f"{day} 周{WEEKDAYS[day.weekday()]}"
