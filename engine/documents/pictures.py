"""Pictures a template asks for by their alternative text (替代文字): 公章 and 二维码."""

import posixpath
import struct
import zlib
from collections.abc import Mapping

from lxml import etree

from engine.documents.archive import Entries
from engine.documents.ooxml import (
    CONTENT_TYPES,
    IMAGE_RELATIONSHIP,
    PACKAGE_RELS,
    WP,
    A,
    R,
    read_xml,
)
from engine.documents.refusals import PictureUnusable

SEAL = "公章"
CODE = "二维码"
PICTURE_NAMES = (SEAL, CODE)
PICTURE_BYTES_MAX = 5 << 20
PICTURE_PIXELS_MAX = 25_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = 24


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int, height: int, *, depth: int, kind: int) -> bytes:
    """The part that says how large a PNG is, how many bits a value has, and what values mean."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))


def png(*parts: bytes) -> bytes:
    """A PNG of these parts."""
    return b"".join((_SIGNATURE, *parts, chunk(b"IEND", b"")))


BLANK = png(header(1, 1, depth=8, kind=6), chunk(b"IDAT", zlib.compress(b"\0\0\0\0\0")))
"""One transparent pixel: what stands in a placeholder until the picture is given."""


def checked_picture(name: str, picture: bytes) -> bytes:
    """`picture` itself; raises `PictureUnusable` unless it is a PNG of a printable size."""
    limit = PICTURE_BYTES_MAX >> 20
    if not picture.startswith(_SIGNATURE) or picture[12:16] != b"IHDR":
        raise PictureUnusable(name=name, reason="不是 PNG 图片", limit=limit)
    if len(picture) > PICTURE_BYTES_MAX or len(picture) < _HEADER_END:
        raise PictureUnusable(name=name, reason="文件大小不合适", limit=limit)
    width, height = struct.unpack(">II", picture[16:_HEADER_END])
    if not 0 < width * height <= PICTURE_PIXELS_MAX:
        raise PictureUnusable(name=name, reason="像素过多", limit=limit)
    return picture


def give_each_placeholder_its_own_part(
    part: str, root: etree._Element, entries: Entries
) -> Mapping[str, str]:
    """Point each placeholder of a part at an image part of its own; media name → picture name.

    `root` and the part's relationships in `entries` are changed. Word shares one image part among
    equal pictures, so replacing that one would put the seal where the code belongs.
    """
    folder, _, file = part.rpartition("/")
    rels_name = f"{folder}/_rels/{file}.rels"
    media: dict[str, str] = {}
    for number, properties in enumerate(root.iter(WP + "docPr"), start=1):
        name = (properties.get("descr") or "").strip()
        blip = _blip_beside(properties)
        if name not in PICTURE_NAMES or blip is None:
            continue
        target = f"media/{file.removesuffix('.xml')}-field{number}.png"
        identity = f"rIdField{number}"
        blip.set(R + "embed", identity)
        _add_relationship(rels_name, identity, target, entries)
        media[posixpath.join(folder, target)] = name
    return media


def _blip_beside(properties: etree._Element) -> etree._Element | None:
    drawing = properties.getparent()
    return None if drawing is None else drawing.find(f".//{A}blip")


def _add_relationship(rels_name: str, identity: str, target: str, entries: Entries) -> None:
    rels = read_xml(
        entries.get(rels_name) or f'<Relationships xmlns="{PACKAGE_RELS[1:-1]}"/>'.encode()
    )
    etree.SubElement(
        rels,
        PACKAGE_RELS + "Relationship",
        {"Id": identity, "Type": IMAGE_RELATIONSHIP, "Target": target},
    )
    entries[rels_name] = etree.tostring(rels, xml_declaration=True, encoding="UTF-8")


def declare_png(entries: Entries) -> None:
    """Say in the content types that .png is a PNG, as Word insists."""
    types = read_xml(entries["[Content_Types].xml"])
    defaults = types.findall(CONTENT_TYPES + "Default")
    if any(default.get("Extension", "").lower() == "png" for default in defaults):
        return
    etree.SubElement(
        types, CONTENT_TYPES + "Default", {"Extension": "png", "ContentType": "image/png"}
    )
    entries["[Content_Types].xml"] = etree.tostring(types, xml_declaration=True, encoding="UTF-8")
