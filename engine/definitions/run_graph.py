"""The runs a set of diagrams allows: called procedures are laid into their callers.

A vertex is (call path, element); the exit of a sub-process or call is its own vertex
``element/out``. An edge may complete a step: it leaves the step's user task by a flow. Conditions
are not looked at, so that every drawn way counts as possible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.definitions.process import Flow, Node, ProcessDefinition

Vertex = tuple[tuple[str, ...], str]
CALL_DEPTH_MAX = 5
VERTICES_MAX = 20_000
_OUT = "/out"
_STARTING = frozenset({"startEvent", "subProcess"})
"""What begins a scope; a sub-process nobody flows into waits for its own event."""
_SCOPES = frozenset({"subProcess", "transaction"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A move from one vertex to another; `completes` is the step it finishes, if any.

    `beside` marks a branch that begins while its origin goes on (a boundary event that does not
    interrupt).
    """

    source: Vertex
    target: Vertex
    completes: str | None = None
    beside: bool = False
    flow: str | None = None
    """Id of the sequence flow, where it is one."""


class RunGraph:
    """All runs from the start of the process `start`."""

    def __init__(self, processes: Mapping[str, ProcessDefinition], *, start: str) -> None:
        """Called procedures that are missing, or call in a circle, are passed over."""
        self.processes = processes
        self.edges: list[Edge] = []
        self.nodes: dict[Vertex, Node] = {}
        self.process_of: dict[Vertex, str] = {}
        self.cuts: dict[Vertex, tuple[Vertex, ...]] = {}
        self.starts = self._lay(start, (), ())
        self.out: dict[Vertex, list[Edge]] = {}
        self.into: dict[Vertex, list[Edge]] = {}
        for edge in self.edges:
            self.out.setdefault(edge.source, []).append(edge)
            self.into.setdefault(edge.target, []).append(edge)

    def step_of(self, vertex: Vertex) -> str | None:
        """The step of a user task's vertex."""
        process = self.processes.get(self.process_of.get(vertex, ""))
        task = process.tasks.get(vertex[1]) if process else None
        return task.step if task else None

    def tasks_of(self, step: str) -> tuple[Vertex, ...]:
        """The vertices of the user tasks of a step."""
        return tuple(vertex for vertex in self.nodes if self.step_of(vertex) == step)

    def reached_from(self, vertex: Vertex) -> frozenset[Vertex]:
        """Every vertex some run passes after this one."""
        return frozenset(self._walk(vertex))

    def reached(self) -> frozenset[Vertex]:
        """Every vertex some run passes."""
        found = set(self.starts)
        for start in self.starts:
            found.update(self._walk(start))
        return frozenset(found)

    def way_without(self, step: str, goal: Vertex) -> tuple[str, ...]:
        """Names along a drawn way from the start to `goal` without a task of `step`; () if none."""
        came: dict[Vertex, Vertex | None] = dict.fromkeys(self.starts)
        waiting = list(self.starts)
        while waiting and goal not in came:
            at = waiting.pop(0)
            for edge in self.out.get(at, ()):
                if edge.completes != step and edge.target not in came:
                    came[edge.target] = at
                    waiting.append(edge.target)
        names: list[str] = []
        at_last: Vertex | None = goal if goal in came else None
        while at_last is not None:
            node = self.nodes.get(at_last)
            if node is not None and node.name:
                names.append(node.name)
            at_last = came[at_last]
        return tuple(reversed(names))

    def _walk(self, vertex: Vertex) -> Iterator[Vertex]:
        seen: set[Vertex] = set()
        waiting = [vertex]
        while waiting:
            for edge in self.out.get(waiting.pop(), ()):
                if edge.target not in seen:
                    seen.add(edge.target)
                    waiting.append(edge.target)
                    yield edge.target

    def _lay(self, key: str, path: tuple[str, ...], cuts: tuple[Vertex, ...]) -> tuple[Vertex, ...]:
        process = self.processes[key]
        laid = _Laid(self, process, path, cuts)
        return laid.scope(key, cuts)


