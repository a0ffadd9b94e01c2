"""When a transaction came to nothing, or nobody knows: which errors may be tried again.

A whole command may be tried again because its key is in the same transaction as its effect: if the
commit whose answer was lost did happen, the second try finds the answer and does nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty

from engine.commands.refusals import Interrupted

TRY_AGAIN_STATES = frozenset(
    {
        "40001",  # serialization failure
        "40P01",  # deadlock
        "55P03",  # lock timeout
        "57P01",  # the server is stopped by its operator
        "57P02",  # the server crashed
        "57P03",  # the server is starting
        "53300",  # too many connections
    }
)
CONNECTION_CLASS = "08"
"""First digits of the states that tell of a broken connection."""

SQLITE_BUSY = ("database is locked", "database table is locked")
SAME_KEY = ("pk_commands", "commands.key")
"""Two commands with one key at once: the later one finds the answer of the earlier."""


@contextmanager
def interruptions_named() -> Iterator[None]:
    """Raise `Interrupted` for whatever may be tried again; let everything else pass."""
    try:
        yield
    except PoolIsEmpty as error:
        raise Interrupted(why="pool_empty") from error
    except DBAPIError as error:
        why = _why(error)
        if why is None:
            raise
        raise Interrupted(why=why) from error


def _why(error: DBAPIError) -> str | None:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    text = str(error.orig)
    if error.connection_invalidated or state.startswith(CONNECTION_CLASS):
        return "connection_lost"
    if state in TRY_AGAIN_STATES:
        return state
    if isinstance(error, IntegrityError) and any(name in text for name in SAME_KEY):
        return "same_key"
    if text.startswith(SQLITE_BUSY):
        return "sqlite_busy"
    return "connection_lost" if _cannot_connect(error, state) else None


def _cannot_connect(error: DBAPIError, state: str) -> bool:
    """Psycopg gives no state when there is nobody to connect to."""
    return type(error.orig).__module__.startswith("psycopg") and (
        type(error.orig).__name__ in {"OperationalError", "ConnectionTimeout"} and not state
    )
