"""`Documents` as the office uses it: Word templates in, DOCX and PDF/A out, both hashed."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from engine.definitions.finding import Finding
from engine.documents.docx_to_typst import Translation, translate
from engine.documents.fill import Template, compile_template
from engine.documents.fonts import installed_fonts
from engine.documents.pdf import PdfPress
from engine.documents.template_check import check_template
from engine.documents.template_fields import TemplateFields

TEMPLATES_KEPT_MAX = 128
_NO_PICTURES: Mapping[str, bytes] = {}
_LITERALS = re.compile(r'#"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedDocument:
    """A rendered document: both files and their SHA-256; `missing_glyphs` could not be drawn (字库缺字)."""

    docx: bytes
    pdf: bytes
    docx_sha256: str
    pdf_sha256: str
    missing_glyphs: tuple[str, ...] = ()


class TypstDocuments:
    """The real `Documents` port. Keeps compiled templates; safe to share between threads."""

    def __init__(self, *, fonts_folder: Path | None = None) -> None:
        self._press = PdfPress(installed_fonts(fonts_folder))
        self._compiled = lru_cache(maxsize=TEMPLATES_KEPT_MAX)(compile_template)

    def check(self, template: bytes, fields: TemplateFields) -> Sequence[Finding]:
        """What must be mended in a template before it can be published; empty = nothing."""
        return check_template(template, fields)

    def render(
        self,
        template: bytes,
        values: Mapping[str, object],
        *,
        issued_at: datetime,
        pictures: Mapping[str, bytes] = _NO_PICTURES,
    ) -> RenderedDocument:
        """Fill a template with values by their Chinese labels and set it as PDF/A.

        Equal input gives equal bytes. Raises `TemplateRefused`, `DocumentTooLong`, `PictureUnusable`; faults
        `ValueUnprintable`, `TypesettingFailed`.
        """
        docx = self._template(template).fill(values, pictures)
        translation = translate(docx)
        pdf = self._press.print(translation.source, translation.pictures, issued_at=issued_at)
        return RenderedDocument(
            docx=docx,
            pdf=pdf,
            docx_sha256=hashlib.sha256(docx).hexdigest(),
            pdf_sha256=hashlib.sha256(pdf).hexdigest(),
            missing_glyphs=self._press.fonts.missing(printed_text(translation)),
        )

    def docx_to_pdf(self, docx: bytes, *, issued_at: datetime) -> bytes:
        """Set a filled .docx as PDF/A."""
        translation = translate(docx)
        return self._press.print(translation.source, translation.pictures, issued_at=issued_at)

    def _template(self, template: bytes) -> Template:
        return self._compiled(template)


def printed_text(translation: Translation) -> str:
    """All text a translation prints, in no useful order."""
    return "".join(_LITERALS.findall(translation.source))
