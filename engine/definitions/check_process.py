"""Checks a diagram: all it names is defined, and it is drawn as the product carries it out."""

import re
from collections.abc import Iterator

from engine.definitions.articles import check_article
from engine.definitions.check_facts import line_of_element
from engine.definitions.checked_place import CheckedPlace
from engine.definitions.diagram_messages import said
from engine.definitions.diagram_xml import BPMN, line_of, local_name, parse_xml
from engine.definitions.entry import did_you_mean
from engine.definitions.expression_names import limit_keys_named, literals_of
from engine.definitions.finding import Notes
from engine.definitions.process import Flow, Lane, Node, ProcessDefinition, TaskDefinition

NODES_MAX = 500
_RESERVED_IDS = frozenset({"Start", "End", "Root", "typename"})
_KINDS = frozenset(
    {
        *("startEvent", "endEvent", "boundaryEvent", "intermediateThrowEvent"),
        *("intermediateCatchEvent", "userTask", "scriptTask", "businessRuleTask"),
        *("callActivity", "subProcess", "exclusiveGateway", "inclusiveGateway"),
        *("parallelGateway", "eventBasedGateway"),
    }
)
_FORBIDDEN_PARTS = frozenset(
    {
        *("multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "ioSpecification"),
        *("dataInputAssociation", "dataOutputAssociation", "dataStoreReference", "dataStore"),
        *("linkEventDefinition", "compensateEventDefinition", "signalEventDefinition"),
        *("errorEventDefinition", "cancelEventDefinition", "timeDuration", "timeCycle"),
    }
)
_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
_LAW_TEXT = re.compile(
    r"《|第[零〇一二三四五六七八九十百千0-9]+条|[零一二两三四五六七八九十百0-9]+个?(工作日|自然日|日内|天|小时|个月)"
)


def check_process(process: ProcessDefinition, place: CheckedPlace, notes: Notes) -> None:
    """Every rule of process.bpmn that concerns one diagram."""
    _check_elements(process, notes)
    for node in process.nodes.values():
        _check_node(node, process, place, notes)
    for flow in process.flows.values():
        _check_flow(flow, process, notes)
    for task in process.tasks.values():
        _check_task(task, process, place, notes)
    _check_lanes(process, place, notes)


def _check_elements(process: ProcessDefinition, notes: Notes) -> None:
    root = parse_xml(process.xml, file=process.file)
    for element in root.iter(f"{{{BPMN}}}*"):
        at = (process.file, line_of(element))
        name = local_name(element)
        if element.get("id") in _RESERVED_IDS:
            what = f"标识不能叫“{element.get('id')}”。"
            notes.error("id_reserved", at, what, "请换一个标识。", where=element.get("id") or "")
        if name in _FORBIDDEN_PARTS:
            mend = "请改用边界事件、会签方式（visit）或者操作；期限写在 limits.yaml。"
            notes.error("construct_refused", at, f"图里不能用 {name}。", mend, where=name)
        words = element.get("name") or (
            element.text or "" if name in {"documentation", "text"} else ""
        )
        if _LAW_TEXT.search(words):
            what = f"“{words.strip()}”把期限或者条文写进了图里。"
            mend = "期限写在 limits.yaml，依据写在任务的 basis。"
            notes.error("diagram_states_law", at, what, mend, where=element.get("id") or "")
    if len(process.nodes) > NODES_MAX:
        what = f"图里有 {len(process.nodes)} 个节点，最多 {NODES_MAX} 个。"
        notes.error("nodes_too_many", (process.file, 0), what, "请拆成几个流程。")


def _check_node(node: Node, process: ProcessDefinition, place: CheckedPlace, notes: Notes) -> None:
    for code, what, mend in (
        *_kind_faults(node),
        *_gateway_faults(node, process),
        *_reference_faults(node, place),
        *_timer_faults(node, process, place),
    ):
        notes.error(code, (process.file, node.line), what, mend, where=node.id)


def _kind_faults(node: Node) -> Iterator[tuple[str, str, str]]:
    if node.kind not in _KINDS:
        yield (
            "construct_refused",
            f"图里不能用 {node.kind}（{node.name or node.id}）。",
            "请改用用户任务、脚本任务或者决策任务。",
        )


def _gateway_faults(node: Node, process: ProcessDefinition) -> Iterator[tuple[str, str, str]]:
    if node.kind not in _CHOOSING:
        return
    leaving = [flow for flow in process.flows.values() if flow.source == node.id]
    if len(leaving) > 1 and node.default not in {flow.id for flow in leaving}:
        what = f"网关“{node.name or node.id}”没有默认流。"
        yield "default_flow_missing", what, "请把其中一条连线设为默认流（其他）。"
        return
    for flow in leaving:
        if len(leaving) > 1 and flow.condition is None and flow.id != node.default:
            what = f"网关“{node.name or node.id}”的连线“{flow.id}”没有条件。"
            yield "condition_missing", what, "请写条件，或者设为默认流。"


def _reference_faults(node: Node, place: CheckedPlace) -> Iterator[tuple[str, str, str]]:
    release = place.release
    if node.kind == "callActivity" and node.called not in release.process_definitions:
        known = release.process_definitions
        what = said("process_unknown", name=node.called)[0]
        yield "process_unknown", what, did_you_mean(node.called or "", known)
    if node.decision is not None and node.decision not in release.decisions:
        mend = did_you_mean(node.decision, release.decisions)
        yield "decision_unknown", f"没有“{node.decision}”这张决策表。", mend
    roles = release.place_info.roles
    for role in node.remind:
        if role != "holder" and role not in roles:
            yield "role_unknown", f"没有“{role}”这个角色。", did_you_mean(role, roles)


def _timer_faults(
    node: Node, process: ProcessDefinition, place: CheckedPlace
) -> Iterator[tuple[str, str, str]]:
    if node.event != "timer" or node.timer is None or node.id not in process.facts_read:
        return
    keys = limit_keys_named(node.timer)
    for key in sorted(keys - set(place.release.limits)):
        mend = did_you_mean(key, place.release.limits)
        yield "limit_unknown", said("limit_unknown", name=key)[0], mend
    if keys and node.attached_to and node.interrupting:
        what = f"期限定时“{node.name or node.id}”会中断任务。"
        yield (
            "limit_timer_interrupts",
            what,
            '请写 cancelActivity="false"：期限只提醒，不推动流程。',
        )
    if keys and node.attached_to and not _leads_to_end_only(node, process):
        what = f"期限定时“{node.name or node.id}”之后还有别的步骤。"
        yield "limit_timer_goes_on", what, "期限定时只能连到结束事件。"
    if not keys and literals_of(node.timer):
        yield (
            "diagram_states_law",
            "定时里写了数或者日期。",
            "请改用 limit_due_on 或 limit_reminder_at。",
        )


def _leads_to_end_only(node: Node, process: ProcessDefinition) -> bool:
    targets = [flow.target for flow in process.flows.values() if flow.source == node.id]
    kinds = [process.nodes[target].kind for target in targets if target in process.nodes]
    return kinds == ["endEvent"]


def _check_flow(flow: Flow, process: ProcessDefinition, notes: Notes) -> None:
    source = process.nodes.get(flow.source)
    if flow.condition is None or source is None:
        return
    at = (process.file, flow.line)
    if source.kind not in _CHOOSING:
        what = f"连线“{flow.id}”从“{source.name or source.id}”出来，不能带条件。"
        notes.error("condition_off_gateway", at, what, "请在后面加一个排他网关。", where=flow.id)
    dated = [value for value in literals_of(flow.condition) if hasattr(value, "year")]
    if dated and flow.id in process.facts_read:
        what = f"连线“{flow.id}”的条件写了日期。"
        notes.error(
            "diagram_states_law", at, what, "日期写在 place.yaml 或 limits.yaml。", where=flow.id
        )


def _check_task(
    task: TaskDefinition, process: ProcessDefinition, place: CheckedPlace, notes: Notes
) -> None:
    release, at = place.release, (process.file, task.line)
    roles = release.place_info.roles
    for role in task.roles:
        if role not in roles:
            what = said("role_unknown", node=task.name, name=role)[0]
            notes.error("role_unknown", at, what, did_you_mean(role, roles), where=task.element)
    if task.form and not _has_form(task, place):
        known = {*release.forms, *release.documents}
        what = said("form_unknown", node=task.name, name=task.form)[0]
        notes.error("form_unknown", at, what, did_you_mean(task.form, known), where=task.element)
    if task.limit is not None and task.limit not in release.limits:
        what = said("limit_unknown", name=task.limit)[0]
        mend = did_you_mean(task.limit, release.limits)
        notes.error("limit_unknown", at, what, mend, where=task.element)
    check_article(task.basis, release.place_info.laws, at, notes, where=task.element)
    for step in task.returns:
        if step not in place.steps:
            what = said("step_unknown", node=task.name, name=step)[0]
            mend = did_you_mean(step, place.steps)
            notes.error("step_unknown", at, what, mend, where=task.element)


def _has_form(task: TaskDefinition, place: CheckedPlace) -> bool:
    forms = place.release.forms
    if task.form in forms or task.form in place.release.documents:
        return True
    return all(f"{task.form}.{role}" in forms for role in task.roles)


def _differs(lane: Lane, task: TaskDefinition, place: CheckedPlace) -> bool:
    known = set(task.roles) & set(place.release.place_info.roles)
    return lane.role is not None and bool(known) and not known & set(lane.role.split())


def _check_lanes(process: ProcessDefinition, place: CheckedPlace, notes: Notes) -> None:
    in_lanes: dict[str, int] = {}
    for lane in process.lanes:
        for element in lane.nodes:
            in_lanes[element] = in_lanes.get(element, 0) + 1
            task = process.tasks.get(element)
            if task is not None and _differs(lane, task, place):
                at = (process.file, line_of_element(process, element))
                what = f"任务“{task.name}”在“{lane.name}”泳道，角色却是 {' '.join(task.roles)}。"
                mend = "请移到该角色的泳道，或者改正角色。"
                notes.error("lane_role_differs", at, what, mend, where=element)
    for element in process.tasks:
        if process.lanes and in_lanes.get(element) != 1:
            at = (process.file, line_of_element(process, element))
            what = f"任务“{element}”不在一个泳道里。"
            notes.error("lane_missing", at, what, "请把每个任务放进一个泳道。", where=element)
