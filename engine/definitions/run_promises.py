"""What every run of the diagrams keeps: the steps surely done before a point, and after it."""

from collections.abc import Iterable, Mapping

from engine.definitions.run_graph import Edge, RunGraph, Vertex

Steps = frozenset[str]
_PARALLEL = "parallelGateway"


def done_before(
    graph: RunGraph, guards: Mapping[Edge, tuple[tuple[Vertex, ...], ...]]
) -> dict[Vertex, Steps]:
    """For each vertex some run reaches, the steps every such run has completed by then.

    A parallel join has what all its branches have; everywhere else only what every way in has.
    `guards` says for a flow which writers its condition implies: for each fact it needs, one of
    these vertices was passed.
    """
    known: dict[Vertex, Steps] = dict.fromkeys(graph.starts, frozenset())
    changed = True
    while changed:
        changed = False
        for vertex in graph.into:
            found = _before(graph, vertex, known, guards)
            if found is not None and known.get(vertex) != found:
                known[vertex] = found
                changed = True
    return known


def _before(
    graph: RunGraph,
    vertex: Vertex,
    known: dict[Vertex, Steps],
    guards: Mapping[Edge, tuple[tuple[Vertex, ...], ...]],
) -> Steps | None:
    ways = graph.into.get(vertex, [])
    found_by_way = [_along(graph, edge, known, guards.get(edge, ())) for edge in ways]
    have = [found for found in found_by_way if found is not None]
    node = graph.nodes.get(vertex)
    joins = node is not None and node.kind == _PARALLEL and len(ways) > 1
    if not have or (joins and len(have) < len(ways)):
        return None
    if joins:
        return frozenset().union(*have)
    found = frozenset.intersection(*have)
    return found & known[vertex] if vertex in known else found


def _along(
    graph: RunGraph,
    edge: Edge,
    known: dict[Vertex, Steps],
    implied: tuple[tuple[Vertex, ...], ...],
) -> Steps | None:
    """What is done when the edge is taken; None while nothing can take it yet."""
    if edge.source not in known:
        return None
    done = known[edge.source] | _gained(edge)
    for writers in implied:
        reached = [known[writer] | _own(graph, writer) for writer in writers if writer in known]
        if not reached:
            return None
        done |= frozenset.intersection(*reached)
    return done


def _own(graph: RunGraph, writer: Vertex) -> Steps:
    step = graph.step_of(writer)
    return frozenset({step}) if step else frozenset()


def done_after(graph: RunGraph) -> dict[Vertex, Steps]:
    """For each vertex, the steps every run completes once it has left the vertex."""
    steps = frozenset(edge.completes for edge in graph.edges if edge.completes)
    vertices = {edge.source for edge in graph.edges} | {edge.target for edge in graph.edges}
    known: dict[Vertex, Steps] = dict.fromkeys(vertices, steps)
    changed = True
    while changed:
        changed = False
        for vertex in vertices:
            found = _after(graph, vertex, known)
            if found != known[vertex]:
                known[vertex] = found
                changed = True
    return known


def _after(graph: RunGraph, vertex: Vertex, known: dict[Vertex, Steps]) -> Steps:
    ways = [edge for edge in graph.out.get(vertex, ()) if not edge.beside]
    have = [known[edge.target] | _gained(edge) for edge in ways]
    node = graph.nodes.get(vertex)
    found: Steps = frozenset()
    if have and node is not None and node.kind == _PARALLEL:
        found = frozenset().union(*have)
    elif have:
        found = frozenset.intersection(*have)
    return _cut(found, graph.cuts.get(vertex, ()), known)


def _cut(found: Steps, cuts: Iterable[Vertex], known: dict[Vertex, Steps]) -> Steps:
    """An interruption may take the run away at any point inside what it interrupts."""
    for boundary in cuts:
        found &= known.get(boundary, frozenset())
    return found


def _gained(edge: Edge) -> Steps:
    return frozenset({edge.completes}) if edge.completes else frozenset()
