"""Reads process.bpmn into a ProcessDefinition."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from engine.definitions.diagram_xml import (
    BPMN,
    ZHIJIAN,
    Element,
    XmlFaults,
    extension,
    in_namespace,
    line_of,
    local_name,
    parse_xml,
    text_of,
)
from engine.definitions.expression_names import assignments, names_of_timer, names_read
from engine.definitions.finding import DefinitionRefused, Finding
from engine.definitions.process import Flow, Lane, Node, ProcessDefinition, TaskDefinition
from engine.definitions.process_task import read_task
from engine.feel import FeelSyntaxRefused

_EVENT_DEFINITION = "EventDefinition"
_NO_NODES = frozenset(
    {
        *("sequenceFlow", "laneSet", "extensionElements", "documentation", "textAnnotation"),
        *("association", "incoming", "outgoing", "ioSpecification", "property"),
        *("dataObject", "dataObjectReference", "dataStoreReference", "group"),
        *("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"),
        *("dataInputAssociation", "dataOutputAssociation", "script"),
    }
)
SCOPES = frozenset({"subProcess", "adHocSubProcess", "transaction"})


def read_process(
    data: bytes, *, file: str, key: str, procedure: str, faults: list[Finding]
) -> ProcessDefinition | None:
    """The one process of the file, whose id must be `key`; None when nothing can be read of it."""
    noted = XmlFaults(file)
    try:
        root = parse_xml(data, file=file)
    except DefinitionRefused as refused:
        faults.extend(refused.findings)
        return None
    process = _the_process(root, key, noted)
    made = None
    if process is not None:
        reader = _Reader(root, process, noted)
        made = reader.definition(data, procedure=procedure)
    faults.extend(noted.found)
    return made


def _the_process(root: Element, key: str, noted: XmlFaults) -> Element | None:
    found = root.findall(f"{{{BPMN}}}process")
    if len(found) != 1:
        mend = f"请只留一个流程，id 为 {key}。"
        noted.add("process_count", root, f"文件里有 {len(found)} 个流程。", mend)
        return None
    if found[0].get("id") != key:
        what = f"流程的 id 是“{found[0].get('id')}”，本目录应为“{key}”。"
        noted.add("process_key", found[0], what, f"请把 id 改为 {key}。")
        return None
    return found[0]


class _Reader:
    """Walks one process element; the faults go to `noted`."""

    def __init__(self, root: Element, process: Element, noted: XmlFaults) -> None:
        self.root = root
        self.process = process
        self.noted = noted
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.tasks: dict[str, TaskDefinition] = {}
        self.facts_read: dict[str, tuple[str, ...]] = {}
        self.facts_written: dict[str, tuple[str, ...]] = {}
        self.event_names = dict(_event_names(root))

    def definition(self, data: bytes, *, procedure: str) -> ProcessDefinition:
        key = self.process.get("id") or ""
        self._check_ids()
        lanes = tuple(self._lanes())
        lane_of = {node: lane.id for lane in lanes for node in lane.nodes}
        self._scope(self.process, key, lane_of)
        self._check_flow_ends()
        calls = [node.called for node in self.nodes.values() if node.called]
        return ProcessDefinition(
            key=key,
            name=self.process.get("name") or "",
            procedure=procedure,
            xml=data,
            sha256=f"sha256:{sha256(data).hexdigest()}",
            based_on=self.root.get(f"{{{ZHIJIAN}}}basedOn"),
            lanes=lanes,
            nodes=self.nodes,
            flows=self.flows,
            tasks=self.tasks,
            called=tuple(dict.fromkeys(calls)),
            facts_read=self.facts_read,
            facts_written=self.facts_written,
            file=self.noted.file,
        )

    def _check_ids(self) -> None:
        seen: dict[str, Element] = {}
        for element in self.root.iter():
            name = element.get("id")
            if name is None:
                continue
            if name in seen:
                what = f"标识“{name}”用了两次（第一次在第 {line_of(seen[name])} 行）。"
                self.noted.add("id_repeated", element, what, "请改成不同的标识。")
            seen.setdefault(name, element)

    def _lanes(self) -> Iterator[Lane]:
        for lane in self.process.iter(f"{{{BPMN}}}lane"):
            refs = lane.findall(f"{{{BPMN}}}flowNodeRef")
            yield Lane(
                id=lane.get("id") or "",
                name=lane.get("name") or "",
                role=lane.get(f"{{{ZHIJIAN}}}role"),
                nodes=tuple(text for ref in refs if (text := text_of(ref))),
            )

    def _scope(self, scope: Element, parent: str, lane_of: Mapping[str, str]) -> None:
        for element in scope:
            if not in_namespace(element, BPMN):
                continue
            kind = local_name(element)
            if kind == "sequenceFlow":
                self._flow(element, parent)
            elif kind not in _NO_NODES and not kind.endswith(_EVENT_DEFINITION):
                self._node(element, kind, parent, lane_of)

    def _flow(self, element: Element, parent: str) -> None:
        name = element.get("id") or ""
        condition = text_of(element.find(f"{{{BPMN}}}conditionExpression"))
        self.flows[name] = Flow(
            id=name,
            name=element.get("name") or "",
            source=element.get("sourceRef") or "",
            target=element.get("targetRef") or "",
            parent=parent,
            condition=condition,
            line=line_of(element),
        )
        if condition:
            self._reads(element, condition)

    def _reads(self, element: Element, source: str, *, timer: bool = False) -> None:
        try:
            names = names_of_timer(source) if timer else names_read(source)
            self.facts_read[element.get("id") or ""] = tuple(sorted(names))
        except FeelSyntaxRefused as refusal:
            self.noted.add("expression_syntax", element, refusal.what_text, refusal.mend_text)

    def _node(self, element: Element, kind: str, parent: str, lane_of: Mapping[str, str]) -> None:
        name = element.get("id") or ""
        decide, remind = extension(element, "decide"), extension(element, "remind")
        event, event_name, timer = self._event(element)
        self.nodes[name] = Node(
            id=name,
            kind=kind,
            name=element.get("name") or "",
            parent=parent,
            lane=lane_of.get(name),
            event=event,
            event_name=event_name,
            timer=timer,
            attached_to=element.get("attachedToRef"),
            interrupting=_interrupts(element),
            called=element.get("calledElement"),
            default=element.get("default"),
            script=text_of(element.find(f"{{{BPMN}}}script")),
            decision=None if decide is None else decide.get("decision"),
            decides=None if decide is None else decide.get("fact"),
            remind=() if remind is None else tuple((remind.get("to") or "").split()),
            line=line_of(element),
        )
        if timer:
            self._reads(element, timer, timer=True)
        self._writes(element, self.nodes[name])
        if kind == "userTask":
            self.tasks[name] = read_task(element, self.process.get("id") or "", self.noted)
        elif kind in SCOPES:
            self._scope(element, name, lane_of)

    def _event(self, element: Element) -> tuple[str | None, str | None, str | None]:
        """Kind, message name or escalation code, and timer expression of an event."""
        for child in element:
            kind = local_name(child)
            if not kind.endswith(_EVENT_DEFINITION):
                continue
            short = kind.removesuffix(_EVENT_DEFINITION)
            reference = child.get(f"{short}Ref")
            timer = next((text for part in child if (text := text_of(part))), None)
            return short, self.event_names.get(reference or ""), timer if short == "timer" else None
        return None, None, None

    def _writes(self, element: Element, node: Node) -> None:
        if node.decides:
            self.facts_written[node.id] = (node.decides,)
        if node.kind != "scriptTask":
            return
        try:
            lines = assignments(node.script or "")
        except FeelSyntaxRefused as refusal:
            self.noted.add("expression_syntax", element, refusal.what_text, refusal.mend_text)
            return
        self.facts_written[node.id] = tuple(dict.fromkeys(name for name, _ in lines))
        self.facts_read[node.id] = tuple(sorted({name for _, names in lines for name in names}))

    def _check_flow_ends(self) -> None:
        for flow in self.flows.values():
            for end in (flow.source, flow.target):
                if end not in self.nodes:
                    what = f"连线“{flow.id}”的一端“{end}”不存在。"
                    self.noted.add("flow_end", flow.line, what, "请重新连接。", where=flow.id)


def _interrupts(element: Element) -> bool:
    return element.get("cancelActivity") != "false" and element.get("isInterrupting") != "false"


def _event_names(root: Element) -> Iterator[tuple[str, str]]:
    for kind, attribute in (
        ("message", "name"),
        ("escalation", "escalationCode"),
        ("signal", "name"),
        ("error", "errorCode"),
    ):
        for element in root.findall(f"{{{BPMN}}}{kind}"):
            yield element.get("id") or "", element.get(attribute) or ""
