"""A drawing comes to an end from everywhere, has a person in every loop, and time enough."""

import pytest

from engine.definitions.check import check_one
from engine.definitions.check_runs import TOTAL, check_runs
from engine.definitions.finding import Notes
from engine.definitions.source_tree import SourceTree
from tests.definitions.drawn import drawn
from tests.law.shipped import PLACES, release, tree


def codes(line):
    notes = Notes()
    check_runs(drawn("p", line), notes)
    return {(one.code, one.where) for one in notes.found}


def test_a_plain_way_and_a_loop_with_a_person_are_right():
    assert codes("start > P1 > x? > end; x? > P1") == set()


def test_a_knot_without_a_way_out_is_named_with_the_nodes_that_never_end():
    found = codes("start > x? > end; x? > P1 > P2 > P1")
    assert found == {
        ("end_not_reachable", "P1"),
        ("end_not_reachable", "P2"),
        ("loop_without_exit", "P1"),
    }


def test_gateways_in_a_ring_turn_by_themselves():
    assert codes("start > x? > y? > end; y? > x?") == {("loop_without_person", "x_")}


def test_what_hangs_on_a_task_counts_as_a_way_out():
    assert codes("start > P1 > P2 > P1; cut@P1 > end") == set()


@pytest.mark.parametrize("place", PLACES)
def test_the_shipped_drawings_end_from_everywhere_and_no_loop_turns_by_itself(place):
    notes = Notes()
    for process in release(place).process_definitions.values():
        check_runs(process, notes)
    assert notes.found == []


def test_stage_limits_that_exceed_the_total_are_a_doubt_and_fit_when_the_total_is_longer():
    path = "processes/national/case-handling/limits.yaml"
    files = dict(tree().files)
    before = {one.code for one in check_one(tree(), "national")}
    files[path] = files[path].replace(b"amount: 60", b"amount: 400", 1)
    after = {one.code for one in check_one(SourceTree(files=files), "national")}
    assert "stages_exceed_total" in before
    assert "stages_exceed_total" not in after
    assert TOTAL in release("national").limits
