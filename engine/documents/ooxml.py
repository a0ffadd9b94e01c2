"""The few words of WordprocessingML we speak, read by a parser that fetches nothing."""

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
IMAGE_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

PART_NAMES = {"document": "正文", "header": "页眉", "footer": "页脚"}


def read_xml(data: bytes) -> etree._Element:
    """The root of a part, without comments and processing instructions; entities stay as they are.

    Raises `lxml.etree.XMLSyntaxError`.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    return etree.fromstring(data, parser)


def local_name(element: etree._Element) -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value_of(element: etree._Element | None, name: str) -> str | None:
    """The attribute ``w:name``, or None."""
    return None if element is None else element.get(W + name)


def number_of(element: etree._Element | None, name: str, default: float = 0) -> float:
    """The attribute ``w:name`` as a number; `default` when absent or not a number."""
    try:
        return float(value_of(element, name) or "")
    except ValueError:
        return default


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as ``w:b`` is on: there, and not set to 0, false or off."""
    return element is not None and value_of(element, "val") not in {"0", "false", "off"}


def template_parts(names: Iterator[str] | list[str]) -> list[str]:
    """The parts a template speaks in: the body, then headers and footers."""
    wanted = [
        name
        for name in names
        if name == "word/document.xml"
        or (name.startswith(("word/header", "word/footer")) and name.endswith(".xml"))
    ]
    return sorted(wanted, key=lambda name: (name != "word/document.xml", name))


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of a paragraph, without that of paragraphs inside it (text boxes)."""
    return "".join(node.text or "" for node in text_nodes(paragraph))


def text_nodes(paragraph: etree._Element) -> list[etree._Element]:
    """The ``w:t`` of a paragraph in order, without those of paragraphs inside it."""
    return [
        node
        for node in paragraph.iter(W + "t")
        if next(node.iterancestors(W + "p"), None) is paragraph
    ]


def place_of(part: str, paragraph: etree._Element, number: int) -> str:
    """Where a paragraph stands, in a clerk's words: 正文第5段（表格第2行第3格）. Counts from 1."""
    kind = part.removeprefix("word/").rstrip("0123456789.xml")
    place = f"{PART_NAMES.get(kind, kind)}第{number}段"
    cell = next(paragraph.iterancestors(W + "tc"), None)
    row = None if cell is None else next(cell.iterancestors(W + "tr"), None)
    table = None if row is None else next(row.iterancestors(W + "tbl"), None)
    if cell is None or row is None or table is None:
        return place
    row_number = list(table.iterchildren(W + "tr")).index(row) + 1
    cell_number = list(row.iterchildren(W + "tc")).index(cell) + 1
    return f"{place}（表格第{row_number}行第{cell_number}格）"
