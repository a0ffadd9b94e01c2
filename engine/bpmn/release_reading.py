"""From the frozen files of a release to diagrams that run: read, checked, normalised, parsed."""

from engine.bpmn.decision_table import read_decision_table
from engine.bpmn.diagram_check import CheckedFiles
from engine.bpmn.diagram_parser import ParsedRelease, parse_release
from engine.bpmn.normalise import normalise
from engine.ports import ProcessSet


def read_release(diagrams: ProcessSet) -> ParsedRelease:
    """Make a release ready to run. May refuse with `diagrams_refused`."""
    files = CheckedFiles(diagrams.processes, diagrams.decisions)
    files.refuse()
    for process, root in files.processes.items():
        normalise(process, root)
    decisions = {name: read_decision_table(root) for name, root in files.decisions.items()}
    return parse_release(diagrams.id, files.processes, decisions)
