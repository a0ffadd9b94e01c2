"""`zhijian serve`: some processes with some threads each, and in each a bell for the jobs.

The first process only listens and watches; each of the others opens a house of its own. Told to
stop (SIGTERM, SIGINT), a process answers what it was asked, finishes its job and goes.
"""

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
    server.serve(target_loader=partial(_begin, settings), wrap_loader=False)


def _begin(settings: Settings) -> Flask:
    """In each process: its own house, its own bell, a log line for each event."""
    for one in SIGNALS:  # the first process would only note it; who has begun nothing just goes
        signal.signal(one, signal.SIG_DFL)
    write_json_lines()
    house = open_house(settings)
    stop: Callable[[], None] = start_bell(house)
    Finalize(None, stop, exitpriority=STOP_BEFORE_OTHERS)
    made = create_app(house)
    settle_in()
    return made
