"""Timers rung by four workers that are killed again and again: each once in effect."""

import importlib
import random
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from engine.commands.lighting import RIGHTS
from engine.domain import events as ev
from engine.jobs.job_queue import work
from engine.scenarios.demo import BEGUN_AT
from engine.store.case_rows import read_log
from engine.store.connection import reading
from engine.store.job_rows import backlog
from tests.durability.yard import (
    FORKS,
    PLACE,
    assert_sound,
    case_ids,
    enter_yard,
    open_yard,
    settings_in,
)

WORKERS = 4
DAYS = 60
"""Until every period that runs is black and has climbed its whole ladder."""

EFFECTS = (ev.LightChanged, ev.LimitReminded, ev.OverdueRecorded, ev.RungReached)


def ring_in_a_fork(order: dict[str, Any]) -> None:
    importlib.import_module("tests.durability.ringer").main(order)


def start(settings, folder, name: str, began: float):
    order = {
        "database": settings.database,
        "folder": folder,
        "name": name,
        "begun_at": BEGUN_AT.isoformat(),
        "began": began,
    }
    process = FORKS.Process(target=ring_in_a_fork, args=(order,), daemon=True)
    process.start()
    return process


def kill(process) -> None:
    process.kill()
    process.join()
    process.close()


def effects(stage) -> Counter[tuple[str, ...]]:
    """What the timers brought, by clock: kind, and light or rung."""
    found: Counter[tuple[str, ...]] = Counter()
    with reading(stage.house.store.engine) as connection:
        for case_id in case_ids(stage.house):
            for line in read_log(connection, PLACE, case_id):
                if isinstance(line.event, EFFECTS):
                    event: Any = line.event
                    which = getattr(event, "rung", "") or str(getattr(event, "light", ""))
                    found[event.clock_id, type(event).__name__, which] += 1
    return found


@pytest.mark.long
@pytest.mark.parametrize(
    ("cases", "kills"), [(6, 4), pytest.param(190, 20, marks=pytest.mark.proof)]
)
def test_every_timer_has_its_effect_once_however_often_workers_are_killed(
    database_address, tmp_path, cases, kills
):
    settings = settings_in(tmp_path, database_address)
    stage = open_yard(settings, cases=cases)
    stage.house.store.engine.dispose()
    chance, began = random.Random(7), time.time()
    hands = [start(settings, tmp_path, f"w{number}", began) for number in range(WORKERS)]
    for number in range(kills):
        time.sleep(chance.uniform(0.2, 1.5))
        at = chance.randrange(WORKERS)
        kill(hands[at])
        hands[at] = start(settings, tmp_path, f"w{number + WORKERS}", began)
    for hand in hands:
        kill(hand)
    stage = enter_yard(settings, at=BEGUN_AT + timedelta(days=DAYS))
    while backlog(stage.house.store.engine, stage.clock.now()).due:
        work(stage.house.office, stage.house.store, owner="last")
    found = effects(stage)
    assert set(found.values()) == {1}
    assert expected(stage) <= set(found)
    assert_sound(stage.house, acknowledged=set())
    stage.house.store.engine.dispose()


def expected(stage) -> set[tuple[str, ...]]:
    """Of every clock that ran all the time: its reminder, its lights, its overdue record, rungs."""
    told: set[tuple[str, ...]] = set()
    with stage.house.office.store.begin(PLACE) as tx:
        for case_id in case_ids(stage.house):
            case = tx.case(case_id, local_facts=stage.release.local_facts)
            for clock in case.clocks.values():
                if clock.stop is not None or clock.key in RIGHTS:
                    continue
                told |= {(clock.id, "LightChanged", one) for one in ("yellow", "red", "black")}
                told |= {(clock.id, "OverdueRecorded", "")}
                told |= {
                    (clock.id, "RungReached", one)
                    for one in ("message", "head", "urging_slip", "letter_proposal")
                }
    return told
