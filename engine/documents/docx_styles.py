"""What a run or paragraph of a .docx looks like once its styles are laid over one another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from engine.documents.ooxml import W, is_on, local_name, number_of, value_of

STYLES_DEEP_MAX = 20
TWIPS_PER_POINT = 20
BORDER_EIGHTHS = 8
DEFAULT_SIZE_PT = 10.5


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFormat:
    """Look of a run; sizes in points."""

    font: str = ""
    size: float = DEFAULT_SIZE_PT
    bold: bool = False
    italic: bool = False
    strike: bool = False
    underline: bool = False
    hidden: bool = False
    color: str = ""
    tracking: float = 0
    raised: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """A line: width and distance in points, colour as six hex digits; `plain` = unbroken."""

    width: float
    color: str
    space: float = 0
    plain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphFormat:
    """Look of a paragraph; lengths in points, ``_chars`` in characters of its own size."""

    align: str = "left"
    justify: bool = True
    before: float = 0
    after: float = 0
    line: float = 0
    line_rule: str = "auto"
    indents: Mapping[str, float] = field(default_factory=dict)
    borders: Mapping[str, Border] = field(default_factory=dict)
    page_break_before: bool = False
    keep_next: bool = False
    right_tab: bool = False
    numbered: bool = False


def border_of(element: etree._Element) -> Border | None:
    """The line an element such as ``w:bottom`` draws; None for none."""
    kind = value_of(element, "val")
    if kind in {None, "nil", "none"}:
        return None
    color = value_of(element, "color") or "auto"
    return Border(
        width=number_of(element, "sz", 4) / BORDER_EIGHTHS,
        color="000000" if color == "auto" else color,
        space=number_of(element, "space"),
        plain=kind in {"single", "thick"},
    )


def run_over(base: RunFormat, properties: etree._Element | None) -> RunFormat:
    """`base` with a ``w:rPr`` laid over it."""
    if properties is None:
        return base
    changes: dict[str, Any] = {}
    for child in properties:
        name = local_name(child)
        if name in _SWITCHES:
            changes[_SWITCHES[name]] = is_on(child)
        elif name in _RUN_READERS:
            key, read = _RUN_READERS[name]
            changes[key] = read(child)
    return replace(base, **{key: value for key, value in changes.items() if value is not None})


_SWITCHES = {"b": "bold", "i": "italic", "strike": "strike", "vanish": "hidden"}


def _font_of(fonts: etree._Element) -> str | None:
    names = (value_of(fonts, name) for name in ("eastAsia", "ascii", "hAnsi"))
    return next((name for name in names if name), None)


def _color_of(element: etree._Element) -> str:
    color = value_of(element, "val") or "auto"
    return "" if color == "auto" else color


def _size_of(element: etree._Element) -> float | None:
    return number_of(element, "val") / 2 or None


_RUN_READERS: Mapping[str, tuple[str, Callable[[etree._Element], object]]] = {
    "rFonts": ("font", _font_of),
    "sz": ("size", _size_of),
    "u": ("underline", lambda e: value_of(e, "val") not in {None, "none"}),
    "color": ("color", _color_of),
    "spacing": ("tracking", lambda e: number_of(e, "val") / TWIPS_PER_POINT),
    "vertAlign": ("raised", lambda e: value_of(e, "val") or ""),
}


def paragraph_over(base: ParagraphFormat, properties: etree._Element | None) -> ParagraphFormat:
    """`base` with a ``w:pPr`` laid over it."""
    if properties is None:
        return base
    changes: dict[str, Any] = {}
    for child in properties:
        if read := _PARAGRAPH_READERS.get(local_name(child)):
            changes |= read(child)
    if "indents" in changes:
        changes["indents"] = {**base.indents, **changes["indents"]}
    return replace(base, **changes)


def _borders(element: etree._Element) -> dict[str, Any]:
    lines = {local_name(side): border_of(side) for side in element}
    return {"borders": {side: line for side, line in lines.items() if line}}


def _tabs(element: etree._Element) -> dict[str, Any]:
    return {"right_tab": bool({value_of(tab, "val") for tab in element} & {"right", "end"})}


def _alignment(written: str) -> dict[str, Any]:
    sides = {"center": "center", "right": "right", "end": "right"}
    return {"align": sides.get(written, "left"), "justify": written in {"both", "distribute"}}


def _spacing(element: etree._Element) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name in ("before", "after", "line"):
        if value_of(element, name) is not None:
            changes[name] = number_of(element, name) / TWIPS_PER_POINT
    if "line" in changes:
        changes["line_rule"] = value_of(element, "lineRule") or "auto"
    return changes


_PARAGRAPH_READERS: Mapping[str, Callable[[etree._Element], dict[str, Any]]] = {
    "jc": lambda e: _alignment(value_of(e, "val") or ""),
    "spacing": _spacing,
    "ind": lambda e: {"indents": _indents(e)},
    "pBdr": _borders,
    "tabs": _tabs,
    "numPr": lambda _: {"numbered": True},
    "pageBreakBefore": lambda e: {"page_break_before": is_on(e)},
    "keepNext": lambda e: {"keep_next": is_on(e)},
}

_SIDES = {"start": "left", "end": "right"}


def _indents(element: etree._Element) -> dict[str, float]:
    """Indents by side; one given in characters wins over the same one in twips, as in Word."""
    found: dict[str, float] = {}
    for name in ("left", "start", "right", "end", "firstLine", "hanging"):
        side = _SIDES.get(name, name)
        if value_of(element, name) is not None:
            found[side] = number_of(element, name) / TWIPS_PER_POINT
        if value_of(element, f"{name}Chars") is not None:
            found[f"{side}Chars"] = number_of(element, f"{name}Chars") / 100
    return found


def indent_in_points(format_: ParagraphFormat, side: str, size: float) -> float:
    """An indent in points; characters count as the paragraph's own size."""
    characters = format_.indents.get(f"{side}Chars", 0)
    return characters * size if characters else format_.indents.get(side, 0)


