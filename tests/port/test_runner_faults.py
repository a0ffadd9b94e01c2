"""Bounds and faults: a named fault leaves a case as it was; long and shared runs hold."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from random import Random

import pytest

from engine.bpmn import SpiffRunner
from engine.bpmn.bounds import ADVANCE_STEPS_MAX
from engine.bpmn.faults import FactNotStorable, ProcessStuck, TokenNotOpen
from engine.feel import FeelBudgetSpent
from tests.port.diagrams.drawing import (
    Case,
    choice,
    end,
    flow,
    main,
    node,
    release,
    script,
    start,
    users,
)
from tests.port.diagrams.small import CHOICE, IN_A_ROW, ROUNDS, SIDE_BY_SIDE


@pytest.mark.parametrize("value", [None, "true", Decimal(1)])
def test_a_condition_that_is_null_or_no_truth_value_leaves_the_default(value):
    assert Case(CHOICE).finish("a", agreed=value).open == ["no"]


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
