"""待办、待签收、在办、已办、我发起、抄送传阅、草稿: the lists of one person.

Each list is read from an index that begins with the person (`engine.store.desk_rows` keeps what it
needs), so it costs the same whatever the number of items in all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    RowMapping,
    Select,
    bindparam,
    func,
    select,
)

from engine.domain.biting import Bite
from engine.domain.lights import Light
from engine.domain.separation import ORGAN_ROLES
from engine.queries.inbox_lists import (
    LISTS,
    PLACE,
    Narrowed,
    Tab,
    list_of,
    parameters,
    sorting,
    whole_list,
)
from engine.queries.inbox_words import limit_of, now_words, priority, why_words
from engine.queries.looking import Desk
from engine.queries.visible_cases import Eyes, eyes_of
from engine.store import tables as t
from engine.store.connection import reading

PAGE_ROWS = 50
PAGE_ROWS_MAX = 200
ROWS_COUNTED_MAX = 10_000
"""How far a list is counted and paged; beyond it one searches."""

ROWS_NARROWED_MAX = 1_000
"""How far a narrowed list is; beyond it one narrows it further."""

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
    eyes, who = eyes_of(desk.by), parameters(desk)
    with reading(desk.store.engine) as connection:
        counts = _counts(connection, eyes, who)
        if narrowed == Narrowed():
            total, most = counts[tab], ROWS_COUNTED_MAX
            if total >= BADGE_COUNTED_MAX:
                total = connection.execute(_length_of(eyes, tab), who).scalar_one()
            part = _part(total, page)
            asked = {**who, "page_rows": len(part), "page_after": part.start}
            ids = connection.execute(_ids_of(eyes, tab, page.sort), asked).scalars().all()
        else:
            most = ROWS_NARROWED_MAX
            wanted = list_of(eyes, tab, narrowed, now).order_by(*sorting(tab, page.sort))
            everything = connection.execute(wanted.limit(most), who).scalars().all()
            total = len(everything)
            part = _part(total, page)
            ids = everything[part.start : part.stop]
        rows = _shown(connection, desk, tab, _rows(connection, who, ids), now)
    return Inbox(
        tab=tab,
        rows=rows,
        total=total,
        counted_up=total >= most,
        page=part.start // page.rows + 1,
        pages=max(1, -(-total // page.rows)),
        counts=counts,
    )


def _part(total: int, page: Page) -> range:
    """Which of the rows stand on the page; beyond the last page, those of the last."""
    last = max(0, total - 1) // page.rows
    begin = min(page.number - 1, last) * page.rows
    return range(begin, min(begin + page.rows, total))


def _counts(connection: Connection, eyes: Eyes, who: Mapping[str, str]) -> Mapping[Tab, int]:
    """How many there are in each list, up to `BADGE_COUNTED_MAX`."""
    row = connection.execute(_lengths(eyes), who).one()
    return dict(zip(Tab, row, strict=True))


@cache
def _lengths(eyes: Eyes) -> Select[Any]:
    each = [_length(whole_list(eyes, tab), BADGE_COUNTED_MAX).scalar_subquery() for tab in Tab]
    return select(*each)


@cache
def _length_of(eyes: Eyes, tab: Tab) -> Select[Any]:
    return _length(whole_list(eyes, tab), ROWS_COUNTED_MAX)


def _length(wanted: Select[Any], most: int) -> Select[Any]:
    return select(func.count()).select_from(wanted.limit(most).subquery())


@cache
def _ids_of(eyes: Eyes, tab: Tab, sort: str) -> Select[Any]:
    by_pool = tab is Tab.CLAIM and sort.removeprefix("-") in {"", "due"}
    wanted = whole_list(eyes, tab) if by_pool else LISTS[tab](eyes)
    part = wanted.limit(bindparam("page_rows", type_=Integer))
    part = part.offset(bindparam("page_after", type_=Integer))
    return part.order_by(*sorting(tab, sort, by_pool=by_pool))


def _rows(
    connection: Connection, who: Mapping[str, str], ids: Sequence[str]
) -> Sequence[RowMapping]:
    """What is shown of these items, in that order."""
    found = connection.execute(ROWS, {**who, "ids": ids}).mappings() if ids else ()
    by_id = {row["id"]: row for row in found}
    return [by_id[one] for one in ids]


def _all_of_a_row() -> Select[Any]:
    items, visits, cases, people = t.work_items, t.visits, t.cases, t.people
    of_item = (
        *("id", "case_id", "role", "opened_at", "closed_at", "came_by", "came_reason", "due_on"),
        *("limit_title", "limit_held_by", "yellow_at", "orange_at", "red_at", "black_at"),
    )
    return (
        select(
            *(items.c[name] for name in of_item),
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
        .select_from(items)
        .join(visits, (visits.c.place == items.c.place) & (visits.c.id == items.c.visit_id))
        .join(cases, (cases.c.place == items.c.place) & (cases.c.id == items.c.case_id))
        .outerjoin(people, (people.c.place == items.c.place) & (people.c.id == items.c.assignee))
        .where(items.c.place == PLACE, items.c.id.in_(bindparam("ids", expanding=True)))
    )


ROWS = _all_of_a_row()


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
