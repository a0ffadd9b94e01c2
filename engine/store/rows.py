"""Entities to rows and back, by name: each column of a table holds the field of the same name."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import Table

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
    for name, read in readings(kind, table):  # type: ignore[arg-type]  # any class is hashable
        value = row[name]
        values[name] = value if read is None or value is None else read(value)
    return kind(**values)


@cache
def _columns(kind: type[Any], table: Table) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (field.name, isinstance(table.c[field.name].type, PlainJson))
        for field in dataclasses.fields(kind)
        if field.name in table.c
    )


@cache
def readings(kind: type[Any], table: Table) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """Each field of `kind` that `table` has a column for, and how its value is read."""
    hints = get_type_hints(kind)
    return tuple((name, _reader(hints[name])) for name, _ in _columns(kind, table))  # type: ignore[arg-type]  # any class is hashable


def _reader(hint: Any) -> Callable[[Any], Any] | None:  # noqa: ANN401 - a type hint
    """How a column's value is read; None = as it stands."""
    optional = get_origin(hint) in {Union, UnionType}
    kinds = set(get_args(hint)) - {NoneType} if optional else {hint}
    return None if kinds <= AS_IT_STANDS else reader_of(hint)
