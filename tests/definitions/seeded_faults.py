"""One fault a row: what is changed in the golden tree, and the one finding it must give."""

from dataclasses import dataclass
from typing import Any

NAT = "processes/national/"
SC = "processes/510000-sichuan/"
SL = "processes/510116-shuangliu/"
PLACE = NAT + "place.yaml"
ACCEPTANCE = NAT + "acceptance/process.bpmn"
FILING = NAT + "filing/process.bpmn"
FACTS = NAT + "acceptance/facts.yaml"
LIMITS = NAT + "acceptance/limits.yaml"
SC_LIMITS = SC + "filing/limits.yaml"
D04 = "forms/national/D04-filing-notice/"
D01 = "forms/national/D01-complaint-registration/"
DMN = NAT + "filing/decisions/is_major.dmn"
CALENDAR = "processes/calendar/2026.yaml"


@dataclass(frozen=True, kw_only=True)
class Seeded:
    """`old` in `path` becomes `new` (None: the file is new); the finding stands in `file`, else `path`.

    Its line is `line`, else the first with the text `at`, else the first with the first line of `new`.
    """

    code: str
    path: str
    old: str | None
    new: str
    at: str | None = None
    file: str | None = None
    line: int | None = None
    level: str = "error"

    @property
    def name(self) -> str:
        return f"{self.code}-{self.path.rsplit('/', 2)[-2]}"


def fault(code: str, path: str, old: str | None, new: str, **more: Any) -> Seeded:
    return Seeded(code=code, path=path, old=old, new=new, **more)


YAML_FAULTS = (
    fault("yaml_boolean", PLACE, "orange: false", "orange: no"),
    fault("yaml_boolean", PLACE, "orange: false", "orange: True"),
    fault("yaml_boolean", PLACE, "self_check: N-22", "on: N-22"),
    fault(
        "yaml_duplicate_key",
        PLACE,
        "extra_days: []",
        "title: 又一个\nextra_days: []",
        at="title: 又",
    ),
    fault("yaml_anchor", PLACE, "title: 国家基准", "title: &name 国家基准"),
    fault("yaml_tag", PLACE, "title: 国家基准", "title: !!str 国家基准"),
    fault("yaml_key", PLACE, "self_check: N-22", "selfCheck: N-22"),
    fault("key_typename", PLACE, "self_check: N-22", "typename: N-22"),
    fault("yaml_syntax", PLACE, "extra_days: []", "extra_days: [", line=37),
    fault("yaml_value", LIMITS, "from: 2020-01-01", "from: 2020-13-01"),
    fault("file_encoding", PLACE, "title: 国家基准\n", "title: 国家基准\r\n", at="title"),
    fault("file_encoding", PLACE, "title: 国家基准", "title: \u0065\u0301"),
)

