"""放假通知: reads a pasted notice of the State Council into the table of its year.

Nothing is guessed: the stated number of days and every stated weekday are compared with the
calendar, and what does not fit is told before anything is taken over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.domain.calendar_year import CalendarYear, DayKind, ExtraDay, Holiday

NOTICE_CHARACTERS_MAX = 20_000

_YEAR = re.compile(r"关于(\d{4})年\s*部分节假日安排")
_NUMBER = re.compile(r"国办发\w*[〔\[（(](\d{4})[〕\]）)]\s*(\d+)\s*号")
_ITEM = re.compile(
    r"(?:^|(?<=\n)|(?<=。))[一二三四五六七八九十]+、([^：:，。\n]{2,20})[：:]"
    r"([^\n]*?)(?=\n|$|(?<=。)[一二三四五六七八九十]+、)"
)
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:[（(]([^）)]*)[）)])?")
_UNTIL = re.compile(r"\s*至\s*(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?")
_WORKED = re.compile(r"((?:(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:[（(][^）)]*[）)])?[、和，]?)+)\s*上班")
_TOTAL = re.compile(r"(?:共|放假)\s*(\d+)\s*天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_DATED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\s*$")
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotice:
    """What a notice says; `faults` are Chinese sentences, and with any of them it is not taken.

    `days_before` are days of the year before that the notice arranges (New Year's make-up days).
    """

    year: CalendarYear | None
    document_no: str | None
    published_on: date | None
    days_before: tuple[ExtraDay, ...] = ()
    faults: tuple[str, ...] = ()


def read_notice(text: str) -> ReadNotice:
    """The table of a pasted notice, or why it cannot be read."""
    if len(text) > NOTICE_CHARACTERS_MAX:
        fault = f"粘贴的内容超过{NOTICE_CHARACTERS_MAX}字，不是放假通知。"
        return ReadNotice(year=None, document_no=None, published_on=None, faults=(fault,))
    text = text.replace("\r", "").replace(" ", "").replace("\u3000", "")  # 全角空格 as well
    number, dated = _NUMBER.search(text), _published(text)
    document_no = f"{number[0]}" if number else None
    titled = _YEAR.search(text.replace("\n", ""))
    if titled is None:
        fault = "没有找到“关于××××年部分节假日安排的通知”，无法确定年份。"
        return ReadNotice(year=None, document_no=document_no, published_on=dated, faults=(fault,))
    return _Reading(int(titled[1])).read(text, document_no, dated)


class _Reading:
    """One reading under way."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.faults: list[str] = []

    def read(self, text: str, document_no: str | None, published_on: date | None) -> ReadNotice:
        """Item by item."""
        holidays: list[Holiday] = []
        worked: list[date] = []
        for name, body in _ITEM.findall(text):
            holidays += self._holidays(name, body)
            worked += self._worked(body)
        if not holidays:
            self.faults.append("没有找到“一、元旦：……”这样的放假安排。")
        year = self._table(holidays, worked)
        self.faults += year.contradictions()
        return ReadNotice(
            year=year,
            document_no=document_no,
            published_on=published_on,
            days_before=tuple(self._days_before(holidays, worked, year.source)),
            faults=tuple(dict.fromkeys(self.faults)),
        )

    def _table(self, holidays: list[Holiday], worked: list[date]) -> CalendarYear:
        own = [one for one in (self._within(holiday) for holiday in holidays) if one is not None]
        return CalendarYear(
            year=self.year,
            confirmed=True,
            source=f"国务院办公厅关于{self.year}年部分节假日安排的通知",
            holidays=tuple(sorted(own, key=lambda one: one.first_on)),
            makeup_workdays=tuple(sorted(day for day in worked if day.year == self.year)),
        )

    def _within(self, holiday: Holiday) -> Holiday | None:
        days = [day for day in holiday.days() if day.year == self.year]
        return Holiday(name=holiday.name, first_on=days[0], last_on=days[-1]) if days else None

    def _days_before(
        self, holidays: list[Holiday], worked: list[date], source: str
    ) -> Iterator[ExtraDay]:
        for holiday in holidays:
            for day in holiday.days():
                if day.year != self.year and day.weekday() < _SATURDAY:
                    yield ExtraDay(day=day, kind=DayKind.REST, name=holiday.name, document=source)
        for day in worked:
            if day.year != self.year:
                yield ExtraDay(day=day, kind=DayKind.WORKING, name="调休上班", document=source)

    def _holidays(self, name: str, body: str) -> Iterator[Holiday]:
        """The first stretch of days of an item; what follows are the make-up days."""
        found = _DAY.search(body)
        if found is None:
            self.faults.append(f"“{name}”没有写明日期。")
            return
        first = self._day(found[1], found[2], found[3], found[4])
        last = first
        until = _UNTIL.match(body, found.end())
        if first is not None and until is not None:
            year = until[1] or (first.year if until[2] is None else None)
            last = self._day(year, until[2] or first.month, until[3], until[4])
        if first is None or last is None:
            return
        if "与周末连休" in body:
            first, last = _with_weekend(first, last)
        total = _TOTAL.search(body)
        if total and "与周末连休" not in body and (last - first).days + 1 != int(total[1]):
            counted = (last - first).days + 1
            self.faults.append(f"“{name}”写明共{total[1]}天，按起止日期是{counted}天。")
        yield Holiday(name=name, first_on=first, last_on=max(first, last))

    def _worked(self, body: str) -> Iterator[date]:
        for stretch in _WORKED.findall(body):
            for found in _DAY.finditer(stretch):
                day = self._day(found[1], found[2], found[3], found[4])
                if day is not None:
                    yield day

    def _day(self, year: object, month: object, day: object, noted: str | None) -> date | None:
        """The day, held against the weekday written beside it."""
        try:
            found = date(int(str(year or self.year)), int(str(month)), int(str(day)))
        except ValueError:
            self.faults.append(f"没有{month}月{day}日这一天。")
            return None
        stated = _WEEKDAY.search(noted or "")
        name = _WEEKDAYS[found.weekday()]
        if stated and stated[1].replace("天", "日") != name:
            self.faults.append(f"{found}写的是周{stated[1]}，按日历是周{name}。")
        return found


def _with_weekend(first: date, last: date) -> tuple[date, date]:
    """The weekend that touches a holiday, on either side."""
    while (first - _ONE_DAY).weekday() >= _SATURDAY:
        first -= _ONE_DAY
    while (last + _ONE_DAY).weekday() >= _SATURDAY:
        last += _ONE_DAY
    return first, last


def _published(text: str) -> date | None:
    """The date below the signature: the last one that ends a line."""
    dates = [found for line in text.splitlines() if (found := _DATED.search(line))]
    return date(*(int(part) for part in dates[-1].groups())) if dates else None
