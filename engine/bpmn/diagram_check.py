"""Stands between the diagram and the engine: refuses what it would run wrongly, all faults at once.

The library parses a good many legal constructs and then does something else, without an error; a
local designer cannot know which. So nothing is parsed by it that has not passed here.
"""

from collections.abc import Iterator, Mapping

from engine.bpmn.call_rules import call_rules
from engine.bpmn.decision_rules import decision_rules
from engine.bpmn.diagram_file import DiagramFile, Element, diagram_file
from engine.bpmn.element_rules import element_rules, too_large
from engine.bpmn.event_rules import event_rules
from engine.bpmn.expression_rules import expression_rules
from engine.bpmn.findings import DiagramsRefused, Finding
from engine.bpmn.flow_rules import flow_rules
from engine.bpmn.xml_names import BPMN
from engine.bpmn.xml_reading import XmlRefused, read_xml


class CheckedFiles:
    """The diagrams and decision tables of a release, read, and what is wrong in them."""

    def __init__(self, processes: Mapping[str, bytes], decisions: Mapping[str, bytes]) -> None:
        self.findings: list[Finding] = []
        self.decisions = self._read(decisions)
        self.processes = self._read(processes)
        for name, root in self.decisions.items():
            self.findings.extend(decision_rules(name, root))
        files = dict(self._files())
        for file in files.values():
            self.findings.extend(_rules(file, self.decisions))
        self.findings.extend(call_rules(files))

    def refuse(self) -> None:
        """Raise `DiagramsRefused` when anything is wrong."""
        if self.findings:
            raise DiagramsRefused(self.findings)

    def _read(self, contents: Mapping[str, bytes]) -> dict[str, Element]:
        roots: dict[str, Element] = {}
        for name, xml in contents.items():
            try:
                roots[name] = read_xml(name, xml)
            except XmlRefused as refused:
                self.findings.append(refused.finding)
        return roots

    def _files(self) -> Iterator[tuple[str, DiagramFile]]:
        for process, root in self.processes.items():
            file = diagram_file(process, root) if root.tag == f"{BPMN}definitions" else None
            if file is not None:
                yield process, file
                continue
            what, mend = f"文件里没有流程“{process}”。", "请检查流程的编号。"
            self.findings.append(
                Finding(
                    code="process_missing",
                    process=process,
                    line=0,
                    element="",
                    what=what,
                    mend=mend,
                )
            )


def check_diagrams(
    processes: Mapping[str, bytes], decisions: Mapping[str, bytes]
) -> tuple[Finding, ...]:
    """Everything that keeps these diagrams (BPMN by process key, DMN by decision id) from running.

    File by file, in the order given; the rules across files come last.
    """
    return tuple(CheckedFiles(processes, decisions).findings)


def _rules(file: DiagramFile, decisions: Mapping[str, Element]) -> Iterator[Finding]:
    beyond = list(too_large(file))
    if beyond:
        yield from beyond
        return
    yield from element_rules(file)
    yield from flow_rules(file)
    yield from event_rules(file)
    yield from expression_rules(file, decisions)
