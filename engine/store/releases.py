"""Releases of a place: bundles, never changed; and the publications that put them in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Engine, insert, select

from engine.domain.publication import Publication, PublicationState
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.design_rows import DesignRows
from engine.store.rows import entity_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedRelease:
    """A release two persons agreed on outside the drawing board (command line, first start)."""

    release_id: str
    bundle: bytes
    in_force_from: datetime
    made_by: str
    approved_by: str
    changes: str


def publish(connection: Connection, place: str, agreed: AgreedRelease) -> bool:
    """Put the release in force from its instant on; False when it is in force then already."""
    proposed = Publication(
        id=_name_of(place, agreed),
        release_id=agreed.release_id,
        in_force_from=agreed.in_force_from,
        made_by=agreed.made_by,
        changes=agreed.changes,
        proposed_at=agreed.in_force_from,
    )
    approved = proposed.approved(
        by=agreed.approved_by, at=agreed.in_force_from, reason=agreed.changes
    )
    if release_in_force(connection, place, agreed.in_force_from) == agreed.release_id:
        return False
    rows = DesignRows(connection, place)
    rows.put_release(agreed.release_id, agreed.bundle)
    rows.keep_publication(approved)
    return True


def bundle_of(engine: Engine, place: str, release_id: str) -> bytes | None:
    """The frozen files of a release, or None."""
    query = select(t.releases.c.bundle).where(
        t.releases.c.place == place, t.releases.c.id == release_id
    )
    with reading(engine) as connection:
        found: bytes | None = connection.execute(query).scalar()
    return found


def _name_of(place: str, agreed: AgreedRelease) -> str:
    """The same agreement has the same id, so that telling it twice is telling it once."""
    said = f"{place}\0{agreed.release_id}\0{agreed.in_force_from.isoformat()}"
    return sha256(said.encode()).hexdigest()[:32]


def release_in_force(
    connection: Connection,
    place: str,
    at: datetime,
    *,
    case_id: str | None = None,
    organ_name: str | None = None,
) -> str | None:
    """Id of the release a case that begins at `at` takes, or None.

    Without a case only releases that hold for all new cases are looked at.
    """
    for one in in_force(connection, place, at):
        if one.reach.is_whole or (case_id is not None and one.reach.covers(case_id, organ_name)):
            return one.release_id
    return None


def in_force(connection: Connection, place: str, at: datetime) -> Sequence[Publication]:
    """What is in force at `at`, the latest first, down to the one that holds for everybody."""
    table = t.publications
    query = (
        select(table)
        .where(
            table.c.place == place,
            table.c.state == PublicationState.APPROVED.value,
            table.c.in_force_from <= at,
        )
        .order_by(table.c.in_force_from.desc(), table.c.decided_at.desc(), table.c.id.desc())
    )
    found: list[Publication] = []
    for row in connection.execute(query).mappings():
        found.append(entity_of(Publication, row, table))
        if found[-1].reach.is_whole:
            break
    return found


def history(connection: Connection, place: str, *, most: int) -> list[Publication]:
    """Every publication of a place, the last proposed first."""
    table = t.publications
    query = (
        select(table)
        .where(table.c.place == place)
        .order_by(table.c.proposed_at.desc(), table.c.id.desc())
        .limit(most)
    )
    return [entity_of(Publication, row, table) for row in connection.execute(query).mappings()]


def enter_place(connection: Connection, code: str, title: str) -> None:
    """Enter a place in the list of places, once."""
    known = connection.execute(select(t.places.c.code).where(t.places.c.code == code)).scalar()
    if known is None:
        connection.execute(insert(t.places), {"code": code, "title": title})
