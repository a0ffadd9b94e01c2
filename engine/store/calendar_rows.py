"""Changes of the calendar as rows; and the progress of a recalculation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update

from engine.domain.calendar_change import CalendarChange, CalendarContent, ChangeState
from engine.domain.plain import from_plain, to_plain
from engine.store.calendar_tables import calendar_changes as changes
from engine.store.calendar_tables import moved_clocks, recalculations
from engine.store.connection import reading, writing
from engine.store.sending import OVER, write_rows

CHANGES_READ_MAX = 1_000


class CalendarRows:
    """The calendar of one place inside one write transaction."""

    def __init__(self, connection: Connection, place: str) -> None:
        self._connection = connection
        self._place = place

    def lock(self, change_id: str) -> CalendarChange | None:
        """The change with its row locked until the transaction ends, or None."""
        query = select(changes).where(changes.c.place == self._place, changes.c.id == change_id)
        row = self._connection.execute(query.with_for_update()).mappings().first()
        return None if row is None else _change(row)

    def keep(self, change: CalendarChange) -> None:
        """Write the change as it now stands."""
        names = ("id", "kind", "document_no", "text", "proposed_by", "proposed_at")
        row = {name: getattr(change, name) for name in (*names, "decided_by", "decided_at")}
        row |= {"content": to_plain(change.content), "state": change.state.value}
        write_rows(self._connection, changes, [{"place": self._place, **row}], OVER)

    def begin_recalculation(self, recalculation_id: str, at: datetime) -> None:
        """Note that the open clocks have to follow."""
        row = {"place": self._place, "id": recalculation_id, "begun_at": at, "ended_at": None}
        progress = {"last_clock_id": "", "read_count": 0, "moved_count": 0}
        write_rows(self._connection, recalculations, [{**row, **progress}], OVER)


def _change(row: Any) -> CalendarChange:  # noqa: ANN401 - a row
    names = ("id", "document_no", "text", "proposed_by", "proposed_at", "decided_by")
    return CalendarChange(
        content=from_plain(CalendarContent, row["content"]),
        state=ChangeState(row["state"]),
        decided_at=row["decided_at"],
        **{name: row[name] for name in names},
    )


def changes_of(engine: Engine, place: str, *, taken: bool = False) -> Sequence[CalendarChange]:
    """The changes of a place; those taken in the order of taking, else newest first."""
    query = select(changes).where(changes.c.place == place).limit(CHANGES_READ_MAX)
    if taken:
        only = changes.c.state == ChangeState.TAKEN.value
        query = query.where(only).order_by(changes.c.decided_at, changes.c.id)
    else:
        query = query.order_by(changes.c.proposed_at.desc(), changes.c.id)
    with reading(engine) as connection:
        return [_change(row) for row in connection.execute(query).mappings()]


def change_of(engine: Engine, place: str, change_id: str) -> CalendarChange | None:
    """One change; its recalculation has the same id."""
    query = select(changes).where(changes.c.place == place, changes.c.id == change_id)
    with reading(engine) as connection:
        row = connection.execute(query).mappings().first()
        return None if row is None else _change(row)


def taken_by_place(engine: Engine) -> dict[str, int]:
    """How many changes each place has taken: another number means another calendar."""
    query = (
        select(changes.c.place, func.count())
        .where(changes.c.state == ChangeState.TAKEN.value)
        .group_by(changes.c.place)
    )
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a recalculation came."""

    id: str
    begun_at: datetime
    ended_at: datetime | None
    last_clock_id: str
    read_count: int
    moved_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedClock:
    """A clock whose last day moved."""

    case_id: str
    clock_id: str
    title: str
    due_before: date | None
    due_on: date | None


def progress_of(engine: Engine, place: str, recalculation_id: str) -> Progress | None:
    """How far it came, or None where there is none of that id."""
    found = [one for one in _progress(engine, place) if one.id == recalculation_id]
    return found[0] if found else None


def recalculations_of(engine: Engine, place: str) -> Sequence[Progress]:
    """Those of a place, newest first."""
    return _progress(engine, place)


def _progress(engine: Engine, place: str) -> list[Progress]:
    table = recalculations
    query = select(table).where(table.c.place == place).order_by(table.c.begun_at.desc())
    with reading(engine) as connection:
        rows = connection.execute(query.limit(CHANGES_READ_MAX)).mappings().all()
    return [Progress(**{name: row[name] for name in Progress.__slots__}) for row in rows]


def keep_progress(
    engine: Engine, place: str, progress: Progress, moved: Sequence[MovedClock]
) -> None:
    """Write how far it came, and what moved on the way."""
    table = recalculations
    rows = [
        {
            "place": place,
            "id": f"{progress.id}-{one.clock_id}",
            "recalculation_id": progress.id,
            **{name: getattr(one, name) for name in MovedClock.__slots__},
        }
        for one in moved
    ]
    with writing(engine) as connection:
        write_rows(connection, moved_clocks, rows, OVER)
        connection.execute(
            update(table)
            .where(table.c.place == place, table.c.id == progress.id)
            .values(
                last_clock_id=progress.last_clock_id,
                read_count=progress.read_count,
                moved_count=progress.moved_count,
                ended_at=progress.ended_at,
            )
        )
