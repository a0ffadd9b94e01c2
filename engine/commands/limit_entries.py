"""不计入、重新计算: entries on clocks that a head makes, also afterwards (补录), with both times.

Nothing is overwritten: each entry says from when it has effect, when it was entered, on which
article and document it rests and who answers for it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import recused
from engine.commands.office import Office
from engine.commands.reassign_task import REASON_CHARACTERS_MAX
from engine.commands.refusals import CaseHasEnded, NotYourTask, RecusedPerson
from engine.commands.resting import stops
from engine.commands.roster_refusals import ReasonMissing
from engine.commands.time_refusals import (
    ClockUnknown,
    EntryOutOfPlace,
    ExclusionNotAllowed,
    NothingExcluded,
)
from engine.day_words import day_words
from engine.domain import clock as clocks
from engine.domain import events as ev
from engine.domain.clock import Clock, Mark, Pause, PauseKind
from engine.domain.separation import LEADERS
from engine.domain.work_calendar import local_day, start_of_day

EXCLUDED = frozenset({PauseKind.EXPERTISE, PauseKind.HEARING, PauseKind.ANNOUNCEMENT})
"""Kinds entered by hand; all others follow from what happens in the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludeTime(CaseCommand):
    """不计入: from `began_on` on, until the day before `ended_on` (None: it goes on)."""

    kind: str
    began_on: date
    ended_on: date | None
    ground: str
    article: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAgain(CaseCommand):
    """The excluded time of that kind is over; `ended_on` counts again."""

    kind: str
    ended_on: date
    ground: str
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartClock(CaseCommand):
    """重新计算: a clock begins anew on a day of the past or today; its run until then is kept."""

    clock_id: str
    on: date
    ground: str
    article: str = ""
    document: str = ""


def exclude_time(office: Office, command: ExcludeTime) -> Answer:
    """For every clock whose limit does not count such time. Refuses `exclusion_not_allowed`."""

    def deed(act: Act) -> Answer:
        _refuse_others(act, command.ground)
        kind = _kind(command.kind)
        began = _mark(act, command.began_on, command)
        ended = None if command.ended_on is None else _mark(act, command.ended_on, command)
        if ended is not None and ended.at < began.at:
            raise EntryOutOfPlace(where={"field": "ended_on"}, why="恢复计入的日期早于不计入的日期")
        concerned = [one for one in _unstopped(act) if stops(act.release, one, kind)]
        if not concerned:
            raise ExclusionNotAllowed(where={"field": "kind"}, kind=kind.label)
        for clock in concerned:
            _refuse_overlap(clock, began.at)
            _exclude(act, clock, Pause(kind=kind, began=began, ended=ended))
        return answer(act)

    return change_case(office, command, deed)


def count_again(office: Office, command: CountAgain) -> Answer:
    """Refuses `nothing_excluded` where no such time goes on."""

    def deed(act: Act) -> Answer:
        _refuse_others(act, command.ground)
        kind = _kind(command.kind)
        ended = _mark(act, command.ended_on, command)
        concerned = [one for one in _unstopped(act) if any(p.kind is kind for p in one.open_pauses)]
        if not concerned:
            raise NothingExcluded(where={"field": "kind"}, kind=kind.label)
        for clock in concerned:
            began_at = max(one.began.at for one in clock.open_pauses if one.kind is kind)
            if ended.at < began_at:
                why = "恢复计入的日期早于不计入的日期"
                raise EntryOutOfPlace(where={"field": "ended_on"}, why=why)
            _resume(act, clock, kind, ended)
        return answer(act)

    return change_case(office, command, deed)


def restart_clock(office: Office, command: RestartClock) -> Answer:
    """Refuses `limit_already_stopped` and `entry_out_of_place`."""

    def deed(act: Act) -> Answer:
        _refuse_others(act, command.ground)
        clock = act.case.clocks.get(command.clock_id)
        if clock is None:
            raise ClockUnknown(where={"clock": command.clock_id})
        mark = _mark(act, command.on, command)
        if mark.at < start_of_day(clock.started_on):
            raise EntryOutOfPlace(where={"field": "on"}, why="重新起算的日期早于原来的起算日期")
        anew = clocks.restart(clock, mark, calendar_hash=act.calendar.hash)
        due_on = anew.due_on(act.calendar)
        act.record(
            ev.LimitRestarted(clock=anew, limit=anew.key, due_on=due_on), effective_at=mark.at
        )
        return answer(act)

    return change_case(office, command, deed)


def _exclude(act: Act, clock: Clock, pause: Pause) -> None:
    paused = clocks.pause(clock, pause.kind, pause.began)
    act.record(
        ev.LimitPaused(
            clock=paused,
            limit=clock.key,
            kind=pause.kind.value,
            due_on=paused.due_on(act.calendar),
        ),
        effective_at=pause.began.at,
    )
    if pause.ended is not None:
        _resume(act, act.case.clocks[clock.id], pause.kind, pause.ended)


def _resume(act: Act, clock: Clock, kind: PauseKind, mark: Mark) -> None:
    resumed = clocks.resume(clock, kind, mark)
    act.record(
        ev.LimitResumed(
            clock=resumed,
            limit=clock.key,
            kind=kind.value,
            due_on=resumed.due_on(act.calendar),
        ),
        effective_at=mark.at,
    )


def _unstopped(act: Act) -> list[Clock]:
    return act.case.clocks_not_stopped


def _kind(named: str) -> PauseKind:
    if named not in EXCLUDED:
        raise ExclusionNotAllowed(where={"field": "kind"}, kind=named)
    return PauseKind(named)


def _mark(act: Act, day: date, command: ExcludeTime | CountAgain | RestartClock) -> Mark:
    """An entry of now with effect from that day, which is today or has been."""
    if day > local_day(act.at):
        raise EntryOutOfPlace(where={"field": "day"}, why=f"{day_words(day)}还没有到")
    return Mark(
        event=type(command).__name__,
        at=act.at if day == local_day(act.at) else start_of_day(day),
        entered_at=act.at,
        ground=command.ground,
        article=getattr(command, "article", ""),
        document=command.document,
        approver=act.by.id,
    )


def _refuse_overlap(clock: Clock, began_at: datetime) -> None:
    if began_at < start_of_day(clock.started_on):
        why = f"“{clock.title}”当时还没有起算（{day_words(clock.started_on)}起算）"
        raise EntryOutOfPlace(where={"field": "began_on"}, why=why)


def _refuse_others(act: Act, ground: str) -> None:
    where = {"case": act.case.head.id}
    if act.by.id in recused(act):
        raise RecusedPerson(where=where)
    if not act.by.roles & LEADERS:  # who enters such time answers for it
        raise NotYourTask(where=where, task="期限登记")
    if act.case.head.ended:
        raise CaseHasEnded(where=where, task="期限登记")
    if not ground.strip():
        raise ReasonMissing(where={"field": "ground"}, most=REASON_CHARACTERS_MAX)
