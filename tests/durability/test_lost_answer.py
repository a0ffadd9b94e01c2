"""The connection breaks while a commit is on its way: nobody knows, and the command's key tells.

The same command is sent again by the door itself; it is done once and answered as it would have
been.
"""

from datetime import timedelta

import pytest

from engine.commands.complete_task import CompleteTask, complete_task
from engine.jobs.worker import Rounds
from engine.store.job_rows import LEASE, backlog
from tests.durability.wire import Cut, Wire
from tests.durability.yard import (
    PLACE,
    assert_sound,
    case_ids,
    completions,
    open_yard,
    player_of,
    settings_in,
)

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("cut", list(Cut), ids=lambda cut: cut.name.lower()),
]


@pytest.fixture
def wired(postgres_address, tmp_path):
    """A yard that reaches its database over a wire."""
    wire = Wire(postgres_address)
    stage = open_yard(settings_in(tmp_path, wire.address), cases=1)
    yield wire, stage
    stage.house.store.engine.dispose()
    wire.close()


def test_a_task_is_completed_once(wired, cut):
    wire, stage = wired
    player = player_of(stage, case_ids(stage.house)[0])
    visit, item = player.walkable()[0]
    by = player.doer(item)
    before = completions(stage.house)[player.case_id]
    order = CompleteTask(
        key="once",
        place=PLACE,
        by=stage.cast.person(by).id,
        case_id=player.case_id,
        item_id=item.id,
        body=player._filled(player.case(), visit, item.role, by, {}, ()),
    )
    wire.cut = cut
    answer = complete_task(stage.house.office, order)
    assert wire.cuts == stage.house.store.tally.interrupted == 1
    assert completions(stage.house)[player.case_id] == before + 1
    assert complete_task(stage.house.office, order) == answer
    assert_sound(stage.house, acknowledged={"once"})


def test_a_case_is_opened_once(wired, cut):
    wire, stage = wired
    wire.cut = cut
    answer = stage.player().start("P1.1", "intake_clerk", {}, key="once")
    assert wire.cuts == stage.house.store.tally.interrupted == 1
    assert len(case_ids(stage.house)) == 2
    assert stage.player().start("P1.1", "intake_clerk", {}, key="once") == answer
    assert_sound(stage.house, acknowledged={"scenario-once"})


def test_a_job_is_done_once(wired, cut):
    wire, stage = wired
    """At whichever of its commits: what was due is done when the worker has looked again."""
    office, store = stage.house.office, stage.house.store
    rounds = Rounds(office, store, owner="me")
    for passed_on in range(4):
        stage.clock.set(stage.clock.now() + LEASE + timedelta(days=30))
        wire.pass_on, wire.cut = passed_on, cut
        rounds.look()
        wire.cut = None
        stage.clock.set(stage.clock.now() + LEASE + timedelta(minutes=1))
        rounds.look()
        assert backlog(store.engine, office.clock.now()).due == 0
    assert wire.cuts >= 1
    assert_sound(stage.house, acknowledged=set())
