"""A yard to break things in: cases that several processes work on, and what must hold afterwards.

The invariants: what was acknowledged is stored; one key had one effect; every case loads, its open
tasks are those of the diagram; its rows are what its log adds up to; the chain of the log holds.
"""

import importlib
import multiprocessing
import multiprocessing.process
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from engine.definitions.release import Release, load_release
from engine.domain.case import Case
from engine.domain.history import replay
from engine.domain.plain import canonical, to_plain
from engine.ports import Documents
from engine.scenarios.cast import make_cast
from engine.scenarios.demo import BEGUN_AT, COMPLAINT, ORGANS
from engine.scenarios.hand_clock import HandClock
from engine.scenarios.player import Player
from engine.scenarios.stage import Stage, set_stage
from engine.store import audit
from engine.store import tables as t
from engine.store.case_rows import fact_plain, read_log
from engine.store.connection import reading
from engine.wiring import House, Settings, open_house

ROOT = Path(__file__).parents[2]
PLACE = "510116"
READY_SECONDS_MAX = 300
FINISH_SECONDS_MAX = 900


@cache
def release() -> Release:
    return load_release(ROOT, PLACE)


def settings_in(folder: Path, address: str) -> Settings:
    return Settings(
        database=address,
        files=str(folder / "files"),
        key_file=str(folder / "identity.key"),
        definitions=str(ROOT),
    )


def open_yard(settings: Settings, *, cases: int, documents: Documents | None = None) -> Stage:
    """A fresh database with `cases` that wait for their second task."""
    stage = set_stage(settings, PLACE, ORGANS, at=BEGUN_AT, documents=documents)
    for _ in range(cases):
        stage.player().start("P1.1", "intake_clerk", COMPLAINT)
    return stage


def enter_yard(settings: Settings, *, at: datetime = BEGUN_AT, clock: Any = None) -> Stage:
    """The same database from another process, or after a crash."""
    clock = clock or HandClock(at)
    house = open_house(settings, clock=clock)
    published = published_in(house)
    return Stage(house=house, release=published, cast=make_cast(published, ORGANS), clock=clock)


def published_in(house: House) -> Release:
    """The release of the database, not of the folder: somebody may be editing that one."""
    with house.office.store.begin(PLACE) as tx:
        found = tx.release_in_force(BEGUN_AT)
        assert found is not None
        return house.office.open_release(found, lambda: tx.release_bundle(found))


def case_ids(house: House) -> list[str]:
    with reading(house.store.engine) as connection:
        return list(connection.execute(select(t.cases.c.id).order_by(t.cases.c.id)).scalars())


def player_of(stage: Stage, case_id: str) -> Player:
    return replace(stage.player(), case_id=case_id)


# --- what must hold ------------------------------------------------------------------------------


def assert_sound(house: House, *, acknowledged: set[str]) -> None:
    """Every invariant; the assertion names the first that does not hold."""
    lost = acknowledged - stored_keys(house)
    assert not lost, f"acknowledged and lost: {sorted(lost)[:3]} of {len(lost)}"
    assert completions(house) == answered_completions(house), "a key without its one effect"
    found = audit.verify(house.store.engine)
    assert not found.faults, found.faults[:3]
    for case_id in case_ids(house):
        assert_case_sound(house, case_id)


def assert_case_sound(house: House, case_id: str) -> None:
    published = published_in(house)
    with house.office.store.begin(PLACE) as tx:
        case = tx.case(case_id, local_facts=published.local_facts)
        log = list(read_log(tx.connection, PLACE, case_id))
    assert case is not None
    tokens = {one.id for one in house.office.runner.open_tokens(case.state, diagrams=published)}
    waiting = {one.token_id for one in case.open_visits if one.token_id}
    assert tokens == waiting or case.head.ended, f"{case_id}: {tokens} against {waiting}"
    told = replay(log, local_facts=published.local_facts)
    assert picture(case) == picture(told), f"{case_id}: rows differ from what the log tells"


def picture(case: Case) -> str:
    """All that the events of a case decide, as one text."""
    head = replace(case.head, version=0, acted_version=0, log_hash="")
    return canonical(
        {
            "head": to_plain(head),
            "facts": fact_plain(case.facts),
            "visits": to_plain(case.visits),
            "items": to_plain(case.items),
            "opinions": to_plain(case.opinions),
            "clocks": to_plain(case.clocks),
            "due_on": to_plain(case.due_on),
            "marks": [sorted(case.reminded), sorted(case.overdue)],
            "lights": [to_plain(case.lights), to_plain(case.rungs)],
            "documents": to_plain(case.documents),
        }
    )


def stored_keys(house: House) -> set[str]:
    with reading(house.store.engine) as connection:
        return set(connection.execute(select(t.commands.c.key)).scalars())


def completions(house: House) -> Counter[str]:
    """Completed tasks per case, by the log; the registration is one of them."""
    return _counted(house, t.case_log, t.case_log.c.kind == "TaskCompleted")


def answered_completions(house: House) -> Counter[str]:
    """Commands that completed a task, per case."""
    done = t.commands.c.kind.in_(["CompleteTask", "StartCase"])
    return _counted(house, t.commands, done)


def _counted(house: House, table, where) -> Counter[str]:
    query = select(table.c.case_id, func.count()).where(where).group_by(table.c.case_id)
    with reading(house.store.engine) as connection:
        return Counter(dict(connection.execute(query).all()))


# --- processes -----------------------------------------------------------------------------------


FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.durability.warmed"])


@dataclass(kw_only=True)
class Hand:
    """Another process that completes tasks until it is stopped or killed."""

    process: multiprocessing.process.BaseProcess
    notes: Path

    def acknowledged(self) -> set[str]:
        return {words[1] for words in self._noted() if words[0] == "ack"}

    def unanswered(self) -> set[str]:
        return {words[1] for words in self._noted() if words[0] == "try"} - self.acknowledged()

    def errors(self) -> list[str]:
        return [" ".join(words[2:]) for words in self._noted() if words[0] == "error"]

    def _noted(self) -> Iterator[list[str]]:
        if not self.notes.exists():
            return
        for line in self.notes.read_text().splitlines(keepends=True):
            if line.endswith("\n"):
                yield line.split()

    def wait_until_ready(self) -> None:
        """The first acknowledgement: from now on it works."""
        until = time.monotonic() + READY_SECONDS_MAX
        while not self.acknowledged():
            assert self.process.is_alive(), self.errors()
            assert time.monotonic() < until, f"the process does not begin to work: {self.errors()}"
            time.sleep(0.02)

    def finish(self) -> None:
        """Wait until it has tried all its tasks."""
        self.process.join(FINISH_SECONDS_MAX)
        assert self.process.exitcode == 0, self.errors()
        self.process.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()


def start_hand(
    settings: Settings, folder: Path, *, name: str, seed: int, tasks: int = 0, threads: int = 1
) -> Hand:
    """Start a process; `tasks` = how many completions each thread tries, 0 = no end."""
    notes = folder / f"{name}.notes"
    order = {
        "database": settings.database,
        "folder": str(folder),
        "notes": str(notes),
        "name": name,
        "seed": seed,
        "tasks": tasks,
        "threads": threads,
    }
    process = FORKS.Process(target=work_in_a_fork, args=(order,), daemon=True)
    process.start()
    return Hand(process=process, notes=notes)


def work_in_a_fork(order: dict[str, Any]) -> None:
    """Where a hand begins; its own module is imported there, not here, as it imports this one."""
    importlib.import_module("tests.durability.hand").main(order)
