"""Rules across the files of a release: calls lead somewhere, escalations are caught."""

from collections.abc import Iterator, Mapping

from engine.bpmn.diagram_file import MAIN_PROCESS, DiagramFile, Element, kind
from engine.bpmn.event_rules import carried, name_awaited
from engine.bpmn.findings import Finding
from engine.bpmn.xml_names import BPMN


def call_rules(files: Mapping[str, DiagramFile]) -> Iterator[Finding]:
    """All rules of this module on the readable files of one release."""
    if MAIN_PROCESS not in files:
        what = f"没有总流程 {MAIN_PROCESS}。"
        mend = "请在 case-handling/process.bpmn 中画出案件办理流程。"
        yield Finding(
            code="no_main_process", process=MAIN_PROCESS, line=0, element="", what=what, mend=mend
        )
    for file in files.values():
        for call in calls(file):
            yield from _call(files, file, call)
    yield from _uncaught(files)


def calls(file: DiagramFile) -> list[Element]:
    """The call activities of a file."""
    return [node for node in file.nodes() if kind(node) == "callActivity"]


def _call(files: Mapping[str, DiagramFile], file: DiagramFile, call: Element) -> Iterator[Finding]:
    called, shown = call.get("calledElement", ""), call.get("name") or call.get("id")
    if called not in files:
        what = f"“{shown}”调用的流程“{called}”不在本次发布中。"
        yield file.finding(call, "called_process_missing", what, "请选择发布版本中已有的流程。")
    elif file.process in _called_from(files, called):
        what = f"“{shown}”调用“{called}”，后者又直接或者间接调用本流程。"
        yield file.finding(call, "circular_call", what, "请去掉其中一个调用。")


def _called_from(files: Mapping[str, DiagramFile], start: str) -> set[str]:
    """The process `start` and all it calls, directly or not."""
    reached: set[str] = set()
    todo = [start]
    while todo:
        process = todo.pop()
        if process in reached or process not in files:
            continue
        reached.add(process)
        todo.extend(call.get("calledElement", "") for call in calls(files[process]))
    return reached


def _uncaught(files: Mapping[str, DiagramFile]) -> Iterator[Finding]:
    events = [
        (file, node)
        for file in files.values()
        for node in file.nodes()
        if "escalation" in carried(node)
        and node.find(f"{BPMN}escalationEventDefinition") is not None
    ]
    caught = {name_awaited(file, node) for file, node in events if kind(node) == "boundaryEvent"}
    for file, node in events:
        code = name_awaited(file, node)
        if kind(node) != "boundaryEvent" and code is not None and code not in caught:
            what = f"没有边界事件接收升级“{code}”。"
            mend = "请在调用本流程的活动上加一个该代码的升级边界事件，或者删除此事件。"
            yield file.finding(node, "escalation_uncaught", what, mend)
