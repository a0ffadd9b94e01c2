"""计时 clocks: one run of a limit in a case, with its pauses, extensions and restarts.

A clock is a value: each deed gives a new one, nothing is overwritten. Every entry carries the
time from which it has effect and the time at which it was entered, so that something found out
later can be put in and the earlier view still be shown (`as_known_at`).

Pauses, as decided here: the day on which a pause takes effect is the first day not counted, the
day on which it ends counts again. So 中止 on the 18th and 恢复 on the 21st leave out the 18th,
19th and 20th; a pause that begins and ends on one day leaves out nothing. The day of the cause is
never counted anyway, and a pause that takes effect after the last day does not bring the limit
back to life. In a limit in hours a pause counts from moment to moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.domain.clock_parts import (
    ClockState,
    Extension,
    HeldBy,
    Mark,
    Pause,
    PauseKind,
    RemindBefore,
    Restart,
    Stop,
    StopKind,
)
from engine.domain.clock_refusals import (
    ClockStopped,
    ExtensionTooLate,
    ExtensionUsedUp,
    LimitNotExpired,
)
from engine.domain.time_limit import Addition, LimitValue, Reckoning, Stoppage, reckon
from engine.domain.work_calendar import WorkCalendar, local_day

__all__ = [
    "Clock",
    "ClockState",
    "ClockStopped",
    "Extension",
    "ExtensionTooLate",
    "ExtensionUsedUp",
    "HeldBy",
    "LimitNotExpired",
    "Mark",
    "Pause",
    "PauseKind",
    "RemindBefore",
    "Restart",
    "Stop",
    "StopKind",
    "as_known_at",
    "cancel",
    "extend",
    "may_extend",
    "pause",
    "refuse_unless_expired",
    "restart",
    "resume",
    "revoke_stop",
    "stop",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One run of a limit.

    `about` names what it belongs to when a case has several runs (a document, a visit).
    `calendar_hash` is that of the calendar in force when the entry was made; another hash means
    that the last day must be reckoned anew and shown if it moved.
    """

    id: str
    key: str
    title: str
    held_by: HeldBy
    value: LimitValue
    started: Mark
    calendar_hash: str
    about: str = ""
    remind_before: RemindBefore | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    restarts: tuple[Restart, ...] = ()
    stop: Stop | None = None
    revoked_stops: tuple[Stop, ...] = ()

    @property
    def started_on(self) -> date:
        """The day of the cause (起算事由发生之日), itself not counted."""
        return local_day(self.started.at)

    @property
    def open_pauses(self) -> tuple[Pause, ...]:
        """Pauses that still last."""
        return tuple(pause for pause in self.pauses if pause.ended is None)

    @property
    def standing(self) -> str:
        """Running, paused, or how it stopped; whether in time only a calendar can tell."""
        if self.stop is not None:
            return self.stop.kind.value
        return (ClockState.PAUSED if self.open_pauses else ClockState.RUNNING).value

    @property
    def is_running(self) -> bool:
        """Neither stopped nor paused."""
        return self.stop is None and not self.open_pauses

    def reckoning(self, calendar: WorkCalendar) -> Reckoning:
        """The last day with the spans that explain it."""
        return reckon(
            self.value,
            counted_from=self.started.at,
            calendar=calendar,
            stoppages=[_stoppage(pause) for pause in self.pauses],
            additions=[_addition(self.value, extension) for extension in self.extensions],
        )

    def due_on(self, calendar: WorkCalendar) -> date | None:
        """Last day (届满日), itself still in time; None while a pause keeps it open."""
        return self.reckoning(calendar).due_on

    def is_expired(self, at: datetime, calendar: WorkCalendar) -> bool:
        """Whether the limit had ended by `at` without the clock being stopped in time."""
        ends_at = self.reckoning(calendar).ends_at
        until = at if self.stop is None else min(at, self.stop.mark.at)
        return ends_at is not None and until >= ends_at

    def state(self, calendar: WorkCalendar) -> ClockState:
        """Where the clock stands; met late when what stopped it came after the last day."""
        if self.stop is None:
            return ClockState.PAUSED if self.open_pauses else ClockState.RUNNING
        if self.stop.kind is StopKind.CANCELLED:
            return ClockState.CANCELLED
        late = self.is_expired(self.stop.mark.at, calendar)
        return ClockState.MET_LATE if late else ClockState.MET


def _stoppage(pause: Pause) -> Stoppage:
    ended_at = pause.ended.at if pause.ended else None
    began = pause.began
    return Stoppage(
        began_at=began.at,
        ended_at=ended_at,
        why=f"{pause.kind.label}不计入",
        source="；".join(one for one in (began.article, began.document, began.ground) if one),
    )


def _addition(value: LimitValue, extension: Extension) -> Addition:
    return Addition(
        amount=extension.amount,
        why=f"延期{extension.amount}{value.unit.label}",
        source=extension.document or extension.mark.ground,
    )


# --- deeds: each gives a new clock -------------------------------------------------------------


def pause(clock: Clock, kind: PauseKind, mark: Mark) -> Clock:
    """Time stops counting from `mark.at`. Refuses with `limit_already_stopped`."""
    _refuse_stopped(clock)
    return replace(clock, pauses=(*clock.pauses, Pause(kind=kind, began=mark)))


