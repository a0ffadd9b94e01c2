"""Dates, instants and durations: read from text, added, subtracted, written as text.

An instant without offset is local time (Asia/Shanghai, +08:00 since 1991). A month is added by the
calendar: 31 January and one month is the last day of February.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)
_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?", re.ASCII)
_TIME = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,6})?)S)?)?",
    re.ASCII,
)
_MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Months:
    """A duration of whole months; it has no fixed number of days."""

    count: int


def date_from_text(text: str) -> date | None:
    """The day written ``YYYY-MM-DD``; null when there is no such day."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def date_from_parts(year: int, month: int, day: int) -> date | None:
    """The day; null when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def instant_from_text(text: str) -> datetime | None:
    """The instant written ``YYYY-MM-DDTHH:MM:SS``, with an offset or in local time; else null."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return local(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def local(instant: datetime) -> datetime:
    """The same instant in Asia/Shanghai; without an offset it is taken to be local already.

    Raises OverflowError at the ends of the calendar (years 1 and 9999).
    """
    if instant.tzinfo is None:
        return instant.replace(tzinfo=SHANGHAI)
    return instant.astimezone(SHANGHAI)


def duration_from_text(text: str) -> Months | timedelta | None:
    """``P1Y2M`` (years, months) or ``P3DT4H5M6S`` (days and shorter); never both; else null."""
    match = _MONTHS.fullmatch(text)
    if match:
        sign, years, months = match.groups(default="0")
        count = int(years) * _MONTHS_IN_YEAR + int(months)
        return Months(count=-count if sign == "-" else count)
    match = _TIME.fullmatch(text)
    if not match:
        return None
    sign, days, hours, minutes, seconds = match.groups(default="0")
    second, _, fraction = seconds.partition(".")
    try:
        span = timedelta(
            days=int(days),
            hours=int(hours),
            minutes=int(minutes),
            seconds=int(second),
            microseconds=int(fraction.ljust(6, "0")),
        )
        span = -span if sign == "-" else span
    except OverflowError:
        return None
    return span


def later(day: date, months: int) -> date | None:
    """`day` (or instant) so many months later, on the month's last day when it is shorter."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + months, _MONTHS_IN_YEAR)
    if not date.min.year <= year <= date.max.year:
        return None
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def text_of_span(span: timedelta) -> str:
    """ISO 8601 in days, hours, minutes and seconds: ``P1DT2H``, ``-PT30S``, ``PT0S``."""
    sign = "-" if span < timedelta(0) else ""
    span = abs(span)
    minutes, seconds = divmod(span.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{span.microseconds:06}".rstrip("0") if span.microseconds else ""
    parts = [(hours, "", "H"), (minutes, "", "M"), (seconds, fraction, "S")]
    clock = "".join(f"{n}{more}{unit}" for n, more, unit in parts if n or more)
    days = f"{span.days}D" if span.days else ""
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{days}{'T' if clock else ''}{clock}"


def text_of_months(months: Months) -> str:
    """ISO 8601 in years and months: ``P1Y2M``, ``P0M``."""
    years, rest = divmod(abs(months.count), _MONTHS_IN_YEAR)
    sign = "-" if months.count < 0 else ""
    parts = f"{years}Y" if years else ""
    parts += f"{rest}M" if rest or not years else ""
    return f"{sign}P{parts}"
