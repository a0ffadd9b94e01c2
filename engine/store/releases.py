"""Releases of a place, as published: bundles with their day of force, never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select

from engine.errors import Refusal
from engine.store import tables as t
from engine.store.connection import reading


class SamePersonApproved(Refusal):
    """A release needs two persons: one who made it, one who approves it."""

    code = "release_needs_second_person"
    what = "发布版须由制作人以外的另一人批准。"
    mend = "请由另一位流程管理人员批准。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is said when a release is published."""

    release_id: str
    bundle: bytes
    in_force_from: datetime
    made_by: str
    approved_by: str
    changes: str


def publish(connection: Connection, place: str, publication: Publication) -> bool:
    """Put the release in force from its instant on; False when it is published already."""
    if publication.made_by == publication.approved_by:
        raise SamePersonApproved(where={"place": place})
    there = connection.execute(
        select(t.releases.c.id).where(
            t.releases.c.place == place, t.releases.c.id == publication.release_id
        )
    ).scalar()
    if there is not None:
        return False
    connection.execute(
        insert(t.releases),
        {
            "place": place,
            "id": publication.release_id,
            "bundle": publication.bundle,
            "in_force_from": publication.in_force_from,
            "made_by": publication.made_by,
            "approved_by": publication.approved_by,
            "changes": publication.changes,
        },
    )
    return True


def bundle_of(engine: Engine, place: str, release_id: str) -> bytes | None:
    """The frozen files of a release, or None."""
    query = select(t.releases.c.bundle).where(
        t.releases.c.place == place, t.releases.c.id == release_id
    )
    with reading(engine) as connection:
        found: bytes | None = connection.execute(query).scalar()
    return found


def enter_place(connection: Connection, code: str, title: str) -> None:
    """Enter a place in the list of places, once."""
    known = connection.execute(select(t.places.c.code).where(t.places.c.code == code)).scalar()
    if known is None:
        connection.execute(insert(t.places), {"code": code, "title": title})
