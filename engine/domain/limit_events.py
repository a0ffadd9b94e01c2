"""What happens to a limit and its clock."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from engine.domain.clock import Clock
from engine.domain.event import Event
from engine.domain.lights import Light


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

    by_the_way: ClassVar[bool] = True

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
class LimitRecalculated(Event):
    """The calendar changed (放假通知), and the last day with it; `due_before` was shown before."""

    clock: Clock
    due_on: date | None
    limit: str
    due_before: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LightChanged(Event):
    """变灯: a clock shows another light; by the hour of the change, not of its entry."""

    by_the_way: ClassVar[bool] = True

    clock_id: str
    limit: str
    before: Light
    light: Light
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RungReached(Event):
    """A rung of the ladder (督促阶梯): people were told; no document went out by it."""

    by_the_way: ClassVar[bool] = True

    clock_id: str
    limit: str
    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RungHeld(Event):
    """A rung is held back, for a reason; it will not be reached for this last day."""

    clock_id: str
    limit: str
    rung: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgingSent(Event):
    """催办: whoever holds the task was urged; `text` is what a person wrote to him."""

    limit: str | None = None
    visit_id: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseListed(Event):
    """督办 or 挂牌督办: the leaders watch the case until it is taken off the list."""

    kind: str
    reason: str
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseUnlisted(Event):
    """摘牌: the leaders watch it no more."""

    kind: str
    reason: str
