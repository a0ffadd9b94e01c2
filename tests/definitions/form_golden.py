"""The golden example of a form file (FORMATS 7) and the groups it uses."""

from tests.definitions.form_builder import component

D04 = """{"type": "default", "id": "D04", "schemaVersion": 19, "zhijian": {"basedOn": null}, "components": [
 {"type": "group", "id": "g_case", "label": "案件", "components": [], "properties": {"use": "G-CASE", "only": "case_no case_cause filing_date"}},
 {"type": "group", "id": "g_org", "label": "被监督机关", "components": [], "properties": {"use": "G-ORG", "only": "org_name"}},
 {"type": "textfield", "id": "c1", "key": "source_desc", "label": "线索来源表述", "validate": {"required": true, "minLength": 5, "maxLength": 100}, "properties": {"leak_check": "identity", "sample": "根据有关线索"}},
 {"type": "textarea", "id": "c2", "key": "matter", "label": "监督事项", "validate": {"required": true, "minLength": 10, "maxLength": 300}, "properties": {"leak_check": "identity", "sample": "2026年2月27日的现场执法活动"}},
 {"type": "number", "id": "c3", "key": "statement_days", "label": "提交说明期限", "appearance": {"suffixAdorner": "日"}, "decimalDigits": 0,
  "validate": {"required": true, "min": 1, "max": 60}, "properties": {"source": "limit.dl_org_statement", "editable": "true"}},
 {"type": "datetime", "id": "c4", "subtype": "date", "key": "statement_due", "dateLabel": "提交截止日", "properties": {"source": "due.dl_org_statement"}},
 {"type": "dynamiclist", "id": "c5", "path": "material_list", "label": "应提交材料", "properties": {"min_items": "1", "max_items": "50"}, "components": [
  {"type": "textfield", "id": "c51", "key": "name", "label": "名称", "validate": {"required": true, "maxLength": 100}, "properties": {"sample": "执法案卷"}},
  {"type": "select", "id": "c52", "key": "copy_kind", "label": "形式", "values": [{"label": "原件", "value": "原件"}, {"label": "复制件", "value": "复制件"}], "validate": {"required": true}},
  {"type": "textfield", "id": "c53", "key": "copy_note", "label": "核对说明", "conditional": {"hide": "=copy_kind != \\"复制件\\""}, "validate": {"maxLength": 100}}]},
 {"type": "checkbox", "id": "c6", "key": "recusal_hint", "label": "回避告知", "defaultValue": true}]}"""  # noqa: E501  # the golden example as the format prints it
GROUPS = {
    "G-CASE": [
        component("textfield", "case_no", label="案件编号", properties={"source": "case.case_no"}),
        component("textfield", "case_cause", label="案由"),
        component("textfield", "case_source", label="案件来源"),
        component("datetime", "filing_date", subtype="date", dateLabel="立案日期"),
    ],
    "G-ORG": [component("textfield", "org_name", label="名称"), component("textfield", "org_uscc")],
}
