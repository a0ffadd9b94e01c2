"""Checks how a drawing runs: everything comes to an end, no loop turns by itself, time suffices."""

from collections.abc import Iterable, Mapping
from datetime import date

from engine.definitions.check_limits import HOURS_OF_UNIT
from engine.definitions.checked_place import CheckedPlace
from engine.definitions.finding import Notes
from engine.definitions.limits import Limit
from engine.definitions.process import Node, ProcessDefinition
from engine.definitions.run_graph import RunGraph, Vertex

MAIN_PROCESS = "proc_case_main"
TOTAL = "dl_case_total"
HOURS_OF_DAY = 24
NAMES_MAX = 8
Ways = Mapping[str, tuple[str, ...]]


def check_runs(process: ProcessDefinition, notes: Notes) -> None:
    """The rules of one drawing by itself: an end from everywhere, a person in every loop."""
    ways = ways_of(process)
    _check_end_reachable(process, ways, notes)
    for loop in loops_of(ways):
        _check_loop(loop, process, ways, notes)


def ways_of(process: ProcessDefinition) -> Ways:
    """Where each node leads to: flows, what hangs on it, the inside of sub-processes."""
    found: dict[str, list[str]] = {name: [] for name in process.nodes}
    for flow in process.flows.values():
        if flow.source in found and flow.target in found:
            found[flow.source].append(flow.target)
    for node in process.nodes.values():
        if node.attached_to in found:
            found[node.attached_to].append(node.id)
    return {name: tuple(targets) for name, targets in found.items()}


def loops_of(ways: Ways) -> frozenset[frozenset[str]]:
    """Every knot of nodes that lead to one another."""
    reached = {name: _reached(name, ways) for name in ways}
    return frozenset(
        frozenset(other for other in reached[name] if name in reached[other])
        for name in ways
        if name in reached[name]
    )


def _reached(start: str, ways: Ways) -> frozenset[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        for target in ways[todo.pop()]:
            if target not in found:
                found.add(target)
                todo.append(target)
    return frozenset(found)


def _check_end_reachable(process: ProcessDefinition, ways: Ways, notes: Notes) -> None:
    before: dict[str, list[str]] = {name: [] for name in ways}
    for name, targets in ways.items():
        for target in targets:
            before[target].append(name)
    todo = [name for name, targets in ways.items() if not targets]  # a dead end is told elsewhere
    ending = set(todo)
    while todo:
        for name in before[todo.pop()]:
            if name not in ending:
                ending.add(name)
                todo.append(name)
    for node in process.nodes.values():
        if node.id not in ending:
            what = f"从“{node.name or node.id}”走不到任何结束事件。"
            at = (process.file, node.line)
            notes.error("end_not_reachable", at, what, "请画出通往结束的连线。", where=node.id)


def _check_loop(loop: frozenset[str], process: ProcessDefinition, ways: Ways, notes: Notes) -> None:
    nodes = [node for node in process.nodes.values() if node.id in loop]
    first = min(nodes, key=lambda node: node.line)
    at = (process.file, first.line)
    if not any(node.kind in {"userTask", "callActivity", "subProcess"} for node in nodes):
        what = f"“{_named(nodes)}”自己连成一圈，中间没有人办理，会一直转下去。"
        mend = "请在这一圈里放一个办理项，或者改画连线。"
        notes.error("loop_without_person", at, what, mend, where=first.id)
        return
    if not any(target not in loop for node in nodes for target in ways[node.id]):
        what = f"“{_named(nodes)}”连成一圈，没有出口。"
        notes.error("loop_without_exit", at, what, "请画出离开这一圈的连线。", where=first.id)


def _named(nodes: Iterable[Node]) -> str:
    names = [node.name or node.id for node in nodes]
    more = f"等 {len(names)} 处" if len(names) > NAMES_MAX else ""
    return "、".join(names[:NAMES_MAX]) + more


# --- time ----------------------------------------------------------------------------------------


def check_time(place: CheckedPlace, notes: Notes) -> None:
    """On the longest drawn way the limits of our stages should fit into the total limit."""
    limits = place.release.limits
    total = limits.get(TOTAL)
    whole = 0.0 if total is None else days_of(total)
    if total is None or not whole or MAIN_PROCESS not in place.release.process_definitions:
        return
    keys = longest_way(place, total)
    spent = sum(days_of(limits[key]) for key in keys)
    if spent > whole:
        said = "、".join(f"{limits[key].title} {days_of(limits[key]):.0f}" for key in keys)
        what = f"各环节期限合计约 {spent:.0f} 日（{said}），超过“{total.title}”{whole:.0f} 日。"
        mend = "请缩短环节期限，或者核对总期限。"
        notes.warning("stages_exceed_total", (total.file, total.line), what, mend, where=TOTAL)


def days_of(limit: Limit) -> float:
    """The latest number of a limit in calendar days, at the least it comes to; 0 without one."""
    value = limit.value_on(date.max)
    if value is None:
        return 0.0
    return value.amount * _least_hours(value.unit) / HOURS_OF_DAY


def _least_hours(unit: str) -> float:
    weekday_share = 7 / 5  # five of seven days are working days
    least = float(HOURS_OF_UNIT[unit][0])
    return least * weekday_share if unit == "working_days" else least


def longest_way(place: CheckedPlace, total: Limit) -> tuple[str, ...]:
    """The limits of ours within `total`, along the way that takes longest; loops count once."""
    days = {key: days_of(one) for key, one in place.release.limits.items() if _within(one, total)}
    graph = RunGraph(place.release.process_definitions, start=MAIN_PROCESS)
    best: dict[Vertex, tuple[float, tuple[str, ...]]] = {}
    for vertex in _in_order(graph):
        before = [
            best[edge.source]
            for edge in graph.into.get(vertex, ())
            if edge.source in best and not edge.beside
        ]
        spent, keys = max(before, default=(0.0, ()))
        key = _limit_of(graph, vertex)
        if days.get(key) and key not in keys:
            spent, keys = spent + days[key], (*keys, key)
        best[vertex] = (spent, keys)
    return max(best.values(), default=(0.0, ()))[1]


def _within(limit: Limit, total: Limit) -> bool:
    """Whether the limit is ours and runs while the total does: not before it, not after it."""
    begins, ends = ({mark.event for mark in marks} for marks in (total.counts_from, total.met_by))
    before = {mark.event for mark in limit.met_by} & begins
    after = {mark.event for mark in limit.counts_from} & ends
    return limit.held_by == "us" and limit.key != total.key and not before and not after


def _limit_of(graph: RunGraph, vertex: Vertex) -> str:
    process = graph.processes.get(graph.process_of.get(vertex, ""))
    task = process.tasks.get(vertex[1]) if process else None
    return (task.limit if task else None) or ""


def _in_order(graph: RunGraph) -> tuple[Vertex, ...]:
    """Every vertex after those before it, as far as loops allow (depth first, finished last)."""
    done: list[Vertex] = []
    seen: set[Vertex] = set()
    for start in graph.starts:
        trail = [(start, iter(graph.out.get(start, ())))]
        seen.add(start)
        while trail:
            vertex, ahead = trail[-1]
            edge = next(ahead, None)
            if edge is None:
                done.append(vertex)
                trail.pop()
            elif edge.target not in seen:
                seen.add(edge.target)
                trail.append((edge.target, iter(graph.out.get(edge.target, ()))))
    return tuple(reversed(done))
