"""Takes a diagram of another tool (Camunda, Flowable, Activiti, plain BPMN) into one of ours.

Nothing is executed and nothing left out silently: each element is taken, mapped to what we have,
dropped, or marked as to be completed, and the report says which and why.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.definitions.check_process import NODES_MAX
from engine.definitions.diagram_xml import (
    BPMN,
    ZHIJIAN,
    Element,
    in_namespace,
    line_of,
    local_name,
    parse_xml,
    text_of,
)
from engine.definitions.finding import DefinitionRefused, Finding
from engine.definitions.foreign_layout import pictured
from engine.definitions.foreign_nodes import Outcome, made_node
from engine.definitions.foreign_words import condition_in_feel, vendor_of

OUTCOME_WORDS: Mapping[Outcome, str] = {
    "taken": "照收",
    "mapped": "转换",
    "dropped": "略去",
    "to_complete": "须补充",
}
NODES = re.compile(
    r"(.*Task|task|.*Event|.*Gateway|callActivity|(adHoc)?[sS]ubProcess|transaction)$"
)
SILENT = frozenset({"incoming", "outgoing", "extensionElements", "laneSet", "ioSpecification"})
NAMESPACES = {
    "bpmn": BPMN,
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "zhijian": ZHIJIAN,
}
_RESERVED = frozenset({"Start", "End", "Root", "typename"})
_LETTERS = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignLine:
    """What became of one element."""

    outcome: Outcome
    element: str
    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignDiagram:
    """A diagram taken in: our XML, and the report."""

    vendor: str
    title: str
    xml: bytes
    nodes: int
    lines: tuple[ForeignLine, ...]

    def count(self, outcome: Outcome) -> int:
        """How many elements had this outcome."""
        return sum(1 for one in self.lines if one.outcome == outcome)


def take_foreign(
    data: bytes, *, key: str, file: str, based_on: str | None = None
) -> ForeignDiagram:
    """The diagram as one of the procedure `key`. Raises DefinitionRefused for what is no BPMN."""
    root = parse_xml(data, file=file)
    processes = [one for one in root.iter(f"{{{BPMN}}}process") if isinstance(one.tag, str)]
    if not processes:
        raise DefinitionRefused([_refusal(file, 1, "process_count", "文件里没有流程。")])
    chosen = max(processes, key=_worth)
    if _size(chosen) > NODES_MAX:
        what = f"图里有 {_size(chosen)} 个节点，最多 {NODES_MAX} 个。"
        raise DefinitionRefused([_refusal(file, line_of(chosen), "nodes_too_many", what)])
    taking = Taking(key)
    for other in processes:
        if other is not chosen:
            what = f"另一个流程（{_size(other)} 个节点），一个文件只收一个流程。"
            taking.note("dropped", other, what)
    for kind in ("messageFlow", "dataStore", "signal", "error"):
        for one in root.iter(f"{{{BPMN}}}{kind}"):
            taking.note("dropped", one, f"{kind}：本系统不用。")
    return _made(taking, root, chosen, based_on)


def _made(
    taking: "Taking", root: Element, process: Element, based_on: str | None
) -> ForeignDiagram:
    made = etree.Element(f"{{{BPMN}}}definitions", nsmap=NAMESPACES)
    made.set("id", f"defs_{taking.key.removeprefix('proc_')}")
    made.set("targetNamespace", "urn:zhijian:processes")
    made.set("expressionLanguage", "https://www.omg.org/spec/DMN/20191111/FEEL/")
    if based_on:
        made.set(f"{{{ZHIJIAN}}}basedOn", based_on)
    body = etree.SubElement(made, f"{{{BPMN}}}process")
    body.set("id", taking.key)
    body.set("name", process.get("name") or process.get("id") or "")
    body.set("isExecutable", "true")
    taking.scope(process, body)
    for message in taking.messages.values():
        made.insert(0, message)
    made.append(pictured(root, body, taking.ids))
    etree.indent(made, space="  ")
    return ForeignDiagram(
        vendor=vendor_of(root),
        title=body.get("name") or "",
        xml=etree.tostring(made, xml_declaration=True, encoding="UTF-8"),
        nodes=taking.nodes,
        lines=tuple(taking.lines),
    )


class Taking:
    """One taking-in under way: new ids by old ones, the report, the messages declared."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.ids: dict[str, str] = {}
        self.used: set[str] = {key, *_RESERVED}
        self.lines: list[ForeignLine] = []
        self.messages: dict[str, Element] = {}
        self.lanes: dict[str, str] = {}
        self.nodes = 0

    def note(self, outcome: Outcome, element: Element, what: str) -> None:
        """A line of the report."""
        self.lines.append(
            ForeignLine(
                outcome=outcome,
                element=element.get("id") or "",
                name=" ".join((element.get("name") or "").split()),
                what=what,
            )
        )

    def new_id(self, element: Element) -> str:
        """An id of ours for an element: its own where that will do."""
        old = element.get("id") or local_name(element)
        plain = _LETTERS.sub("_", old)
        wanted = plain if plain[:1].isalpha() and plain[:1].isascii() else f"n_{plain}"
        name, number = wanted, 1
        while name in self.used:
            number += 1
            name = f"{wanted}_{number}"
        self.used.add(name)
        self.ids.setdefault(element.get("id") or "", name)
        return name

    def message(self, name: str) -> str:
        """Id of the declaration of a message of that name."""
        if name not in self.messages:
            made = etree.Element(f"{{{BPMN}}}message")
            made.set("id", self.new_id(made))
            made.set("name", name)
            self.messages[name] = made
        return self.messages[name].get("id") or ""

    def scope(self, process: Element, into: Element) -> None:
        """Take in what lies in a process or sub-process: nodes first, then the flows between."""
        flows: list[Element] = []
        ours = [one for one in process if in_namespace(one, BPMN)]
        self._read_lanes(process)
        for element in sorted(ours, key=lambda one: local_name(one) == "boundaryEvent"):
            kind = local_name(element)
            if kind == "sequenceFlow":
                flows.append(element)
            elif NODES.fullmatch(kind):
                self._node(element, into)
            elif kind not in SILENT and not kind.endswith("Characteristics"):
                self.note("dropped", element, f"{kind}：只供阅读，或者本系统不用。")
        kept = [made for flow in flows if (made := self._flow(flow, into)) is not None]
        self._defaults(process, into, {one.get("id") or "" for one in kept})

    def _read_lanes(self, process: Element) -> None:
        for lane in process.iter(f"{{{BPMN}}}lane"):
            for held in lane.findall(f"{{{BPMN}}}flowNodeRef"):
                self.lanes.setdefault(text_of(held) or "", lane.get("name") or "")
            self.note("mapped", lane, "泳道的名称用来提示办理角色。")

    def _node(self, element: Element, into: Element) -> None:
        made = made_node(element, self)
        if made is None:
            return
        self.nodes += 1
        into.append(made)
        if local_name(made) == "subProcess":
            self.scope(element, made)

    def _flow(self, flow: Element, into: Element) -> Element | None:
        ends = [self.ids.get(flow.get(end) or "") for end in ("sourceRef", "targetRef")]
        if None in ends:
            self.note("dropped", flow, "连线的一端没有收进来。")
            return None
        made = etree.SubElement(into, f"{{{BPMN}}}sequenceFlow")
        made.set("id", self.new_id(flow))
        if flow.get("name"):
            made.set("name", flow.get("name") or "")
        made.set("sourceRef", ends[0] or "")
        made.set("targetRef", ends[1] or "")
        written = text_of(flow.find(f"{{{BPMN}}}conditionExpression"))
        if written:
            self._condition(flow, made, written)
        return made

    def _condition(self, flow: Element, made: Element, written: str) -> None:
        source = condition_in_feel(written)
        if source is None:
            self.note("to_complete", flow, f"条件“{written}”不能自动改写，请用条件编辑器重写。")
            return
        condition = etree.SubElement(made, f"{{{BPMN}}}conditionExpression")
        condition.set(f"{{{NAMESPACES['xsi']}}}type", "bpmn:tFormalExpression")
        condition.text = source
        self.note("mapped", flow, f"条件“{written}”改写为“{source}”；其中的名称须是本地的事实。")

    def _defaults(self, process: Element, into: Element, flows: set[str]) -> None:
        """Default flows of gateways, where the flow was taken in; others are named as left out."""
        by_id = {one.get("id"): one for one in into}
        for element in (one for one in process if in_namespace(one, BPMN) and one.get("default")):
            made = by_id.get(self.ids.get(element.get("id") or ""))
            default = self.ids.get(element.get("default") or "")
            if made is not None and not local_name(made).endswith("Gateway"):
                self.note("dropped", element, "默认连线只从网关画出：请在它之后加排他网关。")
            elif made is not None and default in flows:
                made.set("default", default or "")
                _without_condition(into, default or "")


def _without_condition(into: Element, default: str) -> None:
    for flow in into.iter(f"{{{BPMN}}}sequenceFlow"):
        if flow.get("id") == default:
            for one in flow.findall(f"{{{BPMN}}}conditionExpression"):
                flow.remove(one)


def _worth(process: Element) -> tuple[bool, int]:
    """Which of several processes is meant: one that says it is executable, then the largest."""
    size = _size(process)
    return process.get("isExecutable") == "true" and size > 0, size


def _size(process: Element) -> int:
    return sum(
        1 for one in process.iter() if in_namespace(one, BPMN) and NODES.fullmatch(local_name(one))
    )


def _refusal(file: str, line: int, code: str, what: str) -> Finding:
    mend = "请在原软件里另存为 BPMN 2.0 文件，或者拆成几个流程后再导入。"
    return Finding(code=code, file=file, line=line, what=what, mend=mend)
