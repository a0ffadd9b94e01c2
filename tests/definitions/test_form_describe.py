"""What a page is told about a form."""

import json

from engine.definitions.describe import describe
from tests.definitions.form_builder import YES_NO, a_form, component

PAGE = a_form(
    component("text", text="# 说明"),
    component("textfield", "no", label="编号", properties={"source": "number"}),
    component(
        "group",
        label="机关",
        conditional={"hide": "=real != true"},
        components=[
            component(
                "select",
                "organ",
                label="名称",
                properties={"options_from": "orgs"},
                validate={"required": True},
            )
        ],
    ),
    component("radio", "real", label="实名", values=YES_NO, properties={"type": "boolean"}),
    component(
        "number",
        "fine",
        label="罚款",
        decimalDigits=2,
        validate={"min": 0},
        appearance={"suffixAdorner": "元"},
    ),
    component(
        "dynamiclist",
        "goods",
        label="物品",
        properties={"required_if": "=real = true"},
        components=[
            component(
                "textfield", "name", label="名称", validate={"required": True, "maxLength": 9}
            )
        ],
    ),
)
CHOICES = {"orgs": {"城管局": "城管局"}}


def by_key(page):
    return {one["key"]: one for one in page["components"] if "key" in one}


def test_a_page_gets_groups_conditions_options_and_bounds_as_json():
    page = describe(PAGE, choices=CHOICES)
    json.dumps(page)
    group = page["components"][2]
    assert (group["label"], group["hide"]) == ("机关", "real != true")
    assert group["components"][0]["options"] == [{"value": "城管局", "label": "城管局"}]
    found = by_key(page)
    assert found["real"]["options"][0] == {"value": True, "label": "是"}
    assert (found["fine"]["min"], found["fine"]["decimals"], found["fine"]["suffix"]) == (
        "0",
        2,
        "元",
    )
    assert found["goods"]["required_if"] == "real = true"
    assert found["goods"]["components"][0]["max_length"] == 9


def test_what_a_person_may_not_write_is_read_only_and_not_required():
    found = by_key(describe(PAGE, choices=CHOICES, writable=frozenset({"real", "no"})))
    assert [key for key, one in found.items() if not one["read_only"]] == ["real"]
    assert found["goods"]["components"][0]["read_only"]
    assert not found["goods"]["components"][0]["required"]


def test_a_page_is_told_which_files_a_field_takes():
    form = a_form(
        component("filepicker", "files", accept=".pdf,.docx"), component("filepicker", "any_file")
    )
    files, anything = describe(form, choices={})["components"]
    assert files["file_kinds"] == [".pdf", ".docx"]
    assert "file_kinds" not in anything
