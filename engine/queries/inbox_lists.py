"""The seven lists of the inbox in SQL: which items lie on each, what narrows them, their order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    or_,
    select,
    true,
)

from engine.domain.biting import BEGINS
from engine.domain.lights import Light
from engine.queries import circulation_list
from engine.queries.inbox_search import LookedFor, search_items
from engine.queries.looking import Desk
from engine.queries.visible_cases import ME, MY_ORGAN, PLACE, Eyes, opens
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
    """What a list is narrowed to; `words` stand in the case's number, title, organ or the task.

    Letters stand for how these are read, by initials or by syllables.
    """

    words: str = ""
    step: str = ""
    process: str = ""
    light: Light | None = None
    due_before: date | None = None


def list_of(
    eyes: Eyes, tab: Tab, narrowed: Narrowed, looked: LookedFor | None, now: datetime
) -> Select[Any]:
    """Ids of the items on the list of `ME` at `PLACE`; `looked` is what its words ask for.

    What was sent for reading has neither period nor step.
    """
    items, visits = t.work_items, t.visits
    query = LISTS[tab](eyes)
    if tab is Tab.COPIED:
        whole = replace(narrowed, words="") == Narrowed()
        return circulation_list.worded(query, narrowed.words) if whole else query.where(false())
    if narrowed.light is not None:
        query = query.where(_shows(narrowed.light, now))
    if narrowed.due_before is not None:
        query = query.where(items.c.due_on <= narrowed.due_before)
    of_visit = []
    if narrowed.step:
        of_visit.append(visits.c.step == narrowed.step)
    if narrowed.process:
        of_visit.append(visits.c.process == narrowed.process)
    if looked is not None:
        query, titled = search_items(query, eyes, looked)
        of_visit += titled
    if of_visit:
        visit = (visits.c.place == items.c.place) & (visits.c.id == items.c.visit_id)
        query = query.join(visits, visit).where(*of_visit)
    return query


@cache
def whole_list(eyes: Eyes, tab: Tab) -> Select[Any]:
    """As `list_of` of all that lies there, built once; of what is to claim, the pool alone.

    Of drafts, the drafts first: SQLite, left to choose, looks through the items for them.
    """
    pool, items, drafts = t.item_candidates.c, t.work_items.c, t.drafts.c
    if tab is Tab.CLAIM:
        return select(pool.item_id).where(pool.place == PLACE, pool.person_id == ME)
    if tab is Tab.DRAFTS:
        is_open = exists().where(
            items.place == drafts.place, items.id == drafts.item_id, items.closed_at.is_(None)
        )
        return select(drafts.item_id).where(drafts.place == PLACE, drafts.person_id == ME, is_open)
    return LISTS[tab](eyes)


def parameters(desk: Desk) -> Mapping[str, str]:
    """Who asks, and where."""
    return {PLACE.key: desk.place, ME.key: desk.by.id, MY_ORGAN.key: desk.by.organ_id}


def _case_of_item() -> ColumnElement[bool]:
    items, cases = t.work_items, t.cases
    return (cases.c.place == items.c.place) & (cases.c.id == items.c.case_id)


def _mine(*shelves: Shelf) -> Select[Any]:
    items = t.work_items
    return select(items.c.id).where(
        items.c.place == PLACE, items.c.assignee == ME, items.c.shelf.in_(shelves)
    )


def _todo(_eyes: Eyes) -> Select[Any]:
    return _mine(Shelf.TODO)


def _claim(_eyes: Eyes) -> Select[Any]:
    items, pool = t.work_items, t.item_candidates
    return (
        select(items.c.id)
        .select_from(pool)
        .join(items, (items.c.place == pool.c.place) & (items.c.id == pool.c.item_id))
        .where(pool.c.place == PLACE, pool.c.person_id == ME)
    )


def _active(eyes: Eyes) -> Select[Any]:
    """Open items of others in the running cases the person has to do with, and what waits."""
    items, known, pool = t.work_items, t.case_people, t.item_candidates
    in_my_pool = exists().where(
        pool.c.place == PLACE, pool.c.person_id == ME, pool.c.item_id == items.c.id
    )
    of_others = or_(items.c.assignee != ME, items.c.assignee.is_(None) & ~in_my_pool)
    running = select(known.c.case_id).where(
        known.c.place == PLACE,
        known.c.person_id == ME,
        known.c.ended == false(),
        _sees_whole(eyes),
    )
    return select(items.c.id).where(
        items.c.place == PLACE,
        items.c.case_id.in_(running),
        items.c.closed_at.is_(None),
        or_(of_others, items.c.shelf == Shelf.WAITING),
    )


def _sees_whole(eyes: Eyes) -> ColumnElement[bool]:
    """As `sees_whole`, by the few cases about one's own organ instead of by each cover."""
    if eyes is Eyes.ORGAN:
        return false()
    cases = t.cases.c
    of_my_organ = select(cases.id).where(cases.place == PLACE, cases.organ_id == MY_ORGAN)
    return t.case_people.c.case_id.not_in(of_my_organ)


def _done(eyes: Eyes) -> Select[Any]:
    items = t.work_items
    return (
        select(items.c.id)
        .where(items.c.place == PLACE, items.c.assignee == ME, items.c.closed_at.is_not(None))
        .where(_may_open(eyes))
    )


def _started(eyes: Eyes) -> Select[Any]:
    return _mine(Shelf.STARTED).where(_may_open(eyes))


def _drafts(_eyes: Eyes) -> Select[Any]:
    items, drafts = t.work_items.c, t.drafts.c
    begun = select(drafts.item_id).where(drafts.place == PLACE, drafts.person_id == ME)
    return select(items.id).where(
        items.place == PLACE, items.id.in_(begun), items.closed_at.is_(None)
    )


def _may_open(eyes: Eyes) -> ColumnElement[bool]:
    """Who left a case by recusal no longer reads what he did in it."""
    known = t.case_people.c
    if eyes is Eyes.OWN:  # as `opens` says, without the covers
        mine = select(known.case_id).where(known.place == PLACE, known.person_id == ME)
        return t.work_items.c.case_id.in_(mine)
    return exists().where(_case_of_item(), opens(eyes)).correlate(t.work_items)


LISTS: dict[Tab, Callable[[Eyes], Select[Any]]] = {
    Tab.TODO: _todo,
    Tab.CLAIM: _claim,
    Tab.ACTIVE: _active,
    Tab.DONE: _done,
    Tab.STARTED: _started,
    Tab.COPIED: circulation_list.circulated,
    Tab.DRAFTS: _drafts,
}


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


SORTS = {"due": "sort_on", "opened": "opened_at", "closed": "closed_at"}
"""What a list may be sorted by → column."""


def sorting(tab: Tab, asked: str, *, by_pool: bool = False) -> list[ColumnElement[Any]]:
    """The order; a leading minus turns it round, ties are broken by id.

    `by_pool` names the columns of the pool, whose index gives the order of what to claim.
    """
    if tab is Tab.COPIED:
        return circulation_list.sorting(asked)
    items, pool = t.work_items.c, t.item_candidates.c
    name = asked.removeprefix("-") or ("closed" if tab in NEWEST_FIRST else "due")
    falling = asked.startswith("-") or (not asked and tab in NEWEST_FIRST)
    both: tuple[ColumnElement[Any], ...] = (
        (pool.sort_on, pool.item_id) if by_pool else (items[SORTS[name]], items.id)
    )
    return [one.desc() if falling else one.asc() for one in both]
