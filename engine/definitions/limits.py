"""Limits (期限) of limits.yaml: whose time, from which event, until which, and the value in force."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Unit = Literal["calendar_days", "working_days", "hours", "working_hours", "months", "years"]
HeldBy = Literal["us", "supervised_org", "complainant", "receiver"]
LocalMay = Literal["any", "shorten", "confirm", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMark:
    """An event that starts or meets a limit; `document` and `step` narrow it where given."""

    event: str
    document: str | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of units."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitValue:
    """One number of one source, valid for start events on or after `valid_from` (key `from`)."""

    valid_from: date
    amount: int
    unit: Unit
    source: str
    article: str | None = None
    """Law key and article, e.g. ``SC-32``; None for a number without one (本系统建议值)."""
    unit_confirmed: bool = False
    """False: the text says only 日; shown as （种类待确认）."""
    checked_on: date | None = None
    checked_by: str | None = None
    file: str = ""
    line: int = 0
    """Where the value is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedIn:
    """The field of the starting document that states the number; it goes before `values`."""

    field: str
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """How a limit may be extended: by which limit, how often, by which approval."""

    adds: str
    times_max: int
    approval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit as it stands for one place. With `lengthens` it has neither start nor end of its own."""

    key: str
    title: str
    procedure: str
    """Folder of the procedure whose limits.yaml defines it, e.g. ``filing``."""
    held_by: HeldBy
    counts_from: tuple[EventMark, ...] = ()
    """The first that happens starts it."""
    met_by: tuple[EventMark, ...] = ()
    stops_during: tuple[str, ...] = ()
    local_may: LocalMay = "any"
    values: tuple[LimitValue, ...] = ()
    promised: tuple[LimitValue, ...] = ()
    """A second limit beside the first, never instead of it."""
    stated_in: StatedIn | None = None
    remind_before: Amount | None = None
    extension: Extension | None = None
    lengthens: str | None = None
    file: str = ""
    line: int = 0

    def value_on(self, day: date) -> LimitValue | None:
        """The value for a start event on `day`: the latest not after it; None: no such limit."""
        return _latest(self.values, day)

    def promised_on(self, day: date) -> LimitValue | None:
        """The promised value for a start event on `day`, or None."""
        return _latest(self.promised, day)


def _latest(values: tuple[LimitValue, ...], day: date) -> LimitValue | None:
    begun = [value for value in values if value.valid_from <= day]
    return max(begun, key=lambda value: value.valid_from, default=None)
