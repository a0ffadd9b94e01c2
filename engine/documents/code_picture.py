"""The picture 二维码: a square code to scan, and under it the words to type instead."""

import zlib
from collections.abc import Mapping

import segno

from engine.documents.pictures import chunk, header, png
from engine.documents.typst_source import literal
from engine.ports import PrintedCode

ERROR_CORRECTION = "m"
"""15 %: enough for a copy of a copy, small enough for 20 mm."""
PIXELS_PER_MODULE = 8
"""As many as bits in a byte: a module of a row is one byte of the picture."""
QUIET_MODULES = 2


def code_picture(code: PrintedCode) -> tuple[str, Mapping[str, bytes]]:
    """Typst source of a square of 20 mm, and the pictures it names; black on white."""
    square = segno.make(code.address, error=ERROR_CORRECTION, micro=False)
    source = (
        "#set page(width: 20mm, height: 20mm, margin: 0pt, fill: white)\n"
        '#align(center, image("square.png", width: 17.4mm))\n'
        "#place(bottom + center, dy: -0.2mm, box(width: 30mm, align(center, "
        f"text(font: ST.families, size: 4.6pt, tracking: -0.02em, {literal(code.words)}))))"
    )
    return source, {"square.png": _black_on_white(square)}


def _black_on_white(square: segno.QRCode) -> bytes:
    """The square as PNG, one bit a pixel."""
    rows = [
        b"\0" + bytes(0x00 if dark else 0xFF for dark in modules)
        for modules in square.matrix_iter(border=QUIET_MODULES)
    ]
    side = len(rows) * PIXELS_PER_MODULE
    pixels = b"".join(row * PIXELS_PER_MODULE for row in rows)
    return png(header(side, side, depth=1, kind=0), chunk(b"IDAT", zlib.compress(pixels)))
