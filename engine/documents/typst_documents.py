"""`Documents` as the office uses it: Word templates in, DOCX and PDF/A out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from engine.definitions.finding import Finding
from engine.documents.code_picture import code_picture
from engine.documents.docx_to_typst import translate, translate_entries
from engine.documents.fill import compile_template, packed
from engine.documents.fonts import installed_fonts
from engine.documents.pdf import PdfPress
from engine.documents.pictures import CODE
from engine.documents.template_check import check_template
from engine.documents.template_fields import TemplateFields
from engine.documents.values import clean_text
from engine.ports import PrintedCode, Rendered

TEMPLATES_KEPT_MAX = 128


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
        pictures: Mapping[str, bytes] | None = None,
        code: PrintedCode | None = None,
    ) -> Rendered:
        """Fill a template with values by their Chinese labels and set it as PDF/A.

        The DOCX is for editing and carries no seal. Equal input gives equal bytes. Raises
        `TemplateRefused`, `DocumentTooLong`, `PictureUnusable`; faults `ValueUnprintable`,
        `TypesettingFailed`.
        """
        compiled = self._compiled(template)
        shown = dict(pictures or {})
        if code is not None and CODE in compiled.media.values():
            shown[CODE] = self._press.picture(*code_picture(code))
        entries = compiled.fill_entries(values, shown)
        translation = translate_entries(entries)
        printed = self._press.print(translation.source, translation.pictures, issued_at=issued_at)
        return Rendered(
            docx=packed(compiled.unsealed(entries)),
            pdf=printed.pdf,
            missing_glyphs=printed.missing_glyphs,
        )

    def undrawn(self, text: str) -> tuple[str, ...]:
        """The characters of `text` no font here draws (字库缺字), in code order."""
        return self._press.fonts.missing(clean_text(text))

    def docx_to_pdf(self, docx: bytes, *, issued_at: datetime) -> bytes:
        """Set a filled .docx as PDF/A."""
        translation = translate(docx)
        printed = self._press.print(translation.source, translation.pictures, issued_at=issued_at)
        return printed.pdf
