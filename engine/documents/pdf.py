"""Sets Typst source as PDF/A-2b: reproducible, in its own scratch folder, a compiler per thread."""

import hashlib
import shutil
import tempfile
import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import typst

from engine.documents.fonts import FontSet
from engine.documents.refusals import TypesettingFailed
from engine.documents.typst_source import PRELUDE

PDF_STANDARD: Final = "a-2b"
PICTURE_DOTS_PER_INCH: Final = 300.0


MISSING_GLYPH_MARK = "〓"
"""What printers set in place of a character they have no type for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPdf:
    """A PDF and the characters no font could draw (字库缺字), in code order."""

    pdf: bytes
    missing_glyphs: tuple[str, ...]


class _Scratch:
    """A compiler and the only folder it can read; the folder goes with it.

    What is watched by the finalizer is this plain object, never a `threading.local`: CPython's
    local tells its watchers while the collector still sees it, and is freed twice if one runs.
    """

    def __init__(self, fonts: FontSet) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="zhijian-documents-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.compiler = typst.Compiler(
            root=str(self.folder),
            font_paths=fonts.library,
            ignore_system_fonts=True,
            package_path=str(self.folder),
            package_cache_path=str(self.folder),
        )


class PdfPress:
    """Makes PDFs; may be used by several threads, each gets its own compiler."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self._threads_own = threading.local()

    @property
    def _scratch(self) -> _Scratch:
        """This thread's own; made when it prints for the first time."""
        own = self._threads_own
        if not hasattr(own, "scratch"):
            own.scratch = _Scratch(self.fonts)
        scratch: _Scratch = own.scratch
        return scratch

    def print(
        self, source: str, pictures: Mapping[str, bytes], *, issued_at: datetime
    ) -> PrintedPdf:
        """Print a translated document; equal source, pictures and `issued_at` give equal bytes.

        A character no font draws is printed as 〓 and named in the answer: PDF/A allows no gap.
        `issued_at` needs its offset. Raises `TypesettingFailed`.
        """
        missing = self.fonts.missing(source)
        source = source.translate(dict.fromkeys(map(ord, missing), MISSING_GLYPH_MARK))
        placed = self._place(pictures)
        try:
            for name, target in placed.items():
                target.write_bytes(pictures[name])
                source = source.replace(f'image("{name}"', f'image("{target.name}"')
            pdf = self._compiled(f"{self.fonts.prelude}{PRELUDE}{source}", issued_at)
        except typst.TypstError as error:
            raise TypesettingFailed(reason=error.message) from error
        finally:
            for target in placed.values():
                target.unlink(missing_ok=True)
        return PrintedPdf(pdf=pdf, missing_glyphs=missing)

    def picture(self, source: str, pictures: Mapping[str, bytes]) -> bytes:
        """One page of our own Typst source as PNG, at `PICTURE_DOTS_PER_INCH`."""
        placed = self._place(pictures)
        try:
            for name, target in placed.items():
                target.write_bytes(pictures[name])
                source = source.replace(f'image("{name}"', f'image("{target.name}"')
            made = self._scratch.compiler.compile(
                f"{self.fonts.prelude}{source}".encode(), format="png", ppi=PICTURE_DOTS_PER_INCH
            )
        except typst.TypstError as error:
            raise TypesettingFailed(reason=error.message) from error
        finally:
            for target in placed.values():
                target.unlink(missing_ok=True)
        if not isinstance(made, bytes):
            raise TypesettingFailed(reason="没有得到图片")
        return made

    def _compiled(self, source: str, issued_at: datetime) -> bytes:
        pdf = self._scratch.compiler.compile(
            source.encode(),
            format="pdf",
            timestamp=int(issued_at.timestamp()),
            pdf_standards=PDF_STANDARD,
        )
        if not isinstance(pdf, bytes):
            raise TypesettingFailed(reason="没有得到文件")
        return pdf

    def _place(self, pictures: Mapping[str, bytes]) -> dict[str, Path]:
        """Where each picture goes: named by content, so that nothing stale is taken for it."""
        folder = self._scratch.folder
        return {
            name: folder / f"{hashlib.sha256(data).hexdigest()}{Path(name).suffix}"
            for name, data in pictures.items()
        }
