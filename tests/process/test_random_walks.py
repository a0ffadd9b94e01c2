"""Random walks through the diagrams of every place: each ends where the drawing says it may."""

import pytest

from tests.law.shipped import PLACES, release
from tests.laws import PROPOSAL, law
from tests.process.coverage import Coverage, coverage_of
from tests.process.random_walker import BRANCH_ENDS, MAIN_ENDS, RESULTS, Walk, walk

DRAWING = ("national", "510116", "370200", "210000")
"""Places with drawings of their own; the others run the same diagrams under other facts."""

ALIKE = tuple(place for place in PLACES if place not in DRAWING)
WALKS, PROOF_WALKS = 500, 5_000


def faults_of(one: Walk) -> list[str]:
    """What is wrong with a walk, with the seed that repeats it."""
    found = []
    if not one.ended:
        found.append(f"没有结束（{one.moves} 步）")
    if len(one.main_ends) != 1:
        found.append(f"主线结束 {one.main_ends}")
    undeclared = one.ends - MAIN_ENDS - BRANCH_ENDS
    if undeclared:
        found.append(f"未声明的结束 {sorted(undeclared)}")
    for name, value in one.results.items():
        if value is not None and value not in RESULTS[name]:
            found.append(f"{name} = {value}")
    return [f"{one.place} 第 {one.seed} 号：{what}" for what in found]


def walk_through(place: str, seeds: range) -> Coverage:
    """Walk once per seed; tells the seeds and the coverage, refuses any walk with a fault."""
    coverage = coverage_of(release(place))
    wrong, moves = [], 0
    for seed in seeds:
        one = walk(place, seed)
        wrong += faults_of(one)
        coverage.note(one.passed)
        moves += one.moves
    told = f"{place}：{len(seeds)} 次，种子 {seeds.start} 至 {seeds.stop - 1}，共 {moves} 步"
    print("\n".join((told, *coverage.lines())))  # noqa: T201 - the report of the suite
    assert wrong == []
    return coverage


@pytest.mark.long
@law(PROPOSAL)
@pytest.mark.parametrize("place", DRAWING)
def test_every_random_walk_ends_where_it_may_and_together_they_pass_every_task_and_branch(place):
    coverage = walk_through(place, range(WALKS))
    assert coverage.missing(coverage.user_tasks) == []
    assert coverage.missing(coverage.branches) == []


@pytest.mark.long
@law(PROPOSAL)
@pytest.mark.parametrize("place", ALIKE)
def test_every_random_walk_ends_where_it_may_under_the_facts_of_the_place(place):
    walk_through(place, range(WALKS))


def test_a_walk_is_repeated_by_its_seed():
    assert walk("510116", 7).passed == walk("510116", 7).passed


@pytest.mark.proof
@pytest.mark.parametrize("place", PLACES)
def test_thousands_of_random_walks_end_where_they_may(place):
    coverage = walk_through(place, range(WALKS, WALKS + PROOF_WALKS))
    assert coverage.missing(coverage.nodes | coverage.flows) == []
