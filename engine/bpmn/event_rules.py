"""Rules on events: which may stand where, what they wait for, what a timer may say."""

from collections.abc import Iterator

from engine.bpmn.diagram_file import DiagramFile, Element, Level, is_event_process, kind
from engine.bpmn.findings import Finding
from engine.bpmn.xml_names import BPMN

MAY_CARRY = {
    "startEvent": frozenset({""}),
    "endEvent": frozenset({"", "terminate", "escalation"}),
    "boundaryEvent": frozenset({"timer", "message", "escalation"}),
    "intermediateThrowEvent": frozenset({"escalation"}),
}
HOSTS = {
    "timer": frozenset({"userTask", "callActivity", "subProcess"}),
    "message": frozenset({"userTask", "callActivity", "subProcess"}),
    "escalation": frozenset({"callActivity", "subProcess"}),
}
SPOKEN = {
    "": "空",
    "link": "链接",
    "signal": "信号",
    "compensate": "补偿",
    "error": "错误",
    "cancel": "取消",
    "conditional": "条件",
    "timer": "定时",
    "message": "消息",
    "escalation": "升级",
    "terminate": "终止",
}
INSTEAD = {
    "link": "链接事件后面的部分不会执行，请直接画流线。",
    "signal": "信号不会发出，请改用升级事件或者普通结束事件。",
    "compensate": "补偿不会执行，请改画普通的办理项和流线。",
    "error": "请改用升级事件，或者画成网关上的分支。",
}


def event_rules(file: DiagramFile) -> Iterator[Finding]:
    """All rules of this module on one file."""
    for level in file.levels:
        for node in level.nodes.values():
            if kind(node) in MAY_CARRY:
                yield from _carried(file, level, node)
        yield from _boundaries(file, level)


def carried(node: Element) -> list[str]:
    """What an event carries: ``["timer"]``; ``[""]`` for a plain event; several for a multiple."""
    suffix = "EventDefinition"
    found = [kind(child).removesuffix(suffix) for child in node if kind(child).endswith(suffix)]
    found += ["signal" for child in node if kind(child) == "eventDefinitionRef"]
    return found or [""]


def name_awaited(file: DiagramFile, node: Element) -> str | None:
    """The message name or escalation code of an event; None when it refers to nothing."""
    what = carried(node)[0]
    definition = node.find(f"{BPMN}{what}EventDefinition")
    if definition is None:
        return None
    declared = file.declared(definition.get(f"{what}Ref", ""))
    name = (
        None
        if declared is None
        else declared.get("name" if what == "message" else "escalationCode")
    )
    return (name or "").strip() or None


def _carried(file: DiagramFile, level: Level, node: Element) -> Iterator[Finding]:
    allowed = MAY_CARRY[kind(node)]
    if kind(node) == "startEvent" and is_event_process(level.body):
        allowed = frozenset({"message"})
    found = carried(node)
    shown = node.get("name") or node.get("id")
    if len(found) > 1:
        what = f"事件“{shown}”有{len(found)}个触发条件。"
        yield file.finding(node, "multiple_event", what, "请拆成几个事件。")
    elif found[0] not in allowed:
        spoken = SPOKEN.get(found[0], found[0])
        what = f"“{shown}”不能是{spoken}事件。"
        mend = INSTEAD.get(
            found[0], "允许：" + "、".join(sorted(SPOKEN[each] for each in allowed)) + "。"
        )
        yield file.finding(node, f"{found[0] or 'plain'}_event", what, mend)
    elif found[0] in {"message", "escalation"} and name_awaited(file, node) is None:
        field = "消息名称" if found[0] == "message" else "升级代码"
        what = f"事件“{shown}”没有写明{field}。"
        yield file.finding(node, f"{found[0]}_unnamed", what, f"请选择或者新建，并填写{field}。")


def _boundaries(file: DiagramFile, level: Level) -> Iterator[Finding]:
    taken: set[tuple[str, str, str]] = set()
    for node in level.nodes.values():
        what = carried(node)[0]
        if kind(node) != "boundaryEvent" or what not in HOSTS:
            continue
        host = level.nodes.get(node.get("attachedToRef", ""))
        shown = node.get("name") or node.get("id")
        if host is None or kind(host) not in HOSTS[what] or is_event_process(host):
            text = f"边界事件“{shown}”所在的元素不能触发它。"
            mend = "定时和消息可以放在办理项、调用活动、子流程上；升级只能放在调用活动、子流程上。"
            yield file.finding(node, "boundary_host", text, mend)
            continue
        awaited = what, name_awaited(file, node) or "", host.get("id", "")
        if awaited in taken and what != "timer":
            text = f"“{host.get('name') or host.get('id')}”上有两个边界事件等待“{awaited[1]}”。"
            yield file.finding(node, "same_boundary_twice", text, "请只留一个。")
        taken.add(awaited)
