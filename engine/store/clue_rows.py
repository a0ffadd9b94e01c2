"""Clues as rows: locked and kept by a command, listed for the ledger."""

from sqlalchemy import Connection, or_, select

from engine.domain.clue import Clue
from engine.store.clue_tables import clues
from engine.store.rows import entity_of, row_of
from engine.store.sending import OVER, write_rows


class ClueRows:
    """The clues of one place inside one write transaction."""

    def __init__(self, connection: Connection, place: str) -> None:
        self._connection = connection
        self._place = place

    def lock(self, clue_id: str) -> Clue | None:
        """The clue with its row locked until the transaction ends, or None."""
        query = (
            select(clues)
            .where(clues.c.place == self._place, clues.c.id == clue_id)
            .with_for_update()
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else entity_of(Clue, row, clues)

    def keep(self, clue: Clue) -> None:
        """Write the clue as it now stands."""
        write_rows(self._connection, clues, [row_of(clue, clues, place=self._place)], OVER)


def newest_clues(
    connection: Connection, place: str, *, organ_ids: frozenset[str] | None, skip: int, most: int
) -> list[Clue]:
    """Clues of a place, the last sent first; with `organ_ids` those that went from or to one."""
    query = (
        select(clues)
        .where(clues.c.place == place)
        .order_by(clues.c.sent_at.desc(), clues.c.id.desc())
        .offset(skip)
        .limit(most)
    )
    if organ_ids is not None:
        query = query.where(
            or_(clues.c.from_organ_id.in_(organ_ids), clues.c.to_organ_id.in_(organ_ids))
        )
    return [entity_of(Clue, row, clues) for row in connection.execute(query).mappings()]
