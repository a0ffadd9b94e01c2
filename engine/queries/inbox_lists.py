"""The seven lists of the inbox in SQL: which items lie on each, what narrows them, their order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true

from engine.domain.biting import BEGINS
from engine.domain.lights import Light
from engine.queries.looking import Desk
from engine.queries.visible_cases import may_open, whole_for
from engine.store import tables as t
from engine.store.desk_rows import Shelf


class Tab(StrEnum):
    """The seven lists."""

    TODO = "todo"
    CLAIM = "claim"
    ACTIVE = "active"
    DONE = "done"
    STARTED = "started"
    COPIED = "copied"
    DRAFTS = "drafts"

    @property
    def label(self) -> str:
        """As the page names it."""
        return _LABELS[self]


_LABELS = {
    Tab.TODO: "待办",
    Tab.CLAIM: "待签收",
    Tab.ACTIVE: "在办",
    Tab.DONE: "已办",
    Tab.STARTED: "我发起",
    Tab.COPIED: "抄送传阅",
    Tab.DRAFTS: "草稿",
}

NEWEST_FIRST = frozenset({Tab.DONE, Tab.STARTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What a list is narrowed to; `words` stand in the case's number, title, organ or the task."""

    words: str = ""
    step: str = ""
    process: str = ""
    light: Light | None = None
    due_before: date | None = None


def list_of(desk: Desk, tab: Tab, narrowed: Narrowed, now: datetime) -> Select[Any]:
    """Place and id of the items on a list."""
    items, visits, cases = t.work_items, t.visits, t.cases
    query = LISTS[tab](desk).where(items.c.place == desk.place)
    if narrowed.light is not None:
        query = query.where(_shows(narrowed.light, now))
    if narrowed.due_before is not None:
        query = query.where(items.c.due_on <= narrowed.due_before)
    if narrowed.words or narrowed.step or narrowed.process:
        query = query.join(
            visits, (visits.c.place == items.c.place) & (visits.c.id == items.c.visit_id)
        )
    if narrowed.step:
        query = query.where(visits.c.step == narrowed.step)
    if narrowed.process:
        query = query.where(visits.c.process == narrowed.process)
    if narrowed.words:
        if tab not in WITH_CASES:
            query = query.join(cases, _case_of_item())
        query = query.where(_holds(narrowed.words))
    return query


def _case_of_item() -> ColumnElement[bool]:
    items, cases = t.work_items, t.cases
    return (cases.c.place == items.c.place) & (cases.c.id == items.c.case_id)


def _mine(desk: Desk, *shelves: Shelf) -> Select[Any]:
    items = t.work_items
    return select(items.c.place, items.c.id).where(
        items.c.assignee == desk.by.id, items.c.shelf.in_(shelves)
    )


def _todo(desk: Desk) -> Select[Any]:
    return _mine(desk, Shelf.TODO)


def _claim(desk: Desk) -> Select[Any]:
    items, pool = t.work_items, t.item_candidates
    return (
        select(items.c.place, items.c.id)
        .select_from(pool)
        .join(items, (items.c.place == pool.c.place) & (items.c.id == pool.c.item_id))
        .where(pool.c.place == desk.place, pool.c.person_id == desk.by.id)
    )


def _active(desk: Desk) -> Select[Any]:
    """Open items of others in the running cases the person has to do with, and what waits."""
    items, known, pool = t.work_items, t.case_people, t.item_candidates
    in_pool = exists().where(
        pool.c.place == items.c.place, pool.c.person_id == desk.by.id, pool.c.item_id == items.c.id
    )
    of_others = or_(items.c.assignee.is_(None), items.c.assignee != desk.by.id)
    return (
        select(items.c.place, items.c.id)
        .select_from(known)
        .join(
            items,
            and_(
                items.c.place == known.c.place,
                items.c.case_id == known.c.case_id,
                items.c.closed_at.is_(None),
            ),
        )
        .join(t.cases, _case_of_item())
        .where(known.c.place == desk.place, known.c.person_id == desk.by.id)
        .where(known.c.ended == false(), whole_for(desk.by))
        .where(or_(of_others & ~in_pool, items.c.shelf == Shelf.WAITING))
    )


def _done(desk: Desk) -> Select[Any]:
    items = t.work_items
    return (
        select(items.c.place, items.c.id)
        .where(items.c.assignee == desk.by.id, items.c.closed_at.is_not(None))
        .where(_may_open(desk))
    )


def _started(desk: Desk) -> Select[Any]:
    return _mine(desk, Shelf.STARTED).where(_may_open(desk))


def _copied(desk: Desk) -> Select[Any]:
    return _mine(desk, Shelf.COPIED)


def _drafts(desk: Desk) -> Select[Any]:
    items, drafts = t.work_items, t.drafts
    return (
        select(items.c.place, items.c.id)
        .select_from(drafts)
        .join(items, (items.c.place == drafts.c.place) & (items.c.id == drafts.c.item_id))
        .where(drafts.c.place == desk.place, drafts.c.person_id == desk.by.id)
        .where(items.c.closed_at.is_(None))
    )


def _may_open(desk: Desk) -> ColumnElement[bool]:
    """Who left a case by recusal no longer reads what he did in it."""
    return exists().where(_case_of_item(), may_open(desk.by)).correlate(t.work_items)


LISTS: dict[Tab, Callable[[Desk], Select[Any]]] = {
    Tab.TODO: _todo,
    Tab.CLAIM: _claim,
    Tab.ACTIVE: _active,
    Tab.DONE: _done,
    Tab.STARTED: _started,
    Tab.COPIED: _copied,
    Tab.DRAFTS: _drafts,
}
WITH_CASES = frozenset({Tab.ACTIVE})
"""Lists whose statement reads the covers anyway."""


def _shows(light: Light, now: datetime) -> ColumnElement[bool]:
    """Whether an item shows that light now."""
    items = t.work_items.c
    if light is Light.BLUE:
        return items.limit_title.is_not(None) & items.due_on.is_(None)
    if light not in _AFTER:
        return false()
    begins = BEGINS.get(light)
    later = [items[name] for one, name in BEGINS.items() if _AFTER.index(one) > _AFTER.index(light)]
    begun = true() if begins is None else items[begins] <= now
    not_yet = [or_(one.is_(None), one > now) for one in later]
    return and_(items.due_on.is_not(None), begun, *not_yet)


_AFTER = (Light.GREEN, Light.YELLOW, Light.ORANGE, Light.RED, Light.BLACK)


def _holds(words: str) -> ColumnElement[bool]:
    cases = t.cases.c
    places = (cases.case_no, cases.intake_no, cases.title, cases.organ_name, t.visits.c.title)
    return or_(*(one.contains(words, autoescape=True) for one in places))


SORTS = {"due": "sort_on", "opened": "opened_at", "closed": "closed_at"}
"""What a list may be sorted by → column."""


def sorting(tab: Tab, asked: str, *, pooled: bool = False) -> list[ColumnElement[Any]]:
    """The order; a leading minus turns it round, ties are broken by id.

    `pooled` names the columns of the pool instead, whose index gives the order of what to claim.
    """
    items, pool = t.work_items.c, t.item_candidates.c
    name = asked.removeprefix("-") or ("closed" if tab in NEWEST_FIRST else "due")
    falling = asked.startswith("-") or (not asked and tab in NEWEST_FIRST)
    by_pool = pooled and tab is Tab.CLAIM and name == "due"
    both: tuple[ColumnElement[Any], ...] = (
        (pool.sort_on, pool.item_id) if by_pool else (items[SORTS[name]], items.id)
    )
    return [one.desc() if falling else one.asc() for one in both]
