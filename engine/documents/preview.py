"""预览: a page of a PDF, or a picture, as PNG. A program of its own, with little to break.

    python -m engine.documents.preview FILE KIND FOLDER PAGE

It may use so much memory, so much time and no network; whatever the file does to it stays here.
"""

import resource
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import typst

MEMORY_BYTES_MAX = 1_500 << 20
CPU_SECONDS_MAX = 15
OUTPUT_BYTES_MAX = 40 << 20
WIDTH = 900
"""Points: about as wide as a page on a screen."""

SUFFIXES = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}


def draw(file: Path, kind: str, folder: Path, number: int) -> None:
    """Write ``preview.png`` of that page (from 1) into `folder`."""
    shutil.copy(file, folder / f"given.{SUFFIXES[kind]}")
    page = folder / "page.typ"
    which = f", page: {number}" if SUFFIXES[kind] == "pdf" else ""
    page.write_text(
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image("given.{SUFFIXES[kind]}", width: {WIDTH}pt{which})\n',
        encoding="utf-8",
    )
    typst.compile(
        str(page),
        output=str(folder / "preview.png"),
        root=str(folder),
        format="png",
        ppi=72.0,
        ignore_system_fonts=True,
    )


def main(words: Sequence[str]) -> None:
    """Bounds first, then the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES_MAX, OUTPUT_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    file, kind, folder, number = words
    draw(Path(file), kind, Path(folder), int(number))


if __name__ == "__main__":
    main(sys.argv[1:])
