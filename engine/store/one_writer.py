"""One writer at a time on a SQLite file: first the threads of a process queue, then the processes.

SQLite's own waiting is unfair and its lock is taken late; this one is taken before the transaction
begins and given back after its commit. Nobody waits longer than `WAIT_SECONDS_MAX`: a process that
hangs while it writes must not hang the others.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock

from engine.commands.refusals import Interrupted

WAIT_SECONDS_MAX = 5.0
"""As long as PostgreSQL's `lock_timeout`; a command that is tried again waits as long again."""

SECONDS_BETWEEN_TRIES = 0.001
FILES_KNOWN_MAX = 64
READABLE = 0o666


@contextmanager
def one_writer(file: str) -> Iterator[None]:
    """Hold the right to write `file`; raises `database_interrupted` (Fault) after the bound."""
    until = time.monotonic() + WAIT_SECONDS_MAX
    queue = _queue(file)
    if not queue.acquire(timeout=WAIT_SECONDS_MAX):
        raise Interrupted(why="writer_in_this_process")
    try:
        lock = os.open(f"{file}.lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, READABLE)
        try:
            _lock(lock, until)
            yield
        finally:
            os.close(lock)  # lets the next process in
    finally:
        queue.release()


@lru_cache(maxsize=FILES_KNOWN_MAX)
def _queue(_file: str) -> Lock:
    """Where the threads of this process wait; one that is forgotten is only one that helps less."""
    return Lock()


def _lock(lock: int, until: float) -> None:
    """Take the lock of the file; the operating system gives it back when its holder dies."""
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Interrupted(why="writer_in_another_process") from None
            time.sleep(SECONDS_BETWEEN_TRIES)
        else:
            return