PLACE_FAULTS = (
    fault("key_unknown", PLACE, "measures:", "measurs: {}\nmeasures:", at="measurs"),
    fault(
        "key_unknown",
        PLACE,
        "government: 示例区",
        "goverment: 又\n  government: 示例区",
        at="goverment: 又",
    ),
    fault("key_missing", PLACE, "title: 国家基准\n", "", line=0),
    fault("value_choice", PLACE, "{section_head: opinion}", "{section_head: agree}"),
    fault("value_type", PLACE, 'remind_at: "09:00"', 'remind_at: "9点"', at="lights:"),
    fault("value_type", PLACE, 'share_left: "0.3"', 'share_left: "三成"'),
    fault("value_range", PLACE, "working_days_left: 3", "working_days_left: -1"),
    fault("place_fraction", PLACE, 'at_least: "2/3"', 'at_least: "0.67"'),
    fault("role_unknown", PLACE, "ladder: [lead_handler", "ladder: [lead_handlr"),
    fault("role_unknown", PLACE, "[[lead_handler, legal_reviewer]", "[[lead_handler, lawyer]"),
    fault("role_unknown", PLACE, "{section_head: opinion}", "{section_chief: opinion}"),
    fault("law_unknown", PLACE, "self_check: N-22", "self_check: X-22"),
    fault("article_unknown", PLACE, "self_check: N-22", "self_check: 第二十二条"),
    fault("document_unknown", PLACE, "kinds: [D04]", "kinds: [D99]"),
    fault("fact_unknown", PLACE, "when: is_major = true", "when: is_majr = true"),
    fault("expression_syntax", PLACE, "when: is_major = true", "when: is_major ="),
    fault("step_unknown", PLACE, "steps: [P1.4]", "steps: [P1.4, P1.9]"),
    fault("approval_without_task", PLACE, "{bureau_deputy: decide}", "{gov_head: decide}"),
    fault(
        "approval_order",
        PLACE,
        "{bureau_deputy: decide}, {bureau_head: decide, when: is_major = true}",
        "{bureau_head: propose}, {bureau_deputy: decide}",
    ),
    fault(
        "set_gap",
        PLACE,
        "from: 2026-02-01, to: null",
        "from: 2026-02-02, to: null",
        at="  national_2026",
    ),
    fault(
        "set_overlap",
        PLACE,
        "from: 2026-02-01, to: null",
        "from: 2026-01-31, to: null",
        at="  national_2026",
    ),
    fault("set_gap", PLACE, "to: null", "to: 2030-12-31"),
)

LIMIT_FAULTS = (
    fault("limit_key", LIMITS, "dl_accept:", "accept:"),
    fault("key_missing", LIMITS, ", source: 本系统建议值", "", at="- {from"),
    fault("key_missing", LIMITS, "unit: working_days, ", "", at="- {from"),
    fault("key_missing", LIMITS, "from: 2020-01-01, ", "", at="- {amount"),
    fault("value_choice", LIMITS, "unit: working_days", "unit: 工作日"),
    fault("value_choice", LIMITS, "[supplement]", "[holiday]"),
    fault("value_range", LIMITS, "amount: 5", "amount: 0"),
    fault(
        "limit_from_order",
        LIMITS,
        "unit_confirmed: true}",
        "unit_confirmed: true}\n    - {from: 2019-01-01, amount: 3, unit: working_days, source: 本系统建议值}",
        at="from: 2019",
    ),
    fault("limit_months_pause", LIMITS, "unit: working_days", "unit: months"),
    fault(
        "document_unknown",
        NAT + "filing/limits.yaml",
        "document: D04}], stops_during: [],\n   local",
        "document: D44}], stops_during: [],\n   local",
        at="dl_filing_notice",
    ),
    fault(
        "step_unknown",
        NAT + "rectification/limits.yaml",
        "step: P2.6",
        "step: P2.7",
        at="dl_correct",
    ),
    fault(
        "limit_unknown",
        NAT + "case-handling/limits.yaml",
        "adds: dl_case_extend",
        "adds: dl_case_extnd",
        at="dl_case_total",
    ),
    fault(
        "approval_unknown",
        NAT + "case-handling/limits.yaml",
        "approval: filing",
        "approval: filling",
        at="dl_case_total",
    ),
    fault("limit_key_unknown", SC_LIMITS, "dl_filing_notice:", "dl_filing_notic:"),
    fault("law_unknown", SC_LIMITS, "article: SC-32", "article: SD-32", at="- {from"),
    fault("article_differs", SC_LIMITS, "article: SC-32", "article: SC-33", at="- {from"),
    fault(
        "limit_unchecked",
        SC_LIMITS,
        ", checked_on: null, checked_by: null",
        ", checked_by: null",
        at="- {from",
    ),
    fault(
        "limit_needs_article",
        SC_LIMITS,
        "article: SC-32, source: 《四川省行政执法监督条例》第三十二条",
        "source: 本系统建议值",
        at="- {from",
    ),
    fault(
        "limit_longer",
        SL + "case-handling/limits.yaml",
        None,
        "dl_case_total:\n  values:\n    - {from: 2026-03-01, amount: 90, unit: calendar_days, source: 本区承诺}\n",
        at="- {from",
    ),
    fault(
        "limit_longer",
        SL + "case-handling/limits.yaml",
        None,
        "dl_case_total:\n  values:\n    - {from: 2026-03-01, amount: 50, unit: working_days, source: 本区承诺}\n",
        at="- {from",
    ),
    fault(
        "limit_needs_confirming",
        SL + "rectification/limits.yaml",
        None,
        "dl_correct:\n  values:\n    - {from: 2026-03-01, amount: 20, unit: calendar_days, source: 本区做法}\n",
        at="- {from",
    ),
    fault(
        "local_may_loosened",
        SC_LIMITS,
        "dl_filing_notice:\n",
        "dl_filing_notice:\n  local_may: any\n",
        at="dl_filing_notice",
    ),
    fault(
        "limit_shape",
        NAT + "case-handling/limits.yaml",
        "lengthens: dl_case_total,",
        "lengthens: dl_case_total, met_by: [{event: CaseClosed}],",
        at="dl_case_total, met_by",
    ),
    fault(
        "limit_unit_differs",
        SC_LIMITS,
        "article: SC-32, source: 《四川省行政执法监督条例》第三十二条",
        "article: FY-10, source: 《中华人民共和国行政复议法》第十条",
        at="- {from",
    ),
)

