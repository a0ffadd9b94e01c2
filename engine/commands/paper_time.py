"""补录: the time that went by on paper between two steps: lights and overdue, each with its day."""

from dataclasses import replace
from datetime import datetime

from engine.commands import lighting, moving
from engine.commands.act import Act
from engine.commands.ring_limits import ring
from engine.domain.people import SYSTEM

RINGS_MAX = 2_000
"""So many instants at which something of a case is to be looked at lie between two steps."""


def let_time_pass(act: Act, *, since: datetime | None) -> None:
    """Do what the bells would have done from `since` until the instant of `act`, silently."""
    machine = replace(act, by=SYSTEM)
    passed: datetime | None = None
    for _ in range(RINGS_MAX):
        passed = _next_ring(machine, since=since, passed=passed)
        if passed is None or passed > act.at:
            break
        ring(replace(machine, at=max(passed, since or passed)))
    if not act.case.head.ended:
        moving.let_timers_fire(machine)


def _next_ring(act: Act, *, since: datetime | None, passed: datetime | None) -> datetime | None:
    """The next instant at which a clock is to be looked at."""
    case, rules = act.case, act.light_rules
    instants = (
        lighting.next_bell(case, clock, passed or since or act.at, act.calendar, rules)
        for clock in case.clocks_not_stopped
    )
    return min((one for one in instants if one and (passed is None or one > passed)), default=None)
