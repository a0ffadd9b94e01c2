"""Sets paragraphs, tables and pictures of one Word part as Typst; what it cannot set becomes a finding."""

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
from engine.documents.typst_source import breakable, dictionary, literal, points, rgb
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
_SILENT_IN_RUN = frozenset(
    {
        "rPr",
        "lastRenderedPageBreak",
        "noBreakHyphen",
        "softHyphen",
        "commentReference",
        "proofErr",
    }
)
_PAGE_FIELDS = {
    "PAGE": "#context counter(page).display();",
    "NUMPAGES": "#context counter(page).final().first();",
    "SECTIONPAGES": "#context counter(page).final().first();",
}
ROLES_BY_NAME = {
    "小标宋": "XBS",
    "xiaobiaosong": "XBS",
    "楷": "KT",
    "kai": "KT",
    "黑": "HT",
    "hei": "HT",
    "仿宋": "FS",
    "fangsong": "FS",
    "宋": "ST",
    "song": "ST",
    "simsun": "ST",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutFinding:
    """Something in the Word file that we do not set: where, and what it is (Chinese)."""

    place: str
    what: str


def role_of(font: str) -> str:
    """The role (FS 仿宋, XBS 小标宋, KT 楷体, HT 黑体, ST 宋体) a Word font name plays; unknown ones are 仿宋."""
    name = font.lower()
    return next((role for part, role in ROLES_BY_NAME.items() if part in name), "FS")


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
        line = _Line(setter=self, look=look)
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


@dataclass(slots=True, kw_only=True)
class _Line:
    """The runs of one paragraph, neighbours of equal look joined."""

    setter: PartSetter
    look: ParagraphFormat
    size: float = 0
    overlays: list[str] = field(default_factory=list)
    pieces: list[tuple[RunFormat, str]] = field(default_factory=list)
    code: str | None = None
    """The field code being read; None outside a field."""
    in_result: bool = False

    def take(self, run: etree._Element, look: RunFormat) -> None:
        if look.hidden:
            return
        self.size = max(self.size, look.size)
        for child in run:
            if source := self._child(child):
                if self.pieces and self.pieces[-1][0] == look:
                    source = self.pieces.pop()[1] + source
                self.pieces.append((look, source))

    def written(self) -> str:
        return "".join(run_source(look, source) for look, source in self.pieces)

    def _child(self, child: etree._Element) -> str:
        name = local_name(child)
        if name == "t":
            return "" if self.in_result or not child.text else f"#{literal(breakable(child.text))};"
        if name == "tab":
            if not self.look.right_tab:
                self.setter.say("没有右对齐制表位的制表符")
            return "#h(1fr);"
        if name == "br":
            return "#pagebreak();" if value_of(child, "type") == "page" else "#linebreak();"
        if name == "drawing":
            return self.setter.picture(child, self.overlays)
        if name in {"fldChar", "instrText"}:
            return self._field(child, name)
        if name not in _SILENT_IN_RUN:
            self.setter.say(f"“{name}”")
        return ""

    def _field(self, child: etree._Element, name: str) -> str:
        if name == "instrText":
            self.code = (self.code or "") + (child.text or "")
            return ""
        kind = value_of(child, "fldCharType")
        if kind == "separate":
            self.in_result = True
        elif kind == "end":
            words = (self.code or "").split()
            self.code, self.in_result = None, False
            return _PAGE_FIELDS.get(words[0].upper(), "") if words else ""
        return ""


def run_source(look: RunFormat, body: str) -> str:
    """Typst of one run."""
    options = ""
    if look.bold:
        options += ", bold: true"
    if look.color:
        options += f", fill: {rgb(look.color)}"
    if look.tracking:
        options += f", tracking: {points(look.tracking)}"
    source = f"#r({role_of(look.font)}, {points(look.size)}{options})[{body}]"
    if look.underline:
        source = f"#u[{source}]"
    if look.strike:
        source = f"#strike[{source}]"
    if look.raised in {"superscript", "subscript"}:
        source = f"#{'super' if look.raised == 'superscript' else 'sub'}[{source}]"
    return source


def paragraph_source(
    look: ParagraphFormat, size: float, body: str, overlays: list[str], setter: PartSetter
) -> str:
    """Typst of one paragraph; the line pitch is set by the edges of its text, so that all faces sit alike."""
    pitch = _pitch(look, size)
    top = (pitch - size) / 2 + ASCENT * size
    options = {"to": look.align} if look.align != "left" else {}
    if look.justify:
        options["justified"] = "true"
    hang = indent_in_points(look, "hanging", size)
    for name, length in (("first", indent_in_points(look, "firstLine", size)), ("hang", hang)):
        if length:
            options[name] = points(length)
    inside = [indent_in_points(look, side, size) for side in ("left", "right")]
    inside[0] -= hang
    if any(inside):
        options["inside"] = f"({points(inside[0])}, {points(inside[1])})"
    for name, length in (("above", look.before), ("below", look.after)):
        if length:
            options[name] = points(length)
    options |= _border_options(look, setter)
    if look.keep_next:
        options["keep"] = "true"
    if overlays:
        options["over"] = "(" + ", ".join(overlays) + ",)"
    written = "".join(f", {name}: {value}" for name, value in options.items())
    before = "#pagebreak(weak: true)\n" if look.page_break_before else ""
    edges = f"{points(size)}, {points(top)}, {points(top - pitch)}"
    return f"{before}#p({edges}{written}{f')[{body}]' if body else ', none)'}\n"


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
