"""`Documents` as the office uses it: Word templates in, DOCX and PDF/A out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from engine.definitions.finding import Finding
from engine.documents.archive import Entries, open_archive
from engine.documents.code_picture import code_picture
from engine.documents.docx_to_typst import translate, translate_entries
from engine.documents.fill import compile_template, packed
from engine.documents.fonts import installed_fonts
from engine.documents.office_suite import OfficeSuite
from engine.documents.pdf import PdfPress
from engine.documents.pictures import CODE
from engine.documents.refusals import TypesettingFailed
from engine.documents.template_check import check_template
from engine.documents.template_fields import TemplateFields
from engine.documents.text_documents import text_of_docx
from engine.documents.values import clean_text
from engine.ports import PrintedCode, Rendered

TEMPLATES_KEPT_MAX = 128


def unset_in(template: bytes) -> str:
    """What our typesetter cannot set in a template; empty = it sets all."""
    entries, _ = open_archive(template)
    found = translate_entries(entries).findings
    return found[0].what if found else ""


class TypstDocuments:
    """The real `Documents` port. Keeps compiled templates; safe to share between threads."""

    def __init__(
        self, *, fonts_folder: Path | None = None, office_suite: OfficeSuite | None = None
    ) -> None:
        self._suite = office_suite
        self._unset = lru_cache(maxsize=TEMPLATES_KEPT_MAX)(unset_in)
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
        docx = packed(compiled.unsealed(entries))
        if unset := self._unset(template):
            return self._set_elsewhere(docx, entries, unset)
        translation = translate_entries(entries)
        printed = self._press.print(translation.source, translation.pictures, issued_at=issued_at)
        return Rendered(
            docx=docx,
            pdf=printed.pdf,
            missing_glyphs=printed.missing_glyphs,
        )

    def _set_elsewhere(self, docx: bytes, entries: Entries, unset: str) -> Rendered:
        """Set by the office suite, chosen at upload: its bytes differ each time."""
        if self._suite is None:
            raise TypesettingFailed(reason=f"样式里有{unset}，要用 LibreOffice 排版，而本机没有")
        pdf = self._suite.to_pdf(packed(entries))
        missing = self.undrawn(text_of_docx(docx))
        return Rendered(docx=docx, pdf=pdf, missing_glyphs=missing, reproducible=False)

    def undrawn(self, text: str) -> tuple[str, ...]:
        """The characters of `text` no font here draws (字库缺字), in code order."""
        return self._press.fonts.missing(clean_text(text))

    def docx_to_pdf(self, docx: bytes, *, issued_at: datetime) -> bytes:
        """Set a filled .docx as PDF/A."""
        translation = translate(docx)
        printed = self._press.print(translation.source, translation.pictures, issued_at=issued_at)
        return printed.pdf
