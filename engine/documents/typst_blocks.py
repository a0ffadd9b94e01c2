"""Sets one Word part as Typst: paragraphs and pictures; what it cannot set becomes a finding."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.documents.docx_styles import (
    ParagraphFormat,
    RunFormat,
    StyleSheet,
    indent_in_points,
    paragraph_over,
    run_over,
)
from engine.documents.ooxml import PART_NAMES, WP, A, R, W, local_name, value_of
from engine.documents.pictures import BLANK
from engine.documents.typst_lines import Line
from engine.documents.typst_source import dictionary, literal, points, rgb
from engine.documents.typst_tables import table_source

EMU_PER_POINT = 12700
ASCENT = 0.86
"""Share of a character's height above the baseline, as the Chinese faces draw it."""
NATURAL_LINE = 1.3
"""Height of a line, in characters, where the template gives none."""

_SILENT = frozenset(
    {
        "sectPr",
        "tcPr",
        "tblPr",
        "tblGrid",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "pPr",
        "rPr",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutFinding:
    """Something in the Word file that we do not set: where, and what it is (Chinese)."""

    place: str
    what: str


@dataclass(slots=True, kw_only=True)
class PartSetter:
    """Sets one part (body, header or footer)."""

    part: str
    styles: StyleSheet
    relations: Mapping[str, str]
    """Relationship id → entry name."""
    media: Mapping[str, bytes]
    pictures: dict[str, bytes] = field(default_factory=dict)
    """File name below the scratch folder → picture, for those used."""
    findings: list[LayoutFinding] = field(default_factory=list)

    def blocks(self, parent: etree._Element) -> str:
        """Paragraphs, tables and content controls below `parent`, in order."""
        pieces = []
        for element in parent:
            name = local_name(element)
            if element.tag == W + "p":
                pieces.append(self._paragraph(element))
            elif element.tag == W + "tbl":
                pieces.append(table_source(self, element))
            elif element.tag == W + "sdt":
                content = element.find(W + "sdtContent")
                pieces.append("" if content is None else self.blocks(content))
            elif name not in _SILENT:
                self.say(f"“{name}”")
        return "".join(pieces)

    def say(self, what: str) -> None:
        """Note something that is not set."""
        kind = self.part.removeprefix("word/").rstrip("0123456789.xml")
        finding = LayoutFinding(place=PART_NAMES.get(kind, kind), what=what)
        if finding not in self.findings:
            self.findings.append(finding)

    def _paragraph(self, element: etree._Element) -> str:
        properties = element.find(W + "pPr")
        style = None if properties is None else value_of(properties.find(W + "pStyle"), "val")
        base, run_base = self.styles.paragraph(style)
        look = paragraph_over(base, properties)
        if properties is not None and properties.find(W + "sectPr") is not None:
            self.say("分节")
        if look.numbered:
            self.say("自动编号")
        line = Line(setter=self, look=look)
        for run in element.iter(W + "r"):
            if next(run.iterancestors(W + "p"), None) is element:
                line.take(run, self._run_look(run, run_base))
        mark = run_over(run_base, None if properties is None else properties.find(W + "rPr"))
        return paragraph_source(look, line.size or mark.size, line.written(), line.overlays, self)

    def _run_look(self, run: etree._Element, base: RunFormat) -> RunFormat:
        properties = run.find(W + "rPr")
        if properties is None:
            return base
        styled = self.styles.run(base, value_of(properties.find(W + "rStyle"), "val"))
        return run_over(styled, properties)

    def picture(self, drawing: etree._Element, overlays: list[str]) -> str:
        """The source of an inline picture; a floating one goes to `overlays`."""
        pieces = []
        for frame in drawing:
            blip = frame.find(f".//{A}blip")
            extent = frame.find(WP + "extent")
            if blip is None or extent is None:
                self.say("文本框或形状")
                continue
            image = self._image(frame, blip, extent)
            if image is None:
                continue
            if frame.tag == WP + "inline":
                pieces.append(f"#box({image});")
            elif placed := self._placed(frame, image):
                overlays.append(placed)
        return "".join(pieces)

    def _image(
        self, frame: etree._Element, blip: etree._Element, extent: etree._Element
    ) -> str | None:
        entry = self.relations.get(blip.get(R + "embed", ""), "")
        data = self.media.get(entry)
        if data is None or not entry.endswith((".png", ".jpg", ".jpeg")):
            self.say("不是 PNG 或 JPEG 的图片")
            return None
        if data == BLANK:
            return None
        file = posixpath.basename(entry)
        self.pictures[file] = data
        width, height = (int(extent.get(side, "0")) / EMU_PER_POINT for side in ("cx", "cy"))
        about = frame.find(WP + "docPr")
        alt = literal("" if about is None else about.get("descr", ""))
        return (
            f"image({literal(file)}, width: {points(width)}, height: {points(height)}, alt: {alt})"
        )

    def _placed(self, frame: etree._Element, image: str) -> str | None:
        across = frame.find(WP + "positionH")
        down = frame.find(WP + "positionV")
        known = (
            across is not None
            and down is not None
            and across.get("relativeFrom") in {"column", "margin", "character"}
            and down.get("relativeFrom") in {"paragraph", "line"}
        )
        if across is None or down is None or not known:
            self.say("图片位置（请相对于栏和段落定位）")
            return None
        x, y = _offset(across), _offset(down)
        side = {"center": "center", "right": "right"}.get(
            across.findtext(WP + "align") or "", "left"
        )
        return f"({side}, {points(x)}, {points(y)}, {image})"


def _offset(position: etree._Element) -> float:
    return int(position.findtext(WP + "posOffset") or "0") / EMU_PER_POINT


def paragraph_source(
    look: ParagraphFormat, size: float, body: str, overlays: list[str], setter: PartSetter
) -> str:
    """Typst of one paragraph; its text's edges set the line pitch, so that all faces sit alike."""
    pitch = _pitch(look, size)
    top = (pitch - size) / 2 + ASCENT * size
    options = _shape_options(look, size)
    options |= _border_options(look, setter)
    if look.keep_next:
        options["keep"] = "true"
    if overlays:
        options["over"] = "(" + ", ".join(overlays) + ",)"
    written = "".join(f", {name}: {value}" for name, value in options.items())
    before = "#pagebreak(weak: true)\n" if look.page_break_before else ""
    edges = f"{points(size)}, {points(top)}, {points(top - pitch)}"
    return f"{before}#p({edges}{written}{f')[{body}]' if body else ', none)'}\n"


def _shape_options(look: ParagraphFormat, size: float) -> dict[str, str]:
    """Alignment, indents and distances; Word's hanging indent pulls the first line to the left."""
    options = {"to": look.align} if look.align != "left" else {}
    if look.justify:
        options["justified"] = "true"
    hang = indent_in_points(look, "hanging", size)
    lengths = {
        "first": indent_in_points(look, "firstLine", size),
        "hang": hang,
        "above": look.before,
        "below": look.after,
    }
    options |= {name: points(length) for name, length in lengths.items() if length}
    left, right = (indent_in_points(look, side, size) for side in ("left", "right"))
    if left - hang or right:
        options["inside"] = f"({points(left - hang)}, {points(right)})"
    return options


def _pitch(look: ParagraphFormat, size: float) -> float:
    if look.line_rule == "exact" and look.line:
        return look.line
    if look.line_rule == "atLeast":
        return max(look.line, size * NATURAL_LINE)
    single = 12  # w:line counts 240ths of a single line; in points that is 12
    return size * NATURAL_LINE * (look.line / single if look.line else 1)


def _border_options(look: ParagraphFormat, setter: PartSetter) -> dict[str, str]:
    lines, gaps = {}, {}
    for side in ("top", "bottom", "left", "right"):
        border = look.borders.get(side)
        if border is None:
            continue
        if not border.plain:
            setter.say("双线或虚线边框")
        lines[side] = f"{points(border.width)} + {rgb(border.color)}"
        gaps[side] = points(border.space)
    return {"lines": dictionary(lines), "gaps": dictionary(gaps)} if lines else {}
