"""装订: several PDFs as one, each page stamped with its place in the file (卷内页码)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from pypdf import PageObject, PdfReader, PdfWriter

from engine.documents.fonts import installed_fonts
from engine.documents.pdf import PdfPress
from engine.documents.typst_source import literal

STAMP_TIME = datetime(1980, 1, 1, tzinfo=UTC)  # the stamps' own PDF says nothing of when


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page: of which PDF, which one (from 0), and what is stamped on it ("" = nothing)."""

    pdf: bytes
    number: int
    stamp: str = ""


def page_texts(pdf: bytes) -> list[str]:
    """The words of each page, without white space."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def page_count(pdf: bytes) -> int:
    """How many pages it has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def bind(leaves: Sequence[Leaf], *, title: str) -> bytes:
    """One PDF of the leaves in order; equal leaves give equal bytes."""
    readers: dict[int, PdfReader] = {}
    stamps = _stamps([leaf.stamp for leaf in leaves if leaf.stamp])
    writer = PdfWriter()
    writer.add_metadata({"/Title": title, "/Producer": "zhijian"})
    for leaf in leaves:
        reader = readers.setdefault(id(leaf.pdf), PdfReader(io.BytesIO(leaf.pdf)))
        page = writer.add_page(reader.pages[leaf.number])
        if leaf.stamp:
            page.merge_page(stamps.pop(0))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@cache
def _press() -> PdfPress:
    """Stamps are set with the fonts every installation has."""
    return PdfPress(installed_fonts())


def _stamps(words: Sequence[str]) -> list[PageObject]:
    """A see-through page for each stamp, its words in the upper right corner."""
    if not words:
        return []
    pages = "#pagebreak()\n".join(
        f"#place(top + right, dx: -16mm, dy: 12mm, text(font: ST.families, size: 10.5pt, "
        f"{literal(one)}))\n"
        for one in words
    )
    source = f"#set page(width: 210mm, height: 297mm, margin: 0pt, fill: none)\n{pages}"
    printed = _press().print(source, {}, issued_at=STAMP_TIME)
    return list(PdfReader(io.BytesIO(printed.pdf)).pages)
