"""Rules on single elements: which may be drawn, what they may be called, what may hang on them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.bounds import DIAGRAM_FLOWS_MAX, DIAGRAM_NODES_MAX
from engine.bpmn.diagram_file import (
    ALLOWED_NODES,
    MAIN_PROCESS,
    DiagramFile,
    Element,
    is_event_process,
    kind,
)
from engine.bpmn.findings import Finding
from engine.bpmn.xml_names import BPMN, XSI, ZHIJIAN
from engine.definitions.diagram_messages import said

RESERVED_IDS = frozenset({"Start", "End", "Root", "typename"})
ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)

NOT_NODES = frozenset(
    {
        "laneSet",
        "sequenceFlow",
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "textAnnotation",
        "association",
        "group",
    }
)
DATA = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "ioSpecification",
        "property",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataInput",
        "dataOutput",
    }
)
LOOPS = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})
AT_ROOT_REFUSED = frozenset(
    {"dataStore", "correlationProperty", "correlationKey", "interface", "import", "choreography"}
)
IN_PLACE_OF: Mapping[str, str] = {
    "task": "请改为办理项（userTask）。",
    "manualTask": "请改为办理项（userTask）。",
    "serviceTask": "请改为脚本任务、决策表或者办理项；系统不从流程图调用外部服务。",
    "sendTask": "请改为办理项；通知由系统发送。",
    "receiveTask": "请改为活动上的消息边界事件。",
    "intermediateCatchEvent": "请改为活动上的边界事件，或者一个办理项。",
    "eventBasedGateway": "请改为活动上的边界事件；事件网关的两个定时器只有一个会响。",
    "complexGateway": "请改为排他、并行或者包容网关。",
    "transaction": "请改为普通子流程。",
    "adHocSubProcess": "请改为普通子流程；随时可做的行为由系统的操作提供。",
}


def element_rules(file: DiagramFile) -> Iterator[Finding]:
    """All rules of this module on one file."""
    yield from _ids(file)
    yield from _kinds(file)
    yield from _attachments(file)
    yield from _foreign(file)
    yield from _event_processes(file)


def too_large(file: DiagramFile) -> Iterator[Finding]:
    """Whether the file is beyond what the other rules should be troubled with."""
    count = sum(len(level.nodes) for level in file.levels)
    flows = sum(len(level.flows) for level in file.levels)
    if flows > DIAGRAM_FLOWS_MAX:
        what = f"有{flows}条流线，超过{DIAGRAM_FLOWS_MAX}条。"
        yield file.finding(
            file.levels[0].body, "too_many_flows", what, "请把一部分画成被调用流程。"
        )
    if count > DIAGRAM_NODES_MAX:
        told = said("too_many_nodes", count=count, most=DIAGRAM_NODES_MAX)
        yield file.finding(file.levels[0].body, "too_many_nodes", *told)


def _ids(file: DiagramFile) -> Iterator[Finding]:
    used = Counter(each.get("id") for each in file.root.iter(etree.Element))
    for element in _drawn(file):
        own = element.get("id")
        if own in RESERVED_IDS:
            yield file.finding(element, "reserved_id", *said("reserved_id", name=own))
        elif own is None or ID.fullmatch(own) is None:
            yield file.finding(element, "bad_id", *said("bad_id", name=own or ""))
        elif used[own] > 1:
            told = said("duplicate_id", name=own, count=used[own])
            yield file.finding(element, "duplicate_id", *told)


def _drawn(file: DiagramFile) -> Iterator[Element]:
    for level in file.levels:
        for child in level.body:
            if kind(child) not in NOT_NODES or kind(child) == "sequenceFlow":
                yield child


def _kinds(file: DiagramFile) -> Iterator[Finding]:
    for element in _drawn(file):
        tag = kind(element) or str(element.tag)
        if tag in DATA or tag in LOOPS:
            continue  # judged where they hang
        if tag not in ALLOWED_NODES and tag != "sequenceFlow":
            what, mend = said("element_not_allowed", node=_name(element), name=tag)
            yield file.finding(element, "element_not_allowed", what, IN_PLACE_OF.get(tag, mend))
    for element in file.root:
        if kind(element) in AT_ROOT_REFUSED:
            what = f"文件中有不允许的 {kind(element)}。"
            yield file.finding(element, "element_not_allowed", what, "请删除。")
        other = kind(element) == "process" and element.get("id") != file.process
        if other and any(kind(child) in ALLOWED_NODES for child in element):
            what = f"文件里还有另一个流程“{element.get('id')}”。"
            yield file.finding(element, "second_process", what, "一个文件只画一个流程。")


def _attachments(file: DiagramFile) -> Iterator[Finding]:
    for element in file.levels[0].body.iter(f"{BPMN}*"):
        tag, owner = kind(element), element.getparent()
        if tag in DATA:
            what = "图中画了数据对象、数据存储或者数据映射。"
            mend = "请删除；流程只看 facts.yaml 里声明的事实。"
            yield file.finding(element, "data_not_allowed", what, mend)
        if tag in LOOPS and owner is not None:
            what = f"“{_name(owner)}”设了多实例或者循环。"
            mend = "多人办理请用 zhijian:task 的 visit，重复办理请画回流的流线。"
            yield file.finding(owner, "loop_marker", what, mend)
        if element.get("isForCompensation") == "true":
            what = f"“{_name(element)}”是补偿活动，引擎不会执行。"
            yield file.finding(element, "compensation", what, "请改画普通的办理项和流线。")


def _foreign(file: DiagramFile) -> Iterator[Finding]:
    """What other tools would execute and we would silently leave out."""
    for element in [file.levels[0].body, *_drawn(file)]:
        named = [name for name in element.attrib if str(name).startswith("{")]
        strangers = [name for name in named if not str(name).startswith((ZHIJIAN, XSI))]
        holder = element.find(f"{BPMN}extensionElements")
        children = [] if holder is None else list(holder)
        strangers += [each.tag for each in children if not str(each.tag).startswith(ZHIJIAN)]
        for stranger in strangers:
            what = f"“{_name(element)}”带有其他软件的设置 {etree.QName(stranger).localname}。"
            mend = "本系统不执行它，请删除。"
            yield file.finding(element, "foreign_extension", what, mend)


def _event_processes(file: DiagramFile) -> Iterator[Finding]:
    top = set(file.levels[0].nodes.values())
    for level in file.levels[1:]:
        if not is_event_process(level.body):
            continue
        starts = [node for node in level.nodes.values() if kind(node) == "startEvent"]
        by_message = [
            each for each in starts if each.find(f"{BPMN}messageEventDefinition") is not None
        ]
        stays = [each for each in by_message if each.get("isInterrupting") == "false"]
        if file.process != MAIN_PROCESS or level.body not in top or len(stays) != 1:
            what = f"事件子流程“{_name(level.body)}”在引擎中不会按图执行。"
            mend = "只有总流程中由消息启动且不中断的事件子流程可用；其他请改为边界事件。"
            yield file.finding(level.body, "event_sub_process", what, mend)


def _name(element: Element) -> str:
    return element.get("name") or element.get("id") or kind(element)
