"""期限到时: remind before the last day, record the overdue after it. Moves no process by itself."""

from engine.commands.act import Act
from engine.commands.climbing import climb, falls_due, fell_due, tell_holders
from engine.commands.lighting import ONLY_REMIND, RIGHTS, watch_rings_at
from engine.domain import clock as clocks
from engine.domain import events as ev
from engine.domain.clock import Clock, HeldBy, Mark
from engine.domain.lights import reminder_at

REPEATED = frozenset({"dl_suspension_check"})
OVERDUE = "overdue"


def ring(act: Act) -> None:
    """Look at every clock that has not ended; what was done before is not done again."""
    if act.case.head.runs_on_paper and act.paper is None:
        return  # a bell of before: the time of this case passes with its steps
    for clock in act.case.clocks_not_stopped:
        act.light_until_now(clock)
        if clock.is_running:
            _ring(act, clock)
    for clock in act.case.clocks_not_stopped:
        act.set_bell(clock, after=act.at)


def _ring(act: Act, clock: Clock) -> None:
    if clock.key in ONLY_REMIND:
        if not act.on_paper:
            _watch(act, clock)
    elif clock.is_expired(act.at, act.calendar):
        _expire(act, clock)
    elif _reminds(act, clock) and not act.on_paper:
        _remind(act, clock)
    if clock.key not in RIGHTS | ONLY_REMIND:
        climb(act, clock)


def _reminds(act: Act, clock: Clock) -> bool:
    rings_at = reminder_at(clock, act.calendar, act.light_rules)
    return clock.id not in act.case.reminded and rings_at is not None and rings_at <= act.at


def _remind(act: Act, clock: Clock) -> None:
    act.record(ev.LimitReminded(clock_id=clock.id, limit=clock.key))
    due_on = clock.due_on(act.calendar)
    tell_holders(act, f"{falls_due(clock, due_on)}。", clock)


def _expire(act: Act, clock: Clock) -> None:
    reckoning = clock.reckoning(act.calendar)
    if clock.id in act.case.overdue or reckoning.ends_at is None or reckoning.due_on is None:
        return
    if clock.key in RIGHTS:
        _lapse(act, clock)
        return
    act.record(ev.LimitExpired(clock_id=clock.id, limit=clock.key, expired_at=reckoning.ends_at))
    act.record(ev.OverdueRecorded(clock_id=clock.id, limit=clock.key, due_on=reckoning.due_on))
    if OVERDUE not in act.case.head.flags:
        act.record(ev.FlagRaised(flag=OVERDUE))
    if clock.held_by is not HeldBy.US and not act.on_paper:
        act.record(ev.UrgingSent(limit=clock.key))
    tell_holders(act, f"{fell_due(clock, reckoning.due_on)}。", clock)


def _watch(act: Act, clock: Clock) -> None:
    """A watch reminds once, on the last day of its period; that on a suspension begins anew."""
    rings_at = watch_rings_at(clock, act.calendar)
    if rings_at is None or act.at < rings_at or clock.id in act.case.reminded:
        return
    _remind(act, clock)
    if clock.key in REPEATED:
        mark = Mark(event="LimitReminded", at=act.at, entered_at=act.entered_at)
        again = clocks.restart(clock, mark, calendar_hash=act.calendar.hash)
        act.record(
            ev.LimitRestarted(clock=again, limit=again.key, due_on=again.due_on(act.calendar))
        )


def _lapse(act: Act, clock: Clock) -> None:
    mark = Mark(event="LimitExpired", at=act.at, entered_at=act.entered_at)
    lapsed = clocks.cancel(clock, mark)
    act.record(ev.LimitCancelled(clock=lapsed, limit=clock.key, due_on=lapsed.due_on(act.calendar)))
