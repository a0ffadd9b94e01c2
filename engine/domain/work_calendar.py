"""工作日历 work calendar: which days are working days, which rest days, and how to count.

The years come from the State Council's notices (国务院办公厅节假日安排通知), a place may add days
of its own. A year without a confirmed notice follows the provisional rule: weekends and 1 January
rest. Whatever was reckoned with such a day is called provisional (暂定) and is reckoned anew when
the notice is there.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from engine.domain.calendar_year import (
    CalendarYear,
    DayKind,
    ExtraDay,
    Holiday,
    days_of,
    provisional_year,
    works,
)
from engine.domain.day_count import DateOutOfCalendar, WorkingDays

__all__ = [
    "SHANGHAI",
    "CalendarYear",
    "DateOutOfCalendar",
    "DayKind",
    "ExtraDay",
    "Holiday",
    "WorkCalendar",
    "local_day",
    "provisional_year",
    "start_of_day",
]

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Chinese time: one offset for the whole country and no summer time since 1991."""

YEARS_BEFORE_MAX = 12
"""How far before the first known year the calendar answers (provisionally)."""
YEARS_AFTER_MAX = 35
"""How far after the last known year; long enough for a 30-year retention period (保管期限)."""
YEAR_END_OPEN_FROM = (12, 25)
"""From this day on the next year's notice may still move one, as it did with 2018-12-29."""

OFFICE_HOURS = ((time(9), time(12)), (time(13), time(17)))
"""办公时间 when a place states none; only limits in working hours look at it."""

OfficeHours = tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of one place; built once with `build`, never changed.

    All methods take plain dates; `working_days` counts the same days by their ordinals. A date
    further away than the bounds above is refused with `date_out_of_calendar`.
    """

    hash: str
    """SHA-256 over everything that decides a day; equal hashes give equal answers."""
    first_on: date
    last_on: date
    office_hours: OfficeHours
    working_days: WorkingDays = field(repr=False)
    _names: Mapping[date, str] = field(repr=False)
    _grounds: Mapping[date, str] = field(repr=False)
    _confirmed: frozenset[int] = field(repr=False)

    @classmethod
    def build(
        cls,
        years: Iterable[CalendarYear],
        *,
        extra_days: Iterable[ExtraDay] = (),
        office_hours: OfficeHours = OFFICE_HOURS,
    ) -> "WorkCalendar":
        """Build from year tables and a place's own days; a place's day goes before the notice's.

        `office_hours` are the stretches of a working day, in order and apart.
        """
        known = {year.year: year for year in years}
        extras = {extra.day: extra for extra in extra_days}
        if not known:
            msg = "a calendar needs at least one year"
            raise ValueError(msg)
        names: dict[date, str] = {}
        ordinals: list[int] = []
        first, last = min(known) - YEARS_BEFORE_MAX, max(known) + YEARS_AFTER_MAX
        for number in range(first, last + 1):
            year = known.get(number) or provisional_year(number)
            ordinals.extend(_working_ordinals(year, extras, names))
        first_on, last_on = date(first, 1, 1), date(last, 12, 31)
        return cls(
            hash=_hash(known, extras, office_hours),
            first_on=first_on,
            last_on=last_on,
            office_hours=office_hours,
            working_days=WorkingDays.build(first_on.toordinal(), last_on.toordinal(), ordinals),
            _names=names,
            _grounds=_grounds(known, extras),
            _confirmed=frozenset(y.year for y in known.values() if y.confirmed),
        )

    def is_working_day(self, day: date) -> bool:
        """Whether working-day periods (工作日) count this day."""
        ordinal = day.toordinal()
        return self.working_days.between(ordinal - 1, ordinal) > 0

    def is_rest_day(self, day: date) -> bool:
        """Whether a calendar-day period ending on this day runs on (届满日顺延).

        Asked apart from `is_working_day`, since the roll-over speaks of 法定休假日 and the
        counting of 工作日: weekends that are no make-up days and public holidays, plus a place's
        own rest days.
        """
        return not self.is_working_day(day)

    def next_working_day(self, day: date) -> date:
        """The day itself if it is a working day, else the first working day after it."""
        return date.fromordinal(self.working_days.after(day.toordinal() - 1, 1))

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, `day` itself not counted; 0 answers `day`.

        A negative `count` goes back: -3 is the third working day before `day`.
        """
        if count == 0:
            return day
        before = count < 0  # then `day` itself is left out at the other end
        return date.fromordinal(self.working_days.after(day.toordinal() - before, count + before))

    def working_days_between(self, after: date, until: date) -> int:
        """Working days after `after`, up to and with `until`; negative when `until` comes first."""
        return self.working_days.between(after.toordinal(), until.toordinal())

    def is_provisional(self, day: date) -> bool:
        """Whether a notice still to come may change this day (暂定).

        True for every day of a year without a confirmed notice, and for the last week of December
        while the next year's notice is missing, because New Year's make-up days fall there.
        """
        if day.year not in self._confirmed:
            return True
        return (day.month, day.day) >= YEAR_END_OPEN_FROM and day.year + 1 not in self._confirmed

    def first_difference(self, other: "WorkCalendar") -> date | None:
        """The first day that is worked by one of the two alone; None where they agree."""
        pairs = zip(self.working_days.days, other.working_days.days, strict=False)
        found = next((min(pair) for pair in pairs if pair[0] != pair[1]), None)
        return None if found is None else date.fromordinal(found)

    def name_of(self, day: date) -> str:
        """What the day is called in an explanation: 春节, 调休上班, 周末 or 工作日."""
        named = self._names.get(day)
        if named is not None:
            return named
        return "工作日" if self.is_working_day(day) else "周末"

    def ground_of(self, day: date) -> str:
        """The notice or the place's document that makes the day what it is; "" for any other."""
        return self._grounds.get(day, "")


