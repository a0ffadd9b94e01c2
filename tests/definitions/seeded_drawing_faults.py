"""Faults of diagrams, required steps, documents and decisions; see seeded_faults."""

from tests.definitions.seeded_faults import (
    ACCEPTANCE,
    D04,
    DMN,
    FILING,
    NAT,
    SC,
    SL,
    fault,
)

CONDITION = "<bpmn:conditionExpression>is_major</bpmn:conditionExpression>"
WHOLE_CONDITION = (
    '>\n      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">is_major'
    "</bpmn:conditionExpression></bpmn:sequenceFlow>"
)
SERVED = '<bpmn:endEvent id="served" name="已送达"/>'
DECIDE = (
    '\n<bpmn:businessRuleTask id="decide" name="判"><bpmn:extensionElements>'
    '<zhijian:decide decision="is_majr"/></bpmn:extensionElements></bpmn:businessRuleTask>'
)

DIAGRAM_FAULTS = (
    fault("condition_missing", FILING, WHOLE_CONDITION, "/>", at='id="is_it_major"'),
    fault(
        "process_count", FILING, "</bpmn:process>", "</bpmn:process><bpmn:process id='x'/>", line=4
    ),
    fault("decision_unknown", FILING, SERVED, SERVED + DECIDE, at='id="decide"'),
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
        'id="f8" sourceRef="p2_6_serve" targetRef="served">' + CONDITION + "</bpmn:sequenceFlow>",
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
        SERVED,
        SERVED + '<bpmn:sequenceFlow id="f9" sourceRef="p2_3" targetRef="approved"/>',
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
    fault("decision_twice", NAT + "acceptance/decisions/is_major.dmn", None, "x", file=DMN, line=1),
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

DRAWN = (*DIAGRAM_FAULTS, *REQUIRED_FAULTS, *DOCUMENT_FAULTS, *DECISION_FAULTS)
