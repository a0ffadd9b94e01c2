"""待办、待签收、已办: what one person has to do, may take, and has done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, exists, or_, select

from engine.commands.lighting import light_rules
from engine.commands.office import Office
from engine.domain.clock import Clock
from engine.domain.lights import Light, light_of
from engine.domain.people import Person
from engine.domain.plain import from_plain
from engine.domain.visit import ItemState
from engine.queries.looking import Desk, open_release
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.transaction import SqlTransaction

ROWS_MAX = 200


class Tab(StrEnum):
    """The three lists."""

    IN_HAND = "todo"
    TO_CLAIM = "claim"
    DONE = "done"

    @property
    def label(self) -> str:
        """As the page names it."""
        return {"todo": "待办", "claim": "待签收", "done": "已办"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One line of a list. `due_on` is the next last day of the clocks that run for this step."""

    item_id: str
    case_id: str
    case_no: str | None
    case_title: str
    task: str
    step: str
    role: str
    opened_at: datetime
    closed_at: datetime | None
    whose: str
    due_on: date | None = None
    limit_title: str | None = None
    light: Light | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDoList:
    """The rows of one tab and how many there are in each."""

    tab: Tab
    rows: Sequence[TaskRow]
    counts: Mapping[Tab, int]


def to_do_list(desk: Desk, tab: Tab) -> ToDoList:
    """The list of the person, soonest last day first, done ones newest first."""
    with reading(desk.store.engine) as connection:
        found = {one: list(_rows(connection, desk, one)) for one in Tab}
        rows = [
            _task_row(row, desk.office, SqlTransaction(connection, desk.place, desk.store))
            for row in found[tab]
        ]
    if tab is not Tab.DONE:
        rows.sort(key=lambda row: (row.due_on is None, row.due_on or date.max, row.opened_at))
    return ToDoList(tab=tab, rows=rows, counts={one: len(found[one]) for one in Tab})


def _rows(connection: Connection, desk: Desk, tab: Tab) -> Iterable[RowMapping]:
    items, visits, cases = t.work_items, t.visits, t.cases
    query = (
        select(
            items.c.id,
            items.c.case_id,
            items.c.role,
            items.c.opened_at,
            items.c.closed_at,
            items.c.assignee,
            visits.c.title.label("task"),
            visits.c.step,
            visits.c.process,
            visits.c.element,
            cases.c.case_no,
            cases.c.intake_no,
            cases.c.title.label("case_title"),
            cases.c.release_id,
        )
        .join(visits, and_(visits.c.place == items.c.place, visits.c.id == items.c.visit_id))
        .join(cases, and_(cases.c.place == items.c.place, cases.c.id == items.c.case_id))
        .where(items.c.place == desk.place)
        .limit(ROWS_MAX)
    )
    return connection.execute(_of_tab(query, desk.by, tab)).mappings()


def _of_tab(query: Select[Any], by: Person, tab: Tab) -> Select[Any]:
    items, pool = t.work_items, t.item_candidates
    if tab is Tab.IN_HAND:
        mine = items.c.assignee == by.id
        opened = items.c.state.in_([ItemState.IN_HAND, ItemState.WAITING])
        return query.where(mine, opened).order_by(items.c.opened_at)
    if tab is Tab.TO_CLAIM:
        in_pool = exists().where(
            pool.c.place == items.c.place,
            pool.c.item_id == items.c.id,
            pool.c.person_id == by.id,
        )
        free = and_(items.c.state == ItemState.TO_CLAIM, items.c.assignee.is_(None))
        return query.where(in_pool, free).order_by(items.c.opened_at)
    return query.where(
        items.c.assignee == by.id,
        or_(items.c.state == ItemState.DONE, items.c.closed_at.is_not(None)),
    ).order_by(items.c.closed_at.desc())


def _task_row(row: RowMapping, office: Office, tx: SqlTransaction) -> TaskRow:
    holder = tx.directory.person(row["assignee"]) if row["assignee"] else None
    due: dict[str, Any] = {} if row["closed_at"] else _due(row, office, tx)
    return TaskRow(
        item_id=row["id"],
        case_id=row["case_id"],
        case_no=row["case_no"] or row["intake_no"],
        case_title=row["case_title"],
        task=row["task"],
        step=row["step"],
        role=row["role"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        whose=holder.name if holder else "待签收",
        **due,
    )


def _due(row: RowMapping, office: Office, tx: SqlTransaction) -> dict[str, Any]:
    """The step's own limit if it runs, else the next last day of the case."""
    release = open_release(office, tx, row["release_id"])
    calendar = office.calendar_of(release)
    clocks = [
        (clock, clock.due_on(calendar))
        for clock in _running(tx.connection, tx.place, row["case_id"])
    ]
    known = [(clock, due_on) for clock, due_on in clocks if due_on is not None]
    if not known:
        return {}
    task = release.tasks.get((row["process"], row["element"]))
    own = [pair for pair in known if task is not None and pair[0].key == task.limit]
    clock, due_on = min(own or known, key=lambda pair: pair[1])
    light = light_of(clock, office.clock.now(), calendar, light_rules(release))
    return {"due_on": due_on, "limit_title": clock.title, "light": light}


def _running(connection: Connection, place: str, case_id: str) -> list[Clock]:
    query = select(t.clocks.c.data).where(
        t.clocks.c.place == place, t.clocks.c.case_id == case_id, t.clocks.c.state == "running"
    )
    return [from_plain(Clock, data) for data in connection.execute(query).scalars()]
