"""期限: the limits of a draft as rows, what they add up to, one of them worked out by days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.definitions.check_runs import TOTAL, days_of, longest_way
from engine.definitions.checked_place import CheckedPlace
from engine.definitions.explain import EVENTS, LOCAL_MAY, PAUSES, LimitUnknown, explain_limit
from engine.definitions.layers import Layers
from engine.definitions.limits import EventMark, Limit, LimitValue
from engine.definitions.release import Release
from engine.domain import time_limit
from engine.domain.time_limit import DayLine
from engine.domain.work_calendar import start_of_day
from engine.queries.case_words import EVENTS as CASE_EVENTS
from engine.queries.case_words import word

HELD_BY = {
    "us": "监督机关",
    "supervised_org": "被监督机关",
    "complainant": "投诉举报人",
    "receiver": "接收单位",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLine:
    """One number with its source. `is_own`: written in the place's own file."""

    valid_from: date
    amount: int
    unit: str
    source: str
    article: str | None
    unit_confirmed: bool
    checked_on: date | None
    checked_by: str | None
    is_own: bool
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitLine:
    """One limit of the procedure as it holds for the place."""

    key: str
    title: str
    held_by: str
    begins: str
    ends: str
    pauses: str
    may: str
    may_change: bool
    values: Sequence[ValueLine]
    above: Sequence[ValueLine]
    """The numbers without the place's own file."""
    stated_in: str | None
    lengthens: str | None
    days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StageShare:
    """What one stage takes of the total, in calendar days at the least."""

    key: str
    title: str
    days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalLine:
    """The stages on the longest drawn way against the total limit."""

    title: str
    days: float
    spent: float
    stages: Sequence[StageShare]

    @property
    def fits(self) -> bool:
        """Whether the stages fit into the total."""
        return self.spent <= self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitExplained:
    """The limit in words, and the days of a trial."""

    lines: Sequence[str]
    due_on: date | None
    days: Sequence[DayLine]


def limit_lines(release: Release, procedure: str) -> list[LimitLine]:
    """The limits of one procedure, in the order of its files."""
    checked = CheckedPlace(release=release, layers=Layers(release.sources, release.lineage))
    own = f"processes/{checked.folder}/{procedure}/limits.yaml"
    above = checked.inherited_limits
    return [
        _line(one, release, above.get(one.key), own)
        for one in release.limits.values()
        if one.procedure == procedure
    ]


def total_line(release: Release) -> TotalLine | None:
    """What the stages add up to; None for a place without a total."""
    total = release.limits.get(TOTAL)
    if total is None or not days_of(total):
        return None
    checked = CheckedPlace(release=release, layers=Layers(release.sources, release.lineage))
    found = [release.limits[key] for key in longest_way(checked, total)]
    stages = [StageShare(key=one.key, title=one.title, days=days_of(one)) for one in found]
    return TotalLine(
        title=total.title,
        days=days_of(total),
        spent=sum(one.days for one in stages),
        stages=stages,
    )


def limit_explained(release: Release, key: str, on: date) -> LimitExplained:
    """The limit worked out from a day on; refuses `limit_unknown`."""
    limit = release.limits.get(key)
    if limit is None:
        raise LimitUnknown(procedure="本地", key=key, hint="")
    words = explain_limit(release, procedure=limit.procedure, key=key, on=on)
    lines = [line.strip() for line in words.split("\n")[1:]]
    value = limit.value_on(on)
    if value is None or limit.lengthens is not None:
        return LimitExplained(lines=lines, due_on=None, days=())
    calendar = release.work_calendar()
    reckoned = time_limit.reckon(
        value.for_clock(), counted_from=start_of_day(on), calendar=calendar
    )
    days = tuple(time_limit.day_table(reckoned, calendar))
    return LimitExplained(lines=lines, due_on=reckoned.due_on, days=days)


def _line(limit: Limit, release: Release, above: Limit | None, own: str) -> LimitLine:
    return LimitLine(
        key=limit.key,
        title=limit.title,
        held_by=HELD_BY[limit.held_by],
        begins=_events(limit.counts_from, release),
        ends=_events(limit.met_by, release),
        pauses="、".join(PAUSES[one] for one in limit.stops_during),
        may=LOCAL_MAY[limit.local_may],
        may_change=above is None or above.local_may != "nothing",
        values=[_value(one, own) for one in limit.values],
        above=[_value(one, own) for one in (above.values if above else ())],
        stated_in=limit.stated_in.field if limit.stated_in else None,
        lengthens=limit.lengthens,
        days=days_of(limit),
    )


def _value(value: LimitValue, own: str) -> ValueLine:
    return ValueLine(
        valid_from=value.valid_from,
        amount=value.amount,
        unit=value.unit,
        source=value.source,
        article=value.article,
        unit_confirmed=value.unit_confirmed,
        checked_on=value.checked_on,
        checked_by=value.checked_by,
        is_own=value.file == own,
        file=value.file,
        line=value.line,
    )


def _events(marks: Sequence[EventMark], release: Release) -> str:
    """What begins or ends a limit, each cause once; a long list is cut."""
    return "；".join(dict.fromkeys(_words(marks, release)))


def _words(marks: Sequence[EventMark], release: Release) -> Iterator[str]:
    steps = _step_titles(release)
    for mark in marks:
        words = EVENTS.get(mark.event) or word(CASE_EVENTS, mark.event)
        document = release.documents.get(mark.document or "")
        if document is not None:
            words = f"{document.title}{words}"
        elif mark.document:
            words = f"{mark.document}{words}"
        if mark.step:
            words = f"{steps.get(mark.step, mark.step)}{words}"
        yield words


def _step_titles(release: Release) -> Mapping[str, str]:
    titles: dict[str, str] = {}
    for task in release.tasks.values():
        titles.setdefault(task.step, f"“{task.name}”")
    return titles
