"""Calls, escalations and messages: who hears what, what is taken away, what goes on."""

import pytest

from engine.bpmn.faults import MessageNotAwaited
from tests.port.diagrams.drawing import (
    Case,
    call,
    called,
    choice,
    end,
    end_escalating,
    flow,
    inside,
    main,
    node,
    on_escalation,
    on_message,
    release,
    script,
    start,
    throw,
    users,
)
from tests.port.diagrams.small import IN_A_ROW


def test_calls_two_levels_deep_name_the_calls_above_a_token():
    diagrams = release(
        main(
            start(),
            call("outer", "proc_a"),
            users("last"),
            end(),
            flow("begin", "outer", "last", "done"),
        ),
        called("proc_a", start(), call("inner", "proc_b"), end(), flow("begin", "inner", "done")),
        called("proc_b", start(), users("deep"), end(), flow("begin", "deep", "done")),
    )
    case = Case(diagrams)
    token = case.token("deep")
    assert token.process == "proc_b"
    assert [each.split(".")[0] for each in token.path] == ["outer", "inner"]
    case.finish("deep")
    assert case.moved.calls_closed == (token.path, token.path[:1])
    assert case.open == ["last"]


def test_each_call_has_its_own_path_even_from_the_same_activity():
    diagrams = release(
        main(
            start(),
            call("again", "proc_a"),
            choice("more", "f_more_done"),
            end(),
            flow("begin", "again", "more", "done"),
            flow("more", "again", when="more"),
        ),
        called("proc_a", start(), users("a"), end(), flow("begin", "a", "done")),
    )
    case = Case(diagrams, {"more": True})
    first = case.token("a").path
    assert case.finish("a").token("a").path != first


def test_a_call_keeps_its_local_facts_until_it_ends():
    branch = (
        start(),
        script("note", "result = source"),
        users("wait"),
        end(),
        flow("begin", "note", "wait", "done"),
    )
    diagrams = release(
        main(
            start(),
            node("parallelGateway", "split"),
            script("first", 'source = "one"'),
            script("second", 'source = "two"'),
            call("one", "proc_a"),
            users("hold"),
            call("two", "proc_a"),
            node("parallelGateway", "meet"),
            users("last"),
            end(),
            flow("begin", "split", "first", "one", "meet", "last", "done"),
            flow("split", "hold", "second", "two", "meet"),
        ),
        called("proc_a", *branch),
    )
    case = Case(diagrams, local=frozenset({"result"})).finish("hold")
    paths = [token.path for token in case.tokens]
    assert [case.facts.seen_from(path)["result"] for path in paths] == ["one", "two"]
    assert "result" not in case.facts.values
    case.complete(case.tokens[1].id)
    assert case.facts.values["result"] == "two"
    case.complete(case.tokens[0].id)
    assert case.facts.values["result"] == "one"
    assert case.facts.local == {}


def test_an_escalation_starts_a_side_branch_and_the_call_goes_on():
    case = Case(escalating(interrupting=False)).finish("a")
    assert case.open == ["b", "side"]
    assert case.moved.cancelled == ()
    assert case.finish("b").open == ["next", "side"]
    assert case.finish("next").open == ["side"]
    assert not case.moved.ended
    assert case.finish("side").moved.ended


def test_an_interrupting_escalation_stops_the_call_before_its_next_element():
    case = Case(escalating(interrupting=True)).finish("a")
    assert case.open == ["side"]
    assert case.moved.written == ()
    assert len(case.moved.calls_closed) == 1
    assert case.finish("side").moved.ended


def test_an_escalation_takes_away_all_tokens_of_the_interrupted_call():
    inner = called(
        "proc_a",
        start(),
        node("parallelGateway", "split"),
        users("a", "b"),
        end_escalating("raised", "changed"),
        end(),
        flow("begin", "split", "a", "raised"),
        flow("split", "b", "done"),
        escalations="changed",
    )
    case = Case(release(catching_main(interrupting=True), inner))
    lost = case.token("b").id
    assert case.finish("a").open == ["side"]
    assert case.moved.cancelled == (lost,)


