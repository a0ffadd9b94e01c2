"""届满日的由来: every day between the cause and the last day of a clock, with its ground.

The same reckoning that gives the date gives its explanation, so the two cannot differ. Nothing in
it tells who complained.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.commands.act import Act
from engine.commands.refusals import CaseNotFound
from engine.day_words import day_words, moment_words, spoken
from engine.domain.clock import Clock, Mark, StopKind, as_known_at
from engine.domain.sight import Sight, sight
from engine.domain.time_limit import DayLine, Reckoning, day_table
from engine.queries.case_words import EVENTS, word
from engine.queries.looking import Desk, looking

UNCONFIRMED = "（种类待确认：条文只写“日”，暂按自然日计算）"
PROVISIONAL = "暂定：下一年放假通知尚未录入，录入后重新推算"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry of a clock: from when it has effect, and when it was entered."""

    what: str
    at: datetime
    entered_at: datetime
    ground: str
    approver: str

    @property
    def is_retroactive(self) -> bool:
        """补录: entered on a later day than the one it has effect from."""
        return self.entered_at.date() > self.at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateExplained:
    """A clock with the days that make up its limit. `due_on` None: a pause is open."""

    clock_id: str
    case_no: str
    title: str
    amount: str
    source: str
    promised: bool
    started_on: date
    due_on: date | None
    moment: datetime | None
    provisional: bool
    summary: str
    entries: Sequence[EntryLine]
    days: Sequence[DayLine]
    earlier_runs: Sequence[str]
    known_at: datetime | None


def explain_date(
    desk: Desk, case_id: str, clock_id: str, *, known_at: datetime | None = None
) -> DateExplained:
    """For whoever sees the whole case; raises `case_not_found` for every other.

    With `known_at` as it looked then (补录 may have come later).
    """
    with looking(desk, case_id) as act:
        if sight(act.case, desk.by) is not Sight.WHOLE:
            raise CaseNotFound(where={"case": case_id})
        return explained(act, find_clock(act, clock_id), known_at=known_at)


def find_clock(act: Act, named: str) -> Clock:
    """The clock of that id, or the latest run of the limit of that key."""
    runs = act.case.clocks_of(named)
    clock = act.case.clocks.get(named) or (runs[-1] if runs else None)
    if clock is None:
        raise CaseNotFound(where={"case": act.case.head.id, "clock": named})
    return clock


def explained(act: Act, clock: Clock, *, known_at: datetime | None = None) -> DateExplained:
    """The explanation of one clock of the case at hand."""
    if known_at is not None:
        clock = as_known_at(clock, known_at)
    reckoning = clock.reckoning(act.calendar)
    head = act.case.head
    return DateExplained(
        clock_id=clock.id,
        case_no=head.case_no or head.intake_no or "",
        title=clock.title,
        amount=_amount(clock),
        source=clock.value.source,
        promised=clock.value.promised,
        started_on=clock.started_on,
        due_on=reckoning.due_on,
        moment=reckoning.moment,
        provisional=reckoning.provisional,
        summary=_summary(clock, reckoning),
        entries=list(_entries(act, clock)),
        days=list(day_table(reckoning, act.calendar)),
        earlier_runs=[_earlier(one.started, one.mark) for one in clock.restarts],
        known_at=known_at,
    )


def _amount(clock: Clock) -> str:
    value = clock.value
    plain = f"{value.amount}{value.unit.label}"
    return plain if value.unit_confirmed or value.stated else f"{plain}{UNCONFIRMED}"


def _summary(clock: Clock, reckoning: Reckoning) -> str:
    """The reckoning in one sentence."""
    value = reckoning.value
    cause = word(EVENTS, clock.started.event)
    if value.unit.by_the_clock:
        parts = [f"自{moment_words(clock.started.at)}（{cause}）起按小时计算"]
    else:
        parts = [f"自{day_words(clock.started_on)}（{cause}）起算，当日不计入"]
    parts.append(f"期限{value.amount}{value.unit.label}")
    parts += [
        f"{day_words(one.mark.at)}延长{one.amount}{value.unit.label}" for one in clock.extensions
    ]
    parts += [_pause_words(one) for one in _pauses(clock)]
    if reckoning.due_on is None:
        parts.append("停计尚未结束，届满日待定")
    elif reckoning.moment is not None:
        parts.append(f"届满时刻{moment_words(reckoning.moment)}")
    elif reckoning.unrolled_on != reckoning.due_on:
        parts.append(
            f"{spoken(reckoning.unrolled_on)}是休息日，顺延至{spoken(reckoning.due_on)}届满"
        )
    else:
        parts.append(f"{day_words(reckoning.due_on)}届满，当日24时前办结都不超期")
    if reckoning.provisional:
        parts.append(PROVISIONAL)
    return "；".join(parts) + "。"


def _pauses(clock: Clock) -> Iterator[tuple[str, date, date | None]]:
    for one in clock.pauses:
        yield one.kind.label, one.began.at.date(), one.ended.at.date() if one.ended else None


def _pause_words(pause: tuple[str, date, date | None]) -> str:
    label, first, after = pause
    until = f"{day_words(after)}恢复计入" if after else "尚未结束"
    return f"{label}自{day_words(first)}起不计入，{until}"


def _entries(act: Act, clock: Clock) -> Iterator[EntryLine]:
    """Every entry in the order it was made."""
    lines = [_line(act, "起算", clock.started)]
    for pause in clock.pauses:
        lines.append(_line(act, f"{pause.kind.label}开始", pause.began))
        if pause.ended is not None:
            lines.append(_line(act, f"{pause.kind.label}结束", pause.ended))
    unit = clock.value.unit.label
    lines += [_line(act, f"延长{one.amount}{unit}", one.mark) for one in clock.extensions]
    lines += [_line(act, "重新起算", one.mark) for one in clock.restarts]
    for stop in (*clock.revoked_stops, *([clock.stop] if clock.stop else [])):
        lines.append(_line(act, "办结" if stop.kind is StopKind.MET else "注销", stop.mark))
        if stop.revoked is not None:
            lines.append(_line(act, "恢复计时", stop.revoked))
    yield from sorted(lines, key=lambda one: one.entered_at)


def _line(act: Act, what: str, mark: Mark) -> EntryLine:
    approver = act.tx.directory.person(mark.approver) if mark.approver else None
    grounds = (word(EVENTS, mark.event), mark.article, mark.document, mark.ground)
    return EntryLine(
        what=what,
        at=mark.at,
        entered_at=mark.entered_at,
        ground="；".join(one for one in grounds if one),
        approver=approver.name if approver else "",
    )


def _earlier(started: Mark, ended: Mark) -> str:
    return f"{day_words(started.at)}起算的一次，于{day_words(ended.at)}重新起算而终了"
