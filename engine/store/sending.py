"""How rows are written with little ado: the text of each statement is made once and kept.

PostgreSQL gets the statements of one command one after another and answers all of them at the end
(`sent_together`), so a command does not wait for each row in turn.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert

OVER, UNLESS_THERE = "over", "unless there"
"""What happens to a row that is there already: it is written over, or it stays."""

POSTGRES = "postgresql"
BY_ID = ("place", "id")

Bind = Callable[[Any], Any]
Prepared = tuple[str, tuple[tuple[str, Bind | None], ...], bool]


def write_rows(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], there: str = ""
) -> None:
    """Insert rows that all have the same columns: one statement. `there` as named above."""
    if not rows:
        return
    text, binds, named = _prepared(table, tuple(rows[0]), there, type(connection.dialect))  # type: ignore[arg-type]  # any class is hashable
    bound = [
        tuple(row[name] if bind is None else bind(row[name]) for name, bind in binds)
        for row in rows
    ]
    names = [name for name, _ in binds]
    connection.exec_driver_sql(
        text, [dict(zip(names, row, strict=True)) for row in bound] if named else bound
    )


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
def _prepared(
    table: Table, columns: tuple[str, ...], there: str, dialect_type: type[Dialect]
) -> Prepared:
    """The text of an insert, and what makes of each value what the driver wants."""
    dialect = dialect_type()
    compiled = _insert(table, there, dialect.name).compile(
        dialect=dialect, column_keys=list(columns)
    )
    if not isinstance(compiled, SQLCompiler):
        message = "an insert compiles to SQL"
        raise TypeError(message)
    in_order = compiled.positiontup
    return (
        str(compiled),
        tuple((name, _bind(table, name, dialect)) for name in in_order or columns),
        in_order is None,
    )


def _bind(table: Table, name: str, dialect: Dialect) -> Bind | None:
    bind: Bind | None = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
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