FACT_FAULTS = (
    fault("fact_name", FACTS, "accept_light:", "today:"),
    fault("value_choice", FACTS, "type: text", "type: string"),
    fault("key_missing", FACTS, ", writer: {form: P1.2.is_complete}", "", at="is_complete"),
    fault("fact_writer", FACTS, "P1.2.is_complete", "is_complete", at="is_complete:  "),
    fault(
        "fact_values",
        FACTS,
        "values: [受理, 不予受理, 补正, 移送, 引导复议诉讼, 即时处置], ",
        "",
        at="proposal",
    ),
    fault(
        "fact_values",
        FACTS,
        "{type: boolean, label: 材料齐全,",
        "{type: boolean, label: 材料齐全, values: [是, 否],",
    ),
    fault("fact_form_key", FACTS, "P1.2.is_complete", "P1.2.is_completed"),
    fault("step_unknown", FACTS, "P1.2.is_complete", "P1.8.is_complete"),
    fault("limit_unknown", FACTS, "limit: dl_accept,", "limit: dl_acept,"),
    fault(
        "fact_ballot",
        FACTS,
        "writer: clock, limit: dl_accept, shows: light",
        "writer: ballot, step: P1.4",
    ),
    fault(
        "fact_disagrees",
        NAT + "filing/facts.yaml",
        "listed_urging:",
        "proposal: {type: text, label: 处理方式, writer: {form: P1.4.proposal}}\nlisted_urging:",
        at="proposal",
    ),
    fault(
        "fact_second_writer",
        FILING,
        '<bpmn:endEvent id="served" name="已送达"/>',
        '<bpmn:endEvent id="served" name="已送达"/>\n    <bpmn:scriptTask id="again" name="再写"><bpmn:script>is_major = true</bpmn:script></bpmn:scriptTask>',
        at='id="again"',
    ),
    fault(
        "fact_unread",
        FACTS,
        "# light | overdue | days_left",
        "\nlight_shown: {type: text, label: 灯, writer: clock, limit: dl_accept, shows: light}",
        at="light_shown",
        level="warning",
    ),
)

