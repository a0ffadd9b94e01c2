"""Rules on decision tables (.dmn): one table, one output, FEEL cells, a plain hit policy."""

from collections.abc import Iterator

from engine.bpmn.decision_table import DMN, HIT_POLICIES, texts
from engine.bpmn.diagram_file import Element, line_of
from engine.bpmn.findings import Finding
from engine.feel import FeelSyntaxRefused, compile_cell, compile_expression


class _Table:
    """A .dmn file under check; says where a fault stands."""

    def __init__(self, name: str, table: Element) -> None:
        self.name = name
        self.table = table
        self.inputs = table.findall(f"{DMN}input")
        self.outputs = table.findall(f"{DMN}output")
        self.rules = table.findall(f"{DMN}rule")

    def finding(self, element: Element, code: str, what: str, mend: str) -> Finding:
        return Finding(
            code=code,
            process=self.name,
            line=line_of(element),
            element=element.get("id", ""),
            what=what,
            mend=mend,
        )


def decision_rules(name: str, root: Element) -> Iterator[Finding]:
    """What is wrong in the decision file called `name`."""
    decisions = root.findall(f"{DMN}decision")
    tables = list(root.iter(f"{DMN}decisionTable"))
    if len(decisions) != 1 or len(tables) != 1 or decisions[0].get("id") != name:
        what = "文件里应当恰有一个决策，含一张决策表，编号与文件名相同。"
        yield _Table(name, root).finding(root, "decision_file", what, "请每个文件只放一张决策表。")
        return
    table = _Table(name, tables[0])
    yield from _shape(table)
    yield from _policy(table)
    for rule in table.rules:
        yield from _rule(table, rule)
    for written in texts(tables[0], f"{DMN}input/{DMN}inputExpression"):
        yield from _expression(table, tables[0], written)


def _shape(table: _Table) -> Iterator[Finding]:
    if len(table.outputs) != 1 or not table.inputs or not table.rules:
        what = "决策表应当至少有一个输入、一条规则，恰有一个输出。"
        yield table.finding(table.table, "decision_shape", what, "请补全，或者拆成几张表。")
    foreign = [each for each in table.inputs if each.find(f"{DMN}inputExpression") is None]
    for each in foreign:
        yield table.finding(each, "decision_shape", "输入列没有表达式。", "请填写事实的名称。")


def _policy(table: _Table) -> Iterator[Finding]:
    policy = table.table.get("hitPolicy", "UNIQUE")
    if policy not in HIT_POLICIES:
        what, mend = f"不支持命中策略 {policy}。", "请用 UNIQUE、ANY 或者 FIRST。"
        yield table.finding(table.table, "hit_policy", what, mend)
    last = table.rules[-1:]
    if policy == "FIRST" and not all(
        text in {"", "-"} for rule in last for text in texts(rule, f"{DMN}inputEntry")
    ):
        what = "FIRST 的最后一条规则不是兜底规则。"
        yield table.finding(
            table.table, "no_last_rule", what, "请在最后加一条各输入都是“-”的规则。"
        )


def _rule(table: _Table, rule: Element) -> Iterator[Finding]:
    cells = list(texts(rule, f"{DMN}inputEntry"))
    results = list(texts(rule, f"{DMN}outputEntry"))
    if len(cells) != len(table.inputs) or len(results) != 1:
        yield table.finding(rule, "decision_shape", "规则的格数与表头不符。", "请补全该规则。")
    for written in cells:
        if written not in {"", "-"}:
            yield from _cell(table, rule, written)
    for written in results:
        yield from _expression(table, rule, written)


def _cell(table: _Table, rule: Element, written: str) -> Iterator[Finding]:
    try:
        compile_cell(written)
    except FeelSyntaxRefused as refused:
        what = f"单元格“{written}”有误：{refused.what_text}"
        yield table.finding(rule, refused.code, what, refused.mend_text)


def _expression(table: _Table, place: Element, written: str) -> Iterator[Finding]:
    try:
        compile_expression(written)
    except FeelSyntaxRefused as refused:
        what = f"表达式“{written}”有误：{refused.what_text}"
        yield table.finding(place, refused.code, what, refused.mend_text)