def resume(clock: Clock, kind: PauseKind, mark: Mark) -> Clock:
    """End every open pause of `kind` at `mark.at`; without one nothing changes."""
    pauses = tuple(
        replace(one, ended=mark) if one.kind is kind and one.ended is None else one
        for one in clock.pauses
    )
    return replace(clock, pauses=pauses)


def may_extend(clock: Clock, *, asked_at: datetime, times_max: int, calendar: WorkCalendar) -> None:
    """Refuse an application for extension that comes too late or once too often.

    Too late (`extension_too_late`) is measured when it is asked for; the approval may come later.
    """
    _refuse_stopped(clock)
    reckoning = clock.reckoning(calendar)
    if reckoning.ends_at is not None and asked_at >= reckoning.ends_at:
        raise ExtensionTooLate(
            where={"limit": clock.key}, title=clock.title, due_on=reckoning.due_on
        )
    if len(clock.extensions) >= times_max:
        raise ExtensionUsedUp(
            where={"limit": clock.key},
            title=clock.title,
            times=len(clock.extensions),
            due_on=reckoning.due_on or "（暂停中）",
        )


def extend(clock: Clock, amount: int, mark: Mark, *, document: str = "") -> Clock:
    """Lengthen the limit by `amount` of its own units. Refuses with `limit_already_stopped`."""
    _refuse_stopped(clock)
    extension = Extension(amount=amount, mark=mark, document=document)
    return replace(clock, extensions=(*clock.extensions, extension))


def restart(clock: Clock, mark: Mark, *, calendar_hash: str) -> Clock:
    """Begin the limit anew at `mark.at` (重新计算); open pauses go on, the rest stays behind."""
    _refuse_stopped(clock)
    before = Restart(
        mark=mark, started=clock.started, pauses=clock.pauses, extensions=clock.extensions
    )
    return replace(
        clock,
        started=mark,
        pauses=clock.open_pauses,
        extensions=(),
        restarts=(*clock.restarts, before),
        calendar_hash=calendar_hash,
    )


def stop(clock: Clock, mark: Mark) -> Clock:
    """What the clock waited for happened at `mark.at`; open pauses end with it."""
    return _end(clock, StopKind.MET, mark)


def cancel(clock: Clock, mark: Mark) -> Clock:
    """The limit falls away (注销): neither met nor missed."""
    return _end(clock, StopKind.CANCELLED, mark)


def revoke_stop(clock: Clock, mark: Mark | None = None) -> Clock:
    """The stop is undone (退回补充), the old last day stands; a clock that runs stays as it is."""
    if clock.stop is None:
        return clock
    undone = replace(clock.stop, revoked=mark)
    return replace(clock, stop=None, revoked_stops=(*clock.revoked_stops, undone))


def refuse_unless_expired(clock: Clock, at: datetime, calendar: WorkCalendar) -> None:
    """Refuse with `limit_not_expired` before the end of the limit."""
    if not clock.is_expired(at, calendar):
        raise LimitNotExpired(
            where={"limit": clock.key},
            title=clock.title,
            due_on=clock.due_on(calendar) or "（暂停中）",
        )


def as_known_at(clock: Clock, at: datetime) -> Clock:
    """The clock as it looked at `at`: without anything entered later."""
    later = [one for one in clock.restarts if one.mark.entered_at > at]
    if later:
        first = later[0]
        kept = clock.restarts[: clock.restarts.index(first)]
        clock = replace(
            clock,
            started=first.started,
            pauses=first.pauses,
            extensions=first.extensions,
            restarts=kept,
        )
    stops = [*clock.revoked_stops, *([clock.stop] if clock.stop else [])]
    entered = [one for one in stops if one.mark.entered_at <= at]
    known = next((one for one in reversed(entered) if _stood(clock, one, at)), None)
    return replace(
        clock,
        pauses=_pauses_known(clock.pauses, at),
        extensions=tuple(one for one in clock.extensions if one.mark.entered_at <= at),
        stop=replace(known, revoked=None) if known else None,
        revoked_stops=tuple(one for one in entered if one is not known),
    )


def _stood(clock: Clock, stop: Stop, at: datetime) -> bool:
    """Whether a stop entered before `at` was not yet undone then."""
    return stop is clock.stop or (stop.revoked is not None and stop.revoked.entered_at > at)


def _pauses_known(pauses: Sequence[Pause], at: datetime) -> tuple[Pause, ...]:
    known = [one for one in pauses if one.began.entered_at <= at]
    return tuple(
        replace(one, ended=None) if one.ended and one.ended.entered_at > at else one
        for one in known
    )


def _end(clock: Clock, kind: StopKind, mark: Mark) -> Clock:
    if clock.stop is not None:
        return clock
    pauses = tuple(one if one.ended else replace(one, ended=mark) for one in clock.pauses)
    return replace(clock, pauses=pauses, stop=Stop(kind=kind, mark=mark))


def _refuse_stopped(clock: Clock) -> None:
    if clock.stop is not None:
        raise ClockStopped(
            where={"limit": clock.key},
            title=clock.title,
            stopped_on=local_day(clock.stop.mark.at),
        )
