"""What happens to a limit and its clock."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.clock import Clock
from engine.domain.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitStarted(Event):
    """起算: a clock runs."""

    clock: Clock
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitMet(Event):
    """The clock stopped because what it waited for happened."""

    clock: Clock
    due_on: date | None
    limit: str
    in_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCancelled(Event):
    """注销: the clock ended without being met or missed."""

    clock: Clock
    due_on: date | None
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPaused(Event):
    """中止 or another pause: the days from now on are not counted."""

    clock: Clock
    due_on: date | None
    limit: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitResumed(Event):
    """恢复: the rest of the period runs on."""

    clock: Clock
    due_on: date | None
    limit: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitExtended(Event):
    """延期."""

    clock: Clock
    due_on: date | None
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRestarted(Event):
    """重新计算: the clock begins anew; its earlier run stays with it."""

    clock: Clock
    due_on: date | None
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReopened(Event):
    """What stopped the clock was undone (退回补充调查): the old last day stands."""

    clock: Clock
    due_on: date | None
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReminded(Event):
    """The reminder of a clock rang."""

    clock_id: str
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitExpired(Event):
    """届满: the last day passed and the clock still ran. Moves nothing."""

    clock_id: str
    limit: str
    expired_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueRecorded(Event):
    """超期记录."""

    clock_id: str
    limit: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgingSent(Event):
    """催办: whoever holds the task was urged."""

    limit: str | None = None
    visit_id: str | None = None
