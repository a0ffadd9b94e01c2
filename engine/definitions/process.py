"""A procedure as drawn (流程): nodes, flows, lanes and user tasks with their attributes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

VisitKind = Literal["single", "any", "all", "sequential", "ballot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDefinition:
    """A user task of a diagram, defaults filled in."""

    process: str
    element: str
    name: str
    step: str
    roles: tuple[str, ...]
    form: str
    """A document code or a step code."""
    limit: str | None = None
    basis: str | None = None
    mandatory: bool = False
    visit: VisitKind = "single"
    returns: tuple[str, ...] = ()
    """Steps 退回 may go to, the usual one first."""
    public: str | None = None
    """What the complainant's page shows; None = as before."""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A lane (泳道) with the role it stands for."""

    id: str
    name: str
    role: str | None
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A flow node. `kind` is the BPMN element name (userTask, exclusiveGateway …)."""

    id: str
    kind: str
    name: str
    parent: str
    """Id of the process or embedded sub-process it lies in."""
    lane: str | None = None
    event: str | None = None
    """timer | message | escalation | terminate | …, of events."""
    event_name: str | None = None
    """Message name or escalation code."""
    timer: str | None = None
    """The FEEL of a timer."""
    attached_to: str | None = None
    interrupting: bool = True
    called: str | None = None
    """Process key, of a call activity."""
    default: str | None = None
    script: str | None = None
    decision: str | None = None
    decides: str | None = None
    """The fact a business rule task writes."""
    remind: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A sequence flow; `condition` is FEEL on facts."""

    id: str
    name: str
    source: str
    target: str
    parent: str
    condition: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessDefinition:
    """One procedure of a release."""

    key: str
    name: str
    procedure: str
    """Its folder, e.g. ``acceptance``."""
    xml: bytes
    sha256: str
    based_on: str | None
    lanes: tuple[Lane, ...]
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    tasks: Mapping[str, TaskDefinition]
    """By element id."""
    called: tuple[str, ...]
    """Process keys it calls."""
    facts_read: Mapping[str, tuple[str, ...]]
    """Facts read, by the id of the flow, timer node or script that reads them."""
    facts_written: Mapping[str, tuple[str, ...]]
    """Facts assigned, by the id of the script or business rule task."""
    file: str = ""
