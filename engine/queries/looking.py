"""Looking at one case: a deed that decides nothing and holds up nobody."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from engine.commands.act import Act
from engine.commands.office import Office
from engine.commands.refusals import CaseNotFound, NoRelease
from engine.definitions.release import Release
from engine.domain.case import Case, CaseHead
from engine.domain.people import Person
from engine.store import tables as t
from engine.store.case_rows import load_case
from engine.store.connection import reading
from engine.store.transaction import SqlStore, SqlTransaction


@contextmanager
def looking(
    office: Office, store: SqlStore, *, case_id: str, place: str, by: Person
) -> Iterator[Act]:
    """The case as `by` may ask about it; raises `case_not_found`. `sight` says whether he may."""
    with reading(store.engine) as connection:
        tx = SqlTransaction(connection, place, store)
        release_id = tx.release_of_case(case_id)
        if release_id is None:
            raise CaseNotFound(where={"case": case_id})
        release = open_release(office, tx, release_id)
        loaded = load_case(connection, place, case_id, local_facts=release.local_facts, lock=False)
        if loaded is None:
            raise CaseNotFound(where={"case": case_id})
        yield act_of(office, tx, release, loaded[0], by)


@contextmanager
def looking_ahead(office: Office, store: SqlStore, *, place: str, by: Person) -> Iterator[Act]:
    """A case that does not exist yet, under the release in force; raises `no_release`."""
    with reading(store.engine) as connection:
        tx = SqlTransaction(connection, place, store)
        release_id = tx.release_in_force(office.clock.now())
        if release_id is None:
            raise NoRelease(where={"place": place})
        head = CaseHead(id="", place=place, release_id=release_id, entry="", query_code_hash="")
        yield act_of(office, tx, open_release(office, tx, release_id), Case(head), by)


def open_release(office: Office, tx: SqlTransaction, release_id: str) -> Release:
    """The release of that id, from the shelf or from its bundle."""
    return office.open_release(release_id, lambda: tx.release_bundle(release_id))


def act_of(office: Office, tx: SqlTransaction, release: Release, case: Case, by: Person) -> Act:
    """A deed that only looks."""
    return Act(
        office=office,
        tx=tx,
        by=by,
        at=office.clock.now(),
        case=case,
        release=release,
        calendar=office.calendar_of(release),
    )


def case_of_item(connection: Connection, place: str, item_id: str) -> str | None:
    """Id of the case an item belongs to, or None."""
    query = select(t.work_items.c.case_id).where(
        t.work_items.c.place == place, t.work_items.c.id == item_id
    )
    found = connection.execute(query).scalar()
    return None if found is None else str(found)
