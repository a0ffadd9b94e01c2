"""待办、待签收、在办、已办、我发起、抄送传阅、草稿: the lists of one person.

Each list is read from an index that begins with the person (`engine.store.desk_rows` keeps what it
needs), so it costs the same whatever the number of items in all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, func, select

from engine.queries.inbox_lists import (
    LISTS,
    NEWEST_FIRST,
    Narrowed,
    Tab,
    list_of,
    parameters,
    sorting,
    whole_list,
)
from engine.queries.inbox_rows import InboxRow, rows_of_circulations, rows_of_items
from engine.queries.inbox_search import looked_for
from engine.queries.looking import Desk
from engine.queries.visible_cases import Eyes, eyes_of
from engine.store.connection import reading_lists

PAGE_ROWS = 50
PAGE_ROWS_MAX = 200
ROWS_COUNTED_MAX = 10_000
"""How far a list is counted and paged; beyond it one searches."""

ROWS_NARROWED_MAX = 1_000
"""How far a narrowed list is; beyond it one narrows it further."""

BADGE_COUNTED_MAX = 200
MANY_ROWS_MIN = BADGE_COUNTED_MAX
"""From so many rows on a search begins with the index of words, else each row is read."""

__all__ = ["PAGE_ROWS", "PAGE_ROWS_MAX", "Inbox", "InboxRow", "Narrowed", "Page", "Tab", "inbox"]


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
    with reading_lists(desk.store.engine) as connection:
        counts = _counts(connection, eyes, who)
        if narrowed == Narrowed() and tab is not Tab.ACTIVE:
            total, most = counts[tab], ROWS_COUNTED_MAX
            if total >= BADGE_COUNTED_MAX:
                total = connection.execute(_length_of(eyes, tab), who).scalar_one()
            part = _part(total, page)
            asked = {**who, "page_rows": len(part), "page_after": part.start}
            ids = connection.execute(_ids_of(eyes, tab, page.sort), asked).scalars().all()
        else:
            most = ROWS_COUNTED_MAX if narrowed == Narrowed() else ROWS_NARROWED_MAX
            few = counts[tab] < MANY_ROWS_MIN
            words = narrowed.words
            looked = looked_for(connection, desk.place, words, among_few=few) if words else None
            wanted = list_of(eyes, tab, narrowed, looked, now)
            order = sorting(tab, page.sort, by_pool=_by_pool(tab, page.sort))
            everything = (
                connection.execute(wanted.order_by(*order).limit(most), who).scalars().all()
            )
            total = len(everything)
            part = _part(total, page)
            ids = everything[part.start : part.stop]
        if tab is Tab.COPIED:
            rows = rows_of_circulations(connection, desk, ids)
        else:
            rows = rows_of_items(connection, desk, ids, now, stands=tab in NEWEST_FIRST)
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


def _by_pool(tab: Tab, sort: str) -> bool:
    """Whether the index of the pool gives the order."""
    return tab is Tab.CLAIM and sort.removeprefix("-") in {"", "due"}


@cache
def _ids_of(eyes: Eyes, tab: Tab, sort: str) -> Select[Any]:
    by_pool = _by_pool(tab, sort)
    wanted = whole_list(eyes, tab) if by_pool else LISTS[tab](eyes)
    part = wanted.limit(bindparam("page_rows", type_=Integer))
    part = part.offset(bindparam("page_after", type_=Integer))
    return part.order_by(*sorting(tab, sort, by_pool=by_pool))
