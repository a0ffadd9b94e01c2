"""Files on their way in: pieces in a folder of their own, then kept among the files by hash."""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from engine.commands.incoming import Examined, PieceMisplaced, PreviewFailed
from engine.documents.file_kinds import kind_of

UPLOAD_ID = re.compile(r"[0-9a-f]{32}")
SHA256 = re.compile(r"[0-9a-f]{64}")
PREVIEWED = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
PREVIEW_SECONDS_MAX = 30
PREVIEW_BYTES_MAX = 30 << 20
"""Larger files are downloaded, not previewed."""


class FolderIncoming:
    """Fills the seam `Incoming` with two folders on one disk."""

    def __init__(self, *, pieces: Path, files: Path) -> None:
        self._pieces = pieces
        self._files = files

    def received(self, upload_id: str) -> int:
        """How many bytes are here."""
        path = self._aside(upload_id)
        return path.stat().st_size if path.exists() else 0

    def receive(self, upload_id: str, *, offset: int, piece: bytes) -> int:
        """Add a piece where the last one ended."""
        path = self._aside(upload_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            here = file.tell()
            kept = os.fstat(file.fileno()).st_nlink > 1
            if offset != here or kept:
                raise PieceMisplaced(where={"upload": upload_id}, offset=here)
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            return here + len(piece)

    def examine(self, upload_id: str, *, suffix: str) -> Examined | None:
        """Size, hash and kind of what has come."""
        path = self._aside(upload_id)
        if not path.exists():
            return None
        kind = kind_of(path, suffix)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return Examined(kind=kind, size=path.stat().st_size, sha256=sha256)

    def keep(self, upload_id: str, sha256: str) -> None:
        """Name it by its hash among the files; the pieces stay until that is durable."""
        target = self._kept(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            descriptor, aside = tempfile.mkstemp(dir=target.parent)
            os.close(descriptor)
            Path(aside).unlink()
            os.link(self._aside(upload_id), aside)
            Path(aside).replace(target)
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def sweep(self, *, before: datetime) -> None:
        """Forget pieces nobody went on with, and the second names of what was kept."""
        if self._pieces.exists():
            for path in self._pieces.iterdir():
                if path.stat().st_mtime < before.timestamp():
                    path.unlink(missing_ok=True)

    def open(self, sha256: str) -> BinaryIO:
        """The content, to be read piece by piece."""
        return self._kept(sha256).open("rb")

    def preview(self, sha256: str, *, kind: str, page: int = 1) -> bytes | None:
        """Drawn by another process, which has little memory, little time and no rights of ours."""
        path = self._kept(sha256)
        if kind not in PREVIEWED or path.stat().st_size > PREVIEW_BYTES_MAX:
            return None
        with tempfile.TemporaryDirectory(prefix="zhijian-preview-") as folder:
            program = [sys.executable, "-m", "engine.documents.preview"]
            words = [*program, str(path), kind, folder, str(page)]
            try:
                ended = subprocess.run(  # noqa: S603 - our own program
                    words,
                    check=False,
                    capture_output=True,
                    timeout=PREVIEW_SECONDS_MAX,
                    cwd=Path(__file__).parents[2],
                    env={"PATH": os.defpath},
                )
            except subprocess.TimeoutExpired:
                return None
            except OSError as error:
                raise PreviewFailed from error
            drawn = Path(folder) / "preview.png"
            return drawn.read_bytes() if ended.returncode == 0 and drawn.exists() else None

    def _aside(self, upload_id: str) -> Path:
        if not UPLOAD_ID.fullmatch(upload_id):
            message = "an upload id of ours is 32 hex digits"
            raise ValueError(message)
        return self._pieces / upload_id

    def _kept(self, sha256: str) -> Path:
        if not SHA256.fullmatch(sha256):
            message = "a hash is 64 hex digits"
            raise ValueError(message)
        return self._files / sha256[:2] / sha256
