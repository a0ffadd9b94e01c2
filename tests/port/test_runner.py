"""What the Runner port promises: where tokens go, what is reported, and that facts stay outside."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from engine.bpmn import SpiffRunner
from engine.bpmn.bounds import ADVANCE_STEPS_MAX
from engine.bpmn.faults import FactNotStorable, MessageNotAwaited, ProcessStuck, TokenNotOpen
from engine.feel import FeelBudgetSpent
from tests.port.diagrams.drawing import (
    Case,
    call,
    called,
    choice,
    decide,
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
    table,
    throw,
    users,
)

IN_A_ROW = release(main(start(), users("a", "b"), end(), flow("begin", "a", "b", "done")))
CHOICE = release(
    main(
        start(),
        users("a", "yes", "no"),
        choice("way", "f_way_no"),
        end(),
        flow("begin", "a", "way", "no", "done"),
        flow("way", "yes", when="agreed"),
        flow("yes", "done"),
    )
)
SIDE_BY_SIDE = release(
    main(
        start(),
        node("parallelGateway", "split"),
        users("a", "b", "after"),
        node("parallelGateway", "meet"),
        end(),
        flow("begin", "split", "a", "meet", "after", "done"),
        flow("split", "b", "meet"),
    )
)
ANY_OF = release(
    main(
        start(),
        node("inclusiveGateway", "split", default="f_split_c"),
        users("a", "b", "c", "after"),
        node("inclusiveGateway", "meet"),
        end(),
        flow("begin", "split", "c", "meet", "after", "done"),
        flow("split", "a", when="with_a"),
        flow("split", "b", when="with_b"),
        flow("a", "meet"),
        flow("b", "meet"),
    )
)
ROUNDS = release(
    main(
        start(),
        users("again"),
        script("count", "rounds = if rounds = null then 1 else rounds + 1"),
        choice("more", "f_more_done"),
        end(),
        flow("begin", "again", "count", "more", "done"),
        flow("more", "again", when="rounds < wanted"),
    )
)


def test_tasks_in_a_row_open_one_after_the_other():
    case = Case(IN_A_ROW)
    assert case.open == ["a"]
    assert case.finish("a").open == ["b"]
    assert case.finish("b").moved.ended
    assert case.open == []


def test_a_move_reports_nodes_and_flows_in_the_order_of_passing():
    case = Case(IN_A_ROW)
    assert case.passed == ["begin", "f_begin_a"]
    assert case.finish("a").passed == ["a", "f_a_b"]
    assert case.finish("b").passed == ["b", "f_b_done", "done"]


def test_only_a_true_condition_is_taken():
    assert Case(CHOICE).finish("a", agreed=True).open == ["yes"]
    assert Case(CHOICE).finish("a", agreed=False).open == ["no"]


@pytest.mark.parametrize("value", [None, "true", Decimal(1)])
def test_a_condition_that_is_null_or_no_truth_value_leaves_the_default(value):
    assert Case(CHOICE).finish("a", agreed=value).open == ["no"]


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_a_parallel_join_waits_for_every_branch(order):
    case = Case(SIDE_BY_SIDE)
    assert case.open == ["a", "b"]
    assert case.finish(order[0]).open == [order[1]]
    assert case.finish(order[1]).open == ["after"]
    assert case.finish("after").moved.ended


@pytest.mark.parametrize("seed", range(8))
def test_a_parallel_join_in_a_loop_waits_in_every_round(seed):
    """The library counts arrivals of earlier rounds and lets the join go on too early."""
    diagrams = release(
        main(
            start(),
            users("a", "b", "c"),
            node("exclusiveGateway", "anew"),
            node("parallelGateway", "split"),
            node("parallelGateway", "meet"),
            choice("more", "f_more_done"),
            end(),
            flow("begin", "anew", "split", "a", "meet", "c", "more", "done"),
            flow("split", "b", "meet"),
            flow("more", "anew", when="again"),
        )
    )
    order = Random(seed)
    case = Case(diagrams, {"again": True})
    for _ in range(5):
        both = ["a", "b"]
        order.shuffle(both)
        assert case.finish(both[0]).open == [both[1]]
        assert case.finish(both[1]).open == ["c"]
        case.finish("c")
    assert case.open == ["a", "b"]


@pytest.mark.parametrize(
    ("facts", "chosen"),
    [
        ({"with_a": True, "with_b": True}, ["a", "b"]),
        ({"with_a": True}, ["a"]),
        ({"with_b": True}, ["b"]),
        ({}, ["c"]),
    ],
)
def test_an_inclusive_join_waits_for_the_chosen_branches_only(facts, chosen):
    case = Case(ANY_OF, facts)
    assert case.open == chosen
    for place, element in enumerate(chosen):
        case.finish(element)
        last = place == len(chosen) - 1
        assert case.open == (["after"] if last else chosen[place + 1 :])
    assert case.finish("after").moved.ended


def test_two_flows_into_a_task_open_it_once_for_each_token():
    diagrams = release(
        main(
            start(),
            users("a", "b", "c"),
            choice("way", "f_way_c"),
            end(),
            flow("begin", "a", "way", "c", "done"),
            flow("way", "b", when="detour"),
            flow("b", "c"),
        )
    )
    assert Case(diagrams).finish("a").open == ["c"]
    assert Case(diagrams).finish("a", detour=True).finish("b").open == ["c"]
    assert Case(diagrams).finish("a", detour=True).finish("b", "c").moved.ended


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


def test_a_script_writes_its_facts_from_top_to_bottom_and_reports_them():
    diagrams = release(
        main(
            start(),
            script("sum", "x = 0.1 + 0.2\ny = x = 0.3"),
            end(),
            flow("begin", "sum", "done"),
        )
    )
    case = Case(diagrams)
    assert case.moved.written == (("x", Decimal("0.3"), ()), ("y", True, ()))
    assert case.facts.values == {"x": Decimal("0.3"), "y": True}


def test_a_decision_writes_the_result_of_the_first_rule_that_holds():
    diagrams = release(
        main(start(), decide("judge", "is_major", "major"), end(), flow("begin", "judge", "done")),
        is_major=table(
            "is_major", "listed orgs", "true | - | true", "- | >= 2 | true", "- | - | false"
        ),
    )
    cases: list[tuple[dict[str, Any], bool]] = [
        ({"listed": True}, True),
        ({"orgs": Decimal(2)}, True),
        ({"orgs": Decimal(1)}, False),
        ({}, False),
    ]
    for facts, expected in cases:
        case = Case(diagrams, facts)
        assert case.facts.values["major"] is expected
        assert case.moved.written == (("major", expected, ()),)


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


def test_a_token_that_can_also_reach_a_marked_flow_does_not_hold_up_an_inclusive_join():
    diagrams = release(
        main(
            start(),
            node("parallelGateway", "split"),
            users("p", "y", "z", "after"),
            choice("way", "f_way_z"),
            node("inclusiveGateway", "meet"),
            end(),
            flow("begin", "split", "p", "way", "z", "meet", "after", "done"),
            flow("split", "y", "meet"),
            flow("way", "y", when="left"),
        )
    )
    case = Case(diagrams).finish("y")
    assert case.open == ["after", "p"]
    assert case.finish("p", "z").open == ["after", "after"]
    assert case.finish("after", "after").moved.ended


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


def test_six_hundred_rounds_of_a_loop_neither_stop_nor_grow():
    case = Case(ROUNDS, {"wanted": Decimal(600)})
    early = len(case.finish("again").moved.state)
    while not case.moved.ended:
        case.finish("again")
    assert case.facts.values["rounds"] == 600
    assert len(case.moved.state) <= early + 8


def test_a_loop_without_a_person_in_it_is_a_fault_and_not_a_hang():
    diagrams = release(
        main(
            start(),
            users("a"),
            script("count", "rounds = if rounds = null then 1 else rounds + 1"),
            choice("more", "f_more_done"),
            end(),
            flow("begin", "a", "count", "more", "done"),
            flow("more", "count", when="rounds > 0"),
        )
    )
    case = Case(diagrams)
    with pytest.raises(ProcessStuck) as fault:
        case.finish("a")
    assert fault.value.code == "process_stuck"
    assert str(ADVANCE_STEPS_MAX) in fault.value.what_text
    assert case.facts.values == {}


def test_a_join_that_waits_in_vain_is_a_fault():
    diagrams = release(
        main(
            start(),
            users("a", "b"),
            choice("way", "f_way_b"),
            node("parallelGateway", "meet"),
            end(),
            flow("begin", "way", "b", "meet", "done"),
            flow("way", "a", when="x"),
            flow("a", "meet"),
        )
    )
    case = Case(diagrams)
    with pytest.raises(ProcessStuck) as fault:
        case.finish("b")
    assert fault.value.where == {"process": "proc_case_main", "element": "meet"}
    assert case.open == ["b"]


@pytest.mark.parametrize("value", ["[1, 2]", "now()", 'duration("P1D")'])
def test_a_value_no_fact_can_hold_is_a_fault_and_leaves_the_facts_as_they_were(value):
    diagrams = release(
        main(
            start(),
            users("a"),
            script("good", "x = 1"),
            script("bad", f"y = {value}"),
            end(),
            flow("begin", "a", "good", "bad", "done"),
        )
    )
    case = Case(diagrams, {"x": Decimal(0)})
    with pytest.raises(FactNotStorable):
        case.finish("a")
    assert case.facts.values == {"x": Decimal(0)}


def test_a_spent_budget_of_an_expression_is_a_fault():
    costly = "every a in l satisfies every b in l satisfies every c in l satisfies a + b + c > 0"
    longlist = f"[{', '.join('1' * 40)}]"
    diagrams = release(
        main(
            start(),
            script("burn", f"x = {costly.replace(' l ', f' {longlist} ')}"),
            end(),
            flow("begin", "burn", "done"),
        )
    )
    with pytest.raises(FeelBudgetSpent):
        Case(diagrams)


def test_a_token_that_does_not_wait_cannot_be_completed():
    case = Case(IN_A_ROW)
    for token in ("999", "", "a", "1"):
        with pytest.raises(TokenNotOpen) as fault:
            case.complete(token)
        assert fault.value.code == "token_not_open"


def test_a_token_cannot_be_completed_twice():
    case = Case(IN_A_ROW)
    done = case.tokens[0].id
    case.complete(done)
    with pytest.raises(TokenNotOpen):
        case.complete(done)


def test_a_token_id_is_never_used_twice():
    case = Case(ROUNDS, {"wanted": Decimal(50)})
    seen = set()
    while not case.moved.ended:
        assert case.tokens[0].id not in seen
        seen.add(case.tokens[0].id)
        case.finish("again")


def test_the_same_moves_give_the_same_state():
    once, again = Case(SIDE_BY_SIDE).finish("b", "a"), Case(SIDE_BY_SIDE).finish("b", "a")
    assert once.moved == again.moved


def test_threads_share_the_diagrams_of_a_release():
    runner = SpiffRunner(verify=True)

    def walk(seed: int) -> bool:
        order = Random(seed)
        case = Case(SIDE_BY_SIDE, runner=runner)
        while not case.moved.ended:
            case.finish(order.choice(case.open))
        return case.facts.values == {}

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert all(pool.map(walk, range(100)))


def test_five_hundred_nodes_in_a_row_are_parsed():
    names = [f"t{number}" for number in range(498)]
    diagrams = release(main(start(), users(*names), end(), flow("begin", *names, "done")))
    assert Case(diagrams).finish("t0").open == ["t1"]


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
