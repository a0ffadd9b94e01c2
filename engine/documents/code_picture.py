"""The picture 二维码: a square code to scan, and under it the words to type instead."""

import io
from collections.abc import Mapping

import segno

from engine.documents.typst_source import literal
from engine.ports import PrintedCode

ERROR_CORRECTION = "m"
"""15 %: enough for a copy of a copy, small enough for 20 mm."""
PIXELS_PER_MODULE = 8
QUIET_MODULES = 2


def code_picture(code: PrintedCode) -> tuple[str, Mapping[str, bytes]]:
    """Typst source of a square of 20 mm, and the pictures it names; black on white."""
    square = io.BytesIO()
    made = segno.make(code.address, error=ERROR_CORRECTION, micro=False)
    made.save(square, kind="png", scale=PIXELS_PER_MODULE, border=QUIET_MODULES)
    source = (
        "#set page(width: 20mm, height: 20mm, margin: 0pt, fill: white)\n"
        '#align(center, image("square.png", width: 17.4mm))\n'
        "#place(bottom + center, dy: -0.2mm, box(width: 30mm, align(center, "
        f"text(font: ST.families, size: 4.6pt, tracking: -0.02em, {literal(code.words)}))))"
    )
    return source, {"square.png": square.getvalue()}
