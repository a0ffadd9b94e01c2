"""Rows of a case as the driver gave them, and how the case reads them when they are asked for.

A cold command reads every row of its case and looks at few of them, so nothing is turned into
dates, lists and entities before somebody takes it.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Column, Dialect, Table

from engine.domain.attachment import Attachment
from engine.domain.clock import Clock
from engine.domain.document import Document
from engine.domain.kept import Reading, Row
from engine.domain.plain import from_plain
from engine.domain.visit import Opinion, Visit, WorkItem
from engine.store import tables as t
from engine.store.column_types import PlainJson
from engine.store.rows import readings

Reader = Callable[[Any], Any]

TEXTS_KEPT_MAX = 10_000
"""JSON texts a process has read: hundreds of items of a case name the same few candidates."""

KINDS: Mapping[Table, type[Any]] = {
    t.visits: Visit,
    t.work_items: WorkItem,
    t.opinions: Opinion,
    t.documents: Document,
    t.attachments: Attachment,
}
CLOCK_FIELDS = {"state": "standing"}
"""What a clock calls a column otherwise: its own `state` needs a calendar."""
KEPT: tuple[Table, ...] = (*KINDS, t.clocks)


def kept_columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a row as it is kept: the id first, and none that only lists show."""
    if table is t.clocks:
        return tuple(column for column in table.c if column.name not in {"place", "case_id"})
    names = {name for name, _ in readings(KINDS[table], table)}  # type: ignore[arg-type]  # any class is hashable
    return tuple(column for column in table.c if column.name in names)


def from_driver(column: Column[Any], dialect: Dialect) -> Reader | None:
    """What makes of the driver's value what the column means; None when it does already."""
    kind = column.type.dialect_impl(dialect)
    reader: Reader | None = kind.result_processor(dialect, None)
    return reader


@cache
def reading(table: Table, dialect: type[Dialect]) -> Reading[Any]:
    """How the rows of a table are read."""
    columns = kept_columns(table)
    readers = {column.name: _read_alone(column, dialect()) for column in columns}
    if table is t.clocks:
        named = {CLOCK_FIELDS.get(name, name): read for name, read in readers.items()}
        return Reading(named, lambda row: from_plain(Clock, json.loads(row[-1])))
    kind: Any = KINDS[table]
    positions = {column.name: position for position, column in enumerate(columns)}
    asked = [
        (name, positions[name], _both(from_driver(table.c[name], dialect()), read))
        for name, read in readings(kind, table)
    ]

    def build(row: Row) -> Any:  # noqa: ANN401 - whatever the table holds
        values = {}
        for name, position, read in asked:
            value = row[position]
            values[name] = value if read is None or value is None else read(value)
        return kind(**values)

    return Reading(readers, build)


def _read_alone(column: Column[Any], dialect: Dialect) -> Reader | None:
    """As `from_driver`, for whoever looks at this column of every row and changes nothing in it."""
    return _json if isinstance(column.type, PlainJson) else from_driver(column, dialect)


@lru_cache(maxsize=TEXTS_KEPT_MAX)
def _json(text: str) -> Any:  # noqa: ANN401 - whatever was written
    return json.loads(text)


def _both(first: Reader | None, then: Reader | None) -> Reader | None:
    if first is None or then is None:
        return first or then
    return lambda value: then(first(value))
