"""Entities to rows and back, by name: each column of a table holds the field of the same name."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from engine.domain.plain import reader_of, to_plain
from engine.store.column_types import PlainJson

AS_IT_STANDS = frozenset({str, int, bool, date, datetime})
"""Types that a row holds as they are."""


def row_of(entity: Any, table: Table, **more: object) -> dict[str, Any]:  # noqa: ANN401
    """The row of `entity`; `more` gives the columns it has no field for."""
    row: dict[str, Any] = dict(more)
    for name, is_json in _columns(type(entity), table):  # type: ignore[arg-type]  # any class is hashable
        value = getattr(entity, name)
        if is_json:
            value = to_plain(value)
        row[name] = value.value if isinstance(value, Enum) else value
    return row


def entity_of(kind: type[Any], row: Mapping[Any, Any], table: Table) -> Any:  # noqa: ANN401
    """The entity of type `kind` that `row` holds."""
    values = {}
    for name, read in _readings(kind, table):  # type: ignore[arg-type]  # any class is hashable
        value = row[name]
        values[name] = value if read is None or value is None else read(value)
    return kind(**values)


def write_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows, or write them over those of the same place and id: one statement."""
    if rows:
        connection.execute(_upsert(table, connection.dialect.name), rows)


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert what is not there yet by any of the table's keys."""
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


@cache
def _upsert(table: Table, dialect: str) -> Insert:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    keys = ("place", "id")
    new = {column.name: insert.excluded[column.name] for column in table.c}
    changes = {name: value for name, value in new.items() if name not in keys}
    statement: Insert = insert.on_conflict_do_update(index_elements=keys, set_=changes)
    return statement


@cache
def _columns(kind: type[Any], table: Table) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (field.name, isinstance(table.c[field.name].type, PlainJson))
        for field in dataclasses.fields(kind)
        if field.name in table.c
    )


@cache
def _readings(kind: type[Any], table: Table) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    hints = get_type_hints(kind)
    return tuple((name, _reader(hints[name])) for name, _ in _columns(kind, table))  # type: ignore[arg-type]  # any class is hashable


def _reader(hint: Any) -> Callable[[Any], Any] | None:  # noqa: ANN401 - a type hint
    """How a column's value is read; None = as it stands."""
    optional = get_origin(hint) in {Union, UnionType}
    kinds = set(get_args(hint)) - {NoneType} if optional else {hint}
    return None if kinds <= AS_IT_STANDS else reader_of(hint)
