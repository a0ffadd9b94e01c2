"""How rows are written with little ado: the text of each statement is made once and kept.

PostgreSQL gets the statements of one command one after another and answers all of them at the end
(`sent_together`), so a command does not wait for each row in turn.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from sqlalchemy import Connection, CursorResult, Dialect, Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert, Update

OVER, UNLESS_THERE = "over", "unless there"
"""What happens to a row that is there already: it is written over, or it stays."""

POSTGRES = "postgresql"
BY_ID = ("place", "id")
KEY = "key_"

Bind = Callable[[Any], Any]
Prepared = tuple[str, tuple[tuple[str, Bind | None], ...]]
"""A statement with places to fill, and for each which value goes there and how it is bound."""


def write_rows(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], there: str = ""
) -> None:
    """Insert rows that all have the same columns: one statement. `there` as named above."""
    if not rows:
        return
    text, binds = _prepared_insert(table, tuple(rows[0]), there, type(connection.dialect))  # type: ignore[arg-type]  # any class is hashable
    connection.exec_driver_sql(text, [_bound(row, binds) for row in rows])


def change_row(
    connection: Connection, table: Table, row: Mapping[str, Any], at: Mapping[str, Any]
) -> CursorResult[Any]:
    """Set the columns of the row whose columns `at` hold these values."""
    text, binds = _prepared_change(table, tuple(row), tuple(at), type(connection.dialect))  # type: ignore[arg-type]  # any class is hashable
    given = {**row, **{_key(name): value for name, value in at.items()}}
    return connection.exec_driver_sql(text, _bound(given, binds))


def _bound(row: Mapping[str, Any], binds: tuple[tuple[str, Bind | None], ...]) -> tuple[Any, ...]:
    return tuple(row[name] if bind is None else bind(row[name]) for name, bind in binds)


@contextmanager
def sent_together(connection: Connection) -> Iterator[None]:
    """Wait for the answers of what is written inside only once, at the end; for no reading."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        yield
        return
    try:
        with driver.pipeline():
            yield
    except psycopg.Error as error:
        raise _as_sqlalchemy_has_it(connection, error) from error


def _as_sqlalchemy_has_it(connection: Connection, error: psycopg.Error) -> BaseException:
    """What it raises when a single statement fails so; a broken connection is given up."""
    driven: Any = error  # SQLAlchemy's name for it is a protocol
    lost = connection.dialect.is_disconnect(driven, connection.connection, None)
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        None, None, error, psycopg.Error, connection_invalidated=lost, dialect=connection.dialect
    )


@cache
def _prepared_insert(
    table: Table, columns: tuple[str, ...], there: str, dialect_type: type[Dialect]
) -> Prepared:
    dialect = _by_position(dialect_type)
    return _prepared(_insert(table, there, dialect.name), table, columns, dialect)


@cache
def _prepared_change(
    table: Table, columns: tuple[str, ...], keys: tuple[str, ...], dialect_type: type[Dialect]
) -> Prepared:
    this = (table.c[name] == bindparam(_key(name), type_=table.c[name].type) for name in keys)
    return _prepared(update(table).where(*this), table, columns, _by_position(dialect_type))


def _by_position(dialect_type: type[Dialect]) -> Dialect:
    """Values are given in their order: by name each driver would put them in order itself."""
    dialect: Any = dialect_type
    made: Dialect = dialect(paramstyle="format" if dialect.name == POSTGRES else None)
    return made


def _prepared(
    statement: Insert | Update, table: Table, columns: tuple[str, ...], dialect: Dialect
) -> Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
        message = "it compiles to SQL with places in order"
        raise TypeError(message)
    return (
        str(compiled),
        tuple((name, _bind(table, name, dialect)) for name in compiled.positiontup),
    )


def _key(name: str) -> str:
    """What the value is called that a column of the row to be changed has."""
    return f"{KEY}{name}"


def _bind(table: Table, name: str, dialect: Dialect) -> Bind | None:
    column = table.c[name.removeprefix(KEY)]
    bind: Bind | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return bind


def _insert(table: Table, there: str, dialect: str) -> Insert:
    insert: Any = (postgresql if dialect == POSTGRES else sqlite).insert
    statement = insert(table)
    changed: Insert = statement
    if there == UNLESS_THERE:
        changed = statement.on_conflict_do_nothing()
    if there == OVER:
        new = {one.name: statement.excluded[one.name] for one in table.c if one.name not in BY_ID}
        changed = statement.on_conflict_do_update(index_elements=BY_ID, set_=new)
    return changed
