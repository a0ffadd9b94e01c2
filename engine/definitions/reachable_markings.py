"""Whether tokens may stand together where they stand: markings a drawing can reach (可达标记).

One drawing at a time: a call is one step, a condition may go either way. A sub-process is looked at
with the drawing it lies in. Joins wait for their flows; an inclusive join for any of them, so that
what is told unreachable truly is, and what is told reachable may rarely not be.
"""

from collections.abc import Iterator
from itertools import chain, combinations

from engine.definitions.process import Node, ProcessDefinition

MARKINGS_MAX = 20_000
"""Markings looked at before the answer is: cannot be told."""

Marking = frozenset[str]
"""Ids of tasks, calls (a token in them) and of flows (a token that waits at a join)."""

JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
BRANCHES_MAX = 6
"""Ways out of an inclusive gateway that are tried in every combination."""


class MarkingsBeyondCount(Exception):
    """More markings than `MARKINGS_MAX`."""


def is_reachable(process: ProcessDefinition, wanted: Marking) -> bool:
    """Whether some run of the drawing has its tokens exactly there.

    Raises MarkingsBeyondCount when the drawing has too many markings to tell.
    """
    net = _Net(process)
    seen = {net.start}
    todo = [net.start]
    while todo:
        marking = todo.pop()
        if net.at_rest(marking) == wanted:
            return True
        for following in net.after(marking):
            if following not in seen:
                if len(seen) >= MARKINGS_MAX:
                    raise MarkingsBeyondCount
                seen.add(following)
                todo.append(following)
    return False


class _Net:
    """The drawing as a net whose places are flows and what a token rests in."""

    def __init__(self, process: ProcessDefinition) -> None:
        self.nodes = process.nodes
        self.out: dict[str, list[str]] = {}
        self.into: dict[str, list[str]] = {}
        self.target: dict[str, str] = {}
        for flow in process.flows.values():
            self.out.setdefault(flow.source, []).append(flow.id)
            self.into.setdefault(flow.target, []).append(flow.id)
            self.target[flow.id] = flow.target
        self.hung: dict[str, list[Node]] = {}
        self.begins: dict[str, str] = {}
        self.beside: list[str] = []
        for node in process.nodes.values():
            if node.attached_to:
                self.hung.setdefault(node.attached_to, []).append(node)
            if node.kind == "startEvent":
                self.begins[node.parent] = node.id
        for node in process.nodes.values():
            unentered = node.id not in self.into and node.kind == "subProcess"
            if unentered and node.id in self.begins:
                self.beside.append(self.begins[node.id])
        self.start: Marking = frozenset(self.out.get(self.begins.get(process.key, ""), ()))

    def at_rest(self, marking: Marking) -> Marking:
        """The marking if every token of it rests, else what nobody asks for."""
        return marking if self._moving(marking) is None else frozenset({""})

    def after(self, marking: Marking) -> Iterator[Marking]:
        """Every marking one step further; tokens on their way go first, in any order."""
        moving = self._moving(marking)
        if moving is not None:
            yield from self._entering(marking, moving)
            return
        for one in marking:
            if one in self.nodes:
                yield from self._leaving(marking, self.nodes[one])
            else:
                yield from self._entering(marking, one)
        for start in self.beside:
            yield marking | set(self.out.get(start, ()))

    def _moving(self, marking: Marking) -> str | None:
        """A token that neither rests in a task nor waits at a join."""
        found = (
            one
            for one in sorted(marking)
            if one not in self.nodes and self.nodes[self.target[one]].kind not in JOINS
        )
        return next(found, None)

    def _leaving(self, marking: Marking, node: Node) -> Iterator[Marking]:
        rest = marking - {node.id}
        yield rest | set(self.out.get(node.id, ()))
        for event in self.hung.get(node.id, ()):
            begun = set(self.out.get(event.id, ()))
            yield (rest if event.interrupting else marking) | begun

    def _entering(self, marking: Marking, flow: str) -> Iterator[Marking]:
        node = self.nodes[self.target[flow]]
        rest = marking - {flow}
        out = self.out.get(node.id, ())
        match node.kind:
            case "userTask" | "callActivity":
                yield rest | {node.id}
            case "subProcess":
                yield rest | set(self.out.get(self.begins.get(node.id, ""), ()))
            case "endEvent":
                yield from self._ended(rest, node)
            case "exclusiveGateway":
                yield from (rest | {one} for one in out)
            case "parallelGateway" | "inclusiveGateway":
                yield from self._joined(marking, node)
            case _:
                yield rest | set(out)
                yield from self._thrown(rest, node)

    def _joined(self, marking: Marking, node: Node) -> Iterator[Marking]:
        into, out = set(self.into.get(node.id, ())), self.out.get(node.id, ())
        if node.kind == "inclusiveGateway":
            for chosen in _some_of(tuple(out)):
                yield (marking - into) | set(chosen)
        elif into <= marking:
            yield (marking - into) | set(out)

    def _ended(self, rest: Marking, node: Node) -> Iterator[Marking]:
        """The end of a sub-process goes on behind it; that of the drawing takes its token."""
        yield rest
        parent = self.nodes.get(node.parent)
        if parent is not None:
            yield rest | set(self.out.get(parent.id, ()))
            for event in self.hung.get(parent.id, ()):
                yield rest | set(self.out.get(event.id, ()))

    def _thrown(self, rest: Marking, node: Node) -> Iterator[Marking]:
        parent = self.nodes.get(node.parent)
        for event in self.hung.get(parent.id, ()) if parent and node.event else ():
            yield rest | set(self.out.get(node.id, ())) | set(self.out.get(event.id, ()))


def _some_of(flows: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    few = flows[:BRANCHES_MAX]
    return chain.from_iterable(combinations(few, size) for size in range(1, len(few) + 1))