def local_day(at: datetime) -> date:
    """The day in China of an instant; `at` must know its offset (ValueError otherwise)."""
    if at.tzinfo is None:
        msg = "an instant without an offset has no certain day"
        raise ValueError(msg)
    return at.date() if at.tzinfo is SHANGHAI else at.astimezone(SHANGHAI).date()


def start_of_day(day: date, clock_time: time = time.min) -> datetime:
    """The instant of that local time on that day, 00:00 when none is given."""
    return datetime.combine(day, clock_time, tzinfo=SHANGHAI)


def _working_ordinals(
    year: CalendarYear, extras: Mapping[date, ExtraDay], names: dict[date, str]
) -> Iterator[int]:
    named = {day: holiday.name for holiday in year.holidays for day in holiday.days()}
    rest, makeup = set(named), set(year.makeup_workdays)
    names.update(named)
    names.update(dict.fromkeys(makeup, "调休上班"))
    for day in days_of(year.year):
        working = works(day, rest, makeup)
        if day in extras:
            working = extras[day].kind is DayKind.WORKING
            names[day] = extras[day].name
        if working:
            yield day.toordinal()


def _grounds(
    known: Mapping[int, CalendarYear], extras: Mapping[date, ExtraDay]
) -> Mapping[date, str]:
    grounds = {
        day: year.source
        for year in known.values()
        for day in (*(d for h in year.holidays for d in h.days()), *year.makeup_workdays)
    }
    return grounds | {day: extra.document for day, extra in extras.items()}


def _hash(
    known: Mapping[int, CalendarYear], extras: Mapping[date, ExtraDay], hours: OfficeHours
) -> str:
    content = {
        "years": [
            {
                "year": number,
                "confirmed": year.confirmed,
                "rest": sorted({str(d) for h in year.holidays for d in h.days()}),
                "working": sorted(str(d) for d in year.makeup_workdays),
            }
            for number, year in sorted(known.items())
        ],
        "extra": [[str(day), extras[day].kind.value] for day in sorted(extras)],
        "hours": [[str(start), str(end)] for start, end in hours],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