class StyleSheet:
    """The styles of one document, resolved on demand."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._resolved: dict[str | None, tuple[ParagraphFormat, RunFormat]] = {}
        self._default: str | None = None
        run_default = paragraph_default = None
        if root is not None:
            run_default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            paragraph_default = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
            self._collect(root)
        self._plain = (
            paragraph_over(ParagraphFormat(), paragraph_default),
            run_over(RunFormat(), run_default),
        )

    def _collect(self, root: etree._Element) -> None:
        for style in root.iter(W + "style"):
            identity = value_of(style, "styleId") or ""
            self._styles[identity] = style
            if value_of(style, "type") == "paragraph" and value_of(style, "default") == "1":
                self._default = identity

    def paragraph(self, identity: str | None) -> tuple[ParagraphFormat, RunFormat]:
        """The look of paragraphs of a style; None = the document's default style."""
        return self._resolve(identity or self._default, STYLES_DEEP_MAX)

    def run(self, base: RunFormat, identity: str | None) -> RunFormat:
        """`base` with a character style laid over it."""
        style = self._styles.get(identity or "")
        return base if style is None else run_over(base, style.find(W + "rPr"))

    def table_borders(self, identity: str | None) -> dict[str, Border]:
        """The lines a table style draws, by side."""
        style = self._styles.get(identity or "")
        return borders_in(None if style is None else style.find(f"{W}tblPr/{W}tblBorders"))

    def _resolve(self, identity: str | None, deep: int) -> tuple[ParagraphFormat, RunFormat]:
        style = self._styles.get(identity or "")
        if style is None or deep == 0:
            return self._plain
        if identity not in self._resolved:
            parent = value_of(style.find(W + "basedOn"), "val")
            paragraph, run = self._resolve(parent, deep - 1)
            self._resolved[identity] = (
                paragraph_over(paragraph, style.find(W + "pPr")),
                run_over(run, style.find(W + "rPr")),
            )
        return self._resolved[identity]


def borders_in(element: etree._Element | None) -> dict[str, Border]:
    """The lines of a ``w:tblBorders`` by side; start and end count as left and right."""
    if element is None:
        return {}
    lines = {_SIDES.get(local_name(side), local_name(side)): border_of(side) for side in element}
    return {side: line for side, line in lines.items() if line is not None}
