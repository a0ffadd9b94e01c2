"""The shipped scenarios go as their files say, and between them pass every path that is drawn."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from engine.domain.task_events import ProcessMoved
from engine.scenarios.run import Result, play
from engine.wiring import Settings
from tests.law.shipped import ROOT, release
from tests.laws import PROPOSAL, law
from tests.process.coverage import Element, coverage_of

DRAWING = ("510116", "370200", "210000")
"""Places that draw something of their own; the first has a committee, so every path is open."""

SHIPPED = sorted((ROOT / "processes").glob("*/scenarios/*.yaml"))
ACCEPTANCE = sorted((ROOT / "tests" / "scenarios").glob("*.yaml"))
LOCALITIES = ("510116", "370100", "370200", "440700", "210000")
"""Places of the customers' articles: each shows a whole case of its own."""


def played(file: Path) -> tuple[list[Result], list[Element]]:
    """What went otherwise than the file says, and what the diagrams passed."""
    with play(file, Settings(database="", definitions=str(ROOT))) as playing:
        wrong = [result for result in playing.results() if result.differences]
        log = playing.player.log() if playing.player.case_id else []
    moves = [line.event for line in log if isinstance(line.event, ProcessMoved)]
    return wrong, [element for move in moves for element in move.passed]


def told(wrong: Iterable[Result]) -> list[str]:
    return [f"{one.number} {one.what}: {one.differences}" for one in wrong]


@pytest.mark.long(5)
@law(PROPOSAL)
def test_the_shipped_scenarios_go_as_they_say_and_pass_every_task_and_branch(subtests):
    """One test for all files: what they pass is counted together."""
    counted = [coverage_of(release(place)) for place in DRAWING]
    for file in (*SHIPPED, *ACCEPTANCE):
        wrong, passed = played(file)
        for coverage in counted:
            coverage.note(passed)
        with subtests.test(file.stem):
            assert told(wrong) == []
    print(f"{len(SHIPPED) + len(ACCEPTANCE)} 个场景")  # noqa: T201 - the report of the suite
    print("\n".join(counted[0].lines()))  # noqa: T201 - as above
    for coverage in counted:
        assert coverage.missing(coverage.user_tasks) == []
        assert coverage.missing(coverage.branches) == []


@pytest.mark.parametrize("place", LOCALITIES)
def test_each_of_the_five_localities_shows_a_whole_case(place):
    folder = next((ROOT / "processes").glob(f"{place}-*/scenarios"))
    texts = [file.read_text("utf-8") for file in folder.glob("*.yaml")]
    assert [text for text in texts if f'place: "{place}"' in text and "status: archived" in text]
