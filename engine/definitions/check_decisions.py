"""Checks decision tables (DMN): one decision a file, one output, known inputs, readable cells."""

from engine.definitions.checked_place import CheckedPlace
from engine.definitions.diagram_xml import DMN, Element, XmlFaults, parse_xml, text_of
from engine.definitions.entry import did_you_mean
from engine.definitions.finding import DefinitionRefused, Notes
from engine.definitions.release_parts import ReleaseParts
from engine.feel import FeelSyntaxRefused, compile_cell, compile_expression

HIT_POLICIES = ("UNIQUE", "ANY", "FIRST")


def check_decisions(place: CheckedPlace, notes: Notes) -> None:
    """Every rule of decisions/*.dmn."""
    used = {node.decision for process in place.processes for node in process.nodes.values()}
    used |= {
        field.suggest for form in place.release.forms.values() for field in form.fields.values()
    }
    paths = ReleaseParts(place.layers, place=place.release.place).decision_paths()
    for name, path in paths.items():
        noted = XmlFaults(path)
        try:
            root = parse_xml(place.layers.files[path], file=path)
        except DefinitionRefused as refused:
            notes.found.extend(refused.findings)
            continue
        _check_file(root, name, place, noted)
        if name not in used:
            what = f"决策表“{name}”没有一处用到。"
            noted.add("decision_unused", root, what, "如确无用处，请删去。", level="warning")
        notes.found.extend(noted.found)


def _check_file(root: Element, name: str, place: CheckedPlace, noted: XmlFaults) -> None:
    decisions = root.findall(f"{{{DMN}}}decision")
    if len(decisions) != 1 or decisions[0].get("id") != name:
        mend = f"请只留一个 decision，id 为 {name}。"
        noted.add("decision_id", root, "一个文件一个决策，标识与文件名相同。", mend)
        return
    table = decisions[0].find(f"{{{DMN}}}decisionTable")
    if table is None:
        noted.add("decision_id", decisions[0], "没有决策表。", "请用决策表编辑器重建。")
        return
    policy = table.get("hitPolicy") or "UNIQUE"
    if policy not in HIT_POLICIES:
        mend = f"可用的：{'、'.join(HIT_POLICIES)}。"
        noted.add("decision_hit_policy", table, f"命中规则不能是 {policy}。", mend)
    if len(table.findall(f"{{{DMN}}}output")) != 1:
        noted.add("decision_output", table, "决策表应当只有一个输出。", "请只留一个输出列。")
    _check_inputs(table, place, noted)
    _check_rules(table, policy, noted)


def _check_inputs(table: Element, place: CheckedPlace, noted: XmlFaults) -> None:
    facts = place.release.facts
    for shown in table.findall(f"{{{DMN}}}input"):
        expression = shown.find(f"{{{DMN}}}inputExpression/{{{DMN}}}text")
        text = text_of(expression) or ""
        if text not in facts:
            what = f"输入“{text}”不是声明过的事实。"
            noted.add("fact_unknown", shown, what, did_you_mean(text, facts))


def _check_rules(table: Element, policy: str, noted: XmlFaults) -> None:
    rules = table.findall(f"{{{DMN}}}rule")
    for rule in rules:
        for cell in rule.findall(f"{{{DMN}}}inputEntry"):
            _check_text(cell, noted, is_cell=True)
        for cell in rule.findall(f"{{{DMN}}}outputEntry"):
            _check_text(cell, noted, is_cell=False)
    last = rules[-1].findall(f"{{{DMN}}}inputEntry") if rules else []
    if policy == "FIRST" and any(_cell_text(cell) != "-" for cell in last):
        mend = "请在最后加一行，输入全写“-”。"
        noted.add("decision_no_last_rule", rules[-1], "最后一行不是全部“-”，可能没有结果。", mend)
    if not rules:
        noted.add("decision_no_last_rule", table, "决策表没有一行。", "请至少写一行。")


def _cell_text(cell: Element) -> str:
    return text_of(cell.find(f"{{{DMN}}}text")) or ""


def _check_text(cell: Element, noted: XmlFaults, *, is_cell: bool) -> None:
    try:
        if is_cell:
            compile_cell(_cell_text(cell))
        else:
            compile_expression(_cell_text(cell))
    except FeelSyntaxRefused as refusal:
        noted.add("expression_syntax", cell, refusal.what_text, refusal.mend_text)
