"""Rules on what is written in a diagram: conditions, scripts, timer dates, decisions asked."""

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal

from engine.bpmn.diagram_file import DiagramFile, Element, Level, kind
from engine.bpmn.event_rules import carried
from engine.bpmn.findings import Finding
from engine.bpmn.flow_rules import condition
from engine.bpmn.script_engine import assignments, compiled_timer
from engine.bpmn.xml_names import BPMN, ZHIJIAN
from engine.feel import Expression, FeelSyntaxRefused, known_expression

LIMIT_FUNCTIONS = ("limit_reminder_at", "limit_due_on")
FACT_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def expression_rules(file: DiagramFile, decisions: Collection[str]) -> Iterator[Finding]:
    """All rules of this module on one file; `decisions` are the tables of the release."""
    for level in file.levels:
        for flow in level.flows:
            if condition(flow):
                yield from _condition(file, flow)
        for node in level.nodes.values():
            if kind(node) == "scriptTask":
                yield from _script(file, node)
            if kind(node) == "businessRuleTask":
                yield from _decide(file, node, decisions)
            if "timer" in carried(node):
                yield from _timer(file, level, node)


def not_feel(element: Element) -> bool:
    """Whether an expression says it is written in something else."""
    language = element.get("language")
    return language is not None and "FEEL" not in language.upper()


def _condition(file: DiagramFile, flow: Element) -> Iterator[Finding]:
    written = flow.find(f"{BPMN}conditionExpression")
    if written is not None and not_feel(written):
        yield _language(file, flow)
    try:
        known_expression(condition(flow))
    except FeelSyntaxRefused as refused:
        yield _syntax(file, flow, refused)


def _script(file: DiagramFile, node: Element) -> Iterator[Finding]:
    if node.get("scriptFormat") != "feel":
        yield _language(file, node)
    text = node.findtext(f"{BPMN}script") or ""
    if not text.strip():
        what = f"脚本任务“{node.get('name') or node.get('id')}”是空的。"
        yield file.finding(node, "empty_script", what, "请写“事实 = 表达式”，或者删除该任务。")
    try:
        assignments(text)
    except FeelSyntaxRefused as refused:
        yield _syntax(file, node, refused)


def _decide(file: DiagramFile, node: Element, decisions: Collection[str]) -> Iterator[Finding]:
    asked = node.find(f"{BPMN}extensionElements/{ZHIJIAN}decide")
    shown = node.get("name") or node.get("id")
    decision = None if asked is None else asked.get("decision")
    fact = "" if asked is None else asked.get("fact", "")
    if decision not in decisions:
        what = f"“{shown}”没有指明决策表，或者发布版本中没有“{decision or ''}”。"
        yield file.finding(node, "decision_unknown", what, "请选择 decisions/ 中已有的决策表。")
    if FACT_NAME.fullmatch(fact) is None:
        what = f"“{shown}”没有指明把结果写入哪个事实。"
        yield file.finding(
            node, "decision_fact", what, "请填写 facts.yaml 中 writer 为 assign 的事实。"
        )


def _timer(file: DiagramFile, level: Level, node: Element) -> Iterator[Finding]:
    definition = node.find(f"{BPMN}timerEventDefinition")
    written = [] if definition is None else [child for child in definition if kind(child)]
    shown = node.get("name") or node.get("id")
    if [kind(child) for child in written] != ["timeDate"]:
        what = f"定时器“{shown}”不是按日期（timeDate）定时。"
        mend = '请只用 timeDate，例如 limit_reminder_at("dl_accept")。'
        yield file.finding(node, "timer_kind", what, mend)
        return
    if not_feel(written[0]):
        yield _language(file, node)
    try:
        expression = compiled_timer((written[0].text or "").strip())
    except FeelSyntaxRefused as refused:
        yield _syntax(file, node, refused)
        return
    if _literals(expression):
        what = f"定时器“{shown}”里写了数字、日期或者时长。"
        mend = "期限只写在 limits.yaml，图中用 limit_reminder_at 或者 limit_due_on。"
        yield file.finding(node, "number_in_timer", what, mend)
    if expression.calls & set(LIMIT_FUNCTIONS):
        yield from _limit_timer(file, level, node, shown)


def _limit_timer(
    file: DiagramFile, level: Level, node: Element, shown: object
) -> Iterator[Finding]:
    if node.get("cancelActivity") != "false":
        what = f"期限定时器“{shown}”会中断办理。"
        mend = "期限届满只提醒，不推动流程，请设为不中断。"
        yield file.finding(node, "interrupting_limit", what, mend)
    targets = [
        level.nodes.get(flow.get("targetRef", "")) for flow in level.leaving(node.get("id", ""))
    ]
    if any(target is not None and kind(target) != "endEvent" for target in targets):
        what = f"期限定时器“{shown}”后面不是结束事件。"
        yield file.finding(node, "limit_leads_on", what, "期限定时器只提醒，请直接连到结束事件。")


def _literals(expression: Expression) -> list[object]:
    keys = {key for name in LIMIT_FUNCTIONS for key in expression.literal_arguments(name)}
    return [
        each
        for each in expression.literals
        if isinstance(each, Decimal | int | date | timedelta | str)
        and not isinstance(each, bool)
        and each not in keys
    ]


def _language(file: DiagramFile, element: Element) -> Finding:
    what = f"“{element.get('name') or element.get('id')}”不是用 FEEL 写的。"
    mend = '条件、定时用 FEEL；脚本任务写 scriptFormat="feel"，每行一个“事实 = 表达式”。'
    return file.finding(element, "not_feel", what, mend)


def _syntax(file: DiagramFile, element: Element, refused: FeelSyntaxRefused) -> Finding:
    what = f"“{element.get('name') or element.get('id')}”的表达式有误：{refused.what_text}"
    return file.finding(element, refused.code, what, refused.mend_text)
