"""`zhijian serve`: some processes with some threads each, and in each a bell for the jobs.

The first process only listens and watches; each of the others opens a house of its own. Told to
stop (SIGTERM, SIGINT), a process answers what it was asked, finishes its job and goes.
"""

import atexit
import os
import signal
from collections.abc import Callable
from functools import partial
from multiprocessing.util import Finalize

from flask import Flask
from granian.constants import Interfaces
from granian.server import Server

from engine.jobs.worker import SIGNALS
from engine.machine_log import write_json_lines
from engine.running import settle_in, start_bell
from engine.wiring import Settings, open_house
from webui.app import create_app

THREADS = 8
WAITING_CONNECTIONS_MAX = 1_024
STOP_SECONDS_MAX = 30
"""Who has not finished by then is killed; a killed process loses nothing it acknowledged."""

LOOPBACK = "127.0.0.1"
STOP_BEFORE_OTHERS = 10
SECONDS_BETWEEN_LOOKS = 0.5
"""How late the main thread may look at a signal that did not wake it."""


def serve(
    settings: Settings, *, host: str = LOOPBACK, port: int = 8000, processes: int = 1
) -> None:
    """Serve until the process is told to stop; documents are rendered and timers ring meanwhile."""
    server = Server(
        __name__,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        backlog=WAITING_CONNECTIONS_MAX,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS_MAX,
        log_enabled=False,
    )
    look_at_signals()
    heed_from_birth()
    server.serve(target_loader=partial(_begin, settings), wrap_loader=False)


def _begin(settings: Settings) -> Flask:
    """In each process: its own house, its own bell, a log line for each event."""
    look_at_signals()
    write_json_lines()
    house = open_house(settings)
    stop: Callable[[], None] = start_bell(house)
    Finalize(None, stop, exitpriority=STOP_BEFORE_OTHERS)
    made = create_app(house)
    settle_in()
    return made


def heed_from_birth() -> None:
    """Told to stop, a process that is just born goes: it has begun nothing.

    With the handler it has from the first process it would note it and go on.
    """
    os.register_at_fork(before=_hold_signals, after_in_parent=_take_signals, after_in_child=_born)


def _hold_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def _take_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _born() -> None:
    for one in SIGNALS:
        signal.signal(one, signal.SIG_DFL)
    _take_signals()


def look_at_signals() -> None:
    """Wake the main thread now and then, so that it heeds a signal that could not wake it.

    A handler in Python runs in the main thread only. A signal that comes just before that thread
    lies down to wait, or that another thread is handed, is noted, and nobody looks at the note
    until the next signal: told to stop, the process would go on until it is killed.
    """
    signal.signal(signal.SIGALRM, lambda _number, _frame: None)
    signal.setitimer(signal.ITIMER_REAL, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS)
    atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)  # by then nobody handles it