def test_an_escalation_is_caught_by_the_nearest_activity_only():
    """The library offers it to every activity of the level that waits for the same code."""
    inner = called(
        "proc_a",
        start(),
        users("a"),
        throw("raise", "changed"),
        users("b"),
        end(),
        flow("begin", "a", "raise", "b", "done"),
        escalations="changed",
    )
    diagrams = release(
        main(
            start(),
            node("parallelGateway", "split"),
            call("one", "proc_a"),
            call("two", "proc_a"),
            on_escalation("from_one", "one", "changed", interrupting=False),
            on_escalation("from_two", "two", "changed", interrupting=False),
            users("side_one", "side_two"),
            node("parallelGateway", "meet"),
            end(),
            end("side_done"),
            flow("begin", "split", "one", "meet", "done"),
            flow("split", "two", "meet"),
            flow("from_one", "side_one", "side_done"),
            flow("from_two", "side_two", "side_done"),
            escalations="changed",
        ),
        inner,
    )
    case = Case(diagrams)
    second = next(token for token in case.tokens if token.path[0].startswith("two"))
    case.complete(second.id)
    assert case.open == ["a", "b", "side_two"]


def test_an_escalation_rises_no_further_than_the_first_that_catches_it():
    case = Case(twice_catching(inner="changed", outer="changed")).finish("a")
    assert case.open == ["after", "near"]


def test_an_escalation_of_another_code_is_not_caught():
    case = Case(twice_catching(inner="other", outer="changed")).finish("a")
    assert case.open == ["after", "far"]


def test_a_boundary_event_fires_once_and_is_armed_again_when_the_activity_is_entered_again():
    diagrams = release(
        main(
            start(),
            users("a", "side"),
            on_message("hail", "a", "objection", interrupting=False),
            choice("more", "f_more_done"),
            end(),
            end("side_done"),
            flow("begin", "a", "more", "done"),
            flow("more", "a", when="more"),
            flow("hail", "side", "side_done"),
            messages="objection",
        )
    )
    case = Case(diagrams, {"more": True})
    assert case.moved.messages == {"objection"}
    assert case.deliver("objection").open == ["a", "side"]
    assert case.moved.messages == frozenset()
    with pytest.raises(MessageNotAwaited):
        case.deliver("objection")
    assert case.finish("a").moved.messages == {"objection"}
    assert case.deliver("objection").open == ["a", "side", "side"]


def test_an_interrupting_message_ends_the_sub_process_and_all_within():
    diagrams = release(
        main(
            start(),
            inside(
                "work",
                start("work_begin"),
                node("parallelGateway", "split"),
                users("a", "b"),
                node("parallelGateway", "meet"),
                end("work_done"),
                flow("work_begin", "split", "a", "meet", "work_done"),
                flow("split", "b", "meet"),
            ),
            on_message("stop", "work", "escalate", interrupting=True),
            users("after", "stopped"),
            end(),
            flow("begin", "work", "after", "done"),
            flow("stop", "stopped", "done"),
            messages="escalate",
        )
    )
    assert Case(diagrams).finish("a", "b").open == ["after"]
    case = Case(diagrams).finish("a")
    lost = case.token("b")
    assert (lost.process, lost.path) == ("proc_case_main", ())
    assert case.deliver("escalate").open == ["stopped"]
    assert case.moved.cancelled == (lost.id,)
    assert case.finish("stopped").moved.ended


def test_a_message_nobody_waits_for_is_a_fault_and_changes_nothing():
    case = Case(IN_A_ROW)
    before = case.moved.state
    with pytest.raises(MessageNotAwaited) as fault:
        case.deliver("objection")
    assert fault.value.code == "message_not_awaited"
    assert case.moved.state == before


