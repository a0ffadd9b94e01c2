"""计时的组成: what a clock is made of: entries with both their times, pauses, extensions, ends.

Every entry is kept for ever; nothing here is changed, only added to (`engine.domain.clock`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.time_limit import Unit


class HeldBy(StrEnum):
    """Whose time it is."""

    US = "us"
    SUPERVISED_ORG = "supervised_org"
    COMPLAINANT = "complainant"
    RECEIVER = "receiver"


class PauseKind(StrEnum):
    """Why time does not count."""

    SUPPLEMENT = "supplement"
    EXPERTISE = "expertise"
    HEARING = "hearing"
    ANNOUNCEMENT = "announcement"
    RECUSAL = "recusal"
    OBJECTION = "objection"
    SUSPENSION = "suspension"
    RECTIFICATION = "rectification"

    @property
    def label(self) -> str:
        """As an official reads it."""
        return _PAUSE_LABELS[self]


_PAUSE_LABELS = {
    PauseKind.SUPPLEMENT: "补正期间",
    PauseKind.EXPERTISE: "委托鉴定期间",
    PauseKind.HEARING: "听证期间",
    PauseKind.ANNOUNCEMENT: "公告期间",
    PauseKind.RECUSAL: "回避审查期间",
    PauseKind.OBJECTION: "异议复查期间",
    PauseKind.SUSPENSION: "中止期间",
    PauseKind.RECTIFICATION: "整改期间",
}


class ClockState(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met_late"
    CANCELLED = "cancelled"


NOT_STOPPED = (ClockState.RUNNING, ClockState.PAUSED)


class StopKind(StrEnum):
    """How a clock ended: what it waited for happened, or it fell away (注销)."""

    MET = "met"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One entry: what happened, from when it has effect, when it was entered, on which ground."""

    event: str
    at: datetime
    entered_at: datetime
    ground: str = ""
    """The reason in Chinese; shown in the explanation."""
    article: str = ""
    """The article that allows it, as people cite it."""
    document: str = ""
    """Title or number of the document it rests on."""
    approver: str = ""
    """Id of the person who approved it; "" where none was needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch of time that does not count; `ended` is None while it lasts."""

    kind: PauseKind
    began: Mark
    ended: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """So many more of the limit's own units (延期), by the approval that `mark` records."""

    amount: int
    mark: Mark
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """重新计算: the limit began anew; the run before it is kept here as it stood."""

    mark: Mark
    started: Mark
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The end of the clock; `revoked` once it was undone (退回补充)."""

    kind: StopKind
    mark: Mark
    revoked: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindBefore:
    """How long before the end the reminder rings; only days, working days and hours make sense."""

    amount: int
    unit: Unit
