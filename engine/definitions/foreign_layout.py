"""The picture of a diagram taken in: as drawn before, and in a row where nothing was drawn."""

from collections.abc import Mapping

from lxml import etree

from engine.definitions.diagram_xml import BPMN, Element, local_name

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
WAY = "http://www.omg.org/spec/DD/20100524/DI"
LEFT, TOP, STEP_RIGHT, STEP_DOWN, IN_A_ROW = 160, 120, 160, 140, 12
SIZES = {"Event": (36, 36), "Gateway": (50, 50)}
TASK_SIZE = (100, 80)


def pictured(root: Element, body: Element, ids: Mapping[str, str]) -> Element:
    """The BPMNDiagram of `body`; `ids` gives the new id of each element of `root`."""
    diagram = etree.Element(f"{{{DI}}}BPMNDiagram")
    diagram.set("id", "diagram")
    plane = etree.SubElement(diagram, f"{{{DI}}}BPMNPlane")
    plane.set("id", "plane")
    plane.set("bpmnElement", body.get("id") or "")
    bounds = _bounds(root, ids)
    shown: dict[str, tuple[float, float, float, float]] = {}
    nodes = [
        one
        for one in body.iter(f"{{{BPMN}}}*")
        if one.get("id") and local_name(one) not in {"process", "sequenceFlow"} and _is_node(one)
    ]
    for number, node in enumerate(nodes):
        name = node.get("id") or ""
        shown[name] = bounds.get(name) or _in_row(number, local_name(node))
        _shape(plane, name, shown[name])
    ways = _ways(root, ids)
    for flow in body.iter(f"{{{BPMN}}}sequenceFlow"):
        name = flow.get("id") or ""
        ends = (shown.get(flow.get("sourceRef") or ""), shown.get(flow.get("targetRef") or ""))
        _edge(plane, name, ways.get(name) or _straight(*ends))
    return diagram


def _is_node(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) in {"process", "subProcess"}


def _bounds(root: Element, ids: Mapping[str, str]) -> dict[str, tuple[float, float, float, float]]:
    found = {}
    for shape in root.iter(f"{{{DI}}}BPMNShape"):
        name = ids.get((shape.get("bpmnElement") or "").rpartition(":")[2])
        box = shape.find(f"{{{DC}}}Bounds")
        if name and box is not None:
            numbers = [_number(box.get(key)) for key in ("x", "y", "width", "height")]
            if None not in numbers:
                x, y, width, height = (one or 0.0 for one in numbers)
                found[name] = (x, y, width, height)
    return found


def _ways(root: Element, ids: Mapping[str, str]) -> dict[str, list[tuple[float, float]]]:
    found = {}
    for edge in root.iter(f"{{{DI}}}BPMNEdge"):
        name = ids.get((edge.get("bpmnElement") or "").rpartition(":")[2])
        points = [
            (_number(one.get("x")), _number(one.get("y")))
            for one in edge.iter(f"{{{WAY}}}waypoint")
        ]
        plain = [(x, y) for x, y in points if x is not None and y is not None]
        if name and len(plain) > 1:
            found[name] = plain
    return found


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < 1e6 else None  # noqa: PLR2004 -- also what is no number at all


def _in_row(number: int, kind: str) -> tuple[float, float, float, float]:
    width, height = next(
        (size for ending, size in SIZES.items() if kind.endswith(ending)), TASK_SIZE
    )
    row, column = divmod(number, IN_A_ROW)
    x = LEFT + column * STEP_RIGHT + (TASK_SIZE[0] - width) / 2
    y = TOP + row * STEP_DOWN + (TASK_SIZE[1] - height) / 2
    return (x, y, width, height)


Box = tuple[float, float, float, float]


def _straight(source: Box | None, target: Box | None) -> list[tuple[float, float]]:
    if source is None or target is None:
        return [(0.0, 0.0), (0.0, 0.0)]
    return [
        (source[0] + source[2], source[1] + source[3] / 2),
        (target[0], target[1] + target[3] / 2),
    ]


def _shape(plane: Element, name: str, box: Box) -> None:
    shape = etree.SubElement(plane, f"{{{DI}}}BPMNShape")
    shape.set("id", f"{name}_di")
    shape.set("bpmnElement", name)
    bounds = etree.SubElement(shape, f"{{{DC}}}Bounds")
    for key, value in zip(("x", "y", "width", "height"), box, strict=True):
        bounds.set(key, f"{value:g}")


def _edge(plane: Element, name: str, points: list[tuple[float, float]]) -> None:
    edge = etree.SubElement(plane, f"{{{DI}}}BPMNEdge")
    edge.set("id", f"{name}_di")
    edge.set("bpmnElement", name)
    for x, y in points:
        point = etree.SubElement(edge, f"{{{WAY}}}waypoint")
        point.set("x", f"{x:g}")
        point.set("y", f"{y:g}")
