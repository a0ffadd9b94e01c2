"""What a form file may say: each rule of the format broken once, found with file and line."""

import json
import re

import pytest

from engine.definitions.form import FormKeyUnknown, FormRefused, Kind, read_form
from tests.definitions.form_builder import (
    COLOURS,
    YES_NO,
    a_form,
    codes_of,
    component,
    findings_of,
    form_text,
)
from tests.definitions.form_faults import FIELD_FAULTS
from tests.definitions.form_golden import D04, GROUPS


def golden():
    groups = {name: json.dumps(part).encode() for name, part in GROUPS.items()}
    return read_form("D04", D04.encode(), groups, path="forms/D04/form.json")


def test_the_golden_example_reads_as_written():
    form = golden()
    assert list(form.fields) == [
        *("case_no", "case_cause", "filing_date", "org_name", "source_desc", "matter"),
        *("statement_days", "statement_due", "material_list", "recusal_hint"),
    ]
    matter, days = form.fields["matter"], form.fields["statement_days"]
    assert (matter.type, matter.required, matter.leak_check) == (Kind.TEXT, True, True)
    assert (matter.validators.min_length, matter.validators.max_length) == (10, 300)
    assert (days.type, days.editable, days.suffix, days.filled_by_product) == (
        Kind.WHOLE,
        True,
        "日",
        False,
    )
    assert form.fields["statement_due"].filled_by_product
    assert form.fields["material_list"].required
    assert form.fields["material_list"].rows["copy_kind"].options[1].value == "复制件"
    assert form.fields["recusal_hint"].default is True
    assert form.fields["matter"].line == 5


def test_a_template_names_fields_by_their_labels_and_groups():
    assert {"被监督机关.名称", "案件.立案日期", "应提交材料"} <= golden().labels
    assert "案件.案件来源" not in golden().labels


def test_only_keys_of_the_form_can_be_asked_for():
    with pytest.raises(FormKeyUnknown):
        golden().only(["matter", "mater"])


def test_a_subform_keeps_groups_that_still_hold_something():
    part = golden().only(["org_name", "matter"])
    assert [one.id for one in part.components] == ["g_org", "c2"]
    assert golden().only(["matter"]).fields["matter"].required


def text(**others):
    return component("textfield", "matter", **others)


@pytest.mark.parametrize("name", FIELD_FAULTS)
def test_a_broken_component_is_refused_with_its_line(name):
    attributes, code = FIELD_FAULTS[name]
    broken = {
        "type": "textfield",
        "id": "c_broken",
        "key": "matter",
        "label": "监督事项",
    } | attributes
    if broken["type"] in ("group", "dynamiclist"):
        broken.pop("key", None)
    if broken["type"] == "datetime":
        broken["dateLabel"] = broken.pop("label")
    found = findings_of(component("textfield", "other"), broken, groups=GROUPS)
    assert code in {finding.code for finding in found}
    finding = next(finding for finding in found if finding.code == code)
    assert finding.file == "forms/t.json"
    assert finding.line == 3
    assert re.search(r"[\u4e00-\u9fff]", finding.what)
    assert finding.mend.endswith(("。", "？"))


def test_a_sound_component_in_its_place_is_not_refused():
    assert findings_of(component("textfield", "other"), text(label="监督事项"), groups=GROUPS) == ()


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ({"schemaVersion": 18}, "schema_version"),
        ({"type": "other"}, "wrong_type"),
        ({"id": "P1.3"}, "id_differs"),
        ({"zhijian": {"basedOn": "abc"}}, "based_on"),
        ({"zhijian": {"based_on": None}}, "based_on"),
        ({"generatedBy": "x"}, "unknown_key"),
    ],
)
def test_a_broken_head_is_refused(head, code):
    assert codes_of(text(), **head) == {code}


def test_a_step_form_of_one_role_keeps_the_id_of_its_step():
    form = read_form("P6.7.seal_keeper", form_text(text(), code="P6.7"), {}, path="t.json")
    assert form.code == "P6.7.seal_keeper"


def test_based_on_is_kept():
    assert (
        a_form(text(), zhijian={"basedOn": "sha256:" + "a" * 64}).based_on == "sha256:" + "a" * 64
    )


def test_a_key_an_id_and_a_label_stand_once():
    assert "key_repeated" in codes_of(text(), text())
    assert "id_repeated" in codes_of(text(id="a1"), component("textfield", "other", id="a1"))
    assert "label_repeated" in codes_of(
        text(label="事项"), component("textfield", "other", label="事项")
    )


def test_one_label_may_stand_in_two_groups_and_one_key_in_two_lists():
    rows = [component("textfield", "name", label="名称")]
    more = [component("textfield", "name", label="名称")]
    assert (
        codes_of(
            component(
                "group", label="甲", components=[component("textfield", "a_name", label="名称")]
            ),
            component(
                "group", label="乙", components=[component("textfield", "b_name", label="名称")]
            ),
            component("dynamiclist", "first", components=rows),
            component("dynamiclist", "second", components=more),
        )
        == set()
    )


def test_a_group_used_twice_repeats_its_keys():
    twice = [
        component("group", label=name, properties={"use": "G-ORG"}) for name in ("甲方", "乙方")
    ]
    assert {"key_repeated", "id_repeated"} <= codes_of(*twice, groups=GROUPS)


