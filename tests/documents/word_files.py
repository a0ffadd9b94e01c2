"""Small Word files for tests, and ways to spoil them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache

from docx import Document


@lru_cache(maxsize=1)
def _empty() -> bytes:
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def word(
    *paragraphs: str | Sequence[str], table: Sequence[Sequence[str]] = (), footer: str = ""
) -> bytes:
    """A .docx with these paragraphs (a sequence = one run each), then a table, and a footer."""
    document = Document(io.BytesIO(_empty()))
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text in [runs] if isinstance(runs, str) else runs:
            paragraph.add_run(text)
    if table:
        grid = document.add_table(len(table), len(table[0]), style="Table Grid")
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def entries_of(docx: bytes) -> dict[str, bytes]:
    """The entries of a .docx."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Mapping[str, bytes]) -> bytes:
    """A .docx of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_entry(docx: bytes, name: str, data: bytes) -> bytes:
    """The .docx with one entry more, or another one."""
    return packed({**entries_of(docx), name: data})


def replaced(docx: bytes, part: str, old: str, new: str) -> bytes:
    """The .docx with `old` changed to `new` in the XML of a part; `old` must be there."""
    text = entries_of(docx)[part].decode()
    assert old in text
    return with_entry(docx, part, text.replace(old, new, 1).encode())


def in_body(docx: bytes, xml: str) -> bytes:
    """The .docx with `xml` at the beginning of its body."""
    return replaced(docx, "word/document.xml", "<w:body>", f"<w:body>{xml}")
