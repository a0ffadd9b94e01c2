"""The scenarios of a draft are played by a job, a round each; only what the draft says counts."""

import pytest

from engine.commands.design_refusals import ScenariosFailed, ScenariosNotPlayed
from engine.commands.proving import PROVE, AskProof, ask_proof
from engine.definitions.release import Release
from engine.jobs.job_queue import work
from engine.queries import drawing_board
from engine.scenarios.dry_run import scenario_file
from engine.scenarios.proof_round import ProofRounds
from engine.store.job_rows import due_jobs
from tests.commands.desk import PLACE
from tests.design.board import DESIGNER, SHORTER

TOLD = {"orgs": [{"name": "虚构县示例局", "level": "县区", "kind": "政府部门"}]}
BEGIN = {"advance_to": "2026-03-02 09:00"}
GOOD = scenario_file(PLACE, {**TOLD, "steps": [BEGIN]})
BAD = scenario_file(PLACE, {**TOLD, "steps": [BEGIN, {"at": "2026-03-02 09:00", "walk_to": "P9"}]})


@pytest.fixture
def drawn(quick_board, monkeypatch):
    monkeypatch.setattr(Release, "scenarios", {"a.yaml": GOOD, "b.yaml": GOOD})
    draft = quick_board.begin()
    quick_board.save(draft)
    return quick_board, draft


def ask(board, draft):
    return ask_proof(board.desk.office, AskProof(**board.order(DESIGNER), draft_id=draft))


def play(board):
    house = board.desk.stage.house
    also = {PROVE: ProofRounds(house).play}
    return work(house.office, house.store, owner="test", also=also)


def standing(board, draft):
    return drawing_board.proof_standing(board.seat(), draft)


def test_asked_for_twice_it_is_played_once(drawn):
    board, draft = drawn
    house = board.desk.stage.house
    assert ask(board, draft)["left"] == ask(board, draft)["left"] == 2
    waiting = due_jobs(house.store.engine, house.office.clock.now())
    assert [one.kind for one in waiting].count(PROVE) == 1
    with pytest.raises(ScenariosNotPlayed):
        board.propose(draft)
    play(board)
    assert standing(board, draft)["state"] == "whole"
    assert [one["name"] for one in standing(board, draft)["scenarios"]] == ["a.yaml", "b.yaml"]
    assert board.propose(draft)


def test_a_draft_changed_meanwhile_is_not_proved(drawn):
    board, draft = drawn
    ask(board, draft)
    before = standing(board, draft)
    board.save(draft, content=SHORTER.replace(b"amount: 3", b"amount: 4"))
    play(board)
    assert before["state"] == "playing"
    assert standing(board, draft)["state"] == "none"
    board.save(draft)
    assert "有改动" in standing(board, draft)["stopped"]
    with pytest.raises(ScenariosNotPlayed):
        board.propose(draft)
    ask(board, draft)
    play(board)
    assert board.propose(draft)


def test_other_scenarios_are_another_proof(drawn, monkeypatch):
    board, draft = drawn
    ask(board, draft)
    play(board)
    monkeypatch.setattr(Release, "scenarios", {"a.yaml": GOOD, "b.yaml": BAD})
    assert standing(board, draft)["state"] == "none"
    with pytest.raises(ScenariosNotPlayed):
        board.propose(draft)
    ask(board, draft)
    play(board)
    assert standing(board, draft)["failed"] == ["b.yaml"]
    with pytest.raises(ScenariosFailed):
        board.propose(draft)


def test_the_stage_of_a_scenario_is_no_part_of_the_house(drawn):
    board, draft = drawn
    before = [one.id for one in drawing_board.publications(board.seat())]
    ask(board, draft)
    play(board)
    assert [one.id for one in drawing_board.publications(board.seat())] == before
