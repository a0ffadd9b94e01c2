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
    """`old` in `path` becomes `new` (None: a new file); the finding stands in `file` or `path`.

    Its line is `line`, else the first with the text `at`, else the first with the start of `new`.
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


def one_value(key: str, amount: int, unit: str) -> str:
    value = f"{{from: 2026-03-01, amount: {amount}, unit: {unit}, source: 本区做法}}"
    return f"{key}:\n  values:\n    - {value}\n"


ACCEPT_AGAIN = (
    "dl_accept: {title: 又, held_by: us, counts_from: [{event: CaseFiled}],"
    " met_by: [{event: CaseClosed}], local_may: any, values: []}\ndl_filing_notice:"
)
PROPOSAL_AGAIN = (
    "proposal: {type: enum, label: 处理方式, writer: assign,"
    " values: [受理, 不予受理, 补正, 移送, 引导复议诉讼, 即时处置]}\n"
)
YEAR_2025 = (
    "year: 2025\nstatus: provisional\nsource: 暂定\nchecked_by: [null, null]\n"
    "holidays: [{name: 元旦, from: 2025-01-01, to: 2025-01-01}]\nmakeup_workdays: []\n"
    "working_days: 260\n"
)
AGAIN = (
    '<bpmn:scriptTask id="again" name="再写"><bpmn:script>is_major = true</bpmn:script>'
    "</bpmn:scriptTask>"
)

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
    fault("value_repeated", PLACE, "steps: [P1.4]", "steps: [P1.4, P1.4]"),
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
    fault(
        "role_unknown",
        PLACE,
        "extra_days: []",
        "extra_days: []\npaper_entry: {from: 2026-01-01, until: 2026-06-30, roles: [section_hed]}",
        at="paper_entry",
    ),
    fault(
        "value_range",
        PLACE,
        "extra_days: []",
        "extra_days: []\npaper_entry: {from: 2026-01-01, until: 2025-06-30, roles: [section_head]}",
        at="paper_entry",
    ),
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
    fault("event_unknown", LIMITS, "CaseRegistered", "CaseRegisterd", line=1, level="warning"),
    fault("limit_twice", NAT + "filing/limits.yaml", "dl_filing_notice:", ACCEPT_AGAIN),
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
        "unit_confirmed: true}\n    - {from: 2019-01-01, amount: 3, unit: working_days, source: x}",
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
        one_value("dl_case_total", 90, "calendar_days"),
        at="- {from",
    ),
    fault(
        "limit_longer",
        SL + "case-handling/limits.yaml",
        None,
        one_value("dl_case_total", 50, "working_days"),
        at="- {from",
    ),
    fault(
        "limit_needs_confirming",
        SL + "rectification/limits.yaml",
        None,
        one_value("dl_correct", 20, "calendar_days"),
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
    fault("fact_parallel", NAT + "transfer/facts.yaml", None, PROPOSAL_AGAIN),
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
        '<bpmn:endEvent id="served" name="已送达"/>\n    ' + AGAIN,
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

CALENDAR_FAULTS = (
    fault("calendar_other_year", CALENDAR, "[2026-01-04", "[2025-01-04", line=1),
    fault("calendar_year", "processes/calendar/2027.yaml", None, YEAR_2025, line=1),
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

WRITTEN = (
    *YAML_FAULTS,
    *PLACE_FAULTS,
    *LIMIT_FAULTS,
    *FACT_FAULTS,
    *CALENDAR_FAULTS,
    *OVERRIDE_FAULTS,
)
