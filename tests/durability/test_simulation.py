"""Random commands with crashes and restarts; after each step the rows are what the log tells.

A crash falls on a statement or on either side of the commit; whoever was not answered sends the
same command with the same key again, as a browser does.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from engine.commands.claim_task import ClaimTask, claim_task
from engine.commands.complete_task import CompleteTask, complete_task
from engine.commands.reassign_task import ReassignTask, reassign_task
from engine.commands.returning import SendBack, TakeBack, send_back, take_back
from engine.commands.save_draft import SaveDraft, save_draft
from engine.documents.text_documents import TextDocuments
from engine.domain.case import Case
from engine.domain.visit import ItemState
from engine.errors import Fault, Refusal
from engine.jobs.job_queue import work
from engine.scenarios.hand_clock import HandClock
from engine.scenarios.stage import Stage
from engine.store import audit
from engine.store.transaction import SqlStore
from tests.durability.yard import (
    PLACE,
    assert_case_sound,
    case_ids,
    open_yard,
    player_of,
    settings_in,
    stored_keys,
)

STEPS = 6
WALKED = (0, 9, 22)
"""Where the cases of a run begin: after so many tasks."""

CRASH_SHARE = 0.4
STATEMENTS_MAX = 16
SEEDS_PER_BLOCK = 20
PROOF_SEEDS_PER_BLOCK = 100
DAYS_WAITED_MAX = 20


class Crash(BaseException):
    """The process ended here: nothing below may catch it and go on."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """A database at rest, to be copied."""

    folder: Path
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where the runs take place, one after the other.

    What no process ever changes (diagrams, releases, compiled statements) is read once for all.
    """

    folder: Path
    stage: Stage
    templates: list[Template]

    def lay(self, template: Template) -> None:
        """The database and the files of the template, in place of what the last run left."""
        self.stage.house.store.engine.dispose()
        shutil.rmtree(self.folder)
        shutil.copytree(template.folder, self.folder)

    def enter(self, at: datetime) -> Stage:
        """Another process: no cache, no connection, the same clock on the wall."""
        house, clock = self.stage.house, HandClock(at)
        house.store.engine.dispose()
        store = SqlStore(
            house.store.engine, secrecy=house.store.secrecy, clock=clock, ids=house.office.ids
        )
        office = replace(house.office, clock=clock, store=store)
        return replace(self.stage, clock=clock, house=replace(house, office=office, store=store))


@pytest.fixture(scope="session")
def ground(tmp_path_factory) -> Ground:
    folder = tmp_path_factory.mktemp("simulation") / "now"
    folder.mkdir()
    stage = open_yard(
        settings_in(folder, f"sqlite:///{folder / 'z.db'}"), cases=1, documents=TextDocuments()
    )
    spare_the_disk(stage.house.store.engine)
    player = player_of(stage, case_ids(stage.house)[0])
    templates: list[Template] = []
    for tasks in range(WALKED[-1] + 1):
        if tasks in WALKED:
            stage.house.store.engine.dispose()
            kept = folder.with_name(f"walked-{tasks}")
            shutil.copytree(folder, kept)
            templates.append(Template(folder=kept, at=stage.clock.now()))
        visit, item = player.walkable()[0]
        player.complete(visit.step, player.doer(item), {})
        stage.clock.set(stage.clock.now() + timedelta(hours=7))
    return Ground(folder=folder, stage=stage, templates=templates)


def spare_the_disk(engine) -> None:
    """Here processes die, not the power: what they committed is there without being synced."""
    engine.dispose()

    @event.listens_for(engine, "connect")
    def _set(connection, _record) -> None:
        connection.execute("PRAGMA synchronous=OFF")