DIAGRAM_FAULTS = (
    fault("xml_syntax", FILING, "</bpmn:process>", "</bpmn:proces>", at="</bpmn:proces>"),
    fault(
        "xml_syntax",
        FILING,
        "<bpmn:definitions ",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>\n<bpmn:definitions ",
        at="<?xml",
    ),
    fault("process_key", FILING, 'id="proc_filing"', 'id="proc_file"'),
    fault("id_repeated", FILING, 'id="f8"', 'id="f7"', at='id="f7" sourceRef="p2_6_serve"'),
    fault(
        "id_reserved",
        FILING,
        '<bpmn:endEvent id="served" name="已送达"/>',
        '<bpmn:endEvent id="served" name="已送达"/>\n    <bpmn:textAnnotation id="Start"/>',
        at='id="Start"',
    ),
    fault(
        "flow_end",
        FILING,
        'sourceRef="p2_6_serve" targetRef="served"',
        'sourceRef="p2_6_serve" targetRef="sent"',
    ),
    fault("default_flow_missing", FILING, ' default="f_ordinary"', "", at='id="is_it_major"'),
    fault(
        "condition_off_gateway",
        FILING,
        'id="f8" sourceRef="p2_6_serve" targetRef="served"/>',
        'id="f8" sourceRef="p2_6_serve" targetRef="served"><bpmn:conditionExpression>is_major</bpmn:conditionExpression></bpmn:sequenceFlow>',
        at='id="f8"',
    ),
    fault(
        "expression_syntax",
        FILING,
        ">is_major</bpmn:cond",
        ">is_major and</bpmn:cond",
        at='id="f_major"',
    ),
    fault("fact_unknown", FILING, ">is_major</bpmn:cond", ">is_majr</bpmn:cond", at='id="f_major"'),
    fault(
        "diagram_states_law",
        FILING,
        ">is_major</bpmn:cond",
        '>is_major and @"2026-03-01" = null</bpmn:cond',
        at='id="f_major"',
    ),
    fault("diagram_states_law", FILING, 'name="送达"', 'name="5个工作日内送达"', at="5个工作日"),
    fault(
        "construct_refused",
        FILING,
        '<bpmn:userTask id="p2_6_seal"',
        '<bpmn:dataStoreReference id="store"/>\n    <bpmn:userTask id="p2_6_seal"',
        at="dataStoreReference",
    ),
    fault(
        "construct_refused",
        FILING,
        '<bpmn:endEvent id="served" name="已送达"/>',
        '<bpmn:endEvent id="served" name="已送达"/>\n    <bpmn:serviceTask id="svc" name="外呼"/>',
        at='id="svc"',
    ),
    fault(
        "task_incomplete",
        FILING,
        'role="seal_keeper" form="D04"',
        'role="seal_keeper"',
        at='step="P2.6" role="seal_keeper"',
    ),
    fault(
        "task_attribute",
        FILING,
        'role="seal_keeper" form="D04"',
        'role="seal_keeper" form="D04" roles="x"',
        at='roles="x"',
    ),
    fault(
        "value_choice",
        FILING,
        'mandatory="true" public="已受理"',
        'mandatory="yes" public="已受理"',
        at='mandatory="yes"',
    ),
    fault("value_choice", FILING, 'public="办理中"', 'public="办着呢"', at="办着呢"),
    fault(
        "role_unknown",
        FILING,
        'step="P2.2" role="lead_handler"',
        'step="P2.2" role="lead_handlr"',
        at='id="p2_2"',
    ),
    fault(
        "form_unknown",
        FILING,
        'role="service_clerk" form="D13"',
        'role="service_clerk" form="D31"',
        at='id="p2_6_serve"',
    ),
    fault(
        "limit_unknown",
        FILING,
        'limit="dl_filing_notice"',
        'limit="dl_filing_notic"',
        at='id="p2_6_draft"',
    ),
    fault("step_unknown", FILING, 'returns="P2.3"', 'returns="P2.9"', at='id="p2_4_head"'),
    fault(
        "law_unknown",
        FILING,
        'form="D13" mandatory="true"',
        'form="D13" basis="X-1" mandatory="true"',
        at='id="p2_6_serve"',
    ),
    fault(
        "lane_role_differs",
        FILING,
        'zhijian:role="seal_keeper"',
        'zhijian:role="gov_head"',
        at='id="p2_6_seal"',
    ),
    fault("lane_missing", FILING, "<bpmn:flowNodeRef>p2_3</bpmn:flowNodeRef>", "", at='id="p2_3"'),
    fault(
        "process_unknown",
        NAT + "case-handling/process.bpmn",
        'calledElement="proc_filing"',
        'calledElement="proc_filling"',
        at='id="call_filing"',
    ),
    fault("limit_timer_interrupts", ACCEPTANCE, ' cancelActivity="false"', "", at='id="remind"'),
    fault(
        "limit_timer_goes_on",
        ACCEPTANCE,
        'sourceRef="remind" targetRef="reminded"',
        'sourceRef="remind" targetRef="which_way"',
        at='id="remind"',
    ),
    fault(
        "role_unknown",
        ACCEPTANCE,
        'to="holder section_head"',
        'to="holder chief"',
        at='id="remind"',
    ),
)

