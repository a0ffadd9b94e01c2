"""Reads the zhijian:task of a user task; editors do not write the defaults that stand here."""

import re
from typing import cast, get_args

from engine.definitions.diagram_messages import said
from engine.definitions.diagram_xml import Element, XmlFaults, attributes_of, extension, line_of
from engine.definitions.entry import did_you_mean
from engine.definitions.process import TaskDefinition, VisitKind

ATTRIBUTES = ("step", "role", "form", "limit", "basis", "mandatory", "visit", "returns", "public")
REQUIRED_ATTRIBUTES = ("step", "role", "form")
PUBLIC_WORDS = (
    *("已登记", "待补正", "已受理", "不予受理", "已移送"),
    *("办理中", "已中止", "视为放弃", "已办结"),
)
STEP = re.compile(r"[A-Z]{1,3}[0-9]*[a-z]?(\.[0-9]+)?")
_BASIS = re.compile(r"[A-Z]{1,4}-[0-9]+")


def read_task(element: Element, process: str, noted: XmlFaults) -> TaskDefinition:
    """The task as drawn; what is missing or unknown is noted."""
    written = extension(element, "task")
    given = attributes_of(written) if written is not None else {}
    at = element if written is None else written
    name = element.get("id") or ""
    for key in given:
        if key not in ATTRIBUTES:
            mend = did_you_mean(str(key), ATTRIBUTES)
            noted.add("task_attribute", at, f"任务没有“{key}”这个属性。", mend, where=name)
    for key in REQUIRED_ATTRIBUTES:
        if not given.get(key):
            what, mend = said("task_incomplete", node=element.get("name") or name, name=key)
            noted.add("task_incomplete", at, what, mend, where=name)
    _check_values(given, at, name, noted)
    return TaskDefinition(
        process=process,
        element=name,
        name=element.get("name") or "",
        step=given.get("step", ""),
        roles=tuple(given.get("role", "").split()),
        form=given.get("form", ""),
        limit=given.get("limit") or None,
        basis=given.get("basis") or None,
        mandatory=given.get("mandatory") == "true",
        visit=cast("VisitKind", given.get("visit") or "single"),
        returns=tuple(given.get("returns", "").split()),
        public=given.get("public") or None,
        line=line_of(element),
    )


def _check_values(text: dict[str, str], at: Element, name: str, noted: XmlFaults) -> None:
    for key, options in (
        ("mandatory", ("true", "false")),
        ("visit", get_args(VisitKind)),
        ("public", PUBLIC_WORDS),
    ):
        if text.get(key) and text[key] not in options:
            what = f"{key} 不能是“{text[key]}”。"
            noted.add("value_choice", at, what, f"可用的值：{'、'.join(options)}。", where=name)
    for step in (text.get("step", ""), *text.get("returns", "").split()):
        if step and not STEP.fullmatch(step):
            what = f"“{step}”不是步骤代码。"
            noted.add("value_type", at, what, "请写成 P1.4 的样子。", where=name)
    if text.get("basis") and not _BASIS.fullmatch(text["basis"]):
        mend = "请写成“法律键-条号”，如 N-29。"
        noted.add("value_type", at, f"依据“{text['basis']}”不合规则。", mend, where=name)
