"""Harmless rewrites of a checked diagram, so that the library can parse it; each one is logged."""

from collections.abc import Iterator

import structlog

from engine.bpmn.diagram_file import Element, kind
from engine.bpmn.xml_names import BPMN

ARTIFACTS = ("textAnnotation", "association", "group")

_log = structlog.get_logger(__name__)


def normalise(process: str, root: Element) -> None:
    """Rewrite in place; the meaning stays the same."""
    for what, element in [*_executable(process, root), *_artifacts(root)]:
        _log.info("diagram_normalised", process=process, what=what, element=element)


def _executable(process: str, root: Element) -> Iterator[tuple[str, str]]:
    for body in root.findall(f"{BPMN}process"):
        wanted = "true" if body.get("id") == process else "false"
        if body.get("isExecutable") != wanted:
            body.set("isExecutable", wanted)
            yield "executable", body.get("id", "")


def _artifacts(root: Element) -> Iterator[tuple[str, str]]:
    """Notes for the reader; the library knows no task for them."""
    for element in [each for each in root.iter(f"{BPMN}*") if kind(each) in ARTIFACTS]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
            yield "artifact_left_out", element.get("id", "")
