"""Harmless rewrites of a checked diagram, so that the library can parse it; each one is logged."""

import structlog

from engine.bpmn.diagram_file import Element
from engine.bpmn.xml_names import BPMN

_log = structlog.get_logger(__name__)


def normalise(process: str, root: Element) -> None:
    """Mark the process executable, in place, and any other pool of the file not; the rest stays."""
    for body in root.findall(f"{BPMN}process"):
        wanted = "true" if body.get("id") == process else "false"
        if body.get("isExecutable") != wanted:
            body.set("isExecutable", wanted)
            _log.info("diagram_marked_executable", process=body.get("id"), executable=wanted)
