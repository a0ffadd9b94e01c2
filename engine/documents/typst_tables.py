"""Sets Word tables: the grid gives the widths, rows grow with what is in them."""

from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from engine.documents.docx_styles import (
    TWIPS_PER_POINT,
    Border,
    StyleSheet,
    border_of,
    borders_in,
)
from engine.documents.ooxml import W, is_on, number_of, value_of
from engine.documents.typst_source import dictionary, points, rgb

CELL_MARGIN_PT = 5.4
_ALIGNS = {"center": "horizon", "bottom": "bottom"}


class BlockSetter(Protocol):
    """Sets what stands inside a cell."""

    styles: StyleSheet

    def blocks(self, parent: etree._Element) -> str:
        """The Typst source of the blocks below `parent`."""

    def say(self, what: str) -> None:
        """Note something that is not set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    row: int
    column: int
    across: int
    down: int
    element: etree._Element


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    widths: list[float]
    rows: list[etree._Element]
    borders: dict[str, Border]
    margins: tuple[float, float]


def table_source(setter: BlockSetter, table: etree._Element) -> str:
    """Typst of one table."""
    grid = _grid(setter, table)
    if not grid.rows:
        return ""
    cells = _cells(grid.rows)
    by_row: dict[int, list[str]] = {number: [] for number in range(len(grid.rows))}
    for cell in cells:
        by_row[cell.row].append(_cell_source(setter, cell, grid))
    rows = []
    heights = []
    for number, row in enumerate(grid.rows):
        height = row.find(f"{W}trPr/{W}trHeight")
        points_high = number_of(height, "val") / TWIPS_PER_POINT
        exact = value_of(height, "hRule") == "exact"
        heights.append(points(points_high) if exact else "auto")
        strut = f"strut({points(0 if exact else points_high)})"
        rows.append(", ".join([*by_row[number], strut]))
    heads = _leading_heads(grid.rows)
    body = [f"table.header({', '.join(rows[:heads])})"] if heads else []
    columns = ", ".join([*(points(width) for width in grid.widths), "0pt"])
    source = (
        f"table(columns: ({columns}), rows: ({', '.join(heights)},), stroke: none, inset: 0pt, "
        f"align: left, {', '.join([*body, *rows[heads:]])})"
    )
    side = {"center": "center", "right": "right"}.get(
        value_of(table.find(f"{W}tblPr/{W}jc"), "val") or "", "left"
    )
    return f"#block(width: 100%, above: 0pt, below: 0pt, align({side}, {source}))\n"


def _grid(setter: BlockSetter, table: etree._Element) -> _Grid:
    properties = table.find(W + "tblPr")
    style = None if properties is None else value_of(properties.find(W + "tblStyle"), "val")
    own = None if properties is None else properties.find(W + "tblBorders")
    margins = None if properties is None else properties.find(W + "tblCellMar")
    columns = table.find(W + "tblGrid")
    widths = [] if columns is None else [number_of(c, "w") / TWIPS_PER_POINT for c in columns]
    if not widths or not all(widths):
        setter.say("没有列宽的表格")
        widths = widths or [0]
    return _Grid(
        widths=widths,
        rows=_rows(table),
        borders={**setter.styles.table_borders(style), **borders_in(own)},
        margins=(_margin(margins, "left", "start"), _margin(margins, "right", "end")),
    )


def _rows(table: etree._Element) -> list[etree._Element]:
    """The table's own rows, also those wrapped in content controls."""
    return [
        row for row in table.iter(W + "tr") if next(row.iterancestors(W + "tbl"), None) is table
    ]


def _margin(margins: etree._Element | None, *names: str) -> float:
    for name in names:
        side = None if margins is None else margins.find(W + name)
        if side is not None:
            return number_of(side, "w") / TWIPS_PER_POINT
    return CELL_MARGIN_PT


def _leading_heads(rows: list[etree._Element]) -> int:
    """How many rows at the top repeat on each page; a table of heads only repeats nothing."""
    heads = 0
    while heads < len(rows) and is_on(rows[heads].find(f"{W}trPr/{W}tblHeader")):
        heads += 1
    return heads if heads < len(rows) else 0


def _cells(rows: list[etree._Element]) -> list[_Cell]:
    """The cells that are drawn; merged ones once, with how far they reach."""
    placed: list[list[tuple[int, int, str | None, etree._Element]]] = []
    for row in rows:
        column = int(number_of(row.find(f"{W}trPr/{W}gridBefore"), "val"))
        line = []
        for element in row.iter(W + "tc"):
            if next(element.iterancestors(W + "tr"), None) is not row:
                continue
            across = int(number_of(element.find(f"{W}tcPr/{W}gridSpan"), "val", 1))
            merge = element.find(f"{W}tcPr/{W}vMerge")
            kind = None if merge is None else value_of(merge, "val") or "continue"
            line.append((column, across, kind, element))
            column += across
        placed.append(line)
    return [
        _Cell(
            row=at, column=column, across=across, down=_reach(placed, at, column, kind), element=e
        )
        for at, line in enumerate(placed)
        for column, across, kind, e in line
        if kind != "continue"
    ]


def _reach(
    placed: list[list[tuple[int, int, str | None, etree._Element]]],
    row: int,
    column: int,
    kind: str | None,
) -> int:
    down = 1
    while (
        kind == "restart"
        and row + down < len(placed)
        and any(at == column and below == "continue" for at, _, below, _ in placed[row + down])
    ):
        down += 1
    return down


def _cell_source(setter: BlockSetter, cell: _Cell, grid: _Grid) -> str:
    properties = cell.element.find(W + "tcPr")
    whole = is_on(grid.rows[cell.row].find(f"{W}trPr/{W}cantSplit"))
    options = {"inset": f"(left: {points(grid.margins[0])}, right: {points(grid.margins[1])})"}
    if cell.across > 1:
        options["colspan"] = str(cell.across)
    if cell.down > 1:
        options["rowspan"] = str(cell.down)
    if whole:
        options["breakable"] = "false"
    if properties is not None:
        vertical = value_of(properties.find(W + "vAlign"), "val") or ""
        if vertical in _ALIGNS:
            options["align"] = f"left + {_ALIGNS[vertical]}"
        shade = value_of(properties.find(W + "shd"), "fill") or "auto"
        if shade not in {"auto", "FFFFFF", "ffffff"}:
            options["fill"] = rgb(shade)
        if properties.find(W + "textDirection") is not None:
            setter.say("竖排文字")
    options["stroke"] = _strokes(setter, cell, grid, properties)
    written = ", ".join(f"{name}: {value}" for name, value in options.items())
    return f"table.cell({written})[{setter.blocks(cell.element)}]"


def _strokes(
    setter: BlockSetter, cell: _Cell, grid: _Grid, properties: etree._Element | None
) -> str:
    edges = {
        "top": "top" if cell.row == 0 else "insideH",
        "bottom": "bottom" if cell.row + cell.down == len(grid.rows) else "insideH",
        "left": "left" if cell.column == 0 else "insideV",
        "right": "right" if cell.column + cell.across >= len(grid.widths) else "insideV",
    }
    own = None if properties is None else properties.find(W + "tcBorders")
    strokes = {}
    for side, edge in edges.items():
        border = grid.borders.get(edge)
        written = None if own is None else own.find(W + side)
        if written is not None:
            border = border_of(written)
        if border is None:
            continue
        if not border.plain:
            setter.say("双线或虚线边框")
        strokes[side] = f"{points(border.width)} + {rgb(border.color)}"
    return dictionary(strokes)
