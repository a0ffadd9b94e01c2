"""Entities to rows and back, by name: each column of a table holds the field of the same name."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, get_type_hints

from sqlalchemy import Connection, Table, bindparam

from engine.domain.plain import from_plain, to_plain
from engine.store.column_types import PlainJson


def row_of(entity: Any, table: Table, **more: object) -> dict[str, Any]:  # noqa: ANN401
    """The row of `entity`; `more` gives the columns it has no field for."""
    row: dict[str, Any] = dict(more)
    for name in _shared(type(entity), table):  # type: ignore[arg-type]  # any class is hashable
        value = getattr(entity, name)
        if isinstance(table.c[name].type, PlainJson):
            value = to_plain(value)
        row[name] = value.value if isinstance(value, Enum) else value
    return row


def entity_of(kind: type[Any], row: Mapping[Any, Any], table: Table) -> Any:  # noqa: ANN401
    """The entity of type `kind` that `row` holds."""
    hints = _hints(kind)  # type: ignore[arg-type]  # any class is hashable
    values = {}
    for name in _shared(kind, table):  # type: ignore[arg-type]  # any class is hashable
        value = row[name]
        if isinstance(value, datetime | date) or value is None:
            values[name] = value
        else:
            values[name] = from_plain(hints[name], value)
    return kind(**values)


def write_rows(
    connection: Connection,
    table: Table,
    rows: Iterable[dict[str, Any]],
    *,
    known: set[str],
) -> None:
    """Insert the rows whose id is not `known`, update the others: at most two statements."""
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for row in rows:
        (changed if row["id"] in known else new).append(row)
    if new:
        connection.execute(table.insert(), new)
    if changed:
        connection.execute(
            table.update().where(
                table.c.place == bindparam("key_place"), table.c.id == bindparam("key_id")
            ),
            [{"key_place": row["place"], "key_id": row["id"], **row} for row in changed],
        )


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _shared(kind: type[Any], table: Table) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.name in table.c)
