"""Reads which characters a font file can draw: its cmap table, formats 4 and 12 (OpenType)."""

import struct
from functools import lru_cache
from pathlib import Path

_COLLECTION = b"ttcf"
_UNICODE_PLATFORMS = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}
_FORMAT_SEGMENTS = 4
_FORMAT_GROUPS = 12
_LAST_SEGMENT = 0xFFFF


@lru_cache(maxsize=64)
def characters_of(path: Path, index: int) -> frozenset[int]:
    """The code points face `index` of a font file draws; empty when the file has no Unicode map."""
    data = path.read_bytes()
    start = _face_start(data, index)
    tables = struct.unpack_from(">H", data, start + 4)[0]
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            return frozenset(_mapped(data, offset))
    return frozenset()


def _face_start(data: bytes, index: int) -> int:
    if data[:4] != _COLLECTION:
        return 0
    return int(struct.unpack_from(">I", data, 12 + 4 * index)[0])


def _mapped(data: bytes, cmap: int) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * number)
        if (platform, encoding) not in _UNICODE_PLATFORMS:
            continue
        kind = struct.unpack_from(">H", data, cmap + offset)[0]
        if kind == _FORMAT_SEGMENTS:
            found |= _segments(data, cmap + offset)
        elif kind == _FORMAT_GROUPS:
            found |= _groups(data, cmap + offset)
    return found


def _segments(data: bytes, table: int) -> set[int]:
    count = struct.unpack_from(">H", data, table + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, table + 14)
    starts = struct.unpack_from(f">{count}H", data, table + 16 + 2 * count)
    return {
        code
        for start, end in zip(starts, ends, strict=True)
        if start != _LAST_SEGMENT
        for code in range(start, end + 1)
    }


def _groups(data: bytes, table: int) -> set[int]:
    count = struct.unpack_from(">I", data, table + 12)[0]
    found: set[int] = set()
    for number in range(count):
        start, end, _ = struct.unpack_from(">III", data, table + 16 + 12 * number)
        found.update(range(start, end + 1))
    return found
