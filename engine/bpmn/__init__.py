"""SpiffWorkflow, and nothing else imports it: moves tokens through the diagrams of a release."""

from engine.bpmn.runner import SpiffRunner

__all__ = ["SpiffRunner"]
