"""A stand-in for LibreOffice's ``soffice`` that speaks its command line; conversions are the text.

``write_soffice(folder)`` makes a program that converts; with ``hangs`` one that begins a child and
never ends; with ``fails`` one that ends without a file.
"""

import sys
from pathlib import Path

PROGRAM = """#!{python}
import subprocess, sys, time, zipfile, re
from pathlib import Path

arguments = sys.argv[1:]
Path({told!r}).write_text("\\n".join(arguments))
if {hangs!r}:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path({child!r}).write_text(str(child.pid))
    time.sleep(600)
if {fails!r}:
    sys.exit(1)
if "--headless" not in arguments or not any(
    one.startswith("-env:UserInstallation=file://") for one in arguments
):
    sys.exit(81)
if not arguments[arguments.index("--convert-to") + 1].startswith("pdf"):
    sys.exit(82)
out = Path(arguments[arguments.index("--outdir") + 1])
source = Path(arguments[-1])
out.mkdir(parents=True, exist_ok=True)
text = re.sub("<[^>]+>", "", zipfile.ZipFile(source).read("word/document.xml").decode())
made = f"%PDF-1.7\\n{{text}}\\n{{time.time_ns()}}".encode()
(out / source.with_suffix(".pdf").name).write_bytes(made)
"""


def write_soffice(folder: Path, *, hangs: bool = False, fails: bool = False) -> Path:
    """The program; it notes its arguments in ``told`` and its child in ``child`` beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "soffice"
    program.write_text(
        PROGRAM.format(
            python=sys.executable,
            told=str(folder / "told"),
            child=str(folder / "child"),
            hangs=hangs,
            fails=fails,
        )
    )
    program.chmod(0o755)
    return program
