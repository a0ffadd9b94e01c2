"""How a procedure is drawn (BPMN DI): boxes, lines, places of names; in the file's own units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.definitions.diagram_xml import Element, attributes_of, local_name, parse_xml
from engine.errors import Fault

SHAPE, EDGE, LABEL = "BPMNShape", "BPMNEdge", "BPMNLabel"


class DrawingBroken(Fault):
    """A diagram whose picture part cannot be read."""

    code = "drawing_broken"
    what = "流程“{process}”的图形部分无法读取。"
    mend = "请用流程编辑器打开后重新保存，再发布。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle; `x` grows to the right, `y` downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One diagram; every mapping goes by the id of the BPMN element."""

    boxes: Mapping[str, Box]
    lines: Mapping[str, tuple[tuple[float, float], ...]]
    labels: Mapping[str, Box]
    pools: Mapping[str, str] = field(default_factory=dict)
    """Names of the participants (pools), by id."""

    @property
    def frame(self) -> Box:
        """The smallest box around everything drawn."""
        boxes = [*self.boxes.values(), *self.labels.values()]
        points = [point for line in self.lines.values() for point in line]
        lefts = [box.x for box in boxes] + [x for x, _ in points]
        tops = [box.y for box in boxes] + [y for _, y in points]
        rights = [box.x + box.width for box in boxes] + [x for x, _ in points]
        bottoms = [box.y + box.height for box in boxes] + [y for _, y in points]
        if not lefts:
            return Box(x=0, y=0, width=0, height=0)
        x, y = min(lefts), min(tops)
        return Box(x=x, y=y, width=max(rights) - x, height=max(bottoms) - y)


def read_drawing(xml: bytes, *, process: str) -> Drawing:
    """The drawing of a diagram; raises `drawing_broken` (a fault) where bounds are no numbers."""
    boxes: dict[str, Box] = {}
    labels: dict[str, Box] = {}
    lines: dict[str, tuple[tuple[float, float], ...]] = {}
    pools: dict[str, str] = {}
    root = parse_xml(xml, file=process)
    try:
        for element in root.iter():
            named = attributes_of(element).get("bpmnElement", "")
            kind = local_name(element)
            if kind == "participant":
                pools[attributes_of(element).get("id", "")] = attributes_of(element).get("name", "")
            elif kind == SHAPE:
                boxes.update((named, box) for box in _bounds(element))
                labels.update((named, box) for box in _label_bounds(element))
            elif kind == EDGE:
                lines[named] = tuple(_points(element))
                labels.update((named, box) for box in _label_bounds(element))
    except (KeyError, ValueError) as error:
        raise DrawingBroken(process=process) from error
    return Drawing(boxes=boxes, lines=lines, labels=labels, pools=pools)


def _bounds(element: Element) -> Iterator[Box]:
    for child in element:
        if local_name(child) == "Bounds":
            given = attributes_of(child)
            x, y, width, height = (float(given[name]) for name in ("x", "y", "width", "height"))
            yield Box(x=x, y=y, width=width, height=height)


def _label_bounds(element: Element) -> Iterator[Box]:
    for child in element:
        if local_name(child) == LABEL:
            yield from _bounds(child)


def _points(element: Element) -> Iterator[tuple[float, float]]:
    for child in element:
        if local_name(child) == "waypoint":
            given = attributes_of(child)
            yield float(given["x"]), float(given["y"])
