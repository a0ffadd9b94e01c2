"""The files git keeps: what the house rules look at."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BINARY = {".docx", ".pdf", ".png", ".ico", ".woff2", ".zip", ".gz", ".db", ".bin", ".otf", ".ttf"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Paths below the root of the tree, in order; without files that were just taken away."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    paths = (Path(name) for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def text_of(path: Path) -> str:
    """The text of a tracked file, or nothing for a picture and its like."""
    if path.suffix in _BINARY:
        return ""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
