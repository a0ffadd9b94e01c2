"""One thing a check found in a file: what is wrong, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from engine.errors import Refusal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault or doubt in a definition file.

    `line` counts from 1 (0 = the file as a whole); `where` names the key, element or cell; `what`
    and `mend` are Chinese sentences.
    """

    code: str
    level: Level = "error"
    file: str
    line: int = 0
    what: str
    mend: str
    where: str = ""
    law: str = ""
    """What demands it, in words: 《…》第…条; of steps the law requires."""

    @property
    def sentence(self) -> str:
        """File, line, what and mend in one line, as `zhijian check` prints it."""
        at = f"{self.file} 第 {self.line} 行" if self.line else self.file
        mark = "错误" if self.level == "error" else "提醒"
        return f"{mark} {at}：{self.what}{self.mend}（{self.code}）"


class Notes:
    """Collects findings during a check."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def error(  # noqa: PLR0913 -- a finding, field by field
        self,
        code: str,
        at: tuple[str, int],
        what: str,
        mend: str,
        *,
        where: str = "",
        law: str = "",
    ) -> None:
        """Note a fault at (file, line)."""
        self._add("error", code, at, (what, mend, where, law))

    def warning(
        self, code: str, at: tuple[str, int], what: str, mend: str, *, where: str = ""
    ) -> None:
        """Note a doubt at (file, line)."""
        self._add("warning", code, at, (what, mend, where, ""))

    def _add(
        self, level: Level, code: str, at: tuple[str, int], text: tuple[str, str, str, str]
    ) -> None:
        file, line = at
        what, mend, where, law = text
        found = Finding(
            code=code, level=level, file=file, line=line, what=what, mend=mend, where=where, law=law
        )
        self.found.append(found)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by file and line, each fault once, however many places inherit it."""
    once: dict[tuple[str, int, str, str, str, str], Finding] = {}
    for found in findings:
        key = (found.file, found.line, found.level, found.code, found.where, found.what)
        once.setdefault(key, found)
    return tuple(once[key] for key in sorted(once))


class DefinitionRefused(Refusal):
    """Files that cannot be read as definitions; `findings` says each fault."""

    code = "definition_refused"
    http_status = 422
    what = "定义文件有 {count} 处错误，第一处：{first}"
    mend = "请逐处改正后重新检查（zhijian check）。"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        first = self.findings[0] if self.findings else None
        super().__init__(
            where={"file": first.file, "line": first.line} if first else None,
            count=len(self.findings),
            first=first.sentence if first else "",
        )
