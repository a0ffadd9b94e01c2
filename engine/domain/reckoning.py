"""期限的算式: the words in which a limit is reckoned: value, pauses, extensions, spans, result.

The rules that connect them stand in `engine.domain.time_limit`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from engine.domain.work_calendar import start_of_day

_ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit is counted in; stored with each value, never guessed from the number."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    WORKING_HOURS = "working_hours"
    MONTHS = "months"
    YEARS = "years"

    @property
    def label(self) -> str:
        """The unit as an official reads it, e.g. 个工作日."""
        return _LABELS[self]

    @property
    def by_the_clock(self) -> bool:
        """Whether the limit ends at a moment instead of a day."""
        return self in _BY_THE_CLOCK


_BY_THE_CLOCK = (Unit.HOURS, Unit.WORKING_HOURS)  # no set: hashing an enum is slow
_LABELS = {
    Unit.CALENDAR_DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.HOURS: "小时",
    Unit.WORKING_HOURS: "个工作小时",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitValue:
    """How long a limit is and on what ground: a line of limits.yaml, or a stated number.

    `source` names the ground as shown to people; `article` is the key into the place's laws
    (``SC-32``), None for a proposal of ours (本系统建议值). `unit_confirmed` is false where the
    text only says 日. `promised` marks a promise (承诺期限) beside the statutory limit; `stated`
    a number written in a document.
    """

    amount: int
    unit: Unit
    source: str
    article: str | None = None
    unit_confirmed: bool = True
    promised: bool = False
    stated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stoppage:
    """Time that does not count; `ended_at` None: still open. `why` is Chinese."""

    began_at: datetime
    ended_at: datetime | None
    why: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """An extension: so many more of the limit's own units; `why` and `source` in Chinese."""

    amount: int
    why: str
    source: str = ""


class SpanKind(StrEnum):
    """Why a stretch of time counts or not."""

    CAUSE = "cause"  # 起算当日, not counted
    COUNTED = "counted"  # 计入
    EXTENDED = "extended"  # 延期, counted
    PAUSED = "paused"  # 暂停, not counted
    ROLLED_OVER = "rolled_over"  # 顺延, not counted


class Span(NamedTuple):
    """A stretch of days, both inclusive, and how much of the limit it used up.

    `counted` is in days (working days for a working-day limit; months and years are first turned
    into the days they have), in hours for a limit in hours. A counted span of a working-day limit
    also holds rest days; `day_table` says which days counted. `last_on` is None for a pause still
    open.
    """

    kind: SpanKind
    first_on: date
    last_on: date | None
    counted: int | Fraction
    why: str
    source: str


Ground = tuple[str, str]
"""Why a stretch counts or not, and the source that says so."""
Stretch = tuple[SpanKind, int, int | None, int | Fraction, Ground]
"""A span as it is laid down, its days still ordinals; told as a `Span` only when it is read."""


class Reckoning(NamedTuple):
    """A limit worked out: its last day, its exact end, and how it came about.

    `due_on` is the last day (届满日), itself still within the limit; None while a pause is open
    that began before it. `unrolled_on` is the last day before roll-over. `provisional` (暂定):
    a holiday notice still missing may move the day. `moment` is the end of a limit in hours.
    In a limit in days the stretches follow one another without gap or overlap.
    """

    value: LimitValue
    due_on: date | None
    unrolled_on: date | None
    provisional: bool
    stretches: tuple[Stretch, ...]
    moment: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """The first instant after the limit: 24:00 of `due_on`, or the moment for hours."""
        if self.moment is not None or self.due_on is None:
            return self.moment
        return start_of_day(self.due_on + _ONE_DAY)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The explanation, span by span; most who ask for a last day never read it."""
        tell = date.fromordinal
        return tuple(
            Span(kind, tell(first), None if last is None else tell(last), counted, *ground)
            for kind, first, last, counted, ground in self.stretches
        )

    @property
    def counted(self) -> int | Fraction:
        """Everything counted so far; the whole limit with its extensions once `due_on` is known."""
        return sum((counted for _, _, _, counted, _ in self.stretches), 0)
