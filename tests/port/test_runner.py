"""What the Runner port promises: where tokens go, what is reported, what is written."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tests.port.diagrams.drawing import (
    Case,
    choice,
    decide,
    end,
    flow,
    main,
    node,
    release,
    script,
    start,
    table,
    users,
)
from tests.port.diagrams.small import ANY_OF, CHOICE, IN_A_ROW, SIDE_BY_SIDE


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
