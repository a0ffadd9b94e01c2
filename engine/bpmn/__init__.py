"""SpiffWorkflow, and nothing else imports it: moves tokens through the diagrams of a release."""

from engine.bpmn.diagram_check import check_diagrams
from engine.bpmn.findings import DiagramsRefused, Finding
from engine.bpmn.runner import SpiffRunner

__all__ = ["DiagramsRefused", "Finding", "SpiffRunner", "check_diagrams"]
