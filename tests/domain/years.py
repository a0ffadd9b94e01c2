"""The holidays of 2024 to 2026 typed from the notices, and a slow calendar that only follows them.

What the tests compare with: nothing here uses the code under test except to build its tables.
"""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from engine.domain.work_calendar import CalendarYear, Holiday, WorkCalendar

ONE_DAY = timedelta(days=1)

NOTICES = {
    2024: """
        元旦 1.1-1.1, 春节 2.10-2.17, 清明节 4.4-4.6, 劳动节 5.1-5.5, 端午节 6.8-6.10,
        中秋节 9.15-9.17, 国庆节 10.1-10.7; 上班 2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12""",
    2025: """
        元旦 1.1-1.1, 春节 1.28-2.4, 清明节 4.4-4.6, 劳动节 5.1-5.5, 端午节 5.31-6.2,
        国庆节、中秋节 10.1-10.8; 上班 1.26 2.8 4.27 9.28 10.11""",
    2026: """
        元旦 1.1-1.3, 春节 2.15-2.23, 清明节 4.4-4.6, 劳动节 5.1-5.5, 端午节 6.19-6.21,
        中秋节 9.25-9.27, 国庆节 10.1-10.7; 上班 1.4 2.14 2.28 5.9 9.20 10.10""",
}
WORKING_DAYS = {2024: 251, 2025: 248, 2026: 248}


def _day(year: int, text: str) -> date:
    month, day = text.split(".")
    return date(year, int(month), int(day))


def year_table(year: int) -> CalendarYear:
    """The year as its notice arranges it."""
    rest, makeup = NOTICES[year].split("; 上班 ")
    holidays = []
    for part in rest.split(","):
        name, days = part.split()
        first, last = days.split("-")
        holidays.append(Holiday(name=name, first_on=_day(year, first), last_on=_day(year, last)))
    return CalendarYear(
        year=year,
        confirmed=True,
        source="通知",
        holidays=tuple(holidays),
        makeup_workdays=tuple(_day(year, day) for day in makeup.split()),
        working_days=WORKING_DAYS[year],
    )


@cache
def real_calendar() -> WorkCalendar:
    """2024 to 2026 confirmed, later years provisional."""
    return WorkCalendar.build([year_table(year) for year in NOTICES])


@cache
def _lists() -> tuple[frozenset[date], frozenset[date]]:
    tables = [year_table(year) for year in NOTICES]
    rest = {day for table in tables for holiday in table.holidays for day in holiday.days()}
    return frozenset(rest), frozenset(day for table in tables for day in table.makeup_workdays)


def slow_is_working(day: date) -> bool:
    """Whether people work that day, told from the lists alone."""
    rest, makeup = _lists()
    if day in makeup:
        return True
    return day.weekday() < 5 and day not in rest and (day.month, day.day) != (1, 1)


def days_of(year: int) -> Iterator[date]:
    """Every day of a year."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += ONE_DAY


def slow_due(
    start: date, amount: int, unit: str, pauses: Sequence[tuple[date, date]] = (), added: int = 0
) -> date:
    """The last day, counted on the fingers: `unit` is c, w, m or y; a pause is [from, to)."""

    def paused(day: date) -> bool:
        return any(first <= day < after for first, after in pauses)

    left = amount + added
    if unit in "my":
        months = left * (12 if unit == "y" else 1) + start.month - 1
        year, month = start.year + months // 12, months % 12 + 1
        last = min(start.day, calendar.monthrange(year, month)[1])
        left = (date(year, month, last) - start).days
    day = start
    while left:
        day += ONE_DAY
        if not paused(day) and (unit != "w" or slow_is_working(day)):
            left -= 1
    while unit != "w" and (not slow_is_working(day) or paused(day)):
        day += ONE_DAY
    return day
