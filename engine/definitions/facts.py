"""Facts (事实) of facts.yaml: the declared values a diagram may read, each with one writer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from engine.definitions.entry import Entry
from engine.feel import RESERVED_NAMES

FactType = Literal["boolean", "number", "text", "date", "enum"]
WriterKind = Literal["form", "case", "clock", "assign", "ballot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes a fact: a form key of a step, the case, a clock, a script, a ballot."""

    kind: WriterKind
    step: str | None = None
    """Of `form` and `ballot`."""
    key: str | None = None
    """The form key, of `form`."""
    limit: str | None = None
    """The limit whose clock shows, of `clock`."""
    shows: str | None = None
    """light | overdue | days_left, of `clock`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDeclaration:
    """One fact as one procedure declares it."""

    name: str
    type: FactType
    label: str
    values: tuple[str, ...] = ()
    """The values of an enum; empty for an enum that is the case attribute of the same name."""
    writer: Writer
    procedure: str
    file: str = ""
    line: int = 0


_FORM_KEY = re.compile(r"(?P<step>[A-Z]{1,3}[0-9]*[a-z]?(\.[0-9]+)?)\.(?P<key>[a-z][a-z0-9_]*)")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_BALLOT = frozenset(
    {
        *("votes_yes", "votes_no", "votes_abstain", "votes_present", "votes_eligible"),
        "meeting_result",
    }
)


def read_facts(entry: Entry, *, procedure: str) -> Mapping[str, FactDeclaration]:
    """The facts one procedure's merged facts.yaml declares, by name; faults go to the entry."""
    facts: dict[str, FactDeclaration] = {}
    for name, one in entry.items():
        _check_name(name, one)
        facts[name] = _fact(name, one, procedure)
    return facts


def _check_name(name: str, entry: Entry) -> None:
    if not _SNAKE.fullmatch(name):
        entry.fault("fact_name", f"事实名“{name}”不合规则。", "请用英文小写字母、数字和下划线。")
    elif name in RESERVED_NAMES:
        entry.fault("fact_name", f"“{name}”是表达式里的词，不能作事实名。", "请换一个名称。")


def _fact(name: str, entry: Entry, procedure: str) -> FactDeclaration:
    entry.known("type", "label", "values", "writer", "limit", "shows", "step")
    kind = cast("FactType", entry.choice("type", get_args(FactType)))
    values = entry.texts("values")
    if values and kind != "enum":
        entry.fault(
            "fact_values", "只有 enum 才有 values。", "请删去 values 或改 type。", key="values"
        )
    writer = _writer(name, entry)
    if kind == "enum" and not values and writer.kind != "case":
        mend = "请写上 values；只有案件属性（writer: case）可以不写。"
        entry.fault("fact_values", f"“{name}”没有取值。", mend)
    return FactDeclaration(
        name=name,
        type=kind,
        label=entry.text("label"),
        values=values,
        writer=writer,
        procedure=procedure,
        file=entry.node.file,
        line=entry.node.line,
    )


def _writer(name: str, entry: Entry) -> Writer:
    child = entry.written("writer")
    if child is not None and child.mapping is not None:
        return _form_writer(entry.sub_required("writer"))
    kind = entry.choice("writer", ("case", "clock", "assign", "ballot"))
    if kind == "clock":
        shows = entry.choice("shows", ("light", "overdue", "days_left"))
        return Writer(kind="clock", limit=entry.text("limit"), shows=shows)
    if kind == "ballot":
        if name not in _BALLOT:
            mend = f"可用的名称：{'、'.join(sorted(_BALLOT))}。"
            entry.fault("fact_ballot", f"表决不写“{name}”。", mend, key="writer")
        return Writer(kind="ballot", step=entry.text("step"))
    return Writer(kind=cast("WriterKind", kind))


def _form_writer(entry: Entry) -> Writer:
    entry.known("form")
    text = entry.text("form")
    found = _FORM_KEY.fullmatch(text)
    if text and found is None:
        mend = "请写成“步骤.表单键”，如 P1.2.is_complete。"
        entry.fault("fact_writer", f"“{text}”不是表单的键。", mend, key="form")
    if found is None:
        return Writer(kind="form")
    return Writer(kind="form", step=found["step"], key=found["key"])
