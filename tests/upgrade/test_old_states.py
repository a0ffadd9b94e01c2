"""States of running cases as former versions kept them: readable for ever, and the case goes on.

One file per format of the state, written once and never again: the diagrams, the state before
each act, the tokens that waited. A new format adds a file; no file is ever changed or dropped.
"""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.bpmn import SpiffRunner, state_codec
from engine.domain.facts import FactSheet
from engine.ports import Surroundings
from tests.port.diagrams.drawing import MONDAY

STATES = sorted((Path(__file__).parent / "states").glob("format-*.json"))
MESSAGE = "message "

pytestmark = pytest.mark.upgrade


@dataclass(frozen=True, kw_only=True)
class Diagrams:
    id: str
    processes: dict[str, bytes]
    decisions: dict[str, bytes]


def diagrams_of(kept) -> Diagrams:
    files = {name: text.encode() for name, text in kept["processes"].items()}
    return Diagrams(id=kept["id"], processes=files, decisions={})


def waiting(runner, state, diagrams):
    return sorted([one.element, one.id] for one in runner.open_tokens(state, diagrams=diagrams))


def test_each_format_there_ever_was_has_its_states():
    assert [int(path.stem.removeprefix("format-")) for path in STATES] == list(
        range(1, state_codec.FORMAT_VERSION + 1)
    )


@pytest.mark.parametrize("path", STATES, ids=lambda path: path.stem)
def test_a_case_kept_by_a_former_version_goes_on_as_it_would_have(path):
    kept = json.loads(path.read_text())
    diagrams, runner = diagrams_of(kept), SpiffRunner(verify=True)
    around = Surroundings(now=MONDAY)
    for moment, then in zip(kept["moments"], kept["moments"][1:], strict=False):
        state = base64.b64decode(moment["state"])
        assert waiting(runner, state, diagrams) == moment["open"]
        about = {"diagrams": diagrams, "facts": FactSheet({"more": True}), "around": around}
        act = moment["before"]
        if act.startswith(MESSAGE):
            moved = runner.deliver(state, act.removeprefix(MESSAGE), **about)
        else:
            token = next(one for element, one in moment["open"] if element == act)
            moved = runner.complete(state, token, **about)
        assert waiting(runner, moved.state, diagrams) == then["open"]
