"""The square code on a document: every module where the standard puts it, pixel by pixel."""

import struct
import zlib

import pytest
import segno

from engine.documents.code_picture import (
    ERROR_CORRECTION,
    PIXELS_PER_MODULE,
    QUIET_MODULES,
    code_picture,
)
from engine.documents.pictures import checked_picture
from engine.ports import PrintedCode

HEAD_BYTES = 33
"""Signature and first part of a PNG."""


def lines_of(picture: bytes) -> list[list[int]]:
    """The pixels of a PNG of one bit each, row by row: 1 is white."""
    width, height, depth, kind = struct.unpack(">IIBB", picture[16:26])
    assert (depth, kind) == (1, 0)
    (size,) = struct.unpack(">I", picture[HEAD_BYTES : HEAD_BYTES + 4])
    assert picture[HEAD_BYTES + 4 : HEAD_BYTES + 8] == b"IDAT"
    data = zlib.decompress(picture[HEAD_BYTES + 8 : HEAD_BYTES + 8 + size])
    across = 1 + -(-width // 8)
    rows = [data[at : at + across] for at in range(0, len(data), across)]
    assert len(rows) == height
    assert not any(row[0] for row in rows)  # no row is told by the one above it
    return [[byte >> bit & 1 for byte in row[1:] for bit in range(7, -1, -1)] for row in rows]


@pytest.mark.parametrize("length", [1, 40, 160])
def test_the_square_says_the_address(length: int) -> None:
    address = "https://zhijian.example/" + "7" * length
    _, pictures = code_picture(PrintedCode(address=address, words="核验码 4F7K"))
    drawn = lines_of(checked_picture("二维码", pictures["square.png"]))
    asked = segno.make(address, error=ERROR_CORRECTION, micro=False)
    modules = asked.matrix_iter(scale=PIXELS_PER_MODULE, border=QUIET_MODULES)
    assert drawn == [[1 - dark for dark in row] for row in modules]
