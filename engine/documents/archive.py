"""Opens a .docx as the untrusted ZIP it is: bounded, with nothing in it that acts."""

import io
import re
import struct
import zipfile
import zlib

from lxml import etree

from engine.documents.ooxml import CONTENT_TYPES, PACKAGE_RELS, W, read_xml

FILE_BYTES_MAX = 5 << 20
ENTRIES_MAX = 200
UNPACKED_BYTES_MAX = 30 << 20
FIELDS_ALLOWED = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})

_ACTIVE = re.compile(
    r"vbaProject|vbaData|activeX|embeddings/|oleObject|customUI|attachedToolbars|\.bin$|\.exe$|\.dll$|\.js$",
    re.IGNORECASE,
)
_ACTING_RELATIONSHIPS = (
    "aFChunk",
    "attachedTemplate",
    "oleObject",
    "frame",
    "subDocument",
    "package",
    "control",
    "vbaProject",
    "mailMergeSource",
    "hyperlink",
)
_NEEDED = ("[Content_Types].xml", "word/document.xml")
UTF_8 = "UTF-8"

Entries = dict[str, bytes]


def open_archive(docx: bytes) -> tuple[Entries, list[str]]:
    """Entries by name, and what is wrong with the file (Chinese phrases); none = usable.

    When something is wrong the entries may be incomplete and must not be used.
    """
    if len(docx) > FILE_BYTES_MAX:
        return {}, [f"文件超过 {FILE_BYTES_MAX >> 20} MB"]
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            wrong = _wrong_in_listing(archive.infolist())
            return ({}, wrong) if wrong else _read(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
    ):
        return {}, ["不是完整的 .docx 文件"]


def _wrong_in_listing(infos: list[zipfile.ZipInfo]) -> list[str]:
    wrong = []
    if len(infos) > ENTRIES_MAX:
        return [f"内部文件超过 {ENTRIES_MAX} 个"]
    if sum(info.file_size for info in infos) > UNPACKED_BYTES_MAX:
        return [f"解压后超过 {UNPACKED_BYTES_MAX >> 20} MB"]
    names = [info.filename for info in infos]
    if len({name.lower() for name in names}) != len(names):
        wrong.append("内部文件重名")
    for info in infos:
        name = info.filename
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or "\0" in name:
            wrong.append(f"内部文件路径不合法（{name}）")
        if info.flag_bits & 1:
            wrong.append("文件已加密")
        if _ACTIVE.search(name):
            wrong.append(f"含有宏、控件或嵌入对象（{name}）")
    return wrong


def _read(archive: zipfile.ZipFile) -> tuple[Entries, list[str]]:
    """Read all; `zipfile` never gives more than the declared sizes, whose sum was checked."""
    entries = {
        info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()
    }
    missing = [name for name in _NEEDED if name not in entries]
    if missing:
        return {}, [f"不是 Word 文档（缺少 {missing[0]}）"]
    wrong = [
        f"{name} {text}" if text.startswith(_ABOUT_THE_PART) else text
        for name, data in entries.items()
        if name.lower().endswith((".xml", ".rels", ".vml"))
        for text in _wrong_in_entry(name, data)
    ]
    return entries, wrong


_ABOUT_THE_PART = ("不是", "含有 DTD")


def _wrong_in_entry(name: str, data: bytes) -> list[str]:
    """A document type is looked for in the parsed tree: in bytes an odd encoding could hide it."""
    try:
        root = read_xml(data)
    except etree.XMLSyntaxError:
        return ["不是完整的 XML"]
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        return ["含有 DTD 声明"]
    if b"\0" in data or (info.encoding or UTF_8).upper() not in {UTF_8, "ASCII", "US-ASCII"}:
        return ["不是 UTF-8 编码"]
    return _wrong_in_part(name, root)


def _wrong_in_part(name: str, root: etree._Element) -> list[str]:
    if name == "[Content_Types].xml":
        return _wrong_types(root)
    if name.endswith(".rels"):
        return _wrong_relationships(root)
    if name.startswith("word/"):
        return _wrong_fields(root)
    return []


def _wrong_types(root: etree._Element) -> list[str]:
    for element in root:
        if not str(element.tag).startswith(CONTENT_TYPES):
            continue
        kind = element.get("ContentType", "")
        if "macroEnabled" in kind or "vbaProject" in kind:
            return ["是启用宏的文档"]
    return []


def _wrong_relationships(root: etree._Element) -> list[str]:
    wrong = []
    for relation in root.iter(PACKAGE_RELS + "Relationship"):
        kind = relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode") == "External":
            wrong.append(f"引用了外部内容（{relation.get('Target', '')[:60]}）")
        elif kind in _ACTING_RELATIONSHIPS:
            wrong.append(f"含有不允许的引用（{kind}）")
    return wrong


def _wrong_fields(root: etree._Element) -> list[str]:
    """Fields (域) that do more than number pages, such as DDE, also when split over runs."""
    wrong = []
    codes = [str(value) for e in root.iter(W + "fldSimple") if (value := e.get(W + "instr"))]
    depth_text = ""
    for element in root.iter(W + "fldChar", W + "instrText"):
        if element.tag == W + "instrText":
            depth_text += element.text or ""
        else:
            codes.append(depth_text)
            depth_text = ""
    codes.append(depth_text)
    for code in codes:
        words = code.split()
        if words and words[0].upper() not in FIELDS_ALLOWED:
            wrong.append(f"含有不允许的域（{words[0][:20]}）")
    return wrong
