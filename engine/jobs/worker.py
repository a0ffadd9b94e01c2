"""A process that does nothing but jobs: looks for them until it is told to stop.

Stopping is graceful: the job under way is finished, the leases that are left are given back. A
worker that is killed loses nothing: what it had not committed is due as before. Nothing that goes
wrong in a look ends the looking: a database that is away is waited for.
"""

import signal
from collections.abc import Callable
from threading import Event
from types import FrameType

import structlog

from engine.commands.office import Office
from engine.commands.refusals import Interrupted
from engine.jobs.job_queue import Also, work
from engine.machine_log import kind_and_place
from engine.store.interruptions import interruptions_named
from engine.store.job_rows import release
from engine.store.transaction import SqlStore

log = structlog.get_logger()

SECONDS_BETWEEN_LOOKS = 0.5
"""How long a worker rests when nothing is due; a job is late by no more than that."""

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Rounds:
    """Looks for work until `stop` is called."""

    def __init__(
        self, office: Office, store: SqlStore, *, owner: str, also: Also | None = None
    ) -> None:
        self._office = office
        self._also = also
        self._store = store
        self._owner = owner
        self._stopped = Event()
        self._beat: Callable[[], object] = lambda: None

    def stop(self) -> None:
        """Finish the job under way and return."""
        self._stopped.set()

    def on_beat(self, beat: Callable[[], object]) -> None:
        """Call `beat` after each look, for those who watch whether the worker lives."""
        self._beat = beat

    def run(self) -> int:
        """Work until stopped; answers how many jobs were done."""
        log.info("worker_began", owner=self._owner)
        done = 0
        while not self._stopped.is_set():
            done += self.look()
            self._beat()
            self._stopped.wait(SECONDS_BETWEEN_LOOKS)
        give_back(self._store, owner=self._owner)
        log.info("worker_stopped", owner=self._owner, done=done)
        return done

    def look(self) -> int:
        """Do what is due; answers how many jobs were done."""
        try:
            with interruptions_named():
                return work(
                    self._office,
                    self._store,
                    owner=self._owner,
                    going=lambda: not self._stopped.is_set(),
                    also=self._also,
                )
        except Interrupted as error:
            log.warning("database_away", why=str(error.details.get("why")))
        except Exception as error:  # noqa: BLE001 - the next look may find the world mended
            log.error("look_broke", error=kind_and_place(error))  # noqa: TRY400 - never its text
        return 0


def give_back(store: SqlStore, *, owner: str) -> None:
    """Give back every lease of `owner`; one that stays ends by itself after `LEASE`."""
    try:
        with interruptions_named():
            release(store.engine, owner=owner)
    except Interrupted as error:
        log.warning("leases_kept", owner=owner, why=str(error.details.get("why")))


def run_until_signalled(rounds: Rounds) -> int:
    """Run in the main thread; SIGTERM and SIGINT stop gracefully."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        rounds.stop()

    before = {one: signal.signal(one, stop) for one in SIGNALS}
    try:
        return rounds.run()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
