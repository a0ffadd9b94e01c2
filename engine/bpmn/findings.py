"""What is wrong in a diagram, where, and how to mend it; found before anything runs."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault of a diagram or decision table.

    `process` is its process key or decision id, `line` the line in the file (0 = the whole file),
    `element` the id in the diagram or "". `what` and `mend` are Chinese sentences.
    """

    code: str
    process: str
    line: int
    element: str
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.process} 第{self.line}行" if self.line else self.process
        return f"{place}：{self.what}{self.mend}"


class DiagramsRefused(Refusal):
    """The release's diagrams must not run as they are; `findings` say why, all at once."""

    code = "diagrams_refused"
    http_status = 422
    what = "流程图不能使用，共{count}处问题。{first}"
    mend = "请逐条改正后重新检查。"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            where={"process": findings[0].process, "line": findings[0].line},
            count=len(findings),
            first=str(findings[0]),
        )
