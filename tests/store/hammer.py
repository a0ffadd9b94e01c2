"""Many people at once: one deed from many threads, and a store with its safeguards taken away."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import Connection, select

from engine.commands import door
from engine.domain.case import Case
from engine.errors import ZhijianError
from engine.store import connection, locked_case, transaction
from engine.store import tables as t
from engine.store.case_rows import Known, Lines, save_cover
from tests.commands.desk import Desk

THREADS = 8
HURRY_SECONDS_MAX = 60
DONE = "done"


def at_once(deed: Callable[[int], object], threads: int = THREADS) -> list[str]:
    """`DONE`, or the code of the refusal, or the name of whatever else went wrong, per thread."""
    start = Barrier(threads)

    def one(number: int) -> str:
        start.wait(HURRY_SECONDS_MAX)
        try:
            deed(number)
        except ZhijianError as refusal:
            return refusal.code
        except Exception as fault:  # noqa: BLE001 - a broken store fails in ways of its own
            return type(fault).__name__
        return DONE

    with ThreadPoolExecutor(threads) as pool:
        return sorted(pool.map(one, range(threads)))


@contextmanager
def without_the_locks(desk: Desk) -> Iterator[None]:
    """No file lock, no BEGIN IMMEDIATE, no FOR UPDATE, no look at the version, no second try.

    What is left is the key of the log (case, number of the line).
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.OneWriterDialect, "do_begin", _no_begin)
        patch.setattr(connection, "_one_writer", lambda _engine: nullcontext())
        patch.setattr(door, "TRIES_MAX", 1)
        patch.setattr(locked_case, "read_head", _unlocked(locked_case.read_head))
        patch.setattr(transaction, "load_case", _unlocked(transaction.load_case))
        patch.setattr(transaction, "save_cover", _blindly)
        yield


def _no_begin(_dialect: object, _connection: object) -> None:
    """Every statement on its own: a plain BEGIN would still see that its reading is out of date."""


def _unlocked(reader: Callable[..., object]) -> Callable[..., object]:
    """The same reading, without holding the row."""

    def read(*where: object, **how: object) -> object:
        return reader(*where, **{**how, "lock": False})

    return read


def _blindly(connected: Connection, case: Case, known: Known) -> Lines:
    """Write over whatever version there is."""
    query = select(t.cases.c.version).where(t.cases.c.id == case.head.id)
    version = connected.execute(query).scalar()
    if version is not None:
        case.head = replace(case.head, version=version)
    return save_cover(connected, case, known)
