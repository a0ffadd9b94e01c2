"""催办、督办、挂牌督办、暂缓督促: what those who watch do about time. Moves no process.

The 督查管理员 urges and lists as a head does; only heads hold the ladder back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.climbing import holders, tell
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import recused
from engine.commands.office import Office
from engine.commands.reassign_task import REASON_CHARACTERS_MAX
from engine.commands.refusals import CaseHasEnded, NotYourTask, RecusedPerson
from engine.commands.roster_refusals import ReasonMissing
from engine.commands.time_refusals import (
    AlreadyListed,
    ListingUnknown,
    NobodyToUrge,
    NotListed,
    RungBehind,
    RungUnknown,
)
from engine.day_words import day_words
from engine.domain import events as ev
from engine.domain.clock import Clock
from engine.domain.ladder import RungKind
from engine.domain.separation import LEADERS, WATCHERS

URGING_ROLES = WATCHERS | {"lead_handler"}

LISTINGS: Mapping[str, str] = {"watched": "督办", "listed": "挂牌督办"}
"""Flag of the case → as an official reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urge(CaseCommand):
    """催办: tell whoever holds the case to get on with it."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCase(CaseCommand):
    """督办、挂牌督办: watch the case until `until_on`."""

    flag: str
    reason: str
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlistCase(CaseCommand):
    """解除督办、摘牌."""

    flag: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRung(CaseCommand):
    """暂缓督促: a rung of the ladder is not climbed for this last day."""

    clock_id: str
    rung: str
    reason: str


def urge(office: Office, command: Urge) -> Answer:
    """Refuses `nobody_to_urge` when no task is in anybody's hands."""

    def deed(act: Act) -> Answer:
        _refuse_others(act, URGING_ROLES, "催办")
        _refuse_without(command.text)
        people = holders(act)
        if not people:
            raise NobodyToUrge(where={"case": act.case.head.id})
        act.record(ev.UrgingSent(text=command.text))
        tell(act, people, f"催办：{act.case.head.title}", command.text)
        return answer(act)

    return change_case(office, command, deed)


def list_case(office: Office, command: ListCase) -> Answer:
    """Refuses `already_listed`."""

    def deed(act: Act) -> Answer:
        _refuse_others(act, WATCHERS, _listing(command.flag))
        _refuse_without(command.reason)
        kind = _listing(command.flag)
        if command.flag in act.case.head.flags:
            raise AlreadyListed(where={"case": act.case.head.id}, kind=kind)
        act.record(ev.FlagRaised(flag=command.flag))
        act.record(ev.CaseListed(kind=kind, reason=command.reason, until_on=command.until_on))
        until = f"，请于{day_words(command.until_on)}前办结" if command.until_on else ""
        words = f"本案已列为{kind}：{command.reason}{until}"
        tell(act, holders(act), f"{kind}：{act.case.head.title}", words)
        return answer(act)

    return change_case(office, command, deed)


def unlist_case(office: Office, command: UnlistCase) -> Answer:
    """Refuses `not_listed`."""

    def deed(act: Act) -> Answer:
        kind = _listing(command.flag)
        _refuse_others(act, WATCHERS, f"解除{kind}", after_end=True)
        _refuse_without(command.reason)
        if command.flag not in act.case.head.flags:
            raise NotListed(where={"case": act.case.head.id}, kind=kind)
        act.record(ev.FlagLowered(flag=command.flag))
        act.record(ev.CaseUnlisted(kind=kind, reason=command.reason))
        return answer(act)

    return change_case(office, command, deed)


def hold_rung(office: Office, command: HoldRung) -> Answer:
    """Refuses `rung_behind` where it was reached or held back before."""

    def deed(act: Act) -> Answer:
        _refuse_others(act, LEADERS, "暂缓督促")
        _refuse_without(command.reason)
        clock = _running(act, command.clock_id)
        if command.rung not in set(RungKind):
            raise RungUnknown(
                where={"field": "rung"}, known="、".join(one.label for one in RungKind)
            )
        rung = RungKind(command.rung)
        if rung in act.case.rungs.get(clock.id, ()):
            raise RungBehind(where={"limit": clock.key}, rung=rung.label, title=clock.title)
        act.record(
            ev.RungHeld(clock_id=clock.id, limit=clock.key, rung=rung.value, reason=command.reason)
        )
        return answer(act)

    return change_case(office, command, deed)


def _running(act: Act, clock_id: str) -> Clock:
    clock = act.case.clocks.get(clock_id)
    if clock is None or clock.stop is not None:
        raise RungUnknown(where={"clock": clock_id}, known="、".join(one.label for one in RungKind))
    return clock


def _listing(flag: str) -> str:
    if flag not in LISTINGS:
        raise ListingUnknown(where={"field": "flag"}, known="、".join(LISTINGS.values()))
    return LISTINGS[flag]


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(where={"field": "reason"}, most=REASON_CHARACTERS_MAX)


def _refuse_others(act: Act, roles: frozenset[str], task: str, *, after_end: bool = False) -> None:
    """Who may; a handler only in his own case, and nobody who left it by recusal."""
    where = {"case": act.case.head.id}
    if act.by.id in recused(act):
        raise RecusedPerson(where=where)
    mine = act.by.roles & roles
    if act.by.organ_id == act.case.head.organ_id:
        mine = frozenset()  # of the supervised organ: no role of his reaches this case
    if not mine or (mine <= {"lead_handler"} and act.by.id not in act.case.head.handlers):
        raise NotYourTask(where=where, task=task)
    if act.case.head.ended and not after_end:
        raise CaseHasEnded(where=where, task=task)
