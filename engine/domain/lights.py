"""灯色 lights: what colour a clock shows, when it changes, and when the reminder rings.

Green more than the threshold left; yellow within it, until 24:00 of the last day; orange on the
last day (where the place wants it); red once expired; black when overdue by so many working days;
blue paused; grey met in time or cancelled; dark red met late. The thresholds are the place's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction

from engine.domain.clock import Clock, ClockState
from engine.domain.time_limit import Reckoning, Unit
from engine.domain.work_calendar import WorkCalendar, start_of_day

_ONE_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)


class Light(StrEnum):
    """A colour with its Chinese name; never shown by colour alone."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    BLACK = "black"
    BLUE = "blue"
    GREY = "grey"
    DARKRED = "darkred"

    @property
    def label(self) -> str:
        """As an official reads it."""
        return _LABELS[self]


_LABELS = {
    Light.GREEN: "绿灯",
    Light.YELLOW: "黄灯",
    Light.ORANGE: "橙灯",
    Light.RED: "红灯",
    Light.BLACK: "黑灯",
    Light.BLUE: "蓝灯（暂停）",
    Light.GREY: "灰灯（已结）",
    Light.DARKRED: "暗红灯（超期办结）",
}
_STOPPED = {
    ClockState.MET: Light.GREY,
    ClockState.CANCELLED: Light.GREY,
    ClockState.MET_LATE: Light.DARKRED,
}
_WORST_FIRST = (
    Light.BLACK,
    Light.RED,
    Light.ORANGE,
    Light.YELLOW,
    Light.GREEN,
    Light.BLUE,
    Light.DARKRED,
    Light.GREY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LightRules:
    """A place's thresholds. Yellow begins with whichever of its two comes first."""

    yellow_working_days_left: int
    yellow_share_left: Fraction
    orange: bool
    black_working_days_over: int
    remind_at: time


@dataclass(frozen=True, slots=True)
class LightChange:
    """From `at` on the clock shows `light`, as long as nobody does anything."""

    at: datetime
    light: Light


def light_of(clock: Clock, at: datetime, calendar: WorkCalendar, rules: LightRules) -> Light:
    """The light of a clock at an instant on or after its start.

    An open pause is blue, unless the limit had expired before the pause began: that stays red or
    black.
    """
    stopped = _STOPPED.get(clock.state(calendar))
    if stopped is not None:
        return stopped
    reckoning = clock.reckoning(calendar)
    if reckoning.due_on is None:
        return Light.BLUE
    shown = Light.GREEN
    for change in _changes(clock, reckoning, calendar, rules):
        if change.at <= at:
            shown = change.light
    if clock.open_pauses and shown not in {Light.RED, Light.BLACK}:
        return Light.BLUE
    return shown


def light_changes(
    clock: Clock, calendar: WorkCalendar, rules: LightRules
) -> tuple[LightChange, ...]:
    """When a running clock turns yellow, orange, red, black; empty when stopped or paused."""
    if not clock.is_running:
        return ()
    return tuple(_changes(clock, clock.reckoning(calendar), calendar, rules))


def reminder_at(clock: Clock, calendar: WorkCalendar, rules: LightRules) -> datetime | None:
    """When the reminder rings: at `remind_at` of the day yellow begins, or of the limit's own day.

    A limit's `remind_before` counts back from the last day, that day not counted. A limit in
    hours is reminded of at the moment yellow begins. None while the clock is stopped or paused.
    """
    reckoning = clock.reckoning(calendar)
    if not clock.is_running or reckoning.due_on is None or reckoning.ends_at is None:
        return None
    before = clock.remind_before
    if before is None:
        yellow_at = _yellow_at(clock, reckoning, calendar, rules)
        return yellow_at if _by_the_clock(reckoning) else _morning(yellow_at, rules)
    if before.unit in {Unit.HOURS, Unit.WORKING_HOURS}:
        return reckoning.ends_at - timedelta(hours=before.amount)
    if before.unit is Unit.WORKING_DAYS:
        day = calendar.add_working_days(reckoning.due_on, -before.amount)
    else:
        day = reckoning.due_on - timedelta(days=before.amount)
    return start_of_day(day, rules.remind_at)


def worst_of(lights: Iterable[Light]) -> Light | None:
    """The light a row shows for several clocks; None for none."""
    return min(lights, key=_WORST_FIRST.index, default=None)


def _changes(
    clock: Clock, reckoning: Reckoning, calendar: WorkCalendar, rules: LightRules
) -> Iterator[LightChange]:
    """Every later light in order; each counts from its instant until the next one's."""
    if reckoning.due_on is None or reckoning.ends_at is None:
        return
    yield LightChange(_yellow_at(clock, reckoning, calendar, rules), Light.YELLOW)
    if rules.orange:
        yield LightChange(max(start_of_day(reckoning.due_on), clock.started.at), Light.ORANGE)
    yield LightChange(reckoning.ends_at, Light.RED)
    over_on = calendar.add_working_days(reckoning.due_on, rules.black_working_days_over)
    yield LightChange(max(start_of_day(over_on), reckoning.ends_at), Light.BLACK)


def _yellow_at(
    clock: Clock, reckoning: Reckoning, calendar: WorkCalendar, rules: LightRules
) -> datetime:
    """The instant yellow begins: never before the first day that counts."""
    due_on, ends_at = reckoning.due_on, reckoning.ends_at
    if due_on is None or ends_at is None:
        message = "a clock without a last day has no yellow"
        raise ValueError(message)
    if _by_the_clock(reckoning):
        share = rules.yellow_share_left * Fraction(reckoning.counted)
        return max(clock.started.at, ends_at - timedelta(hours=1) * float(share))
    days_left = int(rules.yellow_share_left * Fraction(reckoning.counted))
    by_days = calendar.add_working_days(due_on + _ONE_DAY, -rules.yellow_working_days_left - 1)
    begins_on = min(by_days, _with_left(reckoning, due_on, days_left, calendar))
    return start_of_day(max(begins_on, clock.started_on + _ONE_DAY))


def _with_left(reckoning: Reckoning, due_on: date, left: int, calendar: WorkCalendar) -> date:
    """The first day after which only `left` days of the limit's own kind remain."""
    if reckoning.value.unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(due_on + _ONE_DAY, -left - 1)
    return due_on - timedelta(days=left)


def _by_the_clock(reckoning: Reckoning) -> bool:
    return reckoning.value.unit.by_the_clock


def _morning(at: datetime, rules: LightRules) -> datetime:
    return start_of_day((at + _TICK).date(), rules.remind_at)
