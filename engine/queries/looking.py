"""Looking at one case: a deed that decides nothing and holds up nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, bindparam, or_, select

from engine.commands.act import Act
from engine.commands.office import Office
from engine.commands.refusals import CaseNotFound, NoRelease
from engine.definitions.release import Release
from engine.domain.case import Case, CaseHead
from engine.domain.people import Person
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.transaction import SqlStore, SqlTransaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where somebody sits who asks: the house's ports, the place, and the person."""

    office: Office
    store: SqlStore
    place: str
    by: Person


@contextmanager
def looking(desk: Desk, case_id: str) -> Iterator[Act]:
    """The case as a deed would see it; raises `case_not_found`.

    Whether the person may see it is for `engine.domain.sight` to say.
    """
    with reading(desk.store.engine) as connection:
        tx = SqlTransaction(connection, desk.place, desk.store)
        release_id = tx.look(case_id)
        if release_id is None:
            raise CaseNotFound(where={"case": case_id})
        release = open_release(desk.office, tx, release_id)
        case = tx.case(case_id, local_facts=release.local_facts)
        if case is None:
            raise CaseNotFound(where={"case": case_id})
        yield _act(desk, tx, release, case)


@contextmanager
def looking_ahead(desk: Desk) -> Iterator[Act]:
    """A case that does not exist yet, under the release in force; raises `no_release`."""
    with reading(desk.store.engine) as connection:
        tx = SqlTransaction(connection, desk.place, desk.store)
        release_id = tx.release_in_force(desk.office.clock.now())
        if release_id is None:
            raise NoRelease(where={"place": desk.place})
        head = CaseHead(
            id="", place=desk.place, release_id=release_id, entry="", query_code_hash=""
        )
        yield _act(desk, tx, open_release(desk.office, tx, release_id), Case(head))


def open_release(office: Office, tx: SqlTransaction, release_id: str) -> Release:
    """The release of that id, from the shelf or from its bundle."""
    return office.open_release(release_id, lambda: tx.release_bundle(release_id))


def _act(desk: Desk, tx: SqlTransaction, release: Release, case: Case) -> Act:
    return Act(
        office=desk.office,
        tx=tx,
        by=desk.by,
        at=desk.office.clock.now(),
        case=case,
        release=release,
        calendar=desk.office.calendar_of(release),
    )


CASE_OF_ITEM = select(t.work_items.c.case_id).where(
    t.work_items.c.place == bindparam("place"), t.work_items.c.id == bindparam("item")
)


def case_of_item(connection: Connection, place: str, item_id: str) -> str | None:
    """Id of the case an item belongs to, or None."""
    found = connection.execute(CASE_OF_ITEM, {"place": place, "item": item_id}).scalar()
    return None if found is None else str(found)


def find_case(engine: Engine, named: str, *, place: str | None = None) -> tuple[str, str]:
    """Place and id of the case that has this number or id; raises `case_not_found`."""
    cases = t.cases.c
    query = select(cases.place, cases.id).where(
        or_(cases.case_no == named, cases.intake_no == named, cases.id == named)
    )
    if place is not None:
        query = query.where(cases.place == place)
    with reading(engine) as connection:
        found = connection.execute(query.order_by(cases.place).limit(1)).first()
    if found is None:
        raise CaseNotFound(where={"case": named})
    return found.place, found.id
