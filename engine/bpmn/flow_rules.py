"""Rules on sequence flows: what may leave and enter a node, so that no token is lost or doubled."""

from collections import Counter
from collections.abc import Iterator

from engine.bpmn.diagram_file import (
    GATEWAYS,
    DiagramFile,
    Element,
    Level,
    is_event_process,
    kind,
)
from engine.bpmn.findings import Finding
from engine.bpmn.xml_names import BPMN
from engine.definitions.diagram_messages import said

CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
CHOICES_MIN = 2
"""Ways out of a gateway from which on it needs conditions."""


def flow_rules(file: DiagramFile) -> Iterator[Finding]:
    """All rules of this module on one file."""
    for level in file.levels:
        yield from _ends(file, level)
        yield from _dangling(file, level)
        yield from _twins(file, level)
        for name, node in level.nodes.items():
            yield from _leaving(file, level, name, node)
            yield from _entering(file, level, name, node)
            yield from _choices(file, level, name, node)
        yield from _unreachable(file, level)


def condition(flow: Element) -> str:
    """The text of a flow's condition; "" when it has none."""
    return (flow.findtext(f"{BPMN}conditionExpression") or "").strip()


def _ends(file: DiagramFile, level: Level) -> Iterator[Finding]:
    kinds = Counter(kind(node) for node in level.nodes.values())
    if kinds["startEvent"] != 1:
        starts = said("start_events", count=kinds["startEvent"])
        yield file.finding(level.body, "start_events", *starts)
    if not kinds["endEvent"]:
        yield file.finding(level.body, "no_end_event", *said("no_end_event"))


def _dangling(file: DiagramFile, level: Level) -> Iterator[Finding]:
    for flow in level.flows:
        missing = {flow.get("sourceRef"), flow.get("targetRef")} - set(level.nodes)
        if missing:
            what = f"流线“{flow.get('id')}”的一端不在同一个流程或者子流程内。"
            yield file.finding(flow, "dangling_flow", what, "请重新连接流线的两端。")


def _twins(file: DiagramFile, level: Level) -> Iterator[Finding]:
    pairs = Counter((flow.get("sourceRef"), flow.get("targetRef")) for flow in level.flows)
    for flow in level.flows:
        pair = flow.get("sourceRef"), flow.get("targetRef")
        if pairs.pop(pair, 0) > 1:
            what = f"从“{pair[0]}”到“{pair[1]}”画了不止一条流线。"
            yield file.finding(flow, "twin_flows", what, "请合并为一条，条件用 or 连接。")


def _leaving(file: DiagramFile, level: Level, name: str, node: Element) -> Iterator[Finding]:
    flows = level.leaving(name)
    if kind(node) == "endEvent":
        if flows:
            yield file.finding(node, "flow_after_end", "结束事件后面还有流线。", "请删除该流线。")
    elif not is_event_process(node):
        if not flows:
            said_so = said("no_way_out", node=node.get("name") or name)
            yield file.finding(node, "no_way_out", *said_so)
        if kind(node) not in GATEWAYS:
            yield from _leaving_no_gateway(file, node, flows)


def _leaving_no_gateway(
    file: DiagramFile, node: Element, flows: list[Element]
) -> Iterator[Finding]:
    if len(flows) > 1:
        shown = node.get("name") or node.get("id")
        split = said("implicit_split", node=shown, count=len(flows))
        yield file.finding(node, "implicit_split", *split)
    for flow in flows:
        if condition(flow):
            what = f"流线“{flow.get('id')}”不是从网关出发却带有条件，引擎会忽略它。"
            mend = "请在该节点后加一个排他网关。"
            yield file.finding(flow, "condition_without_gateway", what, mend)


def _entering(file: DiagramFile, level: Level, name: str, node: Element) -> Iterator[Finding]:
    begins = kind(node) in {"startEvent", "boundaryEvent"} or is_event_process(node)
    if begins and level.entering(name):
        what = f"有流线进入“{node.get('name') or name}”。"
        mend = "开始事件、边界事件和事件子流程前面不能有流线，请删除。"
        yield file.finding(node, "flow_into_start", what, mend)


def _choices(file: DiagramFile, level: Level, name: str, node: Element) -> Iterator[Finding]:
    flows, default = level.leaving(name), node.get("default")
    shown = node.get("name") or name
    if kind(node) not in CHOOSING or len(flows) < CHOICES_MIN:
        for flow in flows if kind(node) in GATEWAYS else []:
            if condition(flow):
                what = f"网关“{shown}”的流线“{flow.get('id')}”不该有条件。"
                mend = "并行网关和只有一个出口的网关不带条件，请删除。"
                yield file.finding(flow, "needless_condition", what, mend)
        return
    if default not in {flow.get("id") for flow in flows}:
        yield file.finding(node, "no_default_flow", *said("no_default_flow", node=shown))
    for flow in flows:
        is_default, written = flow.get("id") == default, condition(flow)
        if is_default and written:
            what = f"默认流线“{default}”带有条件，引擎会忽略它。"
            yield file.finding(flow, "condition_on_default", what, "请删除条件，或者另选默认流线。")
        if not is_default and not written:
            open_way = said("no_condition", node=shown, name=flow.get("id"))
            yield file.finding(flow, "no_condition", *open_way)


def _unreachable(file: DiagramFile, level: Level) -> Iterator[Finding]:
    reached: set[str] = set()
    todo = [
        name
        for name, node in level.nodes.items()
        if kind(node) == "startEvent" or is_event_process(node)
    ]
    while todo:
        name = todo.pop()
        if name in reached or name not in level.nodes:
            continue
        reached.add(name)
        todo.extend(flow.get("targetRef", "") for flow in level.leaving(name))
        todo.extend(level.hung_on.get(name, []))
    lost = [name for name in level.nodes if name not in reached]
    for name in _first_of(level, lost):
        node = level.nodes[name]
        lost_so = said("unreachable", node=node.get("name") or name)
        yield file.finding(node, "unreachable", *lost_so)


def _first_of(level: Level, lost: list[str]) -> list[str]:
    """Of nodes that are not reached, those no other of them leads to: what follows is no news."""
    led_to = {flow.get("targetRef") for name in lost for flow in level.leaving(name)}
    led_to |= {edge for name in lost for edge in level.hung_on.get(name, [])}
    return [name for name in lost if name not in led_to] or lost[:1]
