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

from engine.domain.clock import Clock, ClockState, as_known_at
from engine.domain.ladder import Rung
from engine.domain.time_limit import Reckoning, Unit
from engine.domain.work_calendar import WorkCalendar, start_of_day

_ONE_DAY = timedelta(days=1)
_ONE_HOUR = timedelta(hours=1)


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
WORST_FIRST = (
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
    rungs: tuple[Rung, ...] = ()


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
    outlook = _outlook(clock, calendar, rules)
    if outlook is None:
        return Light.BLUE
    shown = Light.GREEN
    for change in outlook.changes():
        if change.at <= at:
            shown = change.light
    return shown


def light_changes(
    clock: Clock, calendar: WorkCalendar, rules: LightRules
) -> tuple[LightChange, ...]:
    """When a clock turns yellow, orange, red, black; of several at one instant the last.

    Empty when it is stopped, or while a pause leaves its last day open.
    """
    outlook = _outlook(clock, calendar, rules) if clock.stop is None else None
    if outlook is None:
        return ()
    changes = list(outlook.changes())
    return tuple(
        change
        for change, after in zip(changes, [*changes[1:], None], strict=True)
        if after is None or after.at > change.at
    )


def reminder_at(clock: Clock, calendar: WorkCalendar, rules: LightRules) -> datetime | None:
    """When the reminder rings: at `remind_at` of the day yellow begins, or of the limit's own day.

    A limit's `remind_before` counts back from the last day, that day not counted, but never before
    the start. A limit in hours is reminded of at the moment yellow begins. None while the clock is
    stopped or paused.
    """
    outlook = _outlook(clock, calendar, rules) if clock.is_running else None
    return None if outlook is None else max(clock.started.at, outlook.reminder_at())


def light_then(
    clock: Clock, at: datetime, calendar: WorkCalendar, rules: LightRules
) -> Light | None:
    """The light shown at a past instant, by what had been entered then; None before it ran.

    `calendar` is the one in force at that instant.
    """
    known = as_known_at(clock, at)
    if known.started.entered_at > at:
        return None
    return light_of(known, at, calendar, rules)


def worst_of(lights: Iterable[Light]) -> Light | None:
    """The light a row shows for several clocks; None for none."""
    return min(lights, key=WORST_FIRST.index, default=None)


def _outlook(clock: Clock, calendar: WorkCalendar, rules: LightRules) -> "_Outlook | None":
    """What lies ahead of a clock; None while a pause leaves its last day unknown."""
    reckoning = clock.reckoning(calendar)
    due_on, ends_at = reckoning.due_on, reckoning.ends_at
    if due_on is None or ends_at is None:
        return None
    return _Outlook(
        clock=clock,
        reckoning=reckoning,
        due_on=due_on,
        ends_at=ends_at,
        calendar=calendar,
        rules=rules,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outlook:
    """A clock with its last day known."""

    clock: Clock
    reckoning: Reckoning
    due_on: date
    ends_at: datetime
    calendar: WorkCalendar
    rules: LightRules

    @property
    def in_hours(self) -> bool:
        """Whether the limit ends at a moment."""
        return self.reckoning.value.unit.by_the_clock

    def changes(self) -> Iterator[LightChange]:
        """Every later light in order; each counts from its instant until the next one's."""
        yield LightChange(self.yellow_at(), Light.YELLOW)
        if self.rules.orange and not self.in_hours:
            yield LightChange(start_of_day(self.due_on), Light.ORANGE)
        yield LightChange(self.ends_at, Light.RED)
        black_on = self.calendar.add_working_days(self.due_on, self.rules.black_working_days_over)
        yield LightChange(max(start_of_day(black_on), self.ends_at), Light.BLACK)

    def yellow_at(self) -> datetime:
        """The instant yellow begins, never before the first day that counts.

        Left over are days after the day asked about: three working days before the last day,
        three remain.
        """
        share = self.rules.yellow_share_left * Fraction(self.reckoning.counted)
        if self.in_hours:
            return self.ends_at - _ONE_HOUR * share.numerator / share.denominator
        by_days = self._working_days_left(self.rules.yellow_working_days_left)
        if self.reckoning.value.unit is Unit.WORKING_DAYS:
            by_share = self._working_days_left(int(share))
        else:
            by_share = self.due_on - timedelta(days=int(share))
        return start_of_day(max(min(by_days, by_share), self.clock.started_on + _ONE_DAY))

    def reminder_at(self) -> datetime:
        """The instant of the reminder."""
        before = self.clock.remind_before
        if before is None:
            yellow_at = self.yellow_at()
            return yellow_at if self.in_hours else self._morning_of(yellow_at.date())
        if before.unit.by_the_clock:
            return self.ends_at - _ONE_HOUR * before.amount
        if before.unit is Unit.WORKING_DAYS:
            return self._morning_of(self.calendar.add_working_days(self.due_on, -before.amount))
        return self._morning_of(self.due_on - timedelta(days=before.amount))

    def _morning_of(self, day: date) -> datetime:
        return start_of_day(day, self.rules.remind_at)

    def _working_days_left(self, left: int) -> date:
        """The first day after which only `left` working days remain up to the last day."""
        return self.calendar.add_working_days(self.due_on + _ONE_DAY, -left - 1)
