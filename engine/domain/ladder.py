"""督促阶梯 the ladder: who is told about a limit, and when, the later the higher.

The rungs are the place's. A rung tells people and is logged; it never sends a legal document and
never moves a process: 督办函 is only proposed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import NamedTuple

from engine.domain.clock import Clock
from engine.domain.work_calendar import WorkCalendar, start_of_day


class RungKind(StrEnum):
    """What happens on a rung."""

    MESSAGE = "message"
    HEAD = "head"
    URGING_SLIP = "urging_slip"
    LETTER_PROPOSAL = "letter_proposal"

    @property
    def label(self) -> str:
        """As an official reads it."""
        return _LABELS[self]


_LABELS = {
    RungKind.MESSAGE: "短信提醒承办人",
    RungKind.HEAD: "报科室负责人",
    RungKind.URGING_SLIP: "发催办单",
    RungKind.LETTER_PROPOSAL: "建议制发督办函",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung: so many working days over the last day; negative while they are left.

    0 is the first instant after the limit; the others come at the place's hour of reminders.
    """

    kind: RungKind
    working_days_over: int


class RungAt(NamedTuple):
    """A rung and the instant it is reached, as long as nobody does anything."""

    at: datetime
    rung: Rung


def rungs_of(
    clock: Clock, calendar: WorkCalendar, rungs: tuple[Rung, ...], *, remind_at: time
) -> Iterator[RungAt]:
    """When a running clock reaches each rung, in order; nothing while it is stopped or paused."""
    if not clock.is_running or not rungs:
        return
    reckoning = clock.reckoning(calendar)
    due_on, ends_at = reckoning.due_on, reckoning.ends_at
    if due_on is None or ends_at is None:
        return
    for rung in sorted(rungs, key=lambda one: one.working_days_over):
        day = calendar.add_working_days(due_on, rung.working_days_over)
        at = ends_at if rung.working_days_over == 0 else start_of_day(day, remind_at)
        if rung.working_days_over > 0:
            at = max(at, ends_at)
        yield RungAt(max(at, clock.started.at), rung)
