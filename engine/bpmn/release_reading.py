"""From the frozen files of a release to diagrams that run: read, checked, normalised, parsed."""

from engine.bpmn.decision_table import read_decision_table
from engine.bpmn.diagram_parser import ParsedRelease, parse_release
from engine.bpmn.xml_reading import read_xml
from engine.ports import ProcessSet


def read_release(diagrams: ProcessSet) -> ParsedRelease:
    """Parse all diagrams and decision tables of a release."""
    decisions = {
        key: read_decision_table(read_xml(xml)) for key, xml in diagrams.decisions.items()
    }
    trees = {key: read_xml(xml) for key, xml in diagrams.processes.items()}
    return parse_release(diagrams.id, trees, decisions)
