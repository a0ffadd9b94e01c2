"""一个案件的时间: its clocks with their lights, step and total apart, its faults, its account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.commands.act import Act
from engine.commands.refusals import CaseNotFound
from engine.domain.clock import Clock
from engine.domain.events import Logged
from engine.domain.ladder import RungKind
from engine.domain.light_history import Shown, history_of
from engine.domain.lights import Light, light_of, worst_of
from engine.domain.procedural_faults import ProceduralFault, Rulebook, faults_of
from engine.domain.responsibility import Holder, HolderKind, Stretch, account, whole_seconds
from engine.domain.sight import Sight, sight
from engine.queries.looking import Desk, looking
from engine.store.case_rows import read_log
from engine.store.transaction import SqlTransaction

TOTALS = frozenset({"dl_case_total"})
"""Limits of the whole case; all others are those of a step, a document or a right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """One clock as the panel shows it."""

    clock_id: str
    limit: str
    title: str
    amount: str
    source: str
    promised: bool
    total: bool
    held_by: str
    started_on: date
    due_on: date | None
    provisional: bool
    light: Light
    stopped: bool
    stopped_on: date | None
    paused: str
    rungs: Sequence[str]
    history: Sequence[Shown]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """How long one hand had the case, and over how many stretches."""

    kind: HolderKind
    who: str
    role: str
    seconds: int
    times: int
    redone_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTime:
    """Everything about the time of one case."""

    case_id: str
    case_no: str | None
    case_title: str
    version: int
    clocks: Sequence[ClockLine]
    step_light: Light | None
    total_light: Light | None
    faults: Sequence[ProceduralFault]
    stretches: Sequence[tuple[Stretch, str]]
    account: Sequence[AccountLine]
    elapsed_seconds: int


def case_time(desk: Desk, case_id: str) -> CaseTime:
    """For whoever sees the whole case; raises `case_not_found` for every other."""
    with looking(desk, case_id) as act:
        if sight(act.case, desk.by) is not Sight.WHOLE:
            raise CaseNotFound(where={"case": case_id})
        assert isinstance(act.tx, SqlTransaction)  # noqa: S101 - looking() gives no other
        log = list(read_log(act.tx.connection, desk.place, case_id))
        lines = [_clock_line(act, one, log) for one in _in_order(act)]
        stretches = account(log, until=act.at, local_facts=act.release.local_facts)
        head = act.case.head
        return CaseTime(
            case_id=head.id,
            case_no=head.case_no or head.intake_no,
            case_title=head.title,
            version=head.version,
            clocks=lines,
            step_light=_worst(lines, total=False),
            total_light=_worst(lines, total=True),
            faults=faults_of(act.case, log, _rulebook(act)),
            stretches=[(one, _name(act, one.holder)) for one in stretches],
            account=_sums(act, stretches),
            elapsed_seconds=sum(whole_seconds(stretches)),
        )


def _in_order(act: Act) -> list[Clock]:
    clocks = act.case.clocks.values()
    return sorted(clocks, key=lambda one: (one.stop is not None, one.started.at, one.id))


def _worst(lines: Sequence[ClockLine], *, total: bool) -> Light | None:
    return worst_of(one.light for one in lines if one.total is total and not one.stopped)


def _clock_line(act: Act, clock: Clock, log: Sequence[Logged]) -> ClockLine:
    reckoning = clock.reckoning(act.calendar)
    pauses = "、".join(dict.fromkeys(one.kind.label for one in clock.open_pauses))
    return ClockLine(
        clock_id=clock.id,
        limit=clock.key,
        title=clock.title,
        amount=f"{clock.value.amount}{clock.value.unit.label}",
        source=clock.value.source,
        promised=clock.value.promised,
        total=clock.key in TOTALS,
        held_by=clock.held_by.value,
        started_on=clock.started_on,
        due_on=reckoning.due_on,
        provisional=reckoning.provisional,
        light=light_of(clock, act.at, act.calendar, act.light_rules),
        stopped=clock.stop is not None,
        stopped_on=clock.stop.mark.at.date() if clock.stop else None,
        paused=pauses if clock.stop is None else "",
        rungs=[RungKind(one).label for one in act.case.rungs.get(clock.id, ())],
        history=history_of(log, clock.id),
    )


def _rulebook(act: Act) -> Rulebook:
    served = {
        mark.document
        for mark in act.release.limits["dl_service"].counts_from
        if mark.document is not None
    }
    roles = act.release.place_info.roles
    return Rulebook(
        to_serve=frozenset(served - {"D02"}),  # a letter is delivered by its seal
        certified_roles=frozenset(code for code, role in roles.items() if role.certificate),
        people={one.id: one for one in act.tx.directory.everybody()},
    )


def _sums(act: Act, stretches: Sequence[Stretch]) -> list[AccountLine]:
    """One line per hand, the longest first."""
    together: dict[tuple[HolderKind, str, str], list[tuple[Stretch, int]]] = {}
    for one, seconds in zip(stretches, whole_seconds(stretches), strict=True):
        key = (one.holder.kind, _name(act, one.holder), _role(act, one.holder))
        together.setdefault(key, []).append((one, seconds))
    lines = [
        AccountLine(
            kind=kind,
            who=who,
            role=role,
            seconds=sum(seconds for _one, seconds in held),
            times=len(held),
            redone_seconds=sum(seconds for one, seconds in held if one.holder.redone),
        )
        for (kind, who, role), held in together.items()
    ]
    return sorted(lines, key=lambda one: -one.seconds)


def _role(act: Act, holder: Holder) -> str:
    role = act.release.place_info.roles.get(holder.role)
    return role.title if role else ""


def _name(act: Act, holder: Holder) -> str:
    """A person or an organ by name; of the complainant nothing but that it was him."""
    if holder.kind is HolderKind.ORGAN:
        return act.case.head.organ_name or HolderKind.ORGAN.label
    if holder.kind in {HolderKind.PERSON, HolderKind.OUTSIDE} and holder.who:
        person = act.tx.directory.person(holder.who)
        return person.name if person else "（已不在名录）"
    return holder.kind.label
