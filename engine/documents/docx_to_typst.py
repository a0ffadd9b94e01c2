"""Translates a filled .docx into Typst: what official documents need of Word, and no guessing."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.documents.archive import Entries, open_archive
from engine.documents.docx_styles import TWIPS_PER_POINT, StyleSheet
from engine.documents.ooxml import (
    PACKAGE_RELS,
    R,
    W,
    is_on,
    number_of,
    read_xml,
    value_of,
)
from engine.documents.refusals import TypesettingFailed
from engine.documents.typst_blocks import LayoutFinding, PartSetter
from engine.documents.typst_source import literal, points

DUBLIN_CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
A4_TWIPS = (11906, 16838)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """Typst source, the pictures it names, and what of the Word file it leaves out."""

    source: str
    pictures: Mapping[str, bytes]
    findings: tuple[LayoutFinding, ...]


def translate(docx: bytes) -> Translation:
    """Translate a .docx; raises `TypesettingFailed` when it is not a usable file."""
    entries, wrong = open_archive(docx)
    if wrong:
        raise TypesettingFailed(reason=wrong[0])
    return translate_entries(entries)


def translate_entries(entries: Entries) -> Translation:
    """Translate an opened .docx."""
    return _Translator(entries).translated()


class _Translator:
    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        styles = entries.get("word/styles.xml")
        self._styles = StyleSheet(None if styles is None else read_xml(styles))
        self._setters: list[PartSetter] = []

    def translated(self) -> Translation:
        body = read_xml(self._entries["word/document.xml"]).find(W + "body")
        if body is None:
            raise TypesettingFailed(reason="文档没有正文")
        blocks = self._setter("word/document.xml").blocks(body)
        source = self._page(body.find(W + "sectPr")) + self._title() + blocks
        return Translation(
            source=source,
            pictures={k: v for setter in self._setters for k, v in setter.pictures.items()},
            findings=tuple(f for setter in self._setters for f in setter.findings),
        )

    def _setter(self, part: str) -> PartSetter:
        setter = PartSetter(
            part=part,
            styles=self._styles,
            relations=self._relations(part),
            media=self._entries,
        )
        self._setters.append(setter)
        return setter

    def _relations(self, part: str) -> dict[str, str]:
        folder, _, file = part.rpartition("/")
        rels = self._entries.get(f"{folder}/_rels/{file}.rels")
        if rels is None:
            return {}
        return {
            relation.get("Id", ""): posixpath.normpath(
                posixpath.join(folder, relation.get("Target", ""))
            )
            for relation in read_xml(rels).iter(PACKAGE_RELS + "Relationship")
        }

    def _title(self) -> str:
        core = self._entries.get("docProps/core.xml")
        title = None if core is None else read_xml(core).findtext(DUBLIN_CORE_TITLE)
        return f"#set document(title: {literal(title)})\n" if title else ""

    def _page(self, section: etree._Element | None) -> str:
        size = None if section is None else section.find(W + "pgSz")
        margins = None if section is None else section.find(W + "pgMar")
        width, height = (
            number_of(size, name, default) / TWIPS_PER_POINT
            for name, default in zip(("w", "h"), A4_TWIPS, strict=True)
        )
        edge = {
            name: number_of(margins, name, 1440) / TWIPS_PER_POINT
            for name in ("top", "bottom", "left", "right", "header", "footer")
        }
        head = self._edge_parts(section, "headerReference")
        foot = self._edge_parts(section, "footerReference")
        sides = ", ".join(
            f"{side}: {points(edge[side])}" for side in ("top", "bottom", "left", "right")
        )
        above = _by_page(head, height=edge["top"] - edge["header"], to="top")
        below = _by_page(foot, height=edge["bottom"] - edge["footer"], to="bottom")
        return (
            f"#set page(width: {points(width)}, height: {points(height)}, margin: ({sides}),\n"
            f"header-ascent: 0pt, footer-descent: 0pt, header: {above}, footer: {below})\n"
            '#set text(lang: "zh", region: "cn", cjk-latin-spacing: none)\n'
        )

    def _edge_parts(self, section: etree._Element | None, reference: str) -> dict[str, str]:
        """Source of the header or footer by kind of page: first, odd, even (those that differ)."""
        if section is None:
            return {}
        relations = self._relations("word/document.xml")
        kinds = {
            value_of(element, "type") or "default": relations.get(element.get(R + "id", ""), "")
            for element in section.findall(W + reference)
        }
        wanted = {"odd": kinds.get("default", "")}
        if is_on(section.find(W + "titlePg")):
            wanted["first"] = kinds.get("first", "")
        if self._has_even_pages():
            wanted["even"] = kinds.get("even", "")
        return {kind: self._edge_source(part) for kind, part in wanted.items()}

    def _edge_source(self, part: str) -> str:
        if part not in self._entries:
            return ""
        return self._setter(part).blocks(read_xml(self._entries[part]))

    def _has_even_pages(self) -> bool:
        settings = self._entries.get("word/settings.xml")
        return settings is not None and is_on(read_xml(settings).find(W + "evenAndOddHeaders"))


def _by_page(sources: dict[str, str], *, height: float, to: str) -> str:
    """Typst that chooses a header or footer by page and sets it where Word does."""
    if not any(sources.values()):
        return "none"
    room = f"block(height: {points(max(0, height))}, width: 100%, align({to}, "
    framed = {kind: f"{room}[{source}]))" for kind, source in sources.items()}
    choice = framed["odd"]
    if "even" in framed:
        choice = f"if calc.odd(here().page()) {{ {choice} }} else {{ {framed['even']} }}"
    if "first" in framed:
        choice = f"if here().page() == 1 {{ {framed['first']} }} else {{ {choice} }}"
    return f"context {{ {choice} }}"
