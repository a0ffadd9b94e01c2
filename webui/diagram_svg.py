"""A procedure as SVG, drawn from its BPMN picture; what is done and what waits is marked.

Colours come from classes (`diagram.css`); every state is also told by a mark, so that
a black-and-white print says the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from engine.definitions.drawing import Box, Drawing, read_drawing
from engine.definitions.process import Node, ProcessDefinition
from webui import diagram_glyphs as glyphs

STYLE = Path(__file__).parent / "diagram.css"
MARGIN = 14
HEADER = 30
"""Width of the strip with the name of a pool or lane, in the units of the file."""

TASK_TEXT, SMALL_TEXT = 14, 12
TASK_LINES_MAX, LABEL_LINES_MAX = 4, 3
SUB_PROCESS = "subProcess"
EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateThrowEvent",
        "intermediateCatchEvent",
        "boundaryEvent",
    }
)
STATE_WORDS = {"done": "已办", "now": "办理中", "open": "未到"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Ids of the nodes and flows that lie behind the case, and of those where it stands."""

    done: frozenset[str] = frozenset()
    current: frozenset[str] = frozenset()

    def state(self, element: str) -> str:
        """``now``, ``done`` or ``open``."""
        if element in self.current:
            return "now"
        return "done" if element in self.done else "open"


PLAIN = Marked()


def standalone(definition: ProcessDefinition, *, marked: Marked = PLAIN) -> str:
    """The SVG as a file of its own, its style inside."""
    drawing = read_drawing(definition.xml, process=definition.key)
    style = f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
    svg = draw(definition, drawing, marked, style=style)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'


