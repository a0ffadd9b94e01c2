"""变灯、响铃: which lights a clock showed, what it shows now, and when to look at it again."""

from collections.abc import Iterator
from datetime import datetime

from engine.definitions.release import Release
from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.clock import Clock
from engine.domain.ladder import rungs_of
from engine.domain.lights import Light, LightRules, light_changes, light_of, reminder_at
from engine.domain.work_calendar import WorkCalendar, start_of_day
from engine.ports import Job

RIGHTS = frozenset({"dl_objection"})
"""Limits of a right: it lapses, and nobody is late."""

ONLY_REMIND = frozenset({"dl_suspension_check", "dl_lookback"})
"""Watches: they remind when their period is over, and there is nothing to be late with."""

_AS_TIME_GOES = (Light.GREEN, Light.YELLOW, Light.ORANGE, Light.RED, Light.BLACK)


def light_rules(release: Release) -> LightRules:
    """When a clock of this place turns yellow, orange, red and black, and when it reminds."""
    lights = release.place_info.lights
    return LightRules(
        yellow_working_days_left=lights.yellow_working_days_left,
        yellow_share_left=lights.yellow_share_left,
        orange=lights.orange,
        black_working_days_over=lights.black_working_days_over,
        remind_at=lights.remind_at,
        rungs=lights.rungs,
    )


def changes_until(
    case: Case, clock: Clock, at: datetime, calendar: WorkCalendar, rules: LightRules
) -> Iterator[ev.LightChanged]:
    """The lights that time alone brought until `at` and nobody wrote down yet, in order."""
    shown = case.light_shown(clock.id)
    if shown not in _AS_TIME_GOES:
        return
    for change in light_changes(clock, calendar, rules):
        later = _AS_TIME_GOES.index(change.light) > _AS_TIME_GOES.index(shown)
        if change.at <= at and later:
            yield _changed(clock, shown, change.light, change.at)
            shown = change.light


def change_now(
    case: Case, clock: Clock, at: datetime, calendar: WorkCalendar, rules: LightRules
) -> Iterator[ev.LightChanged]:
    """What a deed made of the light: the new one, where it is another."""
    shown, light = case.light_shown(clock.id), light_of(clock, at, calendar, rules)
    if light is not shown:
        yield _changed(clock, shown, light, at)


def next_bell(
    case: Case, clock: Clock, at: datetime, calendar: WorkCalendar, rules: LightRules
) -> datetime | None:
    """When something is to be done or shown about the clock next; may lie before `at`."""
    instants = [one.at for one in light_changes(clock, calendar, rules) if one.at > at]
    if clock.is_running:
        instants += _deeds_ahead(case, clock, calendar, rules)
    return min(instants, default=None)


def watch_rings_at(clock: Clock, calendar: WorkCalendar) -> datetime | None:
    """A watch (中止原因检查、回头看) reminds as its last day begins: that is the day to look."""
    due_on = clock.due_on(calendar)
    return start_of_day(due_on) if due_on is not None else None


def bell(case: Case, clock: Clock, at: datetime, *, now: datetime) -> Job:
    """The job that looks at the clock at `at`, or now if that is over."""
    return Job(
        kind="ring_limits",
        key=f"limit:{clock.id}:{at.isoformat()}",
        due_at=max(at, now),
        case_id=case.head.id,
    )


def _deeds_ahead(
    case: Case, clock: Clock, calendar: WorkCalendar, rules: LightRules
) -> Iterator[datetime]:
    if clock.key in ONLY_REMIND:
        looked_at = watch_rings_at(clock, calendar)
        if looked_at is not None and clock.id not in case.reminded:
            yield looked_at
        return
    ends_at = clock.reckoning(calendar).ends_at
    if ends_at is not None and clock.id not in case.overdue:
        yield ends_at
    rings_at = reminder_at(clock, calendar, rules)
    if rings_at is not None and clock.id not in case.reminded and clock.id not in case.overdue:
        yield rings_at
    if clock.key not in RIGHTS:
        behind = case.rungs.get(clock.id, ())
        ladder = rungs_of(clock, calendar, rules.rungs, remind_at=rules.remind_at)
        yield from (one.at for one in ladder if one.rung.kind not in behind)


def _changed(clock: Clock, before: Light, light: Light, at: datetime) -> ev.LightChanged:
    return ev.LightChanged(
        clock_id=clock.id, limit=clock.key, before=before, light=light, changed_at=at
    )
