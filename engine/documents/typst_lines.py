"""Sets the runs of one Word paragraph as Typst: text, breaks, page numbers, inline pictures."""

from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from engine.documents.docx_styles import ParagraphFormat, RunFormat
from engine.documents.ooxml import local_name, value_of
from engine.documents.typst_source import breakable, literal, points, rgb

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


def role_of(font: str) -> str:
    """The role (FS 仿宋, XBS 小标宋, KT 楷体, HT 黑体, ST 宋体) of a Word font; else 仿宋."""
    name = font.lower()
    return next((role for part, role in ROLES_BY_NAME.items() if part in name), "FS")


class LineSetter(Protocol):
    """Sets pictures and notes what is not set."""

    def picture(self, drawing: etree._Element, overlays: list[str]) -> str:
        """The source of an inline picture; a floating one goes to `overlays`."""

    def say(self, what: str) -> None:
        """Note something that is not set."""


@dataclass(slots=True, kw_only=True)
class Line:
    """The runs of one paragraph, neighbours of equal look joined."""

    setter: LineSetter
    look: ParagraphFormat
    size: float = 0
    overlays: list[str] = field(default_factory=list)
    pieces: list[tuple[RunFormat, str]] = field(default_factory=list)
    code: str | None = None
    """The field code being read; None outside a field."""
    in_result: bool = False

    def take(self, run: etree._Element, look: RunFormat) -> None:
        """Add a run; hidden ones are left out."""
        if look.hidden:
            return
        self.size = max(self.size, look.size)
        for child in run:
            if source := self._child(child):
                if self.pieces and self.pieces[-1][0] == look:
                    source = self.pieces.pop()[1] + source
                self.pieces.append((look, source))

    def written(self) -> str:
        """Typst of the line so far."""
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