class Run:
    """One seed: what a few people, a worker and the power supply do to one case."""

    def __init__(self, seed: int, ground: Ground) -> None:
        self.chance = random.Random(seed)
        self.ground = ground
        template = ground.templates[seed % len(ground.templates)]
        ground.lay(template)
        self.stage = ground.enter(template.at)
        (self.case_id,) = case_ids(self.stage.house)
        self.sent = 0
        self.acknowledged: set[str] = set()
        self.deeds = [
            *(self.complete, self.complete, self.complete, self.claim, self.draft, self.wait),
            *(self.reassign, self.take_back, self.send_back),
        ]

    def restart(self) -> None:
        self.stage = self.ground.enter(self.stage.clock.now())

    def step(self) -> None:
        self.chance.choice(self.deeds)()
        assert_case_sound(self.stage.house, self.case_id)

    def complete(self) -> None:
        player = player_of(self.stage, self.case_id)
        waiting = player.walkable()
        if not waiting:
            return
        visit, item = self.chance.choice(waiting)
        by = player.doer(item)
        body = player._filled(player.case(), visit, item.role, by, {}, ())
        self.send(complete_task, CompleteTask(**self.about(by), item_id=item.id, body=body))

    def claim(self) -> None:
        for _visit, item, by in self.some_open_item():
            self.send(claim_task, ClaimTask(**self.about(by), item_id=item.id))

    def draft(self) -> None:
        for _visit, item, by in self.some_open_item():
            order = SaveDraft(**self.about(by), item_id=item.id, body={"n": "1"})
            self.send(save_draft, order)

    def reassign(self) -> None:
        for _visit, item, by in self.some_open_item():
            to = self.chance.choice([*item.candidates, self.person("section_head")])
            head = self.chance.choice([by, "section_head"])
            order = ReassignTask(**self.about(head), item_id=item.id, to_person=to, reason="出差")
            self.send(reassign_task, order)

    def take_back(self) -> None:
        case = self.case()
        done = [one for one in case.items.values() if one.state is ItemState.DONE and one.assignee]
        if done:
            item = self.chance.choice(done[-2:])
            by = self.stage.cast.name_of(str(item.assignee))
            step = case.visits[item.visit_id].step
            self.send(take_back, TakeBack(**self.about(by), step=step, reason="写错了"))

    def send_back(self) -> None:
        steps = sorted({visit.step for visit in self.case().visits.values()})
        for visit, item, by in self.some_open_item():
            task = self.stage.release.tasks[visit.process, visit.element]
            to = self.chance.choice(sorted(task.returns) or steps)
            order = SendBack(**self.about(by), item_id=item.id, to_step=to, reason="材料不全")
            self.send(send_back, order)

    def wait(self) -> None:
        """Days pass; the worker does what is due, and may die over it."""
        days = timedelta(days=self.chance.randint(0, DAYS_WAITED_MAX))
        self.stage.clock.set(self.stage.clock.now() + days)
        for _ in range(2):
            try:
                with self.perhaps_a_crash():
                    work(self.stage.house.office, self.stage.house.store, owner="worker")
            except Crash:
                self.restart()

    def case(self) -> Case:
        return player_of(self.stage, self.case_id).case()

    def person(self, name: str) -> str:
        return self.stage.cast.person(name).id

    def some_open_item(self) -> Iterator[tuple]:
        """One open visit with its item and who would do it, or nothing."""
        player = player_of(self.stage, self.case_id)
        waiting = player.walkable()
        if waiting:
            visit, item = self.chance.choice(waiting)
            yield visit, item, player.doer(item)

    def about(self, by: str) -> dict[str, str]:
        self.sent += 1
        return {
            "key": f"k{self.sent}",
            "place": PLACE,
            "by": self.person(by),
            "case_id": self.case_id,
        }

    def send(self, deed: Callable, command) -> None:
        """Send it, after a crash again, and at random once more: one effect, one answer."""
        answers = []
        for again in range(3):
            try:
                with self.perhaps_a_crash():
                    answers.append(deed(self.stage.house.office, command))
            except Crash:
                self.restart()
            except (Refusal, Fault):
                assert not answers, "answered, then refused"
                return
            if answers and self.chance.random() < 0.5 and again:
                break
        assert all(one == answers[0] for one in answers)
        if answers:
            self.acknowledged.add(command.key)

    def perhaps_a_crash(self):
        crashes = self.chance.random() < CRASH_SHARE
        return crashing(self.stage, self.chance.randint(1, STATEMENTS_MAX) if crashes else 0)

    def finish(self) -> None:
        self.restart()
        assert self.acknowledged <= stored_keys(self.stage.house)
        assert not audit.verify(self.stage.house.store.engine).faults


@contextmanager
def crashing(stage: Stage, at: int) -> Iterator[None]:
    """End the process at the `at`th statement (0 = never), or at the commit if that comes first."""
    if not at:
        yield
        return
    engine, left = stage.house.store.engine, at

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Crash

    def commit(connection) -> None:
        """An even number left: the answer is lost after the commit; else the commit is."""
        if left % 2 == 0:
            connection.connection.driver_connection.commit()
        raise Crash

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)
        event.remove(engine, "commit", commit)


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_two_hundred_runs_end_sound(ground, block):
    play(ground, range(block * SEEDS_PER_BLOCK, (block + 1) * SEEDS_PER_BLOCK))


@pytest.mark.proof
@pytest.mark.parametrize("block", range(100))
def test_ten_thousand_runs_end_sound(ground, block):
    begin = 1_000 + block * PROOF_SEEDS_PER_BLOCK
    play(ground, range(begin, begin + PROOF_SEEDS_PER_BLOCK))


def play(ground: Ground, seeds: range) -> None:
    for seed in seeds:
        try:
            run = Run(seed, ground)
            for _ in range(STEPS):
                run.step()
            run.finish()
        except (AssertionError, Exception) as failure:
            message = f"seed {seed}"
            raise AssertionError(message) from failure
