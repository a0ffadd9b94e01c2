"""`Documents` without typesetting: same templates and values, the text alone; for rehearsals."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from engine.definitions.finding import Finding
from engine.documents.fill import compile_template, packed
from engine.documents.ooxml import W, paragraph_text, read_xml, template_parts
from engine.documents.pictures import CODE
from engine.documents.template_check import check_template
from engine.documents.template_fields import TemplateFields
from engine.ports import PrintedCode, Rendered

TEMPLATES_KEPT_MAX = 128


class TextDocuments:
    """Fills as the real one does; its ``pdf`` is the text in UTF-8, one paragraph a line."""

    def __init__(self) -> None:
        """Start with nothing compiled."""
        self._compiled = lru_cache(maxsize=TEMPLATES_KEPT_MAX)(compile_template)

    def check(self, template: bytes, fields: TemplateFields) -> Sequence[Finding]:
        """As `TypstDocuments.check`."""
        return check_template(template, fields)

    def undrawn(self, text: str) -> tuple[str, ...]:
        """As `TypstDocuments.undrawn`: text alone lacks nothing."""
        del text
        return ()

    def render(
        self,
        template: bytes,
        values: Mapping[str, object],
        *,
        issued_at: datetime,
        pictures: Mapping[str, bytes] | None = None,
        code: PrintedCode | None = None,
    ) -> Rendered:
        """As `TypstDocuments.render`, but nothing is typeset; `issued_at` changes nothing."""
        del issued_at
        compiled = self._compiled(template)
        entries = compiled.unsealed(compiled.fill_entries(values, pictures or {}))
        docx = packed(entries)
        words = f"\n{code.words}" if code is not None and CODE in compiled.media.values() else ""
        return Rendered(docx=docx, pdf=(text_of_docx(docx) + words).encode())


def text_of_docx(docx: bytes) -> str:
    """The text of a filled .docx, one paragraph a line; body first, then headers and footers."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = [read_xml(archive.read(name)) for name in template_parts(archive.namelist())]
    return "\n".join(paragraph_text(each) for part in parts for each in part.iter(W + "p"))
