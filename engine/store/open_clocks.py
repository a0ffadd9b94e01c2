"""Clocks that have not ended, page by page in the order of their ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine, and_, select

from engine.store import tables as t
from engine.store.connection import reading

CLOCKS_AT_ONCE = 2_000
OPEN_STATES = ("running", "paused")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClock:
    """A clock as its row holds it: `data` is plain, `due_on` the last day shown."""

    id: str
    case_id: str
    release_id: str
    due_on: date | None
    data: Any


def open_clocks(engine: Engine, place: str, *, after: str) -> Sequence[OpenClock]:
    """The next page."""
    clocks, cases = t.clocks, t.cases
    query = (
        select(clocks.c.id, clocks.c.case_id, clocks.c.due_on, clocks.c.data, cases.c.release_id)
        .join(cases, and_(cases.c.place == clocks.c.place, cases.c.id == clocks.c.case_id))
        .where(clocks.c.place == place, clocks.c.id > after, clocks.c.state.in_(OPEN_STATES))
        .order_by(clocks.c.id)
        .limit(CLOCKS_AT_ONCE)
    )
    with reading(engine) as connection:
        return [OpenClock(**row) for row in connection.execute(query).mappings()]