class _Laid:
    """Lays one procedure into the graph, under one call path."""

    def __init__(
        self,
        graph: RunGraph,
        process: ProcessDefinition,
        path: tuple[str, ...],
        cuts: tuple[Vertex, ...],
    ) -> None:
        self.graph = graph
        self.process = process
        self.path = path
        self.cuts = cuts
        self.inside: dict[str, list[Node]] = {}
        self.boundaries: dict[str, list[Node]] = {}
        for node in process.nodes.values():
            self.inside.setdefault(node.parent, []).append(node)
            if node.attached_to:
                self.boundaries.setdefault(node.attached_to, []).append(node)
        self.with_inflow = {flow.target for flow in process.flows.values()}

    def scope(self, parent: str, cuts: tuple[Vertex, ...]) -> tuple[Vertex, ...]:
        """Lay every node of a scope; returns where it begins."""
        starts: list[Vertex] = []
        for node in self.inside.get(parent, ()):
            self._node(node, cuts)
            if node.kind in _STARTING and node.id not in self.with_inflow:
                starts.append((self.path, node.id))
        for flow in self.process.flows.values():
            if flow.parent == parent and flow.source in self.process.nodes:
                self._flow(flow)
        return tuple(starts)

    def _node(self, node: Node, cuts: tuple[Vertex, ...]) -> None:
        vertex = (self.path, node.id)
        self.graph.nodes[vertex] = node
        self.graph.process_of[vertex] = self.process.key
        self.graph.cuts[vertex] = cuts
        if self._is_composite(node):
            self._composite(node, vertex, cuts)
        for boundary in self.boundaries.get(node.id, ()):
            self._boundary(vertex, boundary)

    def _is_composite(self, node: Node) -> bool:
        if node.kind in _SCOPES:
            return True
        return (
            node.kind == "callActivity"
            and node.called in self.graph.processes
            and len(self.path) < CALL_DEPTH_MAX
            and len(self.graph.nodes) < VERTICES_MAX
        )

    def _composite(self, node: Node, vertex: Vertex, cuts: tuple[Vertex, ...]) -> None:
        own = tuple(
            (self.path, boundary.id)
            for boundary in self.boundaries.get(node.id, ())
            if boundary.interrupting and boundary.event != "escalation"
        )
        inner_cuts = (*cuts, *own)
        if node.kind in _SCOPES:
            starts = self.scope(node.id, inner_cuts)
            ends = self._ends(node.id, self.process, self.path)
        else:
            path = (*self.path, node.id)
            called = self.graph.processes[node.called or ""]
            starts = self.graph._lay(called.key, path, inner_cuts)  # noqa: SLF001 -- one module
            ends = self._ends(called.key, called, path)
        for start in starts:
            self._edge(vertex, start)
        for end in ends:
            self._edge(end, (self.path, node.id + _OUT))

    def _ends(
        self, parent: str, process: ProcessDefinition, path: tuple[str, ...]
    ) -> Iterator[Vertex]:
        for node in process.nodes.values():
            if node.parent == parent and node.kind == "endEvent":
                yield (path, node.id)

    def _boundary(self, vertex: Vertex, boundary: Node) -> None:
        target = (self.path, boundary.id)
        throwers = [
            inner
            for inner, node in self.graph.nodes.items()
            if boundary.event == "escalation"
            and node.event == "escalation"
            and node.event_name == boundary.event_name
            and node.attached_to is None
            and self._lies_in(inner, vertex)
        ]
        for source in throwers or [vertex]:
            self._edge(source, target, beside=not boundary.interrupting)

    def _lies_in(self, inner: Vertex, outer: Vertex) -> bool:
        path = (*self.path, outer[1])
        if inner[0][: len(path)] == path:
            return True
        if inner[0] != self.path:
            return False
        parent = self.process.nodes[inner[1]].parent
        while parent in self.process.nodes and parent != outer[1]:
            parent = self.process.nodes[parent].parent
        return parent == outer[1]

    def _flow(self, flow: Flow) -> None:
        node = self.process.nodes[flow.source]
        task = self.process.tasks.get(flow.source)
        name = flow.source + _OUT if self._is_laid(node) else flow.source
        edge = Edge(
            source=(self.path, name),
            target=(self.path, flow.target),
            completes=task.step if task else None,
            flow=flow.id,
        )
        self.graph.edges.append(edge)

    def _is_laid(self, node: Node) -> bool:
        return node.kind in _SCOPES or any(
            vertex[0] == (*self.path, node.id) for vertex in self.graph.nodes
        )

    def _edge(self, source: Vertex, target: Vertex, *, beside: bool = False) -> None:
        self.graph.edges.append(Edge(source=source, target=target, beside=beside))
