"""How many statements a command may send: each is a round trip, and they creep in one by one."""

from collections import defaultdict

import pytest
from sqlalchemy import event

from engine.commands.complete_task import CompleteTask, complete_task
from engine.scenarios.demo import COMPLAINT
from engine.store.latest_used import LatestUsed
from engine.store.live_cases import LiveCases
from tests.durability.yard import open_yard, settings_in

MOST = 28
"""A task that begins a document, ends one period, begins two, allots a number and seals; two of
them are the words SQLite finds it by, where PostgreSQL needs one."""

REGISTRATION_MOST = 23


@pytest.mark.parametrize(
    ("known", "mean_max"), [(True, 15), (False, 16.5)], ids=["case known", "case read anew"]
)
def test_a_completed_task_sends_few_statements_on_average(
    sqlite_address, tmp_path, known, mean_max
):
    stage = open_yard(settings_in(tmp_path, sqlite_address), cases=0)
    store = stage.house.store
    _play_a_case(stage)  # a process that has run a while knows who holds which role
    sent: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    player, counted = stage.player(), defaultdict(list)
    player.start("P1.1", "intake_clerk", COMPLAINT)
    assert len([one for one in sent if not one.startswith("BEGIN")]) <= REGISTRATION_MOST
    while waiting := player.walkable():
        visit, item = waiting[0]
        body = player._filled(player.case(), visit, item.role, player.doer(item), {}, ())
        if not known:
            store.live, store.kept_bodies = LiveCases(), LatestUsed(1_000)
        sent.clear()
        _complete(stage, player, item, body)
        counted[visit.step].append(len([one for one in sent if not one.startswith("BEGIN")]))
    numbers = [number for step in counted.values() for number in step]
    assert sum(numbers) / len(numbers) <= mean_max
    assert max(numbers) <= MOST, {step: max(found) for step, found in counted.items()}
    store.engine.dispose()


def _play_a_case(stage):
    player = stage.player()
    player.start("P1.1", "intake_clerk", COMPLAINT)
    while waiting := player.walkable():
        visit, item = waiting[0]
        player.complete(visit.step, player.doer(item), {})


def _complete(stage, player, item, body):
    complete_task(
        stage.house.office,
        CompleteTask(
            key=stage.house.office.ids.next(),
            place=player.place,
            by=stage.cast.person(player.doer(item)).id,
            case_id=player.case_id,
            item_id=item.id,
            body=body,
        ),
    )
