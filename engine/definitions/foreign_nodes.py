"""What each kind of node of another tool becomes here."""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from lxml import etree

from engine.definitions.diagram_xml import BPMN, ZHIJIAN, Element, in_namespace, local_name, text_of
from engine.definitions.expression_names import assignments
from engine.definitions.foreign_words import (
    FORM_NAMES,
    GROUP_NAMES,
    role_of,
    said,
    strange_settings,
)
from engine.feel import FeelSyntaxRefused

Outcome = Literal["taken", "mapped", "dropped", "to_complete"]

LIMIT_TO_CHOOSE = "dl_to_choose"
"""Stands where a period must be chosen; the check names it until somebody does."""


class Report(Protocol):
    """What a node needs of the taking-in around it."""

    ids: dict[str, str]
    lanes: dict[str, str]

    def note(self, outcome: Outcome, element: Element, what: str) -> None:
        """A line of the report."""

    def new_id(self, element: Element) -> str:
        """An id of ours for the element."""

    def message(self, name: str) -> str:
        """Id of the declaration of a message."""


BY_HAND = {
    "task": "普通任务改为办理项。",
    "manualTask": "手工任务改为办理项。",
    "sendTask": "发送任务改为办理项；通知由系统发送的，请删去。",
    "receiveTask": "接收任务改为办理项；等待对方的，请改为消息边界事件。",
    "serviceTask": "服务任务改为办理项：本系统不从图里调用外部服务。",
    "intermediateCatchEvent": "等待事件改为办理项。",
}
AS_IT_IS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
TO_CHOICE = {
    "eventBasedGateway": "事件网关改为排他网关。",
    "complexGateway": "复杂网关改为排他网关。",
}
PLAIN_EVENTS = frozenset({"startEvent", "endEvent", "intermediateThrowEvent"})
SCOPES: Mapping[str, Outcome] = {
    "subProcess": "taken",
    "transaction": "mapped",
    "adHocSubProcess": "mapped",
}


def made_node(element: Element, report: Report) -> Element | None:
    """Our node for one of theirs; None when it is dropped. The report says what became of it."""
    kind = local_name(element)
    for name in strange_settings(element):
        report.note("dropped", element, f"其他软件的设置 {name}：本系统不执行。")
    return RULES.get(kind, _scope)(element, kind, report)


def _node(element: Element, kind: str, report: Report) -> Element:
    made = etree.Element(f"{{{BPMN}}}{kind}")
    made.set("id", report.new_id(element))
    if element.get("name"):
        made.set("name", " ".join((element.get("name") or "").split()))
    return made


def _by_hand(element: Element, kind: str, report: Report) -> Element:
    made = _node(element, "userTask", report)
    if kind in BY_HAND:
        report.note("mapped", element, BY_HAND[kind])
    attributes: dict[str, str] = {}
    group, form = said(element, GROUP_NAMES), said(element, FORM_NAMES)
    role = role_of(group[1]) if group else None
    if group and role:
        attributes["role"] = role
        report.note("mapped", element, f"{group[0]}“{group[1]}”作为角色 {role}，须在本地角色里有。")
    else:
        lane = report.lanes.get(element.get("id") or "")
        hint = f"（原泳道“{lane}”）" if lane else ""
        report.note("to_complete", element, f"请选择办理角色{hint}。")
    if form:
        attributes["form"] = form[1]
        report.note("mapped", element, f"{form[0]}“{form[1]}”作为表单，须改选本地的文书或表单。")
    visit = _visit(element, report)
    if visit:
        attributes["visit"] = visit
    report.note("to_complete", element, "请填写步骤代码和表单。")
    holder = etree.SubElement(made, f"{{{BPMN}}}extensionElements")
    task = etree.SubElement(holder, f"{{{ZHIJIAN}}}task")
    for name, value in attributes.items():
        task.set(name, value)
    return made


def _visit(element: Element, report: Report) -> str | None:
    several = element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    if several is not None:
        one_by_one = several.get("isSequential") == "true"
        words = "依次办理" if one_by_one else "会签"
        report.note("mapped", element, f"多实例改为{words}。")
        return "sequential" if one_by_one else "all"
    if element.find(f"{{{BPMN}}}standardLoopCharacteristics") is not None:
        report.note("dropped", element, "循环标记：重复办理请画回流的连线。")
    return None


def _once(element: Element, report: Report) -> None:
    """Only a task is visited several times here; a mark on anything else is named as left out."""
    marks = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
    if any(element.find(f"{{{BPMN}}}{name}") is not None for name in marks):
        report.note(
            "dropped", element, "多实例或者循环的标记：只有办理项可以多次办理，这里只办一次。"
        )


def _gateway(element: Element, kind: str, report: Report) -> Element:
    if kind in TO_CHOICE:
        report.note("mapped", element, TO_CHOICE[kind])
        report.note("to_complete", element, "请写各条连线的条件。")
        return _node(element, "exclusiveGateway", report)
    report.note("taken", element, "照收。")
    return _node(element, kind, report)


