"""What of the diagrams a set of runs passed: by node and by flow, told per procedure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.definitions.process import ProcessDefinition
from engine.definitions.release import Release

Element = tuple[str, str]
"""(process key, element id)."""

GATEWAY = "exclusiveGateway"
NOT_PASSED = frozenset(
    {("proc_rectification", "r_reissue"), ("proc_rectification", "f_r_changed_to_r_reissue")}
)
"""Drawn for the reader: the escalation before it always interrupts the call."""

NEEDS_COMMITTEE = frozenset(
    {
        *("p6_to_committee", "p6_4_agenda", "p6_5_vote", "p6_g62"),
        *("f_p6_g61_to_p6_to_committee", "f_p6_to_committee_to_p6_4_agenda"),
        *("f_p6_4_agenda_to_p6_5_vote", "f_p6_5_vote_to_p6_g62", "f_p6_g60_to_p6_to_sign"),
        *("f_p6_g62_to_p6_to_sign", "f_p6_g62_to_p6_to_committee", "f_p6_g62_to_p6_to_draft"),
    }
)
"""Only where the place has a committee (委员会)."""


@dataclass(slots=True)
class Coverage:
    """Elements that runs have passed, of one drawing of each procedure."""

    processes: Mapping[str, ProcessDefinition]
    has_committee: bool = True
    passed: set[Element] = field(default_factory=set)

    def note(self, passed: Iterable[Element]) -> None:
        """These were passed; what another place drew in its own way does not count here."""
        self.passed.update(passed)

    @property
    def nodes(self) -> set[Element]:
        """Every node of the drawings."""
        return {(key, node) for key, one in self.processes.items() for node in one.nodes}

    @property
    def flows(self) -> set[Element]:
        """Every sequence flow of the drawings."""
        return {(key, flow) for key, one in self.processes.items() for flow in one.flows}

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
        left = wanted - self.passed - NOT_PASSED
        if not self.has_committee:
            left = {one for one in left if one[1] not in NEEDS_COMMITTEE}
        return sorted(left)

    def lines(self) -> Iterator[str]:
        """A line per procedure with its figures, then what was missed."""
        for key in sorted(self.processes):
            nodes = {one for one in self.nodes if one[0] == key}
            flows = {one for one in self.flows if one[0] == key}
            yield (
                f"{self.processes[key].name}：节点 {len(nodes & self.passed)}/{len(nodes)}，"
                f"连线 {len(flows & self.passed)}/{len(flows)}"
            )
        for process, element in self.missing(self.nodes | self.flows):
            yield f"  没有走到：{process} {element}"


def coverage_of(release: Release) -> Coverage:
    """Nothing passed yet, over the drawings in force for the place."""
    return Coverage(release.process_definitions, has_committee=release.place_info.committee.enabled)