REQUIRED_FAULTS = (
    fault(
        "step_unknown", SC + "filing/required.yaml", "must_precede: [P2.6]", "must_precede: [P2.7]"
    ),
    fault("law_unknown", SC + "filing/required.yaml", "article: SC-31", "article: SX-31"),
    fault("required_missing", SC + "filing/required.yaml", "P2.4:", "P2.5:"),
    fault(
        "required_not_mandatory",
        FILING,
        'step="P2.4" role="bureau_head" form="D01" mandatory="true"',
        'step="P2.4" role="bureau_head" form="D01"',
        at='id="p2_4_head"',
    ),
    fault(
        "basis_differs",
        SC + "acceptance/process.bpmn",
        'basis="SC-8"',
        'basis="SC-9"',
        at='id="decide"',
    ),
    fault(
        "required_bypassed",
        FILING,
        'sourceRef="p2_3" targetRef="p2_4_deputy"',
        'sourceRef="p2_3" targetRef="approved"',
        at='id="p2_6_draft"',
    ),
    fault(
        "required_weakened",
        SL + "filing/required.yaml",
        None,
        "P2.4: {must_precede: []}\n",
        at="P2.4",
    ),
    fault("required_removed", SL + "filing/required.yaml", None, "P2.6: null\n", at="P2.6"),
)

DOCUMENT_FAULTS = (
    fault("document_kind", D04 + "document.yaml", "kind: D04", "kind: D05", at="kind"),
    fault("value_choice", D04 + "document.yaml", "class: notice", "class: letters"),
    fault(
        "document_number",
        D04 + "document.yaml",
        "{org_code}{domain}立",
        "{org}{domain}立",
        at="number",
    ),
    fault("document_number", D04 + "document.yaml", "{seq}", "{seq:04}", at="number"),
    fault("step_unknown", D04 + "document.yaml", "signed_at: P2.4", "signed_at: P2.5"),
    fault(
        "task_unknown",
        D04 + "document.yaml",
        "numbered_at: P2.6/lead_handler",
        "numbered_at: P2.6/gov_head",
    ),
    fault(
        "form_key_unknown",
        D04 + "document.yaml",
        "fills: [source_desc",
        "fills: [source_descr",
        at="[source_descr",
    ),
    fault("form_key_unknown", D04 + "document.yaml", "recipients: [org_name]", "recipients: [org]"),
    fault("role_unknown", D04 + "document.yaml", "role: seal_keeper", "role: seal_keepr"),
    fault("task_unknown", D04 + "document.yaml", "role: seal_keeper", "role: gov_head"),
    fault(
        "step_unknown",
        D04 + "document.yaml",
        "{step: P2.6, role: seal_keeper",
        "{step: P2.9, role: seal_keeper",
    ),
    fault(
        "form_unknown", D04 + "document.yaml", "does: serve, form: D13", "does: serve, form: D31"
    ),
    fault(
        "limit_unknown", D04 + "document.yaml", "limit: dl_filing_notice", "limit: dl_filing_notic"
    ),
    fault("document_unknown", D04 + "document.yaml", "proof: D13", "proof: D14"),
    fault(
        "document_key_unfilled",
        D04 + "document.yaml",
        "fills: [source_desc, matter,",
        "fills: [source_desc,",
        at="steps:",
    ),
    fault(
        "document_key_twice",
        D04 + "document.yaml",
        "role: seal_keeper, does: seal",
        "role: seal_keeper, fills: [matter], does: seal",
    ),
    fault(
        "document_secret",
        D04 + "form.json",
        '"leak_check": "identity", "sample": "根据有关线索"',
        '"secret": "identity", "sample": "根据有关线索"',
        file=D04 + "document.yaml",
        line=12,
    ),
    fault(
        "fact_unknown",
        D04 + "document.yaml",
        "role: seal_keeper, does: seal",
        "role: seal_keeper, does: seal, when: is_majr",
    ),
    fault(
        "value_choice", D04 + "document.yaml", "visible_to: [supervised_org]", "visible_to: [press]"
    ),
)

