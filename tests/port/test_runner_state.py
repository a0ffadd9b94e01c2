"""A kept state: the same case goes on from it as if it had never been put away."""

from random import Random

import msgpack
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn import SpiffRunner, state_codec
from engine.bpmn.faults import StateUnreadable
from engine.bpmn.levels import CaseWorkflow
from engine.bpmn.move import Move, awaited, open_tokens
from engine.bpmn.release_reading import read_release
from engine.bpmn.script_engine import FeelEngine
from engine.domain.facts import FactSheet
from engine.ports import Surroundings
from tests.port.diagrams.drawing import (
    MONDAY,
    Case,
    call,
    called,
    choice,
    end,
    flow,
    inside,
    main,
    on_escalation,
    on_message,
    release,
    start,
    throw,
    users,
)
from tests.port.diagrams.nets import nets
from tests.port.diagrams.small import IN_A_ROW

EVERYTHING = release(
    main(
        start(),
        call("work", "proc_a"),
        on_escalation("heard", "work", "clue", interrupting=False),
        on_escalation("changed", "work", "changed", interrupting=True),
        users("side", "redo"),
        choice("more", "f_more_done"),
        end(),
        end("side_done"),
        flow("begin", "work", "more", "done"),
        flow("more", "work", when="more"),
        flow("heard", "side", "side_done"),
        flow("changed", "redo", "work"),
        escalations="clue changed",
    ),
    called(
        "proc_a",
        start(),
        users("plan"),
        inside(
            "within",
            start("within_begin"),
            users("a"),
            throw("raise", "clue"),
            users("b"),
            end("within_done"),
            flow("within_begin", "a", "raise", "b", "within_done"),
        ),
        on_message("objection", "within", "objection", interrupting=False),
        on_message("stop", "within", "escalate", interrupting=True),
        users("review"),
        throw("change", "changed"),
        end(),
        end("reviewed"),
        flow("begin", "plan", "within", "done"),
        flow("objection", "review", "reviewed"),
        flow("stop", "change", "done"),
        messages="objection escalate",
        escalations="clue changed",
    ),
)


RUNNER = SpiffRunner(verify=True)
READ = read_release(EVERYTHING)


class LiveCase:
    """A case kept in memory: the yardstick for one that is put away after every move."""

    def __init__(self):
        release_read = READ
        self.engine = FeelEngine(
            facts=FactSheet({"more": True}), around=Surroundings(now=MONDAY), decisions={}
        )
        self.workflow = CaseWorkflow(
            release_read.main,
            subprocess_specs=release_read.levels,
            script_engine=self.engine,
            last_id=0,
            restoring=False,
        )
        Move(self.workflow, self.engine).advance()

    def act(self, deed: str) -> Move:
        move = Move(self.workflow, self.engine)
        if deed in awaited(self.workflow):
            move.deliver(deed)
        else:
            move.complete(deed)
        move.advance()
        return move


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_case_put_away_after_every_move_goes_as_one_kept_in_memory(seed):
    order = Random(seed)
    live, kept = LiveCase(), Case(EVERYTHING, {"more": True}, runner=RUNNER)
    for _ in range(25):
        deeds = sorted({token.id for token in kept.tokens} | kept.moved.messages)
        deed = order.choice(deeds)
        move = live.act(deed)
        kept.deliver(deed) if deed in kept.moved.messages else kept.complete(deed)
        assert tuple(kept.tokens) == open_tokens(live.workflow)
        assert kept.moved.messages == awaited(live.workflow)
        assert list(kept.moved.passed) == move.passed


@settings(max_examples=80, deadline=None)
@given(net=nets(), seed=st.integers(0, 10_000))
def test_each_task_of_a_well_formed_diagram_is_done_as_often_as_it_is_drawn(net, seed):
    """No token is lost or doubled, in any order of work, whatever the gateways."""
    order = Random(seed)
    case = Case(release(main(*net.drawing)), dict(net.facts), runner=RUNNER)
    done = []
    while not case.moved.ended:
        assert case.tokens, "no token and no end"
        token = order.choice(case.tokens)
        done.append(token.element)
        case.complete(token.id)
    assert sorted(done) == sorted(net.expected)
    assert case.open == []


def test_a_state_of_a_later_format_is_refused():
    case = Case(IN_A_ROW)
    content = msgpack.unpackb(zstandard.ZstdDecompressor().decompress(case.moved.state))
    content[0] = state_codec.FORMAT_VERSION + 1
    later = zstandard.ZstdCompressor().compress(msgpack.packb(content))
    with pytest.raises(StateUnreadable):
        case.runner.open_tokens(later, diagrams=case.diagrams)


def test_a_state_is_refused_with_the_diagrams_of_another_release():
    other = release(main(start(), users("a"), end(), flow("begin", "a", "done")))
    case = Case(IN_A_ROW)
    with pytest.raises(StateUnreadable):
        case.runner.open_tokens(case.moved.state, diagrams=other)


@pytest.mark.parametrize("broken", [b"", b"x", b"\x28\xb5\x2f\xfd", None])
def test_a_damaged_state_is_a_named_fault(broken):
    case = Case(IN_A_ROW)
    state = case.moved.state[:-3] if broken is None else broken
    with pytest.raises(StateUnreadable):
        case.runner.open_tokens(state, diagrams=case.diagrams)


def test_a_state_holds_no_facts():
    case = Case(IN_A_ROW, {"secret_name": "张示例"}).finish("a")
    unpacked = zstandard.ZstdDecompressor().decompress(case.moved.state)
    assert b"secret_name" not in unpacked
    assert "张示例".encode() not in unpacked


def test_a_state_stays_small():
    case = Case(EVERYTHING, {"more": True})
    for _ in range(40):
        case.complete(case.tokens[0].id)
        assert len(case.moved.state) < 1_000
