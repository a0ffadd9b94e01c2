"""What a case puts on people's desks: on which shelf each item lies, its pool, who knows the case.

Kept beside the items, in the same transaction, so that a list is read from an index whatever the
number of items in all.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, update

from engine.domain.biting import Bite
from engine.domain.case import Case
from engine.domain.people import COMPLAINANT
from engine.domain.visit import ItemState, WorkItem
from engine.store import tables as t
from engine.store.rows import row_of
from engine.store.sending import OVER, UNLESS_THERE, write_rows

NEVER = date.max
"""Sorts after every last day."""


class Shelf(StrEnum):
    """Where an item lies on the desk of whoever holds it."""

    TODO = "todo"
    CLAIM = "claim"
    WAITING = "waiting"
    DONE = "done"
    STARTED = "started"
    """Done, and the case began with it."""
    NONE = "none"


_SHELF_OF_STATE = {
    ItemState.INACTIVE: Shelf.NONE,
    ItemState.TO_CLAIM: Shelf.CLAIM,
    ItemState.IN_HAND: Shelf.TODO,
    ItemState.WAITING: Shelf.WAITING,
    ItemState.DONE: Shelf.DONE,
    ItemState.CLOSED_BY_SYSTEM: Shelf.DONE,
}
_BITE_COLUMNS = {"title": "limit_title", "held_by": "limit_held_by"}
_NO_BITE: dict[str, object] = {_BITE_COLUMNS.get(one.name, one.name): None for one in fields(Bite)}

DROP_POOL = delete(t.item_candidates).where(
    t.item_candidates.c.place == bindparam("key_place"),
    t.item_candidates.c.item_id == bindparam("key_item"),
)
DROP_PEOPLE = delete(t.case_people).where(
    t.case_people.c.place == bindparam("key_place"),
    t.case_people.c.case_id == bindparam("key_case"),
    t.case_people.c.person_id == bindparam("key_person"),
)
END_FOR_PEOPLE = update(t.case_people).where(
    t.case_people.c.place == bindparam("key_place"),
    t.case_people.c.case_id == bindparam("key_case"),
)


def shelf_of(case: Case, item: WorkItem) -> Shelf:
    """The shelf of an item."""
    if item.assignee is None and not item.is_open:
        return Shelf.NONE
    if case.head.runs_on_paper and item.is_open:
        return Shelf.WAITING  # entered from paper (补录中): nobody's to do yet
    shelf = _SHELF_OF_STATE[item.state]
    begins = item.visit_id == next(iter(case.visits), None)
    return Shelf.STARTED if begins and item.state is ItemState.DONE else shelf


def save_items(
    connection: Connection, case: Case, bites: Mapping[str, Bite | None], pooled: set[str]
) -> None:
    """Write the items that changed, and those whose period did; `pooled` had a pool before."""
    ids = sorted(case.touched.items | bites.keys())
    rows = [_item_row(case, case.items[one], bites.get(one)) for one in ids]
    write_rows(connection, t.work_items, rows, OVER)
    _save_pools(connection, case, rows, pooled)


def _item_row(case: Case, item: WorkItem, bite: Bite | None) -> dict[str, Any]:
    bitten = _NO_BITE
    if bite is not None:
        bitten = {
            _BITE_COLUMNS.get(one.name, one.name): getattr(bite, one.name) for one in fields(bite)
        }
    due_on = bite.due_on if bite is not None else None
    head = case.head
    more = {**bitten, "shelf": shelf_of(case, item).value, "sort_on": due_on or NEVER}
    return row_of(item, t.work_items, place=head.place, case_id=head.id, **more)


def _save_pools(
    connection: Connection, case: Case, rows: list[dict[str, Any]], pooled: set[str]
) -> None:
    """The pool of every written item that waits to be claimed; none for the others."""
    place = case.head.place
    gone = [row["id"] for row in rows if row["id"] in pooled]
    if gone:
        connection.execute(DROP_POOL, [{"key_place": place, "key_item": one} for one in gone])
    waiting = [
        {"place": place, "person_id": person, "item_id": row["id"], "sort_on": row["sort_on"]}
        for row in rows
        if row["shelf"] == Shelf.CLAIM
        for person in case.items[row["id"]].candidates
    ]
    write_rows(connection, t.item_candidates, waiting)


def people_of(case: Case) -> frozenset[str]:
    """Who has to do with the case: holds, held or may claim an item of it, or handles it.

    While it is entered from paper (补录中), only who enters it.
    """
    found: set[str | None] = {case.head.entered_by}
    if not case.head.runs_on_paper:
        found.update(case.head.handlers, *case.items.told("candidates"))
        found.update(case.items.told("assignee"), case.items.told("owner"))
    return frozenset(one for one in found - case.head.recused - {COMPLAINANT.id} if one)


def save_people(
    connection: Connection, case: Case, *, before: frozenset[str], ended_before: bool
) -> None:
    """Write who has to do with the case, as far as it changed."""
    head, now = case.head, people_of(case)
    key = {"key_place": head.place, "key_case": head.id}
    if gone := sorted(before - now):
        connection.execute(DROP_PEOPLE, [{**key, "key_person": one} for one in gone])
    if head.ended is not ended_before:
        connection.execute(END_FOR_PEOPLE, {**key, "ended": head.ended})
    new = [
        {"place": head.place, "person_id": one, "case_id": head.id, "ended": head.ended}
        for one in sorted(now - before)
    ]
    write_rows(connection, t.case_people, new, UNLESS_THERE)
