"""LibreOffice sets what our own typesetter cannot: seconds each, one process a document.

It sees only checked and filled files, in a folder of its own with a profile of its own, has no
terminal, and is ended with all its children when its time is up.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from engine.documents.refusals import TypesettingFailed

SECONDS_MAX = 60
PDF_BEGINS = b"%PDF-"
PDF_A = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
"""The export filter, told to make PDF/A-2b."""


class OfficeSuite:
    """Speaks to ``soffice`` by its command line."""

    def __init__(self, program: Path, *, seconds_max: float = SECONDS_MAX) -> None:
        self._program = program
        self._seconds_max = seconds_max

    def to_pdf(self, docx: bytes) -> bytes:
        """A .docx as PDF/A; raises `typesetting_failed` (Fault), to be tried again."""
        with tempfile.TemporaryDirectory(prefix="zhijian-soffice-") as name:
            folder = Path(name)
            source, profile = folder / "document.docx", folder / "profile"
            source.write_bytes(docx)
            self._run(
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--nolockcheck"),
                *("--convert-to", PDF_A, "--outdir", str(folder / "out"), str(source)),
                folder=folder,
            )
            made = folder / "out" / "document.pdf"
            pdf = made.read_bytes() if made.is_file() else b""
        if not pdf.startswith(PDF_BEGINS):
            raise TypesettingFailed(reason="LibreOffice 没有给出 PDF")
        return pdf

    def _run(self, *arguments: str, folder: Path) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603 - a fixed program, our own arguments
                [str(self._program), *arguments],
                cwd=folder,
                env={"HOME": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise TypesettingFailed(reason="LibreOffice 不能启动") from error
        try:
            ended = process.wait(self._seconds_max)
        except subprocess.TimeoutExpired as error:
            raise TypesettingFailed(reason=f"LibreOffice 超过{self._seconds_max:g}秒") from error
        finally:
            _end_all(process)
        if ended != 0:
            raise TypesettingFailed(reason=f"LibreOffice 以 {ended} 结束")


def _end_all(process: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it began: it was started as the head of a group of its own."""
    with contextlib.suppress(ProcessLookupError):  # all of them have ended
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def found_office_suite(named: str) -> OfficeSuite | None:
    """The program at `named`, or the ``soffice`` of the system; None where there is none."""
    program = named or shutil.which("soffice") or ""
    return OfficeSuite(Path(program)) if program and Path(program).is_file() else None
