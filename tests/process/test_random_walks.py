"""Random walks through the diagrams of every place: each ends where the drawing says it may."""

import pytest

from tests.law.shipped import PLACES, release
from tests.laws import PROPOSAL, law
from tests.process.coverage import coverage_of
from tests.process.random_walker import BRANCH_ENDS, MAIN, RESULTS, Walk, walk

WALKS = 500
PROOF_WALKS = 5_000


def faults_of(one: Walk) -> list[str]:
    """What is wrong with a walk, with the seed that repeats it."""
    found = []
    if not one.ended:
        found.append(f"没有结束（{one.moves} 步）")
    if len(one.main_ends) != 1:
        found.append(f"主线结束 {one.main_ends}")
    ends = {
        element for process, element in one.passed if process == MAIN and element.endswith("_done")
    }
    if not ends <= {*BRANCH_ENDS, "m_done"}:
        found.append(f"未声明的结束 {ends}")
    for name, value in one.results.items():
        if value is not None and value not in RESULTS[name]:
            found.append(f"{name} = {value}")
    return [f"{one.place} 第 {one.seed} 号：{what}" for what in found]


def walk_through(place: str, seeds: range) -> None:
    coverage = coverage_of(release(place))
    wrong, moves = [], 0
    for seed in seeds:
        one = walk(place, seed)
        wrong += faults_of(one)
        coverage.note(one.passed)
        moves += one.moves
    print(f"{place}：{len(seeds)} 次，种子 {seeds.start}–{seeds.stop - 1}，共 {moves} 步")  # noqa: T201 - the report of the suite
    print("\n".join(coverage.lines()))  # noqa: T201 - as above
    assert wrong == []
    assert coverage.missing(coverage.user_tasks) == []
    assert coverage.missing(coverage.branches) == []


@law(PROPOSAL)
@pytest.mark.parametrize("place", PLACES)
def test_every_random_walk_ends_in_a_declared_outcome_and_together_they_pass_every_branch(place):
    walk_through(place, range(WALKS))


@pytest.mark.proof
@pytest.mark.parametrize("place", PLACES)
def test_thousands_of_random_walks_end_in_declared_outcomes(place):
    walk_through(place, range(WALKS, WALKS + PROOF_WALKS))