def test_an_event_sub_process_starts_as_often_as_its_message_comes():
    extra = inside(
        "extra",
        node(
            "startEvent",
            "asked",
            '<bpmn:messageEventDefinition messageRef="message_letter"/>',
            isInterrupting="false",
        ),
        users("answer"),
        end("answered"),
        flow("asked", "answer", "answered"),
        triggeredByEvent="true",
    )
    diagrams = release(
        main(start(), users("a"), end(), flow("begin", "a", "done"), extra, messages="letter")
    )
    case = Case(diagrams)
    assert case.moved.messages == {"letter"}
    assert case.deliver("letter").deliver("letter").open == ["a", "answer", "answer"]
    assert case.finish("a").open == ["answer", "answer"]
    assert not case.moved.ended
    assert case.finish("answer", "answer").moved.ended
    assert case.moved.messages == frozenset()


def test_a_terminate_end_takes_away_what_its_process_still_has_open():
    diagrams = release(
        main(
            start(),
            call("work", "proc_a"),
            users("after"),
            end(),
            flow("begin", "work", "after", "done"),
        ),
        called(
            "proc_a",
            start(),
            node("parallelGateway", "split"),
            users("a", "b"),
            end("stop", "<bpmn:terminateEventDefinition/>"),
            end(),
            flow("begin", "split", "a", "stop"),
            flow("split", "b", "done"),
        ),
    )
    case = Case(diagrams)
    lost = case.token("b").id
    assert case.finish("a").open == ["after"]
    assert case.moved.cancelled == (lost,)


def test_a_terminate_end_finds_tokens_however_deep_the_move_has_gone():
    """The library looks for them a thousand tasks deep and no deeper."""
    diagrams = release(
        main(
            start(),
            script("count", "rounds = if rounds = null then 1 else rounds + 1"),
            choice("more", "f_more_split"),
            node("exclusiveGateway", "anew"),
            node("parallelGateway", "split"),
            users("hold"),
            end("stop", "<bpmn:terminateEventDefinition/>"),
            end(),
            flow("begin", "anew", "count", "more", "split", "hold", "done"),
            flow("more", "anew", when="rounds < 400"),
            flow("split", "stop"),
        )
    )
    case = Case(diagrams)
    assert case.moved.ended
    assert case.open == []


def twice_catching(*, inner: str, outer: str):
    """A call in a call; both catch an escalation on the way up, without interrupting."""
    return release(
        main(
            start(),
            call("outer", "proc_a"),
            on_escalation("far_heard", "outer", outer, interrupting=False),
            users("far"),
            end(),
            end("far_done"),
            flow("begin", "outer", "done"),
            flow("far_heard", "far", "far_done"),
            escalations="changed other",
        ),
        called(
            "proc_a",
            start(),
            call("inner", "proc_b"),
            on_escalation("near_heard", "inner", inner, interrupting=False),
            users("near"),
            end(),
            end("near_done"),
            flow("begin", "inner", "done"),
            flow("near_heard", "near", "near_done"),
            escalations="changed other",
        ),
        called(
            "proc_b",
            start(),
            users("a", "after"),
            throw("raise", "changed"),
            end(),
            flow("begin", "a", "raise", "after", "done"),
            escalations="changed",
        ),
    )


def catching_main(*, interrupting: bool) -> tuple[str, bytes]:
    return main(
        start(),
        call("work", "proc_a"),
        on_escalation("heard", "work", "changed", interrupting=interrupting),
        users("next", "side"),
        end(),
        end("side_done"),
        flow("begin", "work", "next", "done"),
        flow("heard", "side", "side_done"),
        escalations="changed",
    )


def escalating(*, interrupting: bool):
    inner = called(
        "proc_a",
        start(),
        users("a", "b"),
        throw("raise", "changed"),
        script("note", "noted = true"),
        end(),
        flow("begin", "a", "raise", "note", "b", "done"),
        escalations="changed",
    )
    return release(catching_main(interrupting=interrupting), inner)