def _plain_event(element: Element, kind: str, report: Report) -> Element:
    made = _node(element, kind, report)
    definitions = _definitions(element)
    if kind == "endEvent" and "terminateEventDefinition" in definitions:
        etree.SubElement(made, f"{{{BPMN}}}terminateEventDefinition")
        definitions.pop("terminateEventDefinition")
    for name in definitions:
        report.note("dropped", element, f"{name}：改为普通事件。")
    if not definitions:
        report.note("taken", element, "照收。")
    return made


def _boundary(element: Element, _kind: str, report: Report) -> Element | None:
    definitions = _definitions(element)
    attached = report.ids.get(element.get("attachedToRef") or "")
    kind = next(iter(definitions), "")
    if attached is None or kind not in {"timerEventDefinition", "messageEventDefinition"}:
        report.note("dropped", element, f"边界事件（{kind or '没有种类'}）：本系统不用。")
        return None
    made = _node(element, "boundaryEvent", report)
    made.set("attachedToRef", attached)
    made.set("cancelActivity", "false")
    definition = etree.SubElement(made, f"{{{BPMN}}}{kind}")
    definition.set("id", f"{made.get('id')}_definition")
    if kind == "timerEventDefinition":
        written = " ".join(text for one in definitions[kind].iter() if (text := text_of(one)))
        date = etree.SubElement(definition, f"{{{BPMN}}}timeDate")
        date.text = f'limit_reminder_at("{LIMIT_TO_CHOOSE}")'
        what = f"定时“{written}”改为按期限提醒，不中断办理；请在期限编辑器设期限后选择。"
        report.note("to_complete", element, what)
        return made
    made.set("cancelActivity", element.get("cancelActivity") or "true")
    name = definitions[kind].get("messageRef") or made.get("name") or made.get("id") or ""
    definition.set("messageRef", report.message(name))
    report.note("to_complete", element, f"消息“{name}”须是本系统有的消息。")
    return made


def _script(element: Element, _kind: str, report: Report) -> Element:
    written = text_of(element.find(f"{{{BPMN}}}script")) or ""
    language = (element.get("scriptFormat") or "feel").lower()
    try:
        is_feel = language == "feel" and bool(written) and bool(assignments(written))
    except FeelSyntaxRefused:
        is_feel = False
    if not is_feel:
        report.note("mapped", element, "脚本任务改为办理项：脚本只能是 FEEL。")
        return _by_hand(element, "userTask", report)
    _once(element, report)
    made = _node(element, "scriptTask", report)
    made.set("scriptFormat", "feel")
    etree.SubElement(made, f"{{{BPMN}}}script").text = written
    report.note("taken", element, "照收；所写的事实须声明为 assign。")
    return made


def _decision(element: Element, _kind: str, report: Report) -> Element:
    _once(element, report)
    made = _node(element, "businessRuleTask", report)
    decision = said(element, ("decisionRef", "decisionId"))
    holder = etree.SubElement(made, f"{{{BPMN}}}extensionElements")
    decide = etree.SubElement(holder, f"{{{ZHIJIAN}}}decide")
    if decision:
        decide.set("decision", decision[1].lstrip("=").strip('"'))
        report.note("mapped", element, f"决策“{decision[1]}”，须有同名的决策表。")
    report.note("to_complete", element, "请选择决策表和它所写的事实。")
    return made


def _call(element: Element, _kind: str, report: Report) -> Element:
    _once(element, report)
    made = _node(element, "callActivity", report)
    called = element.get("calledElement") or (said(element, ("processId",)) or ("", ""))[1]
    made.set("calledElement", called.rpartition(":")[2])
    report.note("to_complete", element, f"所调流程“{called}”请改选本系统的一个流程。")
    return made


def _scope(element: Element, kind: str, report: Report) -> Element | None:
    if element.get("triggeredByEvent") == "true" or kind not in SCOPES:
        report.note("dropped", element, f"{kind}（连同其中的节点）：请改用边界事件或者系统的操作。")
        return None
    report.note(SCOPES[kind], element, "照收。" if kind == "subProcess" else "改为普通子流程。")
    _once(element, report)
    return _node(element, "subProcess", report)


def _definitions(element: Element) -> dict[str, Element]:
    found: Mapping[str, Element] = {
        local_name(one): one
        for one in element
        if in_namespace(one, BPMN) and local_name(one).endswith("EventDefinition")
    }
    return dict(found)


RULES: Mapping[str, Callable[[Element, str, Report], Element | None]] = {
    "userTask": _by_hand,
    **dict.fromkeys(BY_HAND, _by_hand),
    **dict.fromkeys((*AS_IT_IS, *TO_CHOICE), _gateway),
    **dict.fromkeys(PLAIN_EVENTS, _plain_event),
    "boundaryEvent": _boundary,
    "scriptTask": _script,
    "businessRuleTask": _decision,
    "callActivity": _call,
}
"""Kind of node → what is made of it; whatever else there is, is a scope or dropped."""
