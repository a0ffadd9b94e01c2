"""What every run keeps: what is surely done before a task, and what surely comes after it."""

import pytest

from engine.definitions.process import ProcessDefinition
from engine.definitions.run_graph import RunGraph
from engine.definitions.run_guards import facts_needed
from engine.definitions.run_promises import done_after, done_before
from tests.definitions.drawn import drawn


def before(step: str, *processes: ProcessDefinition) -> set[str]:
    graph = RunGraph({one.key: one for one in processes}, start=processes[0].key)
    known = done_before(graph, {})
    return set(frozenset.intersection(*(known[task] for task in graph.tasks_of(step))))


def after(step: str, *processes: ProcessDefinition) -> set[str]:
    graph = RunGraph({one.key: one for one in processes}, start=processes[0].key)
    known = done_after(graph)
    leaving = [e for task in graph.tasks_of(step) for e in graph.out[task] if e.completes]
    return set(frozenset.intersection(*(known[edge.target] | {step} for edge in leaving))) - {step}


@pytest.mark.parametrize(
    ("line", "step", "done"),
    [
        ("start > P1 > P2 > P3 > end", "P3", {"P1", "P2"}),
        ("start > P1 > x? > P2 > y? > P3 > end; x? > y?", "P3", {"P1"}),
        ("start > x+ > P1 > y+ > P3 > end; x+ > P2 > y+", "P3", {"P1", "P2"}),
        ("start > x+ > P1 > y? > P3 > end; x+ > P2 > y?", "P3", set()),
        ("start > x+ > P1 > end; x+ > P2 > end2", "P2", set()),
        ("start > P1 > x? > P2 > P3 > end; P3 > y? > P2", "P3", {"P1", "P2"}),
        ("start > x? > P1a > y? > P2 > end; x? > P1b > y?", "P2", {"P1"}),
    ],
)
def test_what_is_done_before_a_task(line: str, step: str, done: set[str]):
    assert before(step, drawn("main", line)) == done


@pytest.mark.parametrize(
    ("line", "step", "done"),
    [
        ("start > P1 > P2 > P3 > end", "P1", {"P2", "P3"}),
        ("start > P1 > x? > P2 > end; x? > end2", "P1", set()),
        ("start > P1 > x? > P2 > P4 > end; x? > P3 > P4", "P1", {"P4"}),
        ("start > P1 > x+ > P2 > end; x+ > P3 > end2", "P1", {"P2", "P3"}),
        ("start > P1 > P2 > x? > P1; x? > end", "P1", {"P2"}),
    ],
)
def test_what_comes_after_a_task(line: str, step: str, done: set[str]):
    assert after(step, drawn("main", line)) == done


def test_a_called_procedure_counts_where_it_is_called():
    main = drawn("main", "start > call:inner > P3 > end")
    inner = drawn("inner", "start > P1 > x? > P2 > end; x? > end2")
    assert before("P3", main, inner) == {"P1"}
    assert after("P1", main, inner) == {"P3"}


def test_a_procedure_called_twice_keeps_its_two_callers_apart():
    main = drawn(
        "main", "start > x? > P1 > call:inner > P3 > end; x? > P2 > call:inner2 > P4 > end2"
    )
    main_calls = {node.id: node.called for node in main.nodes.values() if node.called}
    assert main_calls == {"call_inner": "inner", "call_inner2": "inner2"}
    inner = drawn("inner", "start > P5 > end")
    inner2 = drawn("inner2", "start > P5 > end")
    assert before("P3", main, inner, inner2) == {"P1", "P5"}
    assert before("P4", main, inner, inner2) == {"P2", "P5"}
    assert before("P5", main, inner, inner2) == set()


def test_an_interruption_may_come_before_anything_inside_is_done():
    main = drawn("main", "start > call:inner > P3 > end; cut@call:inner > P4 > end2")
    inner = drawn("inner", "start > P1 > P2 > end")
    assert before("P4", main, inner) == set()
    assert after("P1", main, inner) == set()


def test_an_escalation_comes_after_what_was_done_before_it_was_thrown():
    main = drawn("main", "start > call:inner > end; esc@call:inner > P4 > end2")
    inner = drawn("inner", "start > P1 > throw > P2 > end")
    assert before("P4", main, inner) == {"P1"}


def test_a_branch_beside_takes_nothing_away_from_the_main_line():
    main = drawn("main", "start > call:inner > P3 > end; on@call:inner > P4 > end2")
    inner = drawn("inner", "start > P1 > end")
    assert after("P1", main, inner) == {"P3"}
    assert before("P4", main, inner) == set()
    led = drawn("main", "start > P2 > call:inner > P3 > end; on@call:inner > P4 > end2")
    assert after("P2", led, inner) == {"P1", "P3"}


def test_procedures_that_call_each_other_do_not_hang():
    main = drawn("main", "start > call:inner > end")
    inner = drawn("inner", "start > P1 > x? > call:main > end; x? > end2")
    assert before("P1", main, inner) == set()


def test_the_way_around_a_step_is_told():
    main = drawn("main", "start > P1 > x? > P2 > y? > P3 > end; x? > y?")
    graph = RunGraph({"main": main}, start="main")
    assert graph.way_without("P2", graph.tasks_of("P3")[0]) == ("P1", "P3")
    assert graph.way_without("P1", graph.tasks_of("P3")[0]) == ()


@pytest.mark.parametrize(
    ("condition", "needed"),
    [
        ('a = "x"', {"a"}),
        ("a", {"a"}),
        ("not(a)", {"a"}),
        ("a and b", {"a", "b"}),
        ("a or b", set()),
        ('a in ("x", "y")', {"a"}),
        ("a > 5", {"a"}),
        ("a > 5 or b > 7", set()),
        ("a = null", set()),
        ('a != "x"', set()),
        ("a = true and (b = null or b < 2)", {"a"}),
        ("if a then b else false", {"a", "b"}),
        ("a and", set()),
        ("true", set()),
    ],
)
def test_the_facts_a_condition_needs(condition: str, needed: set[str]):
    assert set(facts_needed(condition)) == needed
