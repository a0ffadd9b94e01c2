"""Sets Typst source as PDF/A-2b: reproducible, in a scratch folder of its own, one compiler per thread."""

import hashlib
import tempfile
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import typst

from engine.documents.fonts import FontSet
from engine.documents.refusals import TypesettingFailed
from engine.documents.typst_source import PRELUDE

PDF_STANDARD: Final = "a-2b"


class _Press(threading.local):
    """One thread's compiler and the only folder it can read; the folder goes when the thread does."""

    def __init__(self, fonts: FontSet) -> None:
        self.scratch = tempfile.TemporaryDirectory(prefix="zhijian-documents-")
        self.compiler = typst.Compiler(
            root=self.scratch.name,
            font_paths=fonts.library,
            ignore_system_fonts=True,
            package_path=self.scratch.name,
            package_cache_path=self.scratch.name,
        )


class PdfPress:
    """Makes PDFs; may be used by several threads, each gets its own compiler."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self._press = _Press(fonts)

    def print(self, source: str, pictures: Mapping[str, bytes], *, issued_at: datetime) -> bytes:
        """The PDF of a translated document; equal source, pictures and `issued_at` give equal bytes.

        `issued_at` needs its offset. Raises `TypesettingFailed`.
        """
        press = self._press
        placed = self._place(pictures)
        try:
            for name, target in placed.items():
                target.write_bytes(pictures[name])
                source = source.replace(f'image("{name}"', f'image("{target.name}"')
            whole = f"{self.fonts.prelude}{PRELUDE}{source}"
            pdf = press.compiler.compile(
                whole.encode(),
                format="pdf",
                timestamp=int(issued_at.timestamp()),
                pdf_standards=PDF_STANDARD,
            )
        except typst.TypstError as error:
            raise TypesettingFailed(reason=error.message) from error
        finally:
            for target in placed.values():
                target.unlink(missing_ok=True)
        if not isinstance(pdf, bytes):
            raise TypesettingFailed(reason="没有得到文件")
        return pdf

    def _place(self, pictures: Mapping[str, bytes]) -> dict[str, Path]:
        """Where each picture goes: named by its content, so that nothing stale can be taken for it."""
        folder = Path(self._press.scratch.name)
        return {
            name: folder / f"{hashlib.sha256(data).hexdigest()}{Path(name).suffix}"
            for name, data in pictures.items()
        }
