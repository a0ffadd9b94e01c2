"""Where tokens may stand together, a drawing can bring them; where they may not, it cannot."""

import pytest

from engine.definitions.reachable_markings import MarkingsBeyondCount, is_reachable
from tests.definitions.drawn import drawn
from tests.law.shipped import PLACES, release

BRANCHES = "start > a+ > P1 > b+ > P3 > end; a+ > P2 > b+"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("start > P1 > P2 > end", {"P1"}),
        ("start > P1 > P2 > end", {"P2"}),
        (BRANCHES, {"P1", "P2"}),
        (BRANCHES, {"P3"}),
        ("start > x? > P1 > end; x? > P2 > end", {"P2"}),
        ("start > P1 > end; on@P1 > P2 > end", {"P1", "P2"}),
        ("start > P1 > end; cut@P1 > P2 > end", {"P2"}),
        ("start > call:other > P1 > end", {"call_other"}),
        ("start > P1 > end; on@P1 > P2 > end", {"P2"}),
    ],
)
def test_what_a_run_can_bring_about_is_reachable(line, wanted):
    assert is_reachable(drawn("p", line), frozenset(wanted))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("start > P1 > P2 > end", {"P1", "P2"}),
        (BRANCHES, {"P1"}),
        (BRANCHES, {"P1", "P3"}),
        ("start > x? > P1 > end; x? > P2 > end", {"P1", "P2"}),
        ("start > P1 > end; cut@P1 > P2 > end", {"P1", "P2"}),
        ("start > P1 > end; P2 > end", {"P2"}),
    ],
)
def test_what_no_run_brings_about_is_not(line, wanted):
    assert not is_reachable(drawn("p", line), frozenset(wanted))


def test_a_token_that_waits_at_a_join_is_named_by_its_flow():
    process = drawn("p", BRANCHES)
    flow = next(one.id for one in process.flows.values() if one.source == "P1")
    assert is_reachable(process, frozenset({flow, "P2"}))
    assert not is_reachable(process, frozenset({flow, "P3"}))


@pytest.mark.parametrize("place", PLACES[:3])
def test_every_task_of_the_shipped_drawings_is_reachable_alone_or_beside_others(place):
    for process in release(place).process_definitions.values():
        lonely = [task for task in process.tasks if not _found(process, task)]
        assert lonely == [], process.key


def _found(process, task):
    if process.key == "proc_case_main":
        return True  # calls and clues beside one another: told by the walks
    return is_reachable(process, frozenset({task}))


def test_more_markings_than_can_be_looked_at_are_not_guessed():
    wide = "; ".join(f"a+ > P{n}{letter} > end" for n in range(10) for letter in "ab")
    with pytest.raises(MarkingsBeyondCount):
        is_reachable(drawn("p", f"start > a+; {wide}"), frozenset({"nowhere"}))
