"""What of the diagrams a set of runs passed: by node, flow, branch and boundary event."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.definitions.process import ProcessDefinition
from engine.definitions.release import Release
from engine.domain.events import Logged
from engine.domain.task_events import ProcessMoved

Element = tuple[str, str]
"""(process key, element id)."""

GATEWAY = "exclusiveGateway"
BOUNDARY = "boundaryEvent"


@dataclass(slots=True)
class Coverage:
    """Elements that runs have passed, of one drawing of each procedure."""

    processes: Mapping[str, ProcessDefinition]
    never_passed: frozenset[Element] = frozenset()
    """Drawn for the reader only, or not open to the place."""
    passed: set[Element] = field(default_factory=set)

    def note(self, passed: Iterable[Element]) -> None:
        """These were passed; what another place drew in its own way does not count here."""
        self.passed.update(passed)

    def note_log(self, log: Iterable[Logged]) -> None:
        """All that a case passed, by its log."""
        for line in log:
            if isinstance(line.event, ProcessMoved):
                self.note(line.event.passed)

    @property
    def nodes(self) -> set[Element]:
        """Every node of the drawings."""
        return {(key, node) for key, one in self.processes.items() for node in one.nodes}

    @property
    def flows(self) -> set[Element]:
        """Every sequence flow of the drawings."""
        return {(key, flow) for key, one in self.processes.items() for flow in one.flows}

    @property
    def boundary_events(self) -> set[Element]:
        """Every event that hangs on an activity."""
        return {
            (key, node.id)
            for key, one in self.processes.items()
            for node in one.nodes.values()
            if node.kind == BOUNDARY
        }

    @property
    def branches(self) -> set[Element]:
        """The flows that leave a gateway with more than one way out."""
        return {
            (key, flow.id)
            for key, one in self.processes.items()
            for flow in one.flows.values()
            if one.nodes[flow.source].kind == GATEWAY
            and (flow.condition is not None or one.nodes[flow.source].default == flow.id)
        }

    @property
    def user_tasks(self) -> set[Element]:
        """Every task a person does."""
        return {(key, task) for key, one in self.processes.items() for task in one.tasks}

    def missing(self, wanted: set[Element]) -> list[Element]:
        """What was not passed though a case of the place can, in order."""
        return sorted(wanted - self.passed - self.never_passed)

    def share(self, wanted: set[Element]) -> tuple[int, int]:
        """How many of these were passed, and how many there are."""
        return len(wanted & self.passed), len(wanted)

    def lines(self) -> Iterator[str]:
        """A line per procedure with its figures, then what was missed."""
        for key in sorted(self.processes):
            figures = [
                "{}/{}".format(*self.share({one for one in wanted if one[0] == key}))
                for wanted in (self.nodes, self.flows, self.boundary_events)
            ]
            yield (
                f"{self.processes[key].name}：节点 {figures[0]}，连线 {figures[1]}，"
                f"边界事件 {figures[2]}"
            )
        for process, element in self.missing(self.nodes | self.flows):
            yield f"  没有走到：{process} {element}"


def coverage_of(release: Release, *, never_passed: frozenset[Element] = frozenset()) -> Coverage:
    """Nothing passed yet, over the drawings in force for the place."""
    return Coverage(release.process_definitions, never_passed=never_passed)
