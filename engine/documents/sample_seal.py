"""样章: a round seal drawn for rehearsals; it says 样章, so that nobody takes it for a seal."""

from engine.documents.fonts import FontSet
from engine.documents.pdf import PdfPress
from engine.documents.typst_source import literal

ARC_DEGREES = 250
"""How much of the ring the name may take; the rest stays open below."""
DEGREES_PER_CHARACTER_MAX = 24
SIDE_MILLIMETRES = 42
"""The size GB/T 9704 gives a seal where the place says nothing else."""


def sample_seal(name: str, fonts: FontSet) -> bytes:
    """PNG of a seal with `name` around it, as transparent red on nothing."""
    return PdfPress(fonts).picture(_source(name), {})


def _source(name: str) -> str:
    step = min(DEGREES_PER_CHARACTER_MAX, ARC_DEGREES / max(len(name) - 1, 1))
    first = -step * (len(name) - 1) / 2
    size = min(5.2, step * 0.29)
    letters = "".join(
        f"#place(center + horizon, rotate({first + step * number:.2f}deg, "
        f"box(height: 34.5mm, align(top, text(font: ST.families, weight: 600, size: {size:.2f}mm, "
        f"fill: ink, {literal(letter)})))))\n"
        for number, letter in enumerate(name)
    )
    return (
        f"#set page(width: {SIDE_MILLIMETRES}mm, height: {SIDE_MILLIMETRES}mm, margin: 0pt, "
        'fill: none)\n#let ink = rgb("d0021bd8")\n'
        "#place(center + horizon, circle(radius: 20mm, stroke: 1.2mm + ink))\n"
        f"{letters}"
        "#place(center + horizon, dy: -0.6mm, polygon(fill: ink, "
        + ", ".join(_star())
        + "))\n#place(center + horizon, dy: 11mm, text(font: HT.families, size: 4.4mm, fill: ink, "
        'tracking: 0.3em, "样章"))'
    )


def _star() -> list[str]:
    """The corners of a five-pointed star, 12 mm wide, in page units."""
    outer = ((0, -6), (5.71, -1.85), (3.53, 4.85), (-3.53, 4.85), (-5.71, -1.85))
    inner = ((1.35, -1.85), (2.18, 0.71), (0, 2.29), (-2.18, 0.71), (-1.35, -1.85))
    pairs = (corner for pair in zip(outer, inner, strict=True) for corner in pair)
    return [f"({x + 6:.2f}mm, {y + 6:.2f}mm)" for x, y in pairs]
