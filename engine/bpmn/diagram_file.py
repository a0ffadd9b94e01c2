"""One diagram file as the checks see it: its levels, nodes and flows, each with its line."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.bpmn.findings import Finding
from engine.bpmn.xml_names import BPMN

Element = etree._Element

MAIN_PROCESS = "proc_case_main"
"""The overall process of a case (案件办理流程), which calls the others."""

ACTIVITIES = frozenset({"userTask", "scriptTask", "businessRuleTask", "callActivity", "subProcess"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "boundaryEvent", "intermediateThrowEvent"})
ALLOWED_NODES = ACTIVITIES | GATEWAYS | EVENTS


def kind(element: Element) -> str:
    """The tag without its namespace; "" for what is no BPMN element."""
    tag = element.tag
    return tag[len(BPMN) :] if isinstance(tag, str) and tag.startswith(BPMN) else ""


def line_of(element: Element) -> int:
    """The line of an element in its file, from 1; 0 when unknown."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def is_event_process(element: Element) -> bool:
    """Whether a sub-process is started by an event."""
    return kind(element) == "subProcess" and element.get("triggeredByEvent") == "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The nodes and flows that stand directly in a process or sub-process."""

    body: Element
    nodes: dict[str, Element] = field(default_factory=dict)
    """Allowed flow nodes by id; of two with one id the first."""
    flows: list[Element] = field(default_factory=list)
    hung_on: dict[str, list[str]] = field(default_factory=dict)
    """Boundary events by the activity they are attached to."""
    _leaving: dict[str, list[Element]] = field(default_factory=dict)
    _entering: dict[str, list[Element]] = field(default_factory=dict)

    def add_node(self, node: Element) -> None:
        """Take in a node."""
        name = node.get("id", "")
        self.nodes.setdefault(name, node)
        self.hung_on.setdefault(node.get("attachedToRef", ""), []).append(name)

    def add_flow(self, flow: Element) -> None:
        """Take in a sequence flow."""
        self.flows.append(flow)
        self._leaving.setdefault(flow.get("sourceRef", ""), []).append(flow)
        self._entering.setdefault(flow.get("targetRef", ""), []).append(flow)

    def leaving(self, node: str) -> list[Element]:
        """The flows out of a node."""
        return self._leaving.get(node, [])

    def entering(self, node: str) -> list[Element]:
        """The flows into a node."""
        return self._entering.get(node, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramFile:
    """A readable BPMN file that holds the process it is filed under."""

    process: str
    root: Element
    levels: tuple[Level, ...]
    """The process itself first, then its embedded sub-processes."""
    declarations: dict[str, Element]
    """Messages and escalations by id."""

    def nodes(self) -> Iterator[Element]:
        """All allowed flow nodes of the file."""
        for level in self.levels:
            yield from level.nodes.values()

    def declared(self, reference: str) -> Element | None:
        """The message or escalation the file declares under an id."""
        return self.declarations.get(reference)

    def finding(self, element: Element, code: str, what: str, mend: str) -> Finding:
        """A fault at the place of `element`."""
        return Finding(
            code=code,
            process=self.process,
            line=line_of(element),
            element=element.get("id", ""),
            what=what,
            mend=mend,
        )


def diagram_file(process: str, root: Element) -> DiagramFile | None:
    """The file's content; None when it holds no process called `process`."""
    bodies = [each for each in root.findall(f"{BPMN}process") if each.get("id") == process]
    if not bodies:
        return None
    declared = [*root.findall(f"{BPMN}message"), *root.findall(f"{BPMN}escalation")]
    return DiagramFile(
        process=process,
        root=root,
        levels=_levels(bodies[0]),
        declarations={each.get("id", ""): each for each in declared},
    )


def _levels(process: Element) -> tuple[Level, ...]:
    bodies = [process, *(each for each in process.iter(f"{BPMN}subProcess"))]
    return tuple(_level(body) for body in bodies)


def _level(body: Element) -> Level:
    level = Level(body=body)
    for child in body:
        if kind(child) in ALLOWED_NODES:
            level.add_node(child)
        elif kind(child) == "sequenceFlow":
            level.add_flow(child)
    return level
