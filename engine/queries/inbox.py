"""待办、待签收、在办、已办、我发起、抄送传阅、草稿: the lists of one person.

Each list is read from an index that begins with the person (`engine.store.desk_rows` keeps what it
needs), so it costs the same whatever the number of items in all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from engine.domain.biting import Bite
from engine.domain.lights import Light
from engine.domain.separation import ORGAN_ROLES
from engine.queries.inbox_lists import Narrowed, Tab, list_of, sorting
from engine.queries.inbox_words import limit_of, now_words, priority, why_words
from engine.queries.looking import Desk
from engine.store import tables as t
from engine.store.connection import reading

PAGE_ROWS = 50
PAGE_ROWS_MAX = 200
ROWS_COUNTED_MAX = 10_000
"""How far a list is counted and paged; beyond it one searches."""

BADGE_COUNTED_MAX = 1_000

__all__ = ["PAGE_ROWS", "PAGE_ROWS_MAX", "Inbox", "InboxRow", "Narrowed", "Page", "Tab", "inbox"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One line. `due_on` is the last day of the period that bites next, `limit_of` whose it is.

    `why` says how the item came, `now` where its case stands, on the lists of what is done.
    """

    item_id: str
    case_id: str
    case_no: str | None
    case_title: str
    task: str
    step: str
    process: str
    role: str
    opened_at: datetime
    closed_at: datetime | None
    whose: str
    why: str
    now: str
    due_on: date | None
    limit_title: str | None
    limit_of: str | None
    light: Light | None
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """A page of one list, how long it is as far as counted, and how many there are in each."""

    tab: Tab
    rows: Sequence[InboxRow]
    total: int
    counted_up: bool
    """Whether counting stopped at the bound: there may be more."""
    page: int
    pages: int
    counts: Mapping[Tab, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which part of a list: pages count from 1."""

    number: int = 1
    rows: int = PAGE_ROWS
    sort: str = ""


def inbox(desk: Desk, tab: Tab, narrowed: Narrowed = Narrowed(), page: Page = Page()) -> Inbox:  # noqa: B008 - frozen
    """A page of the list; without `sort` the soonest last day first, what is done newest first."""
    now = desk.office.clock.now()
    wanted = list_of(desk, tab, narrowed, now)
    with reading(desk.store.engine) as connection:
        counts = _counts(connection, desk)
        total = _count(connection, wanted)
        pages = max(1, -(-total // page.rows))
        number = min(page.number, pages)
        found = _rows(connection, wanted, tab, page, number)
        rows = _shown(connection, desk, tab, found, now)
    return Inbox(
        tab=tab,
        rows=rows,
        total=total,
        counted_up=total >= ROWS_COUNTED_MAX,
        page=number,
        pages=pages,
        counts=counts,
    )


def _counts(connection: Connection, desk: Desk) -> Mapping[Tab, int]:
    """How many there are in each list, up to `BADGE_COUNTED_MAX`."""
    now = desk.office.clock.now()
    columns = []
    for tab in Tab:
        some = list_of(desk, tab, Narrowed(), now).limit(BADGE_COUNTED_MAX).subquery()
        columns.append(select(func.count()).select_from(some).scalar_subquery().label(tab.value))
    row = connection.execute(select(*columns)).mappings().one()
    return {tab: int(row[tab.value]) for tab in Tab}


def _count(connection: Connection, wanted: Select[Any]) -> int:
    some = wanted.limit(ROWS_COUNTED_MAX).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar() or 0)


def _rows(
    connection: Connection, wanted: Select[Any], tab: Tab, page: Page, number: int
) -> Sequence[RowMapping]:
    """The rows of a page: first their ids, from the index alone, then what they show."""
    items, visits, cases, people = t.work_items, t.visits, t.cases, t.people
    order, by_index = sorting(tab, page.sort), sorting(tab, page.sort, pooled=True)
    ids = wanted.order_by(*by_index).limit(page.rows).offset((number - 1) * page.rows).subquery()
    query = (
        select(
            items,
            visits.c.title.label("task"),
            visits.c.step,
            visits.c.process,
            visits.c.previous,
            cases.c.case_no,
            cases.c.intake_no,
            cases.c.title.label("case_title"),
            cases.c.flags,
            people.c.name.label("holder"),
        )
        .select_from(ids)
        .join(items, (items.c.place == ids.c.place) & (items.c.id == ids.c.id))
        .join(visits, (visits.c.place == items.c.place) & (visits.c.id == items.c.visit_id))
        .join(cases, (cases.c.place == items.c.place) & (cases.c.id == items.c.case_id))
        .outerjoin(people, (people.c.place == items.c.place) & (people.c.id == items.c.assignee))
        .order_by(*order)
    )
    return connection.execute(query).mappings().all()


def _shown(
    connection: Connection, desk: Desk, tab: Tab, found: Sequence[RowMapping], now: datetime
) -> list[InboxRow]:
    organ_reads = bool(desk.by.roles & ORGAN_ROLES)
    why = why_words(connection, desk.place, found, reasons=not organ_reads)
    over = [row for row in found if row["closed_at"] is not None]
    stand = {} if organ_reads else now_words(connection, desk.place, over)
    rows = []
    for row in found:
        bite = _bite(row)
        light = bite.light(now) if bite else None
        rows.append(
            InboxRow(
                item_id=row["id"],
                case_no=row["case_no"] or row["intake_no"],
                whose=row["holder"] or "待签收",
                why=why[row["id"]],
                now=stand.get(row["case_id"], "") if tab in {Tab.DONE, Tab.STARTED} else "",
                limit_of=limit_of(bite.held_by) if bite else None,
                light=light,
                priority=priority(row["flags"], light),
                **{name: row[name] for name in _AS_KEPT},
            )
        )
    return rows


_AS_KEPT = (
    *("case_id", "case_title", "task", "step", "process", "role"),
    *("opened_at", "closed_at", "due_on", "limit_title"),
)


def _bite(row: RowMapping) -> Bite | None:
    if row["limit_title"] is None:
        return None
    return Bite(
        title=row["limit_title"],
        held_by=row["limit_held_by"],
        due_on=row["due_on"],
        yellow_at=row["yellow_at"],
        orange_at=row["orange_at"],
        red_at=row["red_at"],
        black_at=row["black_at"],
    )
