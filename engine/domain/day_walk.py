"""Counts a limit in days, working days, months or years; see `time_limit` for the rules."""

import calendar as month_lengths
from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter

from engine.domain.day_count import CalendarDays, DayCount, WorkingDays
from engine.domain.reckoning import (
    Addition,
    Ground,
    LimitValue,
    Reckoning,
    SpanKind,
    Stoppage,
    Stretch,
    Unit,
)
from engine.domain.work_calendar import WorkCalendar, local_day

_CAUSE, _COUNTED, _EXTENDED = SpanKind.CAUSE, SpanKind.COUNTED, SpanKind.EXTENDED
_PAUSED, _ROLLED_OVER = SpanKind.PAUSED, SpanKind.ROLLED_OVER
_WORKING_DAYS, _MONTHS, _YEARS = Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS
_MONTHS_OF_A_YEAR = 12
_CALENDAR_DAYS = CalendarDays()
_BEGAN = attrgetter("began_at")
_NEVER = date.max.toordinal()

_FIRST_DAY_LEFT_OUT = ("起算当日不计入", "《中华人民共和国民法典》第二百零一条")
_LAST_DAY_RUNS_ON = (
    "届满日是休息日，顺延至下一工作日",
    "《中华人民共和国民法典》第二百零三条",
)

_Stop = tuple[int, int, Ground]
"""A pause in whole days: first and last day not counted; the last of an open one is `_NEVER`."""
_Leg = tuple[int, SpanKind, Ground]
"""A part of the limit and its days: the number itself, or one extension."""


def reckon_days(
    value: LimitValue,
    *,
    started_on: date,
    calendar: WorkCalendar,
    stoppages: Sequence[Stoppage],
    additions: Sequence[Addition],
) -> Reckoning:
    """Work out a limit that ends with a day; `started_on` is the day of the cause, not counted."""
    working = value.unit is _WORKING_DAYS
    count = calendar.working_days if working else _CALENDAR_DAYS
    walk = _DayWalk(started_on.toordinal(), count, _day_stops(stoppages))
    for leg in _legs(value, started_on, additions):
        walk.go(*leg)
    unrolled_on = None if walk.held_up else date.fromordinal(walk.at)
    if unrolled_on and not working:
        walk.roll_over(calendar.working_days)
    reached_on = date.fromordinal(walk.at)
    asks = calendar.is_provisional
    return Reckoning(
        value,
        None if walk.held_up else reached_on,
        unrolled_on,
        asks(reached_on) or (working and asks(started_on)),
        tuple(walk.stretches),
    )


def _day_stops(stoppages: Sequence[Stoppage]) -> list[_Stop]:
    """Pauses as disjoint ranges of days in order; one within a single day stops nothing."""
    stops: list[_Stop] = []
    free_from = 0
    for one in sorted(stoppages, key=_BEGAN):
        first = max(local_day(one.began_at).toordinal(), free_from)
        last = _NEVER if one.ended_at is None else local_day(one.ended_at).toordinal() - 1
        if first <= last:
            stops.append((first, last, (one.why, one.source)))
            free_from = last + 1
    return stops


def _legs(value: LimitValue, started_on: date, additions: Sequence[Addition]) -> Iterator[_Leg]:
    """The limit and its extensions in days; months and years become the days they have."""
    total = value.amount
    so_far = _in_days(value.unit, total, started_on)
    yield so_far, _COUNTED, ("计入期限", value.source)
    for addition in additions:
        total += addition.amount
        up_to_now = _in_days(value.unit, total, started_on)
        yield up_to_now - so_far, _EXTENDED, (addition.why, addition.source)
        so_far = up_to_now


def _in_days(unit: Unit, amount: int, started_on: date) -> int:
    """How many days so many units have when they begin after `started_on`."""
    if unit is _MONTHS:
        return (add_months(started_on, amount) - started_on).days
    if unit is _YEARS:
        return (add_months(started_on, amount * _MONTHS_OF_A_YEAR) - started_on).days
    return amount


def add_months(day: date, months: int) -> date:
    """The same-numbered day so many months on, or that month's last day (民法典 202)."""
    years, month = divmod(day.month - 1 + months, _MONTHS_OF_A_YEAR)
    year = day.year + years
    length = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length))


class _DayWalk:
    """Goes from the day of the cause to the last day, laying down stretches of days.

    `at` is the day reached; `held_up` tells that it stands before a pause still open.
    """

    __slots__ = ("_count", "_stops", "at", "held_up", "stretches")

    def __init__(self, started: int, count: DayCount, stops: list[_Stop]) -> None:
        self._count = count
        self._stops = stops
        self.at = started
        self.held_up = False
        self.stretches: list[Stretch] = [(_CAUSE, started, started, 0, _FIRST_DAY_LEFT_OUT)]

    def go(self, days: int, kind: SpanKind, ground: Ground) -> None:
        """Count one leg on from where the last one ended, leaving out the pauses."""
        if self.held_up:
            return
        left = days
        for first, last, why in self._stops:
            if last <= self.at:
                continue
            before = self._count.between(self.at, max(self.at, first - 1))
            if before >= left:
                break
            left -= before
            self._lay(kind, first - 1, before, ground)
            if not self._got_past(last, why):
                return
        self._lay(kind, self._count.after(self.at, left), left, ground)

    def roll_over(self, working_days: WorkingDays) -> None:
        """Move the last day over rest days, and over a pause that begins among them."""
        ready = working_days.after(self.at - 1, 1)
        for first, last, why in self._stops:
            if self.at < first <= ready:
                self._lay(_ROLLED_OVER, first - 1, 0, _LAST_DAY_RUNS_ON)
                if not self._got_past(last, why):
                    return
                ready = working_days.after(self.at, 1)
        self._lay(_ROLLED_OVER, ready, 0, _LAST_DAY_RUNS_ON)

    def _lay(self, kind: SpanKind, last: int, counted: int, ground: Ground) -> None:
        """Lay a stretch from the day after `at` to `last`; nothing when there is none."""
        if last > self.at:
            self.stretches.append((kind, self.at + 1, last, counted, ground))
            self.at = last

    def _got_past(self, last: int, ground: Ground) -> bool:
        """Lay a pause to `last`; False when it is still open and the walk ends in it."""
        if last < _NEVER:
            self._lay(_PAUSED, last, 0, ground)
            return True
        self.stretches.append((_PAUSED, self.at + 1, None, 0, ground))
        self.held_up = True
        return False