DECISION_FAULTS = (
    fault(
        "decision_hit_policy", DMN, 'hitPolicy="FIRST"', 'hitPolicy="COLLECT"', at="table_is_major"
    ),
    fault("decision_id", DMN, 'decision id="is_major"', 'decision id="is_big"', at="<definitions"),
    fault(
        "decision_no_last_rule",
        DMN,
        '<inputEntry id="a3"><text>-</text>',
        '<inputEntry id="a3"><text>false</text>',
        at='id="r3"',
    ),
    fault(
        "decision_output",
        DMN,
        '<output id="o1"',
        '<output id="o2" name="x"/><output id="o1"',
        at="table_is_major",
    ),
    fault("fact_unknown", DMN, "<text>org_count</text>", "<text>organ_count</text>", at='id="i2"'),
    fault("expression_syntax", DMN, "&gt;= 2", "&gt;= ", at='id="b2"'),
    fault(
        "decision_unused",
        NAT + "filing/decisions/spare.dmn",
        None,
        "COPY",
        at="<definitions",
        level="warning",
    ),
)

CALENDAR_FAULTS = (
    fault(
        "calendar_day_twice",
        CALENDAR,
        "makeup_workdays: [2026-01-04",
        "makeup_workdays: [2026-01-03",
        at="makeup_workdays",
    ),
    fault("calendar_no_weekend", CALENDAR, "2026-10-10]", "2026-10-12]", at="makeup_workdays"),
    fault("calendar_total", CALENDAR, "working_days: 248", "working_days: 249"),
    fault("calendar_checkers", CALENDAR, "checked_by: [null, null]", "checked_by: [张三, 张三]"),
    fault(
        "calendar_day",
        CALENDAR,
        "from: 2026-01-01, to: 2026-01-03",
        "from: 2026-01-03, to: 2026-01-01",
    ),
)

TREE_FAULTS = (
    fault("file_unknown", NAT + "filing/notes.txt", None, "x", line=0),
    fault("file_unknown", NAT + "licensing/limits.yaml", None, "x", line=0),
    fault(
        "place_folder",
        "processes/shuangliu/place.yaml",
        None,
        "title: 双流\n",
        file="processes/shuangliu",
        line=0,
    ),
    fault(
        "place_code_twice",
        "processes/510116-other/place.yaml",
        None,
        "title: 双流\n",
        file="processes/510116-shuangliu",
        line=0,
    ),
    fault(
        "document_code_twice", "forms/national/D04-other/document.yaml", None, "kind: D04\n", line=0
    ),
)

OVERRIDE_FAULTS = (
    fault(
        "based_on_missing", SC + "acceptance/process.bpmn", "zhijian:basedOn=", "basedOn=", line=1
    ),
    fault(
        "based_on_stale",
        ACCEPTANCE,
        'name="形式审查"',
        'name="形式审核"',
        file=SC + "acceptance/process.bpmn",
        line=1,
        level="warning",
    ),
)

ALL = (
    *YAML_FAULTS,
    *PLACE_FAULTS,
    *LIMIT_FAULTS,
    *FACT_FAULTS,
    *DIAGRAM_FAULTS,
    *REQUIRED_FAULTS,
    *DOCUMENT_FAULTS,
    *DECISION_FAULTS,
    *CALENDAR_FAULTS,
    *OVERRIDE_FAULTS,
)
