"""Lights of the past: what was written down is what the entries of each clock give again."""

import random
from datetime import timedelta

import pytest

from engine.commands.lighting import light_rules
from engine.domain import events as ev
from engine.domain.light_history import changes_in, history_of, shown_at
from engine.domain.lights import Light, light_then
from engine.domain.responsibility import account
from engine.jobs.job_queue import work
from engine.scenarios.demo import COMPLAINT
from engine.store.job_rows import due_jobs
from tests.commands.desk import new_desk, release

HALF_A_DAY = timedelta(hours=12)


def ring(desk) -> None:
    work(desk.office, desk.stage.house.store, owner="test")


def live(desk, seed: int) -> None:
    """A case that takes its time, with a worker that sleeps now and then."""
    chance = random.Random(seed)
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    for _ in range(60):
        desk.stage.clock.set(
            desk.stage.clock.now() + timedelta(hours=chance.choice([1, 5, 20, 50, 130]))
        )
        if chance.random() < 0.7:
            ring(desk)
        waiting = desk.player.walkable()
        if not waiting:
            return
        visit, item = waiting[0]
        if chance.random() < 0.1 and "suspended" not in desk.case().head.flags:
            continue
        desk.player.complete(visit.step, desk.player.doer(item), {})


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(one, marks=pytest.mark.long) for one in (1, 2))]
)
def test_the_light_of_any_past_day_recomputed_is_what_was_shown(tmp_path, seed):
    desk = new_desk(tmp_path / "desk")
    live(desk, seed)
    ring(desk)
    case, log = desk.case(), desk.player.log()
    calendar, rules = desk.office.calendar_of(release()), light_rules(release())
    seen = set()
    for clock in case.clocks.values():
        history = history_of(log, clock.id)
        at = log[0].at
        while at < desk.stage.clock.now():
            shown = shown_at(history, at)
            assert light_then(clock, at, calendar, rules) is shown, (clock.key, at)
            seen.add(shown)
            at += HALF_A_DAY
    assert {Light.GREEN, Light.YELLOW, Light.RED, Light.GREY, Light.DARKRED} <= seen
    assert len(case.clocks) > 20
    turned_red = changes_in(log, log[0].at, desk.stage.clock.now())[Light.YELLOW, Light.RED]
    assert turned_red == sum(
        isinstance(one.event, ev.LightChanged) and one.event.light is Light.RED for one in log
    )
    stretches = account(log, until=desk.stage.clock.now(), local_facts=release().local_facts)
    ended = desk.stage.clock.now() if not case.head.ended else stretches[-1].ended_at
    assert sum((one.length for one in stretches), timedelta(0)) == ended - log[0].at
    desk.engine.dispose()


def test_each_change_is_written_once_with_the_hour_it_came(desk_at):
    desk = desk_at("P1.2")
    (clock,) = [one for one in desk.case().clocks.values() if one.key == "dl_accept"]
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=30))
    ring(desk)
    ring(desk)
    changes = [
        one.event
        for one in desk.player.log()
        if isinstance(one.event, ev.LightChanged) and one.event.clock_id == clock.id
    ]
    assert [one.light for one in changes] == [Light.YELLOW, Light.RED, Light.BLACK]
    assert [one.changed_at.isoformat() for one in changes] == [
        "2026-03-04T00:00:00+08:00",
        "2026-03-10T00:00:00+08:00",
        "2026-03-16T00:00:00+08:00",
    ]
    assert desk.case().light_shown(clock.id) is Light.BLACK


def test_the_ladder_is_climbed_rung_by_rung_and_moves_nothing(desk_at):
    desk = desk_at("P1.2")
    before = desk.case()
    for _ in range(40):
        desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=1))
        ring(desk)
    log = desk.player.log()
    rungs = [
        one.event.rung
        for one in log
        if isinstance(one.event, ev.RungReached) and one.event.limit == "dl_accept"
    ]
    assert rungs == ["message", "head", "urging_slip", "letter_proposal"]
    after = desk.case()
    assert [one.step for one in after.open_visits] == [one.step for one in before.open_visits]
    assert after.documents == before.documents
    assert not due_jobs(desk.engine, desk.stage.clock.now())
