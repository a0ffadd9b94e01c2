"""Limits (期限) of limits.yaml: whose time, from which event, until which, which value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast, get_args

from engine.definitions.entry import Entry
from engine.domain import time_limit

Unit = Literal["calendar_days", "working_days", "hours", "working_hours", "months", "years"]
HeldBy = Literal["us", "supervised_org", "complainant", "receiver"]
LocalMay = Literal["any", "shorten", "confirm", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMark:
    """An event that starts or meets a limit; the other keys narrow it where given.

    `step` and `role` are those of the task that raised the event; `when` is FEEL on facts.
    """

    event: str
    document: str | None = None
    step: str | None = None
    role: str | None = None
    when: str | None = None


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

    def for_clock(self, *, promised: bool = False) -> time_limit.LimitValue:
        """The value as the rules of time (engine.domain.time_limit) take it."""
        return time_limit.LimitValue(
            amount=self.amount,
            unit=time_limit.Unit(self.unit),
            source=self.source,
            article=self.article,
            unit_confirmed=self.unit_confirmed,
            promised=promised,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedIn:
    """The field of the starting document that states the number; it goes before `values`.

    `law` says how the document is bound where the place has a number of the law: it may state that
    number at most (a duty) or at least (a right); None leaves it free.
    """

    field: str
    unit: Unit
    law: Literal["most", "least"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """How a limit may be extended: by which limit, how often, by which approval."""

    adds: str
    times_max: int
    approval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit as it stands for one place; with `lengthens` it has no start or end of its own."""

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


_KEYS = (
    "title held_by counts_from met_by stops_during local_may values promised stated_in"
    " remind_before extension lengthens"
).split()
PAUSES = (
    *("supplement", "expertise", "hearing", "announcement"),
    *("recusal", "objection", "rectification"),
)
"""What may stop a limit; a suspension (中止) stops every limit and is never named."""


def read_limits(entry: Entry, *, procedure: str) -> Mapping[str, Limit]:
    """The limits of one procedure's merged limits.yaml, by key; faults go to the entry."""
    limits: dict[str, Limit] = {}
    for key, one in entry.items():
        if not key.startswith("dl_"):
            one.fault("limit_key", f"期限的键“{key}”没有以 dl_ 开头。", f"请改为“dl_{key}”。")
        limits[key] = _limit(key, one, procedure)
    return limits


def _limit(key: str, entry: Entry, procedure: str) -> Limit:
    entry.known(*_KEYS)
    lengthens = entry.text_or_none("lengthens")
    _check_shape(entry, lengthens)
    return Limit(
        key=key,
        title=entry.text("title"),
        procedure=procedure,
        held_by=cast("HeldBy", entry.choice("held_by", get_args(HeldBy), default="us")),
        counts_from=_marks(entry, "counts_from"),
        met_by=_marks(entry, "met_by"),
        stops_during=_pauses(entry),
        local_may=cast("LocalMay", entry.choice("local_may", get_args(LocalMay))),
        values=_values(entry, "values"),
        promised=_values(entry, "promised"),
        stated_in=_stated_in(entry),
        remind_before=_remind_before(entry),
        extension=_extension(entry),
        lengthens=lengthens,
        file=entry.node.file,
        line=entry.node.line,
    )


def _check_shape(entry: Entry, lengthens: str | None) -> None:
    for key in ("counts_from", "met_by"):
        if lengthens and entry.has(key):
            mend = f"请删去“{key}”：延长另一期限的条目只写 lengthens。"
            entry.fault("limit_shape", f"lengthens 与 {key} 不能同时写。", mend, key=key)
        elif not lengthens and not entry.has(key):
            entry.fault("key_missing", f"缺少“{key}”。", "请写明起止的事件。", key=key)
    if not lengthens and not entry.has("held_by"):
        entry.fault("key_missing", "缺少“held_by”。", "请写明这是谁的时间。", key="held_by")


def _marks(entry: Entry, key: str) -> tuple[EventMark, ...]:
    marks = []
    for one in entry.subs(key):
        one.known("event", "document", "step", "role", "when")
        marks.append(
            EventMark(
                event=one.text("event"),
                document=one.text_or_none("document"),
                step=one.text_or_none("step"),
                role=one.text_or_none("role"),
                when=one.text_or_none("when"),
            )
        )
    return tuple(marks)


def _pauses(entry: Entry) -> tuple[str, ...]:
    named = entry.texts("stops_during")
    for pause in named:
        if pause not in PAUSES:
            what = f"没有“{pause}”这种停计事由。"
            entry.fault(
                "value_choice", what, f"可用的值：{'、'.join(PAUSES)}。", key="stops_during"
            )
    return named


def _values(entry: Entry, key: str) -> tuple[LimitValue, ...]:
    values: list[LimitValue] = []
    for one in entry.subs(key):
        value = _value(one)
        if values and value.valid_from <= values[-1].valid_from:
            what = f"起始日期 {value.valid_from} 不晚于上一条的 {values[-1].valid_from}。"
            one.fault(
                "limit_from_order", what, "请按 from 由早到晚排列，每个日期一条。", key="from"
            )
        values.append(value)
    return tuple(values)


def _value(entry: Entry) -> LimitValue:
    entry.known(
        *(
            "from",
            "amount",
            "unit",
            "source",
            "article",
            "unit_confirmed",
            "checked_on",
            "checked_by",
        )
    )
    if entry.has("article"):
        _check_has_checked(entry)
    return LimitValue(
        valid_from=entry.day("from"),
        amount=entry.whole("amount", least=1),
        unit=cast("Unit", entry.choice("unit", get_args(Unit))),
        source=entry.text("source"),
        article=entry.text_or_none("article"),
        unit_confirmed=entry.flag("unit_confirmed", default=False),
        checked_on=entry.day_or_none("checked_on"),
        checked_by=entry.text_or_none("checked_by"),
        file=entry.node.file,
        line=entry.node.line,
    )


def _check_has_checked(entry: Entry) -> None:
    for key in ("checked_on", "checked_by"):
        if entry.written(key) is None:
            mend = f"请写上“{key}: null”；与正式文本核对后填日期和核对人。"
            entry.fault("limit_unchecked", f"引了条文，却没有“{key}”。", mend)


def _stated_in(entry: Entry) -> StatedIn | None:
    one = entry.sub("stated_in")
    if one is None:
        return None
    one.known("field", "unit", "law")
    law = one.choice("law", ("most", "least")) if one.has("law") else None
    return StatedIn(
        field=one.text("field"),
        unit=cast("Unit", one.choice("unit", get_args(Unit))),
        law=cast("Literal['most', 'least'] | None", law),
    )


def _remind_before(entry: Entry) -> Amount | None:
    one = entry.sub("remind_before")
    if one is None:
        return None
    one.known("amount", "unit")
    unit = cast("Unit", one.choice("unit", get_args(Unit)))
    return Amount(amount=one.whole("amount", least=1), unit=unit)


def _extension(entry: Entry) -> Extension | None:
    one = entry.sub("extension")
    if one is None:
        return None
    one.known("adds", "times_max", "approval")
    return Extension(
        adds=one.text("adds"),
        times_max=one.whole("times_max", least=1),
        approval=one.text("approval"),
    )
