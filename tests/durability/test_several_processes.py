"""Two houses on one database: what one keeps in memory never hides what the other did."""

import threading

import pytest

from engine.errors import ZhijianError
from tests.durability.yard import (
    assert_sound,
    case_ids,
    enter_yard,
    open_yard,
    player_of,
    settings_in,
    start_hand,
)

TURNS = 8
THREADS = 8
TASKS = 5
MET_BY_RIVALS = {"task_already_completed", "not_your_task", "task_not_found"}
"""What one is told when somebody else was quicker; nothing else may go wrong."""


def test_houses_that_take_turns_each_see_what_the_other_did(yard):
    other = enter_yard(yard.house.settings)
    case_id = case_ids(yard.house)[0]
    for turn in range(TURNS):
        player = player_of((yard, other)[turn % 2], case_id)
        visit, item = player.walkable()[0]
        player.complete(visit.step, player.doer(item), {})
    assert_sound(yard.house, acknowledged=set())
    assert_sound(other.house, acknowledged=set())
    other.house.store.engine.dispose()


def test_a_task_completed_elsewhere_is_refused_here(yard):
    other = enter_yard(yard.house.settings)
    here, there = (player_of(one, case_ids(yard.house)[0]) for one in (yard, other))
    visit, item = here.walkable()[0]
    here.complete(visit.step, here.doer(item), {})  # from now on this house keeps the case
    visit, item = here.walkable()[0]
    by = here.doer(item)
    there.complete(visit.step, by, {})
    with pytest.raises(ZhijianError) as caught:
        here.complete(visit.step, by, {})
    assert caught.value.code == "task_already_completed"
    other.house.store.engine.dispose()


def test_one_key_sent_eight_times_at_once_from_two_houses_is_done_once(yard):
    other = enter_yard(yard.house.settings)
    player = player_of(yard, case_ids(yard.house)[0])
    visit, item = player.walkable()[0]
    answers = []

    def send(stage) -> None:
        again = player_of(stage, player.case_id)
        answers.append(again.complete(visit.step, player.doer(item), {}, key="same"))

    threads = [
        threading.Thread(target=send, args=((yard, other)[number % 2],))
        for number in range(THREADS)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(answers) == THREADS
    assert all(one == answers[0] for one in answers)
    assert_sound(yard.house, acknowledged={"scenario-same"})
    other.house.store.engine.dispose()


@pytest.mark.long
@pytest.mark.parametrize("cases", [1, 3], ids=["one case", "three cases"])
def test_processes_with_threads_do_everything_once(database_address, tmp_path, cases):
    """Twelve at once in three processes, on the same case and on others."""
    settings = settings_in(tmp_path, database_address)
    stage = open_yard(settings, cases=cases)
    hands = [
        start_hand(settings, tmp_path, name=f"p{one}", seed=one, tasks=TASKS, threads=4)
        for one in range(3)
    ]
    for hand in hands:
        hand.finish()
    acknowledged = set[str]().union(*(hand.acknowledged() for hand in hands))
    assert len(acknowledged) >= TASKS
    assert {code for hand in hands for code in hand.errors()} <= MET_BY_RIVALS
    assert_sound(stage.house, acknowledged=acknowledged)
    stage.house.store.engine.dispose()


def test_a_case_opened_eight_times_at_once_with_one_key_is_one_case(yard):
    other = enter_yard(yard.house.settings)
    answers = []

    def send(stage) -> None:
        answers.append(stage.player().start("P1.1", "intake_clerk", {}, key="same"))

    threads = [
        threading.Thread(target=send, args=((yard, other)[number % 2],))
        for number in range(THREADS)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len({str(one["case_id"]) for one in answers}) == 1
    assert len(case_ids(yard.house)) == 2
    assert_sound(yard.house, acknowledged={"scenario-same"})
    other.house.store.engine.dispose()
