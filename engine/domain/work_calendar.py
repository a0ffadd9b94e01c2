"""工作日历 work calendar: which days are working days, which rest days, and how to count.

The years come from the State Council's notices (国务院办公厅节假日安排通知), a place may add days
of its own. A year without a confirmed notice follows the provisional rule: weekends and 1 January
rest. Whatever was reckoned with such a day is called provisional (暂定) and is reckoned anew when
the notice is there.
"""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from engine.errors import Refusal

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

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class DateOutOfCalendar(Refusal):
    """A date that no calendar of the product reaches; mostly a mistyped year."""

    code = "date_out_of_calendar"
    http_status = 422
    what = "日期{day}超出工作日历的范围（{first}至{last}）。"
    mend = "请核对年份；确需使用的，请管理员补充该年的工作日历。"


class DayKind(StrEnum):
    """What a local extra day is."""

    REST = "rest"
    WORKING = "working"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One public holiday (法定节假日) with the days joined to it; both days inclusive."""

    name: str
    first_on: date
    last_on: date

    def days(self) -> Iterator[date]:
        """Every day of the holiday."""
        for ahead in range((self.last_on - self.first_on).days + 1):
            yield self.first_on + timedelta(days=ahead)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraDay:
    """A day a place adds: a festival, a closure, a make-up day; `document` is the ground."""

    day: date
    kind: DayKind
    name: str
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """One year as its notice arranges it; `confirmed` is false for a provisional year."""

    year: int
    confirmed: bool
    source: str
    holidays: tuple[Holiday, ...] = ()
    makeup_workdays: tuple[date, ...] = ()
    working_days: int | None = None
    """The total stated in the file; the check proves it."""

    def count_working_days(self) -> int:
        """Working days of the year by its own lists."""
        rest = {day for holiday in self.holidays for day in holiday.days()}
        makeup = set(self.makeup_workdays)
        return sum(_works(day, rest, makeup) for day in _days_of(self.year))

    def contradictions(self) -> tuple[str, ...]:
        """What is wrong with the lists, as Chinese sentences; empty when they agree."""
        found = [*self._clashes(), *self._strange_makeup_days(), *self._days_of_other_years()]
        counted = self.count_working_days()
        if self.working_days is not None and counted != self.working_days:
            found.append(
                f"{self.year}年写明工作日{self.working_days}天，按所列日期计算为{counted}天。"
            )
        return tuple(found)

    def _clashes(self) -> Iterator[str]:
        """Holidays that run backwards or share a day."""
        taken: dict[date, str] = {}
        for holiday in self.holidays:
            if holiday.last_on < holiday.first_on:
                yield f"{holiday.name}的结束日早于开始日。"
            for day in holiday.days():
                if day in taken:
                    yield f"{day}同时列在{taken[day]}和{holiday.name}。"
                taken[day] = holiday.name

    def _strange_makeup_days(self) -> Iterator[str]:
        """Make-up workdays that rest, or that are no weekend."""
        rest = {day: holiday.name for holiday in self.holidays for day in holiday.days()}
        for day in self.makeup_workdays:
            if day in rest:
                yield f"{day}既列为{rest[day]}放假，又列为调休上班。"
            if day.weekday() < _SATURDAY:
                yield f"调休上班日{day}不是星期六或者星期日。"

    def _days_of_other_years(self) -> Iterator[str]:
        rest = [day for holiday in self.holidays for day in holiday.days()]
        for day in (*rest, *self.makeup_workdays):
            if day.year != self.year:
                yield f"{day}不属于{self.year}年。"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of one place; built once with `build`, never changed.

    Counting is by bisection in a sorted list of ordinals, about 1 µs. All methods take plain
    dates; a date further away than the bounds above is refused with `date_out_of_calendar`.
    """

    hash: str
    """SHA-256 over everything that decides a day; equal hashes give equal answers."""
    first_on: date
    last_on: date
    office_hours: OfficeHours
    _ordinals: tuple[int, ...] = field(repr=False)
    _names: Mapping[date, str] = field(repr=False)
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
        return cls(
            hash=_hash(known, extras, office_hours),
            first_on=date(first, 1, 1),
            last_on=date(last, 12, 31),
            office_hours=office_hours,
            _ordinals=tuple(ordinals),
            _names=names,
            _confirmed=frozenset(y.year for y in known.values() if y.confirmed),
        )

    def is_working_day(self, day: date) -> bool:
        """Whether working-day periods (工作日) count this day."""
        ordinals = self._ordinals
        at = bisect_left(ordinals, self._reach(day))
        return at < len(ordinals) and ordinals[at] == day.toordinal()

    def is_rest_day(self, day: date) -> bool:
        """Whether a calendar-day period ending on this day runs on (届满日顺延).

        Asked apart from `is_working_day`, since the roll-over speaks of 法定休假日 and the
        counting of 工作日: weekends that are no make-up days and public holidays, plus a place's
        own rest days.
        """
        return not self.is_working_day(day)

    def next_working_day(self, day: date) -> date:
        """The day itself if it is a working day, else the first working day after it."""
        at = bisect_left(self._ordinals, self._reach(day))
        return self._pick(at, day)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, `day` itself not counted; 0 answers `day`.

        A negative `count` goes back: -3 is the third working day before `day`.
        """
        if count == 0:
            return day
        ordinal = self._reach(day)
        if count > 0:
            return self._pick(bisect_right(self._ordinals, ordinal) + count - 1, day)
        return self._pick(bisect_left(self._ordinals, ordinal) + count, day)

    def working_days_between(self, after: date, until: date) -> int:
        """Working days after `after`, up to and with `until`; negative when `until` comes first."""
        ordinals = self._ordinals
        upper = bisect_right(ordinals, self._reach(until))
        return upper - bisect_right(ordinals, self._reach(after))

    def is_provisional(self, day: date) -> bool:
        """Whether a notice still to come may change this day (暂定).

        True for every day of a year without a confirmed notice, and for the last week of December
        while the next year's notice is missing, because New Year's make-up days fall there.
        """
        if day.year not in self._confirmed:
            return True
        return (day.month, day.day) >= YEAR_END_OPEN_FROM and day.year + 1 not in self._confirmed

    def name_of(self, day: date) -> str:
        """What the day is called in an explanation: 春节, 调休上班, 周末 or 工作日."""
        named = self._names.get(day)
        if named is not None:
            return named
        return "工作日" if self.is_working_day(day) else "周末"

    def _reach(self, day: date) -> int:
        if self.first_on <= day <= self.last_on:
            return day.toordinal()
        raise DateOutOfCalendar(day=day, first=self.first_on, last=self.last_on)

    def _pick(self, at: int, day: date) -> date:
        if 0 <= at < len(self._ordinals):
            return date.fromordinal(self._ordinals[at])
        raise DateOutOfCalendar(day=f"{day}起算的日期", first=self.first_on, last=self.last_on)


def provisional_year(year: int) -> CalendarYear:
    """A year whose notice is missing: weekends and 1 January rest, nothing is made up."""
    new_year = date(year, 1, 1)
    return CalendarYear(
        year=year,
        confirmed=False,
        source="暂定：国务院办公厅通知尚未发布",
        holidays=(Holiday(name="元旦", first_on=new_year, last_on=new_year),),
    )


def local_day(at: datetime) -> date:
    """The day in China of an instant; `at` must know its offset (ValueError otherwise)."""
    if at.tzinfo is None:
        msg = "an instant without an offset has no certain day"
        raise ValueError(msg)
    return at.date() if at.tzinfo is SHANGHAI else at.astimezone(SHANGHAI).date()


def start_of_day(day: date, clock_time: time = time.min) -> datetime:
    """The instant of that local time on that day, 00:00 when none is given."""
    return datetime.combine(day, clock_time, tzinfo=SHANGHAI)


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += _ONE_DAY


def _works(day: date, rest: set[date], makeup: set[date]) -> bool:
    return day in makeup or (day.weekday() < _SATURDAY and day not in rest)


def _working_ordinals(
    year: CalendarYear, extras: Mapping[date, ExtraDay], names: dict[date, str]
) -> Iterator[int]:
    named = {day: holiday.name for holiday in year.holidays for day in holiday.days()}
    rest, makeup = set(named), set(year.makeup_workdays)
    names.update(named)
    names.update(dict.fromkeys(makeup, "调休上班"))
    for day in _days_of(year.year):
        works = _works(day, rest, makeup)
        if day in extras:
            works = extras[day].kind is DayKind.WORKING
            names[day] = extras[day].name
        if works:
            yield day.toordinal()


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