def test_a_fault_in_a_group_file_names_that_file():
    groups = {"G-BAD": [component("textfield", "Bad", label="名称")]}
    (finding,) = findings_of(
        component("group", label="甲", properties={"use": "G-BAD"}), groups=groups
    )
    assert (finding.code, finding.file, finding.line) == ("key_refused", "groups/G-BAD.json", 1)


def test_a_group_that_uses_itself_is_refused():
    groups = {"G-LOOP": [component("group", label="乙", properties={"use": "G-LOOP"})]}
    assert "group_unknown" in codes_of(
        component("group", label="甲", properties={"use": "G-LOOP"}), groups=groups
    )


def test_a_row_may_read_the_form_but_the_form_not_the_row():
    row = component("textfield", "name", conditional={"hide": '=title = "x" and name = null'})
    assert (
        codes_of(
            component("textfield", "title"), component("dynamiclist", "rows", components=[row])
        )
        == set()
    )
    outside = component("textfield", "title", conditional={"hide": "=name = null"})
    inner = component("textfield", "name")
    assert "condition_unknown_key" in codes_of(
        outside, component("dynamiclist", "rows", components=[inner])
    )


def test_depth_and_number_of_components_are_bounded():
    nested = component("textfield", "deep", label="深")
    for level in range(4):
        nested = component("group", label=f"组{level}", components=[nested])
    assert "too_deep" in codes_of(nested)
    assert codes_of(nested["components"][0]) == set()
    many = [component("textfield", f"k{number}") for number in range(301)]
    assert "too_many_components" in codes_of(*many)
    assert codes_of(*many[:300]) == set()


def test_the_nearest_known_word_is_named():
    (finding,) = findings_of(text(properties={"leak_chek": "identity"}))
    assert "leak_check" in finding.mend


def test_every_component_that_is_allowed_can_be_read():
    form = a_form(
        component("text", text="# 说明"),
        component("separator"),
        component("spacer", height=10),
        text(defaultValue="x", description="说明", readonly=False),
        component("textarea", "story"),
        component("number", "amount", decimalDigits=2, increment="0.01"),
        component("checkbox", "ticked"),
        component("radio", "real", values=YES_NO, properties={"type": "boolean"}),
        component(
            "radio",
            "truth",
            values=[{"label": "是", "value": True}, {"label": "否", "value": False}],
            properties={"type": "boolean"},
        ),
        component("select", "shade", values=COLOURS, searchable=True),
        component("checklist", "shades", values=COLOURS),
        component("taglist", "laws", properties={"options_from": "laws"}),
        component("datetime", "on", subtype="date"),
        component("datetime", "at", subtype="datetime", timeLabel="时间"),
        component("datetime", "opens", subtype="time"),
        component("filepicker", "files", multiple=True, accept=".pdf"),
        component("dynamiclist", "rows", components=[component("textfield", "name")]),
        component("group", label="组", components=[component("textfield", "inner")]),
    )
    kinds = {key: field.type.value for key, field in form.fields.items()}
    assert kinds == {
        "matter": "text",
        "story": "text",
        "amount": "decimal",
        "ticked": "boolean",
        "real": "boolean",
        "truth": "boolean",
        "shade": "choice",
        "shades": "choices",
        "laws": "choices",
        "on": "date",
        "at": "datetime",
        "opens": "time",
        "files": "files",
        "rows": "rows",
        "inner": "text",
    }


@pytest.mark.parametrize("components", ["{}", '"x"', "null", "[3]", "[[]]"])
def test_components_that_are_none_are_refused(components):
    written = form_text().replace(b"[\n]", components.encode())
    with pytest.raises(FormRefused) as caught:
        read_form("P1.2", written, {}, path="t.json")
    assert {finding.code for finding in caught.value.findings} == {"wrong_type"}


def test_a_group_file_that_is_no_json_is_refused_by_its_name():
    using = component("group", label="甲", properties={"use": "G-BAD"})
    with pytest.raises(FormRefused) as caught:
        read_form("P1.2", form_text(using), {"G-BAD": b"[{]"}, path="t.json")
    assert caught.value.findings[0].file == "groups/G-BAD.json"


def test_a_least_bound_may_equal_the_most():
    files = {"min_items": "2", "max_items": "2"}
    form = a_form(
        text(validate={"minLength": 2, "maxLength": 2}),
        component("number", "days", validate={"min": 2, "max": 2}),
        component("filepicker", "files", properties=files),
    )
    assert form.fields["files"].validators.min_items == 2


def test_not_future_without_a_value_counts():
    form = a_form(component("datetime", "on", properties={"not_future": ""}))
    assert form.fields["on"].validators.not_future
    assert not a_form(component("datetime", "on")).fields["on"].validators.not_future


def test_a_default_of_a_yes_or_no_question_is_a_boolean():
    form = a_form(
        component(
            "radio", "real", values=YES_NO, properties={"type": "boolean"}, defaultValue="true"
        ),
        component("number", "share", decimalDigits=1, defaultValue=0.5),
    )
    assert form.fields["real"].default is True
    assert form.fields["share"].default == "0.5"


def test_group_labels_lead_to_a_field_in_order():
    inner = component("group", label="乙", components=[component("textfield", "deep", label="深")])
    form = a_form(component("group", label="甲", components=[inner]))
    assert form.fields["deep"].group_label == "甲.乙"
    assert form.labels == {"甲.乙.深"}
