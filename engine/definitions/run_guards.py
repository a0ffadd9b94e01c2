"""What a condition implies: a fact it needs was written, so its writer was passed.

A condition needs a fact when it is not true for any tried values of the others while the fact is
null. Tried are the constants of the condition, their neighbours, true, false and null.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product

from engine.definitions.facts import FactDeclaration
from engine.definitions.process import ProcessDefinition
from engine.definitions.release import Release
from engine.definitions.run_graph import Edge, RunGraph, Vertex
from engine.feel import (
    Expression,
    FeelBudgetSpent,
    FeelFunctionMissing,
    FeelSyntaxRefused,
    compile_expression,
)

TRIALS_MAX = 5_000
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def implied_writers(
    graph: RunGraph, release: Release
) -> Mapping[Edge, tuple[tuple[Vertex, ...], ...]]:
    """For each flow with a condition: per fact it needs, the vertices one of which wrote it."""
    needed = {
        (key, flow.id): tuple(facts_needed(flow.condition))
        for key, process in release.process_definitions.items()
        for flow in process.flows.values()
        if flow.condition is not None
    }
    writers = _writers(graph, release)
    found: dict[Edge, tuple[tuple[Vertex, ...], ...]] = {}
    for edge in graph.edges:
        process = graph.process_of.get(edge.target, "")
        names = needed.get((process, edge.flow or ""), ())
        implied = tuple(writers[name] for name in names if writers.get(name))
        if implied:
            found[edge] = implied
    return found


def facts_needed(condition: str | None) -> Iterator[str]:
    """The names that must be written for the condition to be true."""
    try:
        expression = compile_expression(condition or "")
    except FeelSyntaxRefused:
        return
    for name in sorted(expression.names):
        if not _may_be_true_without(expression, name):
            yield name


def _may_be_true_without(expression: Expression, name: str) -> bool:
    others = sorted(expression.names - {name})
    values = _values_to_try(expression)
    if len(values) ** len(others) > TRIALS_MAX:
        return True
    for tried in product(values, repeat=len(others)):
        facts = dict(zip(others, tried, strict=True))
        try:
            if expression.evaluate(facts, now=_ANY_TIME) is True:
                return True
        except (FeelFunctionMissing, FeelBudgetSpent):
            return True
    return False


def _values_to_try(expression: Expression) -> list[object]:
    values: list[object] = [True, False, None]
    for literal in expression.literals:
        near = [literal]
        if isinstance(literal, Decimal):
            near += [literal - 1, literal + 1]
        values.extend(value for value in near if not isinstance(value, bool) and value is not None)
    return values


def _writers(graph: RunGraph, release: Release) -> Mapping[str, tuple[Vertex, ...]]:
    """The vertices that write each fact; none for facts the case or a clock may write."""
    found: dict[str, list[Vertex]] = {}
    unbound: set[str] = set()
    for fact in release.fact_declarations:
        places = _writing(fact, graph, release)
        if places is None:
            unbound.add(fact.name)
        else:
            found.setdefault(fact.name, []).extend(places)
    return {name: tuple(places) for name, places in found.items() if name not in unbound}


def _writing(fact: FactDeclaration, graph: RunGraph, release: Release) -> tuple[Vertex, ...] | None:
    if fact.writer.step is not None:
        return graph.tasks_of(fact.writer.step)
    if fact.writer.kind == "assign":
        return tuple(
            vertex
            for vertex in graph.nodes
            if fact.name in _assigned(vertex, graph, release.process_definitions)
        )
    return None


def _assigned(
    vertex: Vertex, graph: RunGraph, processes: Mapping[str, ProcessDefinition]
) -> tuple[str, ...]:
    process = processes.get(graph.process_of.get(vertex, ""))
    return process.facts_written.get(vertex[1], ()) if process else ()
