"""How we talk to a database so that no update is ever lost.

SQLite: WAL, ``synchronous=FULL`` (NORMAL loses acknowledged commits when the power fails), a file
lock in front of ``BEGIN IMMEDIATE`` (SQLite's own waiting is unfair), and a library without the
WAL-reset bug (fixed in 3.51.3, <https://www.sqlite.org/wal.html#walresetbug>).
PostgreSQL: READ COMMITTED; whoever changes a case locks its row.
The text of an error never holds the values of a statement: they may be about a person.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from engine.store.one_writer import one_writer

SQLITE_VERSION_MIN = (3, 51, 3)
LOCK_WAIT_MILLISECONDS = 5_000
STATEMENT_MILLISECONDS_MAX = 30_000
CONNECTIONS_MAX = 16

PLANNED_FOR_PAGES = "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0 -c jit=off"
"""Each question wants a few rows by an index, and many are asked at once: none of them is worth
reading a whole table with several processes, or compiling first."""
READS = "reads"
"""What a connection knows of the transaction it begins next."""
TRUSTED_SECONDS = 0.1
"""So long after its last use a connection is taken to live: no server is down and up in less."""


def open_database(address: str) -> Engine:
    """An engine for ``sqlite:///path`` or ``postgresql://…``."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    options = (
        f"-c lock_timeout={LOCK_WAIT_MILLISECONDS} "
        f"-c statement_timeout={STATEMENT_MILLISECONDS_MAX} {PLANNED_FOR_PAGES}"
    )
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"options": options},
        pool_size=CONNECTIONS_MAX,
        max_overflow=0,
        pool_use_lifo=True,  # the one used last, so that few rest
        hide_parameters=True,
    )
    _ask_those_that_rested(engine)
    return engine


def _ask_those_that_rested(engine: Engine) -> None:
    """A connection used a moment ago is trusted; one that rested is asked whether it still lives.

    Asking each time would cost every request a round trip.
    """

    @event.listens_for(engine, "checkin")
    def _rest(_driver: object, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(driver: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401 - a driver connection
        since = record.info.get("rests_since")
        if since is None or time.monotonic() - since < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(driver)
        except engine.dialect.loaded_dbapi.Error as lost:
            raise DisconnectionError from lost  # the pool takes another


def _open_sqlite(url: URL) -> Engine:
    if pysqlite3.sqlite_version_info < SQLITE_VERSION_MIN:
        message = f"SQLite {pysqlite3.sqlite_version} can corrupt a database with several writers"
        raise RuntimeError(message)
    engine = create_engine(
        url.set(drivername=f"sqlite+{OneWriterDialect.driver}"),
        module=pysqlite3,
        connect_args={"timeout": LOCK_WAIT_MILLISECONDS / 1000, "check_same_thread": False},
        pool_size=CONNECTIONS_MAX,
        max_overflow=0,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver connection
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


class OneWriterDialect(SQLiteDialect_pysqlite):
    """A transaction of SQLite takes the right to write when it begins, unless it only reads.

    An event that begins it would cost every statement of every connection a tenth of its time.
    """

    driver = "onewriter"
    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:  # noqa: ANN401 - a driver connection
        """Begin, as `reading` said or to write."""
        reads = dbapi_connection.info.get(READS, False)
        dbapi_connection.driver_connection.execute("BEGIN" if reads else "BEGIN IMMEDIATE")


registry.register(f"sqlite.{OneWriterDialect.driver}", __name__, OneWriterDialect.__name__)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A write transaction: commits when left without an error, else leaves no trace."""
    with _one_writer(engine), engine.begin() as connection:
        yield connection


@contextmanager
def reshaping(engine: Engine) -> Iterator[Connection]:
    """As `writing`, for changes of the tables.

    SQLite makes a table anew to change it, which its foreign keys would forbid: they rest
    meanwhile, and what refers to what is checked as a whole before the commit.
    """
    if engine.dialect.name != "sqlite":
        with writing(engine) as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")  # of a million rows
            yield connection
        return
    with _one_writer(engine), engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")  # heeded outside a transaction only
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    message = f"{len(broken)} rows refer to rows that are gone"
                    raise RuntimeError(message)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A read transaction: sees one state of the database and holds up nobody."""
    with engine.connect() as connection:
        connection.info[READS] = True
        try:
            with connection.begin():
                yield connection
        finally:
            connection.info[READS] = False


ROW_BY_ROW = "SET LOCAL enable_mergejoin = off; SET LOCAL enable_hashjoin = off"


@contextmanager
def reading_lists(engine: Engine) -> Iterator[Connection]:
    """As `reading`, for the first rows of what belongs to one person, each found by an index.

    Where few rows are wanted PostgreSQL takes a merge or a hash for cheaper than it is: joining one
    person's cases with the items of the place so, it reads the items of everybody.
    """
    with reading(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(ROW_BY_ROW)
        yield connection


def _one_writer(engine: Engine) -> AbstractContextManager[None]:
    """Queue the writers of a SQLite file before SQLite does; held until after the commit."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return nullcontext()
    return one_writer(file)
