"""What an operator does with a house: let a worker run, back up, restore, watch."""

import gc
import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog
from argon2 import PasswordHasher

from engine.commands.proving import PROVE
from engine.commands.refusals import NoRelease
from engine.jobs import watching
from engine.jobs.bell import Bell
from engine.jobs.watching import Readiness
from engine.jobs.worker import Rounds, give_back, run_until_signalled
from engine.scenarios.proof_round import ProofRounds
from engine.store import first_people, search_index
from engine.store.backup import BackupReport, read_backup, write_backup
from engine.store.connection import writing
from engine.wiring import House, Settings, open_house

FIRST_PASSWORD_CHARACTERS = 12
"""60 bits."""

WORKER_NICENESS = 10

COLLECTED_AFTER = (50_000, 20, 20)
"""New objects before a collection, and collections before one of the older ones."""

log = structlog.get_logger()


def settle_in() -> None:
    """Let the collector of cycles pass by what stands when the work begins, and come more seldom.

    A process of ours holds some 300 MB that stay (modules, releases) and makes few cycles. Left as
    it is, the collector took 4 % of each completed task, and 200 ms each time it walked the whole.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def run_worker(house: House) -> int:
    """Do jobs until SIGTERM or SIGINT, then finish the one under way; answers how many were done.

    For a process of its own: signals reach the main thread only. It steps back behind the
    processes of the web: who waits at a screen comes before a file that is made meanwhile.
    """
    settle_in()
    os.nice(WORKER_NICENESS)
    return run_until_signalled(_rounds(house, name_of_this_process()))


def start_bell(house: House) -> Callable[[], None]:
    """Do jobs once a second beside other work in this process; answers how to stop it.

    Stopping waits for the job under way.
    """
    owner = name_of_this_process()
    rounds = _rounds(house, owner)
    bell = Bell(rounds.look)
    bell.start()
    log.info("bell_began", owner=owner)

    def stop() -> None:
        rounds.stop()
        bell.stop()
        give_back(house.store, owner=owner)
        log.info("bell_stopped", owner=owner)

    return stop


def _rounds(house: House, owner: str) -> Rounds:
    return Rounds(house.office, house.store, owner=owner, also={PROVE: ProofRounds(house).play})


def backup(house: House, target: Path) -> BackupReport:
    """Back up the database and the files into the new folder `target`, while others work.

    The identity key is not part of it and has to be kept elsewhere.
    """
    return write_backup(
        house.store.engine,
        files=Path(house.settings.files),
        target=target,
        at=house.office.clock.now(),
    )


def restore(source: Path, settings: Settings) -> BackupReport:
    """Restore a backup into the empty database that `settings` name, and verify every log."""
    house = open_house(settings)
    try:
        return read_backup(source, house.store.engine, files=Path(settings.files))
    finally:
        house.store.engine.dispose()


def begin_administrators(house: House, place: str) -> Mapping[str, str]:
    """The first three accounts of a place whose release is published; first passwords by login."""
    now = house.office.clock.now()
    with house.store.begin(place) as tx:
        release_id = tx.release_in_force(now)
        if release_id is None:
            raise NoRelease(where={"place": place})
        release = house.office.open_release(release_id, lambda: tx.release_bundle(release_id))

    def password() -> tuple[str, str]:
        made = house.office.ids.secret(FIRST_PASSWORD_CHARACTERS)
        return made, PasswordHasher().hash(made)

    return first_people.begin_administrators(
        house.store.engine,
        place,
        organ_name=release.place_info.tiers["T1"].acting_body,
        today=now.date(),
        ids=house.office.ids,
        password=password,
    )


def rebuild_search(house: House) -> int:
    """Make the search index of every place anew; answers how many rows it has."""
    with writing(house.store.engine) as connection:
        return search_index.rebuild_all(connection)


def readiness(house: House) -> Readiness:
    """Whether this process can serve: database, tables, disk."""
    return watching.readiness(house.store, files=Path(house.settings.files))


def figures(house: House) -> bytes:
    """The figures of this process and of the database in the text form of Prometheus.

    To be served as `watching.CONTENT_TYPE` on an address that only the watchers reach.
    """
    return watching.figures(house.store, house.office.clock.now(), process=name_of_this_process())


def name_of_this_process() -> str:
    """Host and process number: the name that leases bear."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}"