def draw(
    definition: ProcessDefinition,
    drawing: Drawing,
    marked: Marked = PLAIN,
    *,
    style: str = "",
    scale: float = 1,
) -> str:
    """The SVG as part of a page; `style` goes in as it is, `scale` times the size of the file."""
    picture = _Picture(definition=definition, drawing=drawing, marked=marked)
    frame = drawing.frame
    x, y = frame.x - MARGIN, frame.y - MARGIN
    width, height = frame.width + 2 * MARGIN, frame.height + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bpmn" role="img"'
        f' viewBox="{x:g} {y:g} {width:g} {height:g}" width="{width * scale:g}"'
        f' height="{height * scale:g}"'
        f' aria-label="流程图：{escape(definition.name)}">{style}'
        f"<title>流程图：{escape(definition.name)}</title>{picture.markers()}"
        f"{''.join(picture.parts())}</svg>"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    definition: ProcessDefinition
    drawing: Drawing
    marked: Marked

    def markers(self) -> str:
        """Arrow heads, one per state of a flow."""
        heads = "".join(
            f'<marker id="{self._arrow(state)}" class="arrow {state}" viewBox="0 0 10 10" refX="9"'
            ' refY="5" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse"'
            ' orient="auto-start-reverse">'
            '<path d="M0 0.8 L10 5 L0 9.2 Z"/></marker>'
            for state in ("open", "done")
        )
        return f"<defs>{heads}</defs>"

    def parts(self) -> Iterator[str]:
        """Everything, from the back to the front."""
        yield from self._pools()
        nodes = [node for node in self.definition.nodes.values() if node.id in self.drawing.boxes]
        yield from (self._sub_process(one) for one in nodes if one.kind == SUB_PROCESS)
        yield from self._flows()
        later = [one for one in nodes if one.kind != SUB_PROCESS]
        later.sort(key=lambda one: one.attached_to is not None)
        yield from (self._node(one) for one in later)
        yield from self._flow_names()

    def _arrow(self, state: str) -> str:
        return f"arrow-{state}-{self.definition.key}"

    def _pools(self) -> Iterator[str]:
        for pool, name in self.drawing.pools.items():
            box = self.drawing.boxes.get(pool)
            if box is not None:
                yield _strip(box, name, "pool")
        for lane in self.definition.lanes:
            box = self.drawing.boxes.get(lane.id)
            if box is not None:
                yield _strip(box, lane.name, "lane")

    def _flows(self) -> Iterator[str]:
        flows = sorted(self.definition.flows.values(), key=lambda one: one.id in self.marked.done)
        for flow in flows:
            points = self.drawing.lines.get(flow.id)
            if not points:
                continue
            state = "done" if flow.id in self.marked.done else "open"
            path = " ".join(
                f"{'L' if number else 'M'}{x:g} {y:g}" for number, (x, y) in enumerate(points)
            )
            yield f'<path class="flow {state}" d="{path}" marker-end="url(#{self._arrow(state)})"/>'

    def _flow_names(self) -> Iterator[str]:
        for flow in self.definition.flows.values():
            if flow.name and flow.id in self.drawing.lines:
                box = self.drawing.labels.get(flow.id) or _beside(self.drawing.lines[flow.id])
                yield _label(flow.name, box, "flow-name")

    def _sub_process(self, node: Node) -> str:
        box = self.drawing.boxes[node.id]
        name = glyphs.text_lines([node.name], (box.centre[0], box.y + 14), SMALL_TEXT)
        return self._group(node, f"{_rectangle(box, 10)}{name}")

    def _node(self, node: Node) -> str:
        if node.kind in EVENTS:
            return self._event(node)
        if node.kind.endswith("Gateway"):
            return self._gateway(node)
        return self._task(node)

    def _task(self, node: Node) -> str:
        box = self.drawing.boxes[node.id]
        called = node.kind == "callActivity"
        glyph = {
            "userTask": lambda: glyphs.person(box.x + 6, box.y + 6),
            "callActivity": lambda: glyphs.plus_box(box.centre[0], box.y + box.height - 17),
        }.get(node.kind, lambda: glyphs.gear(box.x + 6, box.y + 6))()
        lines = glyphs.wrapped(node.name, (box.width - 14) / TASK_TEXT, TASK_LINES_MAX)
        middle = (box.centre[0], box.centre[1] + (-6 if called else 5))
        text = glyphs.text_lines(lines, middle, TASK_TEXT)
        return self._group(node, f"{_rectangle(box, 8)}{glyph}{text}", self._badge(node.id, box))

    def _event(self, node: Node) -> str:
        box = self.drawing.boxes[node.id]
        x, y = box.centre
        radius = box.width / 2
        circles = f'<circle class="shape" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
        if node.kind not in {"startEvent", "endEvent"}:
            circles += f'<circle class="inner" cx="{x:g}" cy="{y:g}" r="{radius - 3.5:g}"/>'
        mark = glyphs.EVENT_MARKS.get(node.event or "")
        return self._group(node, f"{circles}{mark(x, y) if mark else ''}{self._name(node, box)}")

    def _gateway(self, node: Node) -> str:
        box = self.drawing.boxes[node.id]
        x, y = box.centre
        a = box.width / 2
        diamond = (
            f'<path class="shape" d="M{x:g} {y - a:g} L{x + a:g} {y:g}'
            f' L{x:g} {y + a:g} L{x - a:g} {y:g} Z"/>'
        )
        mark = glyphs.GATEWAY_MARKS.get(node.kind, glyphs.ring)
        return self._group(node, f"{diamond}{mark(x, y)}{self._name(node, box)}")

    def _name(self, node: Node, box: Box) -> str:
        """The name of an event or gateway: where the file puts it, else below."""
        below = Box(x=box.centre[0] - 45, y=box.y + box.height + 3, width=90, height=15)
        return _label(node.name, self.drawing.labels.get(node.id, below)) if node.name else ""

    def _badge(self, element: str, box: Box) -> str:
        state = self.marked.state(element)
        if state == "now":
            return glyphs.here(box.centre[0], box.y + 4)
        return glyphs.tick(box.x + box.width - 3, box.y + 3) if state == "done" else ""

    def _group(self, node: Node, inside: str, badge: str = "") -> str:
        state = self.marked.state(node.id)
        dashed = " aside" if node.attached_to and not node.interrupting else ""
        words = f"{node.name or '（未命名）'}：{STATE_WORDS[state]}"
        target = f' id="now-{escape(node.id)}"' if state == "now" else ""
        return (
            f'<g class="node {escape(node.kind)} {state}{dashed}"{target}>'
            f"<title>{escape(words)}</title>{inside}{badge}</g>"
        )


def _strip(box: Box, name: str, css: str) -> str:
    """A pool or lane with its name from top to bottom at the left."""
    middle = (box.x + HEADER / 2, box.centre[1])
    return (
        f'<g class="{css}"><rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}"'
        f' height="{box.height:g}"/><path d="M{box.x + HEADER:g} {box.y:g} v{box.height:g}"/>'
        f"{glyphs.vertical_text(name, middle, box.height - 4, 13)}</g>"
    )


def _rectangle(box: Box, rounding: float) -> str:
    return (
        f'<rect class="shape" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}"'
        f' height="{box.height:g}" rx="{rounding:g}"/>'
    )


def _label(name: str, box: Box, css: str = "label") -> str:
    lines = glyphs.wrapped(name, max(box.width / SMALL_TEXT + 0.6, 4), LABEL_LINES_MAX)
    return glyphs.text_lines(lines, box.centre, SMALL_TEXT, css)


def _beside(points: tuple[tuple[float, float], ...]) -> Box:
    """Above the middle of a line's first stretch."""
    (x1, y1), (x2, y2) = points[0], points[1]
    return Box(x=(x1 + x2) / 2 - 30, y=(y1 + y2) / 2 - 18, width=60, height=14)
