"""Counts a limit in days, working days, months or years; see `time_limit` for the rules."""

import calendar as month_lengths
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from engine.domain.reckoning import (
    Addition,
    LimitValue,
    Reckoning,
    Span,
    SpanKind,
    Stoppage,
    Unit,
)
from engine.domain.work_calendar import WorkCalendar, local_day

_ONE_DAY = timedelta(days=1)
_CAUSE, _COUNTED, _EXTENDED = SpanKind.CAUSE, SpanKind.COUNTED, SpanKind.EXTENDED
_PAUSED, _ROLLED_OVER = SpanKind.PAUSED, SpanKind.ROLLED_OVER
_MONTHS_OF_A_YEAR = 12
_FIRST_DAY_NOT_COUNTED = "《中华人民共和国民法典》第二百零一条"
_LAST_DAY_RUNS_ON = "《中华人民共和国民法典》第二百零三条"


def reckon_days(
    value: LimitValue,
    *,
    started_on: date,
    calendar: WorkCalendar,
    stoppages: Sequence[Stoppage],
    additions: Sequence[Addition],
) -> Reckoning:
    """Work out a limit that ends with a day; `started_on` is the day of the cause, not counted."""
    walk = _DayWalk(
        calendar, _day_stops(stoppages), started_on, working=value.unit is Unit.WORKING_DAYS
    )
    for leg in _legs(value, started_on, additions):
        walk.go(leg)
    return walk.finish(value)


@dataclass(frozen=True, slots=True)
class _Stop:
    """A pause in whole days: first and last day not counted (None: open)."""

    first_on: date
    last_on: date | None
    why: str
    source: str


class _Leg(NamedTuple):
    """A part of the limit: the number itself, or one extension."""

    days: int
    kind: SpanKind
    why: str
    source: str


def _day_stops(stoppages: Sequence[Stoppage]) -> list[_Stop]:
    """Pauses as disjoint ranges of days in order; one within a single day stops nothing."""
    if not stoppages:
        return []
    stops: list[_Stop] = []
    reached = date.min
    for one in sorted(stoppages, key=lambda stoppage: stoppage.began_at):
        first_on = max(local_day(one.began_at), reached)
        last_on = None if one.ended_at is None else local_day(one.ended_at) - _ONE_DAY
        if last_on is not None and last_on < first_on:
            continue
        stops.append(_Stop(first_on, last_on, one.why, one.source))
        if last_on is None:
            break
        reached = last_on + _ONE_DAY
    return stops


def _legs(value: LimitValue, started_on: date, additions: Sequence[Addition]) -> Iterator[_Leg]:
    """The limit and its extensions in days; months and years become the days they have."""
    total = value.amount
    so_far = _in_days(value.unit, total, started_on)
    yield _Leg(so_far, _COUNTED, "计入期限", value.source)
    for addition in additions:
        total += addition.amount
        up_to_now = _in_days(value.unit, total, started_on)
        yield _Leg(up_to_now - so_far, _EXTENDED, addition.why, addition.source)
        so_far = up_to_now


def _in_days(unit: Unit, amount: int, started_on: date) -> int:
    """How many days so many units have when they begin after `started_on`."""
    if unit is Unit.MONTHS:
        return (add_months(started_on, amount) - started_on).days
    if unit is Unit.YEARS:
        return (add_months(started_on, amount * _MONTHS_OF_A_YEAR) - started_on).days
    return amount


def add_months(day: date, months: int) -> date:
    """The same-numbered day so many months on, or that month's last day (民法典 202)."""
    years, month = divmod(day.month - 1 + months, _MONTHS_OF_A_YEAR)
    year = day.year + years
    length = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length))


class _DayWalk:
    """Goes from the day of the cause to the last day, laying down spans.

    `_at` is the day reached; `_held_up` tells that it stands in a pause still open.
    """

    __slots__ = ("_at", "_calendar", "_held_up", "_spans", "_started_on", "_stops", "_working")

    def __init__(
        self, calendar: WorkCalendar, stops: list[_Stop], started_on: date, *, working: bool
    ) -> None:
        self._calendar = calendar
        self._stops = stops
        self._working = working
        self._started_on = started_on
        self._at = started_on
        self._held_up = False
        self._spans = [
            Span(_CAUSE, started_on, started_on, 0, "起算当日不计入", _FIRST_DAY_NOT_COUNTED)
        ]

    def go(self, leg: _Leg) -> None:
        """Count one leg on from where the last one ended, leaving out the pauses."""
        if self._held_up:
            return
        left = leg.days
        for stop in self._stops:
            if stop.last_on is not None and stop.last_on <= self._at:
                continue
            before = self._count(self._at, stop.first_on - _ONE_DAY)
            if before >= left:
                break
            left -= before
            self._count_span(leg, stop.first_on - _ONE_DAY, before)
            if not self._got_past(stop):
                return
        self._count_span(leg, self._add(self._at, left), left)

    def finish(self, value: LimitValue) -> Reckoning:
        """Roll the last day over rest days where the unit asks for it, and give the result."""
        unrolled_on = None if self._held_up else self._at
        if unrolled_on and not self._working:
            self._roll_over()
        due_on = None if self._held_up else self._at
        asks = self._calendar.is_provisional
        unsure = asks(self._at) or (self._working and asks(self._started_on))
        return Reckoning(value, due_on, unrolled_on, unsure, tuple(self._spans))

    def _count(self, after: date, until: date) -> int:
        if until <= after:
            return 0
        if self._working:
            return self._calendar.working_days_between(after, until)
        return (until - after).days

    def _add(self, day: date, count: int) -> date:
        if self._working:
            return self._calendar.add_working_days(day, count)
        return day + timedelta(days=count)

    def _count_span(self, leg: _Leg, last_on: date, counted: int) -> None:
        """Lay a counted span from the day after `at` to `last_on`; nothing when there is none."""
        if last_on <= self._at:
            return
        self._spans.append(
            Span(leg.kind, self._at + _ONE_DAY, last_on, counted, leg.why, leg.source)
        )
        self._at = last_on

    def _got_past(self, stop: _Stop) -> bool:
        """Lay a paused span; False when the pause is still open and the walk ends in it."""
        self._spans.append(
            Span(_PAUSED, self._at + _ONE_DAY, stop.last_on, 0, stop.why, stop.source)
        )
        if stop.last_on is None:
            self._held_up = True
            return False
        self._at = stop.last_on
        return True

    def _roll_over(self) -> None:
        """Move the last day over rest days, and over a pause that begins among them."""
        if not self._calendar.is_rest_day(self._at):
            return
        rolls = _Leg(0, _ROLLED_OVER, "届满日是休息日，顺延至下一工作日", _LAST_DAY_RUNS_ON)
        ready_on = self._calendar.next_working_day(self._at)
        for stop in self._stops:
            if stop.first_on <= self._at or stop.first_on > ready_on:
                continue
            self._count_span(rolls, stop.first_on - _ONE_DAY, 0)
            if not self._got_past(stop):
                return
            ready_on = self._calendar.next_working_day(self._at + _ONE_DAY)
        self._count_span(rolls, ready_on, 0)
