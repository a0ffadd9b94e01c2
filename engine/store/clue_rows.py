"""Clues as rows: locked and kept by a command, listed for the ledger."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, or_, select

from engine.domain.clue import ANSWERED_STATES, Clue, ClueState
from engine.store.clue_tables import clues
from engine.store.rows import entity_of, row_of
from engine.store.sending import OVER, write_rows

ROWS_AT_ONCE = 200
"""How many rows are held while a ledger of any length is read."""


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


def newest_clues(  # noqa: PLR0913 - what a list is narrowed to
    connection: Connection,
    place: str,
    *,
    organ_ids: frozenset[str] | None,
    skip: int = 0,
    most: int | None = None,
    state: ClueState | None = None,
    words: str = "",
    late_at: datetime | None = None,
) -> Iterator[Clue]:
    """Clues of a place, the last sent first; with `organ_ids` those that went from or to one.

    They are read as they are asked for. With `late_at` those that nobody had answered by then
    though their time was over.
    """
    query = (
        select(clues)
        .where(clues.c.place == place)
        .order_by(clues.c.sent_at.desc(), clues.c.id.desc())
        .offset(skip)
        .limit(most)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    if organ_ids is not None:
        query = query.where(
            or_(clues.c.from_organ_id.in_(organ_ids), clues.c.to_organ_id.in_(organ_ids))
        )
    if state is not None:
        query = query.where(clues.c.state == state.value)
    if words:
        query = query.where(clues.c.summary.contains(words, autoescape=True))
    if late_at is not None:
        unanswered = clues.c.state.in_(
            [one.value for one in ClueState if one not in ANSWERED_STATES]
        )
        query = query.where(unanswered, clues.c.due_at <= late_at)
    for row in connection.execute(query).mappings():
        yield entity_of(Clue, row, clues)
