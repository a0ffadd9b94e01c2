"""Turns checked BPMN into the library's specifications, made ready to be shared by threads."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    EventDefinitionParser,
    IntermediateThrowEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import (
    CallActivityParser,
    ConditionalGatewayParser,
    GatewayParser,
    SubWorkflowParser,
)
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import CallActivity, SubWorkflowTask

from engine.bpmn.bounds import PARSE_RECURSION_MAX
from engine.bpmn.decision_table import DecisionTable
from engine.bpmn.diagram_file import MAIN_PROCESS
from engine.bpmn.events import Escalation, LimitTimer, NamedMessage
from engine.bpmn.patches import grow_later
from engine.bpmn.task_specs import (
    Call,
    CaseProcessSpec,
    DecideTask,
    EmbeddedProcess,
    InclusiveJoin,
    MessageProcess,
    ParallelJoin,
)
from engine.bpmn.xml_names import BPMN, ZHIJIAN

_deep_recursion = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRelease:
    """The diagrams of one release, ready to run; shared by all its cases."""

    id: str
    main: CaseProcessSpec
    levels: Mapping[str, CaseProcessSpec]
    """Called processes and embedded sub-processes, by the name their activity refers to."""
    decisions: Mapping[str, DecisionTable]


class _Events:
    """Builds our event definitions instead of the library's."""

    def parse_message_event(self: Any, event: Any) -> NamedMessage:
        """A message by the name its messageRef stands for."""
        return NamedMessage(self.process_parser.parser.messages[event.get("messageRef")])

    def parse_escalation_event(self: Any, event: Any) -> Escalation:
        """An escalation by its code; without one it catches every code."""
        known = self.process_parser.parser.escalations.get(event.get("escalationRef"), {})
        return Escalation(known.get("name"), known.get("escalation_code"))

    def parse_timer_event(self: Any, event: Any) -> LimitTimer:
        """A timer by its timeDate, the only kind that may be drawn."""
        return LimitTimer(self.node.get("id"), event.findtext(f"{BPMN}timeDate").strip())


def _with_our_events(parser: type[EventDefinitionParser]) -> type[EventDefinitionParser]:
    return type(f"Our{parser.__name__}", (_Events, parser), {})


class _EmbeddedParser(SubWorkflowParser):  # type: ignore[misc]  # the library has no types
    EVENT_SUBPROCESS_CLASS = MessageProcess

    def attribute(self, attribute: str, namespace: Any = None, node: Any = None) -> Any:
        # The library looks for triggeredByEvent in the BPMN namespace, where no attribute ever is.
        found = (self.node if node is None else node).get(attribute)
        return (
            found
            if attribute == "triggeredByEvent"
            else super().attribute(attribute, namespace, node)
        )


class _DecideParser(TaskParser):  # type: ignore[misc]  # as above
    def create_task(self) -> DecideTask:
        decide = self.node.find(f"{BPMN}extensionElements/{ZHIJIAN}decide")
        return DecideTask(
            self.spec,
            self.bpmn_id,
            decision=decide.get("decision"),
            fact=decide.get("fact"),
            **self.bpmn_attributes,
        )


class _OurProcessParser(ProcessParser):  # type: ignore[misc]  # as above
    def create_spec(self) -> CaseProcessSpec:
        spec = CaseProcessSpec(
            name=self.bpmn_id, description=self.get_name(), filename=self.filename
        )
        for flow in self.xpath("./bpmn:sequenceFlow"):
            spec.flows[flow.get("sourceRef"), flow.get("targetRef")] = flow.get("id")
        return spec


class DiagramParser(BpmnParser):  # type: ignore[misc]  # as above
    """The library's parser with our elements; made anew for each diagram file."""

    PROCESS_PARSER_CLASS = _OurProcessParser
    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, tuple[Any, Any]]] = {
        full_tag("startEvent"): (_with_our_events(StartEventParser), defaults.StartEvent),
        full_tag("endEvent"): (_with_our_events(EndEventParser), defaults.EndEvent),
        full_tag("boundaryEvent"): (_with_our_events(BoundaryEventParser), defaults.BoundaryEvent),
        full_tag("intermediateThrowEvent"): (
            _with_our_events(IntermediateThrowEventParser),
            defaults.IntermediateThrowEvent,
        ),
        full_tag("businessRuleTask"): (_DecideParser, DecideTask),
        full_tag("subProcess"): (_EmbeddedParser, EmbeddedProcess),
        full_tag("callActivity"): (CallActivityParser, Call),
        full_tag("parallelGateway"): (GatewayParser, ParallelJoin),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, InclusiveJoin),
    }


def parse_release(
    release_id: str,
    trees: Mapping[str, etree._Element],
    decisions: Mapping[str, DecisionTable],
) -> ParsedRelease:
    """Parse checked diagrams (BPMN trees by process key) into specifications that may be shared."""
    levels: dict[str, CaseProcessSpec] = {}
    for process, tree in trees.items():
        parser = DiagramParser()
        with _room_to_recurse():
            parser.add_bpmn_xml(tree, filename=process)
            _collect(parser, parser.get_spec(process), process, process, levels)
    return ParsedRelease(
        id=release_id, main=levels[MAIN_PROCESS], levels=levels, decisions=dict(decisions)
    )


def _collect(
    parser: DiagramParser,
    spec: CaseProcessSpec,
    key: str,
    process: str,
    levels: dict[str, CaseProcessSpec],
) -> None:
    """Add a process and its embedded ones, whose ids are unique in their file only."""
    levels[key] = spec
    spec.process = process
    for task_spec in list(spec.task_specs.values()):
        if isinstance(task_spec, SubWorkflowTask) and not isinstance(task_spec, CallActivity):
            inner = parser.get_spec(task_spec.spec)
            task_spec.spec = f"{process}/{task_spec.spec}"
            _collect(parser, inner, task_spec.spec, process, levels)
    prepare(spec)


def prepare(spec: CaseProcessSpec) -> None:
    """Do now what the library would change in the shared specification while an instance runs."""
    for task_spec in spec.task_specs.values():
        task_spec._predict = grow_later


@contextmanager
def _room_to_recurse() -> Iterator[None]:
    """The library follows a diagram recursively, several frames per node in a row."""
    with _deep_recursion:
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(before, PARSE_RECURSION_MAX))
        try:
            yield
        finally:
            sys.setrecursionlimit(before)
