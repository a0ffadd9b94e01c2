"""Turns a Word template into Jinja source: tags whole, all else beyond Jinja's reach."""

import re
from collections.abc import Iterator

from lxml import etree

from engine.documents.jinja_rules import (
    IN_SENTENCE_FILTER,
    INDENTED_FILTER,
    ROWS_FILTER,
    SENTENCE_MARKS,
)
from engine.documents.ooxml import XML_SPACE, W, number_of, text_nodes
from engine.documents.tags import TAG, Tag, paragraphs_of, tags_of

_MARK = "zhijian"
_MARKED = re.compile(rf"(<\?{_MARK} .*?\?>)", re.DOTALL)
_STATEMENTS_FIRST = re.compile(r"^(?:\{%.*?%\})+", re.DOTALL)
_FOR = re.compile(r"\{% for (.+?) in (.+) %\}", re.DOTALL)


def jinja_source(root: etree._Element) -> str:
    """The Jinja source of a part; `root` is changed on the way.

    Tags become processing instructions first, so that nothing else of the XML (attributes, field
    codes, ordinary text) can ever be read as Jinja: every other brace is written as a character
    reference.
    """
    for paragraph in list(paragraphs_of("", root)):
        if tags := tags_of(paragraph.text):
            _mark_paragraph(paragraph.element, tags)
    _end_cells_with_a_paragraph(root)
    xml = etree.tostring(root, encoding="unicode")
    pieces = [
        piece[len(_MARK) + 3 : -2]
        if piece.startswith(f"<?{_MARK} ")
        else piece.replace("{", "&#123;")
        for piece in _MARKED.split(xml)
    ]
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + "".join(pieces)


def _mark_paragraph(paragraph: etree._Element, tags: list[Tag]) -> None:
    first = tags[0]
    if first.level == "paragraph":
        _replace(paragraph, first.source)
    elif first.level == "row":
        row = next(paragraph.iterancestors(W + "tr"), None)
        if row is not None and row.getparent() is not None:
            _replace(row, first.source)
    else:
        nodes = text_nodes(paragraph)
        sources = iter(tuple(_sources(paragraph, nodes)))
        _join_split_tags(nodes)
        for node in nodes:
            _mark_text(node, sources)


def _sources(paragraph: etree._Element, nodes: list[etree._Element]) -> Iterator[str]:
    """The Jinja of each tag of a paragraph, fields with the filters their place asks for."""
    text = "".join(node.text or "" for node in nodes)
    indented = f"|{INDENTED_FILTER}" if _is_indented(paragraph) else ""
    for match in TAG.finditer(text):
        source = tags_of(match.group() + "x")[0].source
        if source.startswith("{{"):
            follows = _STATEMENTS_FIRST.sub("", text[match.end() :])[:1]
            mark = f"|{IN_SENTENCE_FILTER}" if follows and follows in SENTENCE_MARKS else ""
            source = source.removesuffix(" }}") + f"{mark}{indented} }}}}"
        yield source


def _replace(element: etree._Element, source: str) -> None:
    mark = etree.ProcessingInstruction(_MARK, _for_jinja(source))
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, mark)


def _join_split_tags(nodes: list[etree._Element]) -> None:
    """Put each tag whole into the first text node it touches."""
    texts = [node.text or "" for node in nodes]
    starts = [sum(map(len, texts[:at])) for at in range(len(texts))]
    for match in reversed(list(TAG.finditer("".join(texts)))):
        begin, end = match.span()
        touched = [
            at
            for at, start in enumerate(starts)
            if start < end and start + len(texts[at]) > begin and texts[at]
        ]
        for at in touched:
            head = texts[at][: max(0, begin - starts[at])]
            tail = texts[at][max(0, end - starts[at]) :]
            texts[at] = head + (match.group() if at == touched[0] else "") + tail
    for node, text in zip(nodes, texts, strict=True):
        node.text = text


def _is_indented(paragraph: etree._Element) -> bool:
    indent = paragraph.find(f"{W}pPr/{W}ind")
    return number_of(indent, "firstLine") > 0 or number_of(indent, "firstLineChars") > 0


def _mark_text(node: etree._Element, sources: Iterator[str]) -> None:
    text = node.text or ""
    matches = list(TAG.finditer(text))
    if not matches:
        return
    node.set(XML_SPACE, "preserve")
    node.text = text[: matches[0].start()]
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, next_start in zip(matches, ends, strict=True):
        mark = etree.ProcessingInstruction(_MARK, _for_jinja(next(sources)))
        mark.tail = text[match.end() : next_start]
        node.append(mark)


def _for_jinja(source: str) -> str:
    return _FOR.sub(rf"{{% for \1 in \2|{ROWS_FILTER} %}}", source)


def _end_cells_with_a_paragraph(root: etree._Element) -> None:
    """Word refuses a cell without a paragraph at its end; one that may lose it gets a 1 pt line."""
    for cell in root.iter(W + "tc"):
        last = cell[-1] if len(cell) else None
        if last is None or last.tag == W + "p":
            continue
        filler = etree.SubElement(cell, W + "p")
        properties = etree.SubElement(filler, W + "pPr")
        etree.SubElement(
            properties, W + "spacing", {W + "line": "20", W + "lineRule": "exact", W + "after": "0"}
        )
