"""A draft is tried out step by step, gone back in, and kept as a scenario that plays alike."""

from typing import Any

import pytest

from engine.scenarios.coverage import coverage_of
from engine.scenarios.dry_run import DryRuns, scenario_file
from engine.scenarios.publish_gate import prove
from engine.scenarios.run import play_scenario
from engine.scenarios.scenario_file import ScenarioRefused, read_scenario
from engine.wiring import Settings
from tests.commands.desk import PLACE, release

BEGIN = {
    "at": "2026-03-02 09:00",
    "step": "P1.1",
    "by": "intake_clerk",
    "do": "start",
    "form": {"is_real_name": False, "complainant_type": "匿名", "org_name": "虚构县示例局"},
}
WALK = {"at": "2026-03-03 09:00", "walk_to": "P1.4"}
DECIDE = {
    "at": "2026-03-04 09:00",
    "step": "P1.4",
    "by": "section_head",
    "form": {"proposal": "受理"},
}
TOLD = {
    "title": "匿名举报",
    "orgs": [{"name": "虚构县示例局", "level": "县区", "kind": "政府部门"}],
}


def settings():
    return Settings(database="", definitions="/nonexistent")


@pytest.fixture
def runs():
    made = DryRuns(settings())
    yield made
    made.close()


def told(*steps):
    return {**TOLD, "steps": list(steps)}


def test_each_step_shows_who_is_next_and_what_was_passed(runs):
    first = runs.play(release(), told(BEGIN))
    assert [one.code for one in first.open_tasks] == ["P1.2/intake_clerk"]
    second = runs.play(release(), told(BEGIN, WALK))
    assert [one.step for one in second.open_tasks] == ["P1.4"]
    assert len(second.passed) > len(first.passed)
    assert [one.differences for one in second.results] == [(), ()]
    assert second.facts["is_real_name"] is False
    assert second.due


def test_going_back_is_telling_less(runs):
    forth = runs.play(release(), told(BEGIN, WALK, DECIDE))
    back = runs.play(release(), told(BEGIN, WALK))
    again = runs.play(release(), told(BEGIN, WALK, DECIDE))
    assert [one.step for one in back.open_tasks] == ["P1.4"]
    assert again.passed == forth.passed
    assert again.status == forth.status


def test_what_is_refused_is_told_and_the_case_stays(runs):
    wrong = {**DECIDE, "by": "archivist"}
    seen = runs.play(release(), told(BEGIN, WALK, wrong))
    assert seen.results[-1].differences
    assert [one.step for one in seen.open_tasks] == ["P1.4"]


def test_what_was_tried_is_kept_as_a_scenario_that_plays_alike():
    file = scenario_file(PLACE, told(BEGIN, WALK, DECIDE))
    scenario = read_scenario(file, file="kept.yaml")
    with play_scenario(scenario, settings(), release=release()) as playing:
        assert [one.differences for one in playing.results()] == [(), (), (), ()]


@pytest.mark.parametrize("step", [{"at": "morgen", "walk_to": "P1.4"}, {"step": "P1.1"}, "x"])
def test_what_is_no_entry_is_refused(runs, step):
    with pytest.raises(ScenarioRefused):
        runs.play(release(), told(BEGIN, step))


def test_the_gate_plays_the_places_scenarios_on_exactly_this_content(monkeypatch):
    two = {
        "good.yaml": scenario_file(PLACE, told(BEGIN, WALK)),
        "bad.yaml": scenario_file(PLACE, {**told(BEGIN, WALK), "expect": {"status": "archived"}}),
    }
    monkeypatch.setattr("engine.scenarios.publish_gate.scenarios_of", lambda _one: two.items())
    proof = prove(release(), settings())
    assert proof.failed == ("bad.yaml",)
    assert proof.release_id == release().id
    plain: Any = proof.as_plain()
    passed, of = plain["coverage"]["nodes"]
    assert 0 < passed < of
    assert plain["coverage"]["boundary_events"][1] == len(coverage_of(release()).boundary_events)
