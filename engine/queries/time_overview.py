"""督查总览: how many clocks of a place show which light, and the cases to look at first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, Text, and_, func, or_, select, type_coerce

from engine.domain.clock import Clock
from engine.domain.ladder import RungKind
from engine.domain.lights import WORST_FIRST, Light
from engine.domain.plain import from_plain
from engine.queries.case_words import CASE_STATUS, word
from engine.queries.looking import Desk
from engine.queries.time_registers import refuse_all_but_watchers
from engine.queries.visible_cases import may_open
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.open_clocks import OPEN_STATES

LATE_ROWS_MAX = 200
WATCHED = ("watched", "listed")


@dataclass(frozen=True, slots=True, kw_only=True)
class LateClock:
    """A clock that is red or black. `rungs` are the rungs of the ladder behind it."""

    case_id: str
    case_no: str | None
    case_title: str
    status: str
    organ: str | None
    clock_id: str
    title: str
    held_by: str
    due_on: date | None
    light: Light
    rungs: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedCase:
    """A case under 督办 or 挂牌督办."""

    case_id: str
    case_no: str | None
    case_title: str
    status: str
    flags: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What whoever watches time looks at in the morning."""

    lights: Mapping[Light, int]
    late: Sequence[LateClock]
    watched: Sequence[WatchedCase]


def overview(desk: Desk) -> Overview:
    """For those who see all cases of the place."""
    refuse_all_but_watchers(desk)
    clocks, cases = t.clocks.c, t.cases.c
    of_case = and_(cases.place == clocks.place, cases.id == clocks.case_id)
    is_open = and_(clocks.place == desk.place, clocks.state.in_(OPEN_STATES), may_open(desk.by))
    counted = select(clocks.light, func.count()).select_from(t.clocks).join(t.cases, of_case)
    counted = counted.where(is_open).group_by(clocks.light)
    late = (
        select(
            *(clocks.case_id, clocks.id, clocks.due_on, clocks.light, clocks.rungs, clocks.data),
            *(cases.case_no, cases.intake_no, cases.title, cases.status, cases.organ_name),
        )
        .join(t.cases, of_case)
        .where(is_open, clocks.light.in_([Light.RED.value, Light.BLACK.value]))
        .order_by(clocks.due_on, clocks.id)
        .limit(LATE_ROWS_MAX)
    )
    with reading(desk.store.engine) as connection:
        found: Counter[Light] = Counter()
        for light, number in connection.execute(counted):
            found[Light(light or Light.GREEN)] += number
        rows = [_late(row) for row in connection.execute(late).mappings()]
        watched = [_watched(row) for row in connection.execute(_watched_query(desk)).mappings()]
    worst_first = {light: found[light] for light in WORST_FIRST if found[light]}
    return Overview(lights=worst_first, late=rows, watched=watched)


def _watched_query(desk: Desk) -> Select[Any]:
    cases = t.cases.c
    flags = type_coerce(cases.flags, Text)
    flagged = or_(*(flags.like(f'%"{flag}"%') for flag in WATCHED))
    return (
        select(t.cases)
        .where(cases.place == desk.place, cases.ended.is_(False), flagged, may_open(desk.by))
        .order_by(cases.id)
        .limit(LATE_ROWS_MAX)
    )


def _late(row: RowMapping) -> LateClock:
    clock: Clock = from_plain(Clock, row["data"])
    return LateClock(
        case_id=row["case_id"],
        case_no=row["case_no"] or row["intake_no"],
        case_title=row["title"],
        status=word(CASE_STATUS, row["status"]),
        organ=row["organ_name"],
        clock_id=row["id"],
        title=clock.title,
        held_by=clock.held_by.value,
        due_on=row["due_on"],
        light=Light(row["light"]),
        rungs=[RungKind(one).label for one in row["rungs"] or ()],
    )


def _watched(row: RowMapping) -> WatchedCase:
    return WatchedCase(
        case_id=row["id"],
        case_no=row["case_no"] or row["intake_no"],
        case_title=row["title"],
        status=word(CASE_STATUS, row["status"]),
        flags=[one for one in WATCHED if one in row["flags"]],
    )
