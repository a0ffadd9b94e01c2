"""What a file is, by its content; a name only says what it must be."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import magic

from engine.commands.incoming import FileKindRefused

HEAD_BYTES = 1 << 16
PACKED_ENTRIES_MAX = 2_000
PACKED_BYTES_MAX = 300 << 20
PACKED_RATIO_MAX = 200
SMALL_ENTRY_BYTES = 1 << 20
"""An entry this small may be packed as tightly as it likes."""

OOXML = "application/vnd.openxmlformats-officedocument."
OFD = "application/ofd"
ZIP = "application/zip"
OLE = frozenset({"application/msword", "application/vnd.ms-excel", "application/x-ole-storage",
                 "application/CDFV2", "application/vnd.ms-office"})  # fmt: skip

KINDS: Mapping[str, frozenset[str]] = {
    ".pdf": frozenset({"application/pdf"}),
    ".ofd": frozenset({OFD}),
    ".docx": frozenset({f"{OOXML}wordprocessingml.document"}),
    ".xlsx": frozenset({f"{OOXML}spreadsheetml.sheet"}),
    ".doc": OLE,
    ".xls": OLE,
    ".txt": frozenset({"text/plain"}),
    ".jpg": frozenset({"image/jpeg"}),
    ".jpeg": frozenset({"image/jpeg"}),
    ".png": frozenset({"image/png"}),
    ".gif": frozenset({"image/gif"}),
    ".webp": frozenset({"image/webp"}),
    ".bmp": frozenset({"image/bmp", "image/x-ms-bmp"}),
    ".heic": frozenset({"image/heic", "image/heif"}),
    ".mp3": frozenset({"audio/mpeg"}),
    ".m4a": frozenset({"audio/x-m4a", "audio/mp4", "video/mp4"}),
    ".wav": frozenset({"audio/x-wav", "audio/wav"}),
    ".amr": frozenset({"audio/amr", "audio/AMR"}),
    ".mp4": frozenset({"video/mp4"}),
    ".mov": frozenset({"video/quicktime"}),
}
"""Ending → what its content may be."""

MACRO_PARTS = ("vbaproject.bin", "activex", "embeddings/oleobject")
OLE_MACROS = ("_VBA_PROJECT", "Macros")
TEXT_TRICKS = (b"<html", b"<script", b"<svg", b"<!doctype", b"<?xml", b"<?php", b"#!")


def kind_of(path: Path, suffix: str) -> str:
    """The media type; refuses `file_kind_refused` for what the ending does not promise."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    found = str(magic.from_buffer(head, mime=True))
    if head.startswith(b"PK\x03\x04"):
        found = _packed_kind(path)
    if found not in KINDS[suffix]:
        raise FileKindRefused(where={"field": "name"}, why=f"内容不是“{suffix}”文件")
    if found == "application/pdf" and not head.startswith(b"%PDF-"):
        raise FileKindRefused(where={"field": "name"}, why="PDF 前面夹带了别的内容")
    if found == "text/plain" and _is_markup(head):
        raise FileKindRefused(where={"field": "name"}, why="文本中夹带了网页或者脚本")
    if found in OLE:
        _refuse_ole_macros(path)
    return found


def _is_markup(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(TEXT_TRICKS) or b"<script" in head.lower() or b"\0" in head


def _packed_kind(path: Path) -> str:
    """What a ZIP is: OFD, Word or Excel; refuses bombs, macros and what is locked."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            _refuse_bomb(entries)
            names = {one.filename for one in entries}
            types = packed.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise FileKindRefused(where={"field": "name"}, why="压缩结构损坏或者加了密") from error
    if "OFD.xml" in names:
        return OFD
    if b"macroEnabled" in types:
        raise FileKindRefused(where={"field": "name"}, why="文件中有宏或者嵌入的程序")
    for part, kind in (("word/", "wordprocessingml.document"), ("xl/", "spreadsheetml.sheet")):
        if types and any(name.startswith(part) for name in names):
            return f"{OOXML}{kind}"
    return ZIP


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > PACKED_ENTRIES_MAX:
        raise FileKindRefused(where={"field": "name"}, why="压缩包内文件过多")
    if sum(one.file_size for one in entries) > PACKED_BYTES_MAX:
        raise FileKindRefused(where={"field": "name"}, why="解压后过大")
    for one in entries:
        name = one.filename.lower()
        tight = one.file_size > max(one.compress_size, 1) * PACKED_RATIO_MAX
        if tight and one.file_size > SMALL_ENTRY_BYTES:
            raise FileKindRefused(where={"field": "name"}, why="压缩比异常")
        if name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise FileKindRefused(where={"field": "name"}, why="压缩包内路径异常")
        if one.flag_bits & 1:
            raise FileKindRefused(where={"field": "name"}, why="压缩结构损坏或者加了密")
        if any(part in name for part in MACRO_PARTS):
            raise FileKindRefused(where={"field": "name"}, why="文件中有宏或者嵌入的程序")


def _refuse_ole_macros(path: Path) -> None:
    content = path.read_bytes()
    if any(word.encode("utf-16-le") in content for word in OLE_MACROS):
        raise FileKindRefused(where={"field": "name"}, why="文件中有宏或者嵌入的程序")
