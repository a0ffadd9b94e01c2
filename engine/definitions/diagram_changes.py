"""What two drawings of a procedure have otherwise; where only shapes moved, that is one line."""

from collections.abc import Iterator

from engine.definitions.change import Attribute, Change, Telling
from engine.definitions.process import Flow, Node, ProcessDefinition, TaskDefinition
from engine.definitions.release import Release

VISITS = {
    "single": "一人",
    "any": "或签",
    "all": "会签",
    "sequential": "依次",
    "ballot": "票签",
}
KINDS = {
    "startEvent": "开始事件",
    "endEvent": "结束事件",
    "boundaryEvent": "边界事件",
    "intermediateThrowEvent": "中间事件",
    "userTask": "任务",
    "scriptTask": "脚本任务",
    "businessRuleTask": "决策任务",
    "callActivity": "调用流程",
    "subProcess": "子流程",
    "exclusiveGateway": "排他网关",
    "inclusiveGateway": "包容网关",
    "parallelGateway": "并行网关",
}


def diagram_changes(before: Release, after: Release) -> Iterator[Change]:
    """Procedures that came or went, and every change inside the others."""
    yield from PROCEDURE.changes(before.process_definitions, after.process_definitions)
    for key, new in after.process_definitions.items():
        old = before.process_definitions.get(key)
        if old is None or old.sha256 == new.sha256:
            continue
        found = list(_inside(_Side(old, before), _Side(new, after)))
        yield from found or [_moved(new)]


def _moved(process: ProcessDefinition) -> Change:
    return Change(
        topic="流程图",
        kind="moved",
        where=process.key,
        element="",
        what=f"“{process.name}”只调整了布局，办理没有变化",
    )


class _Side:
    """One of the two drawings, with the words of its release."""

    def __init__(self, process: ProcessDefinition, release: Release) -> None:
        self.process = process
        self.release = release

    def node(self, node: Node) -> str:
        """A node by its kind and name."""
        return f"{KINDS.get(node.kind, node.kind)}“{node.name or node.id}”"

    def flow(self, flow: Flow) -> str:
        """A flow by its two ends."""
        return f"连线“{self.end(flow.source)}→{self.end(flow.target)}”"

    def end(self, element: str) -> str:
        """The node at one end of a flow."""
        node = self.process.nodes.get(element)
        if node is None:
            return element
        return node.name or f"{KINDS.get(node.kind, node.kind)} {element}"

    def roles(self, codes: tuple[str, ...]) -> str:
        """Roles by their titles."""
        known = self.release.place_info.roles
        return "、".join(known[one].title if one in known else one for one in codes)

    def limit(self, key: str | None) -> str:
        """A limit by its title."""
        found = self.release.limits.get(key or "")
        return f"{found.title}（{key}）" if found else key or ""


def _inside(old: _Side, new: _Side) -> Iterator[Change]:
    key = new.process.key
    nodes = {name: (old, one) for name, one in old.process.nodes.items()}
    yield from NODE.changes(
        nodes, {n: (new, one) for n, one in new.process.nodes.items()}, where=key
    )
    both = old.process.tasks.keys() & new.process.tasks.keys()  # what came or went is a node too
    yield from TASK.changes(
        {name: (old, one) for name, one in old.process.tasks.items() if name in both},
        {name: (new, one) for name, one in new.process.tasks.items() if name in both},
        where=key,
    )
    yield from FLOW.changes(
        {name: (old, one) for name, one in old.process.flows.items()},
        {name: (new, one) for name, one in new.process.flows.items()},
        where=key,
    )
    yield from LANE.changes(
        {one.id: one for one in old.process.lanes},
        {one.id: one for one in new.process.lanes},
        where=key,
    )


def _of_node(name: str) -> Attribute:
    topic, title = _NODE_WORDS[name]
    return Attribute(topic=topic, name=title, said=lambda pair: _said(getattr(pair[1], name, None)))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)


_NODE_WORDS = {
    "name": ("名称", "名称"),
    "event": ("流程图", "事件种类"),
    "event_name": ("流程图", "消息、升级"),
    "timer": ("定时", "定时"),
    "attached_to": ("流程图", "所附任务"),
    "interrupting": ("流程图", "是否中断"),
    "called": ("流程图", "所调流程"),
    "script": ("脚本", "脚本"),
    "decision": ("决策表", "决策表"),
    "decides": ("决策表", "所写事实"),
    "remind": ("定时", "提醒何人"),
    "parent": ("流程图", "所在子流程"),
}
PROCEDURE = Telling(
    topic="流程图",
    title=lambda one: f"流程“{one.name}”",
    attributes=(Attribute(topic="名称", name="名称", said=lambda one: str(one.name)),),
)
NODE = Telling(
    topic="流程图",
    title=lambda pair: pair[0].node(pair[1]),
    attributes=(
        Attribute(
            topic="流程图", name="种类", said=lambda pair: KINDS.get(pair[1].kind, pair[1].kind)
        ),
        *(_of_node(name) for name in _NODE_WORDS),
        Attribute(topic="流程图", name="默认流", said=lambda pair: pair[1].default or ""),
    ),
)


def _task(side: _Side, one: TaskDefinition, name: str) -> str:
    match name:
        case "roles":
            return side.roles(one.roles)
        case "limit":
            return side.limit(one.limit)
        case "visit":
            return VISITS[one.visit]
    return _said(getattr(one, name))


_TASK_WORDS = {
    "step": ("步骤", "步骤"),
    "roles": ("角色", "办理角色"),
    "form": ("表单", "表单"),
    "limit": ("期限", "期限"),
    "basis": ("依据", "依据"),
    "mandatory": ("依据", "是否必经"),
    "visit": ("办理方式", "办理方式"),
    "returns": ("退回", "可退回的步骤"),
    "public": ("公开用语", "公开用语"),
}


def _of_task(name: str) -> Attribute:
    topic, title = _TASK_WORDS[name]
    return Attribute(topic=topic, name=title, said=lambda pair: _task(pair[0], pair[1], name))


TASK = Telling(
    topic="任务",
    title=lambda pair: f"任务“{pair[1].name or pair[1].element}”",
    attributes=tuple(_of_task(name) for name in _TASK_WORDS),
)
FLOW = Telling(
    topic="连线",
    title=lambda pair: pair[0].flow(pair[1]),
    whole=lambda pair: pair[1].condition or "无条件",
    attributes=(
        Attribute(topic="条件", name="条件", said=lambda pair: pair[1].condition or ""),
        Attribute(topic="连线", name="起点", said=lambda pair: pair[0].end(pair[1].source)),
        Attribute(topic="连线", name="终点", said=lambda pair: pair[0].end(pair[1].target)),
        Attribute(topic="名称", name="名称", said=lambda pair: pair[1].name),
    ),
)


LANE = Telling(
    topic="泳道",
    title=lambda lane: f"泳道“{lane.name or lane.id}”",
    attributes=(
        Attribute(topic="名称", name="名称", said=lambda lane: lane.name),
        Attribute(topic="角色", name="角色", said=lambda lane: lane.role or ""),
    ),
)
