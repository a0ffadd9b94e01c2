"""Which procedures a case went through; in each, which nodes and flows lie behind it or wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.definitions.drawing import Drawing, read_drawing
from engine.definitions.process import ProcessDefinition
from engine.definitions.release import Release
from engine.domain.case import Case
from engine.domain.events import Logged, ProcessMoved


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One procedure of a case: `done` and `current` are ids of its nodes and flows."""

    definition: ProcessDefinition
    drawing: Drawing
    done: frozenset[str]
    current: frozenset[str]

    @property
    def here(self) -> str | None:
        """The node to look at first: an open task or call, before the sub-process around it."""
        nodes = self.definition.nodes
        tasks = [one for one in sorted(self.current) if nodes[one].kind != "subProcess"]
        return tasks[0] if tasks else None


def tracks(case: Case, release: Release, log: Iterable[Logged]) -> Sequence[Track]:
    """The procedures in the order the case went through them, the calling one first."""
    passed: dict[str, set[str]] = {}
    for line in log:
        if isinstance(line.event, ProcessMoved):
            for process, element in line.event.passed:
                passed.setdefault(process, set()).add(element)
    current: dict[str, set[str]] = {}
    for visit in case.open_visits:
        current.setdefault(visit.process, set()).add(visit.element)
        passed.setdefault(visit.process, set())
    known = release.process_definitions
    shown = [known[key] for key in passed if key in known]
    return [
        _track(definition, passed[definition.key], _current(definition, current))
        for definition in shown
    ]


def _track(definition: ProcessDefinition, passed: set[str], current: frozenset[str]) -> Track:
    return Track(
        definition=definition,
        drawing=read_drawing(definition.xml, process=definition.key),
        done=frozenset(passed) - current,
        current=current,
    )


def _current(definition: ProcessDefinition, waiting: dict[str, set[str]]) -> frozenset[str]:
    """Open tasks, the calls that hold an open task, and the sub-processes around them."""
    found = waiting.get(definition.key, set()) & set(definition.nodes)
    found |= {node.id for node in definition.nodes.values() if node.called in waiting}
    around = {definition.nodes[one].parent for one in found}
    return frozenset(found | (around & set(definition.nodes)))
