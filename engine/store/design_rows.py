"""The drawing board as rows: read and kept by the deeds of designing, in their transaction."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.domain.design_draft import DesignDraft, DesignEdit, PartLock
from engine.domain.plain import Plain
from engine.domain.publication import Publication
from engine.store.design_tables import (
    design_contents,
    design_drafts,
    design_edits,
    design_locks,
    design_proofs,
    publications,
)
from engine.store.office_tables import releases
from engine.store.rows import entity_of, row_of
from engine.store.sending import OVER, write_rows


class DesignRows:
    """The drafts and publications of one place inside one write transaction."""

    def __init__(self, connection: Connection, place: str) -> None:
        self._connection = connection
        self._place = place

    def lock_draft(self, draft_id: str) -> DesignDraft | None:
        """The draft with its row locked until the transaction ends, or None."""
        found: DesignDraft | None = self._entity(DesignDraft, design_drafts, draft_id)
        return found

    def keep_draft(self, draft: DesignDraft) -> None:
        """Write the draft as it now stands."""
        row = row_of(draft, design_drafts, place=self._place)
        write_rows(self._connection, design_drafts, [row], OVER)

    def contents(self, hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Contents by SHA-256."""
        return contents(self._connection, self._place, hashes)

    def put_content(self, content: bytes) -> str:
        """Keep a content; answers its SHA-256 in hex."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._insert_new(design_contents, {"sha256": sha256, "content": content})
        return sha256

    def edits(self, draft_id: str) -> Sequence[DesignEdit]:
        """The changes that can be undone or done again, oldest first."""
        return edits_of(self._connection, self._place, draft_id)

    def keep_edits(self, kept: Sequence[DesignEdit], *, dropped: Sequence[str] = ()) -> None:
        """Write these changes, forget those."""
        rows = [row_of(one, design_edits, place=self._place) for one in kept]
        write_rows(self._connection, design_edits, rows, OVER)
        if dropped:
            table = design_edits
            self._connection.execute(
                delete(table).where(table.c.place == self._place, table.c.id.in_(dropped))
            )

    def part_lock(self, part: str) -> PartLock | None:
        """Who edits the part, or None."""
        table = design_locks
        query = (
            select(table)
            .where(table.c.place == self._place, table.c.part == part)
            .with_for_update()
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else entity_of(PartLock, row, table)

    def keep_part_lock(self, lock: PartLock) -> None:
        """This person edits the part from now on."""
        table = design_locks
        self._connection.execute(
            delete(table).where(table.c.place == self._place, table.c.part == lock.part)
        )
        self._connection.execute(insert(table), row_of(lock, table, place=self._place))

    def drop_part_locks(self, draft_id: str, parts: Sequence[str] | None = None) -> None:
        """Nobody edits these parts of the draft any more; None = all of them."""
        table = design_locks
        statement = delete(table).where(table.c.place == self._place, table.c.draft_id == draft_id)
        if parts is not None:
            statement = statement.where(table.c.part.in_(parts))
        self._connection.execute(statement)

    def put_release(self, release_id: str, bundle: bytes) -> None:
        """Keep a release; keeping it twice is keeping it once."""
        self._insert_new(releases, {"id": release_id, "bundle": bundle})

    def lock_publication(self, publication_id: str) -> Publication | None:
        """The publication with its row locked until the transaction ends, or None."""
        found: Publication | None = self._entity(Publication, publications, publication_id)
        return found

    def keep_publication(self, publication: Publication) -> None:
        """Write the publication as it now stands."""
        row = row_of(publication, publications, place=self._place)
        write_rows(self._connection, publications, [row], OVER)

    def proof(self, release_id: str) -> Mapping[str, Plain] | None:
        """How the scenarios of a release went when they were last played, or None."""
        return proof_of(self._connection, self._place, release_id)

    def keep_proof(self, release_id: str, proof: Mapping[str, Plain], *, at: datetime) -> None:
        """Keep how the scenarios of a release went."""
        table = design_proofs
        self._connection.execute(
            delete(table).where(table.c.place == self._place, table.c.release_id == release_id)
        )
        row = {
            "place": self._place,
            "release_id": release_id,
            "proof": dict(proof),
            "proved_at": at,
        }
        self._connection.execute(insert(table), row)

    def _entity(self, kind: type[Any], table: Any, row_id: str) -> Any:  # noqa: ANN401 - a row's entity
        query = (
            select(table)
            .where(table.c.place == self._place, table.c.id == row_id)
            .with_for_update()
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else entity_of(kind, row, table)

    def _insert_new(self, table: Any, row: Mapping[str, Any]) -> None:  # noqa: ANN401 - a table
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        self._connection.execute(
            dialect.insert(table).on_conflict_do_nothing(), {"place": self._place, **row}
        )


def contents(connection: Connection, place: str, hashes: Sequence[str]) -> Mapping[str, bytes]:
    """Contents of drafts by SHA-256."""
    table = design_contents
    query = select(table.c.sha256, table.c.content).where(
        table.c.place == place, table.c.sha256.in_(set(hashes))
    )
    return {row.sha256: bytes(row.content) for row in connection.execute(query)}


def edits_of(connection: Connection, place: str, draft_id: str) -> list[DesignEdit]:
    """The changes of a draft, oldest first."""
    table = design_edits
    query = (
        select(table)
        .where(table.c.place == place, table.c.draft_id == draft_id)
        .order_by(table.c.id)
    )
    return [entity_of(DesignEdit, row, table) for row in connection.execute(query).mappings()]


def proof_of(connection: Connection, place: str, release_id: str) -> Mapping[str, Plain] | None:
    """How the scenarios of a release went, or None."""
    table = design_proofs
    query = select(table.c.proof).where(table.c.place == place, table.c.release_id == release_id)
    found: Mapping[str, Plain] | None = connection.execute(query).scalar()
    return found


def draft_of(connection: Connection, place: str, draft_id: str) -> DesignDraft | None:
    """A draft, for looking only."""
    table = design_drafts
    query = select(table).where(table.c.place == place, table.c.id == draft_id)
    row = connection.execute(query).mappings().first()
    return None if row is None else entity_of(DesignDraft, row, table)


def drafts_of(connection: Connection, place: str, *, most: int) -> list[DesignDraft]:
    """The drafts of a place, the last saved first."""
    table = design_drafts
    query = (
        select(table).where(table.c.place == place).order_by(table.c.saved_at.desc()).limit(most)
    )
    return [entity_of(DesignDraft, row, table) for row in connection.execute(query).mappings()]


def locks_of(connection: Connection, place: str) -> list[PartLock]:
    """Who edits which part of the place."""
    table = design_locks
    query = select(table).where(table.c.place == place).order_by(table.c.part)
    return [entity_of(PartLock, row, table) for row in connection.execute(query).mappings()]
