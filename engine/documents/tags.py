"""Finds the template's tags in Word paragraphs, also where Word has split one over several runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from engine.documents.ooxml import W, paragraph_text, place_of

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_FULL_WIDTH = re.compile(r"｛\s*[｛%％]|[％%}｝]\s*｝")  # noqa: RUF001 -- the very characters a clerk types by mistake
_STATEMENT = re.compile(r"\{%-?\s*(?:(p|tr|tc|r)\s+)?(\w+)\s*(.*?)\s*-?%\}", re.DOTALL)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u3000": " "})

Level = Literal["text", "paragraph", "row"]
OPENERS = ("if", "for")
CLOSERS = {"endif": "if", "endfor": "for"}
MIDDLES = ("else", "elif")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag as Jinja will read it, and what it takes away from the page.

    `level`: ``text`` stands in a line; ``paragraph`` and ``row`` replace their paragraph or row.
    `keyword` is empty for a field. `source` is clean Jinja: no p/tr mark, straight quotes.
    """

    written: str
    source: str
    keyword: str
    argument: str
    level: Level
    known_level: bool = True


def tags_of(text: str) -> list[Tag]:
    """The tags of one paragraph, in order."""
    written = TAG.findall(text)
    alone = written == [text.strip()]
    return [_tag(each, alone=alone) for each in written]


def _tag(written: str, *, alone: bool) -> Tag:
    straight = written.translate(_QUOTES)
    if straight.startswith("{{"):
        inner = straight[2:-2].strip().strip("-").strip()
        return Tag(
            written=written, source="{{ " + inner + " }}", keyword="", argument=inner, level="text"
        )
    match = _STATEMENT.fullmatch(straight)
    if match is None:
        return Tag(written=written, source=straight, keyword="?", argument="", level="text")
    mark, keyword, argument = match.groups()
    level: Level = "row" if mark == "tr" else "paragraph" if mark == "p" or alone else "text"
    return Tag(
        written=written,
        source="{% " + f"{keyword} {argument}".strip() + " %}",
        keyword=keyword,
        argument=argument,
        level=level,
        known_level=mark not in {"tc", "r"},
    )


def stray_braces(text: str) -> str | None:
    """A brace that belongs to no tag, as written with its surroundings; None when there is none."""
    rest = TAG.sub(lambda match: "\0" * len(match.group()), text)
    found = _BRACES.search(rest) or _FULL_WIDTH.search(rest)
    if found is None:
        return None
    return text[max(0, found.start() - 8) : found.end() + 20].replace("\0", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedParagraph:
    """A paragraph with what it says and where it stands."""

    element: etree._Element
    text: str
    place: str

    def container(self, level: Level) -> etree._Element | None:
        """The element inside which a tag of `level` must be closed again."""
        if level == "text":
            return self.element
        if level == "paragraph":
            return self.element.getparent()
        row = self.row
        return None if row is None else row.getparent()

    @property
    def row(self) -> etree._Element | None:
        """The table row around it, or None."""
        return next(self.element.iterancestors(W + "tr"), None)


def paragraphs_of(part: str, root: etree._Element) -> Iterator[TaggedParagraph]:
    """All paragraphs of a part in reading order."""
    for number, element in enumerate(root.iter(W + "p"), start=1):
        yield TaggedParagraph(
            element=element, text=paragraph_text(element), place=place_of(part, element, number)
        )
