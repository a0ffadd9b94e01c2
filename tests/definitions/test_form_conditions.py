"""Hidden and required: what counts depends on the values, and on nothing that is faulty."""

import pytest

from engine.definitions.form_standing import Standing, standings
from tests.definitions.form_builder import NOW, YES_NO, a_form, accepted, component, refused


def answer(key, **others):
    return component("radio", key, values=YES_NO, properties={"type": "boolean"}, **others)


def text(key, *, hide=None, required=False, required_if=None, **others):
    properties = {"required_if": required_if} if required_if else {}
    conditional = {"conditional": {"hide": hide}} if hide else {}
    validate = {"validate": {"required": True}} if required else {}
    return component("textfield", key, properties=properties, **conditional, **validate, **others)


COMPLAINT = a_form(
    text("kind", required=True),
    text("requests", required_if='=kind = "投诉"'),
    answer("is_real_name", validate={"required": True}),
    text("name", hide="=is_real_name != true", required=True),
    text("nickname", hide="=name = null"),
)


def test_a_key_is_required_when_its_condition_is_true():
    body = {"kind": "投诉", "is_real_name": False}
    assert refused(COMPLAINT, body) == {"requests": "required"}
    assert refused(COMPLAINT, {**body, "kind": "举报"}) == {}


def test_a_hidden_key_is_not_required():
    assert refused(COMPLAINT, {"kind": "举报", "is_real_name": True}) == {"name": "required"}
    assert refused(COMPLAINT, {"kind": "举报", "is_real_name": False}) == {}


def test_a_value_for_a_hidden_key_is_unknown():
    body = {"kind": "举报", "is_real_name": False, "name": "吴示例"}
    assert refused(COMPLAINT, body) == {"name": "unknown"}


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_an_empty_value_for_a_hidden_key_is_no_value(nothing):
    body = {"kind": "举报", "is_real_name": False, "name": nothing}
    assert accepted(COMPLAINT, body) == {"kind": "举报", "is_real_name": False}


def test_a_hidden_key_counts_as_null_for_the_conditions_after_it():
    body = {"kind": "举报", "is_real_name": False, "name": "吴示例", "nickname": "小吴"}
    assert refused(COMPLAINT, body) == {"name": "unknown", "nickname": "unknown"}


def test_a_faulty_value_for_a_hidden_key_is_only_unknown():
    body = {"kind": "举报", "is_real_name": False, "name": 3}
    assert refused(COMPLAINT, body) == {"name": "unknown"}


def test_a_condition_over_a_faulty_value_blames_nobody():
    body = {"kind": "举报", "is_real_name": "true", "name": "吴示例"}
    assert refused(COMPLAINT, body) == {"is_real_name": "wrong_type"}
    assert refused(COMPLAINT, {"kind": "举报", "is_real_name": "true"}) == {
        "is_real_name": "wrong_type"
    }


def test_a_condition_over_a_missing_required_value_blames_nobody():
    assert refused(COMPLAINT, {"kind": "举报", "name": "吴示例"}) == {"is_real_name": "required"}


def test_an_unwritten_key_is_null_and_a_condition_that_is_null_hides_nothing():
    form = a_form(text("a"), text("b", hide="=a < 3"), text("c", required_if="=a < 3"))
    assert accepted(form, {"b": "x"}) == {"b": "x"}


def test_a_condition_reads_a_time_of_day_as_text_and_a_date_as_a_date():
    form = a_form(
        component("datetime", "opens", subtype="time"),
        component("datetime", "on", subtype="date"),
        text("early", hide='=opens != "09:00"'),
        text("late", hide='=on < date("2026-03-01")'),
    )
    assert refused(form, {"opens": "09:00", "early": "好", "on": "2026-03-01", "late": "好"}) == {}
    late = {"opens": "10:00", "early": "好", "on": "2026-02-28", "late": "好"}
    assert refused(form, late) == {"early": "unknown", "late": "unknown"}


def test_a_hidden_group_hides_all_its_keys():
    group = component(
        "group",
        label="代理人",
        conditional={"hide": "=has_agent != true"},
        components=[
            text("agent", required=True),
            component("group", label="委托书", components=[text("paper", required=True)]),
        ],
    )
    form = a_form(answer("has_agent", validate={"required": True}), group)
    assert refused(form, {"has_agent": False}) == {}
    assert refused(form, {"has_agent": False, "paper": "有"}) == {"paper": "unknown"}
    assert refused(form, {"has_agent": True}) == {"agent": "required", "paper": "required"}


def test_conditions_read_what_the_product_or_others_filled():
    form = a_form(
        component("textfield", "entry", properties={"source": "case.entry"}),
        text("discovered", hide='=entry = "acceptance"', required=True),
    )
    assert refused(form, {}, known={"entry": "acceptance"}) == {}
    assert refused(form, {}, known={"entry": "filing"}) == {"discovered": "required"}
    assert refused(form.only(["discovered"]), {}, known={"entry": "acceptance"}) == {}


def test_a_row_reads_itself_first_and_then_the_form():
    rows = component(
        "dynamiclist",
        "rows",
        components=[
            text("kind"),
            text("note", hide='=kind = "秘"'),
            text("why", required_if='=mode = "严"'),
        ],
    )
    form = a_form(text("kind"), text("mode"), rows)
    body = {
        "kind": "秘",
        "mode": "宽",
        "rows": [{"note": "可见", "kind": "明"}, {"kind": "秘", "note": "不可见"}],
    }
    assert refused(form, body) == {"rows[1].note": "unknown"}
    assert refused(form, {"mode": "严", "rows": [{"why": "有"}, {"kind": "明"}]}) == {
        "rows[1].why": "required"
    }


def test_a_list_that_must_have_rows_is_too_few_without_them():
    rows = component(
        "dynamiclist", "rows", properties={"min_items": "2"}, components=[text("name")]
    )
    form = a_form(rows)
    for body in ({}, {"rows": None}, {"rows": []}, {"rows": [{"name": "一"}]}):
        assert refused(form, body) == {"rows": "too_few"}


def test_a_list_needed_under_a_condition_may_be_empty_otherwise():
    rows = component(
        "dynamiclist",
        "rows",
        properties={"min_items": "1", "required_if": '=kind = "联合"'},
        components=[text("name")],
    )
    form = a_form(text("kind"), rows)
    assert refused(form, {"kind": "自办", "rows": []}) == {}
    assert refused(form, {"kind": "联合", "rows": []}) == {"rows": "too_few"}


@pytest.mark.parametrize("kind", ["checklist", "taglist"])
def test_a_required_choice_is_required_when_missing_and_too_few_when_empty(kind):
    options = [{"label": "红色", "value": "red"}]
    form = a_form(component(kind, "colours", values=options, validate={"required": True}))
    assert refused(form, {}) == {"colours": "required"}
    assert refused(form, {"colours": []}) == {"colours": "too_few"}


def test_what_the_product_fills_is_never_asked_of_a_person():
    form = a_form(
        component("textfield", "no", validate={"required": True}, properties={"source": "number"})
    )
    assert accepted(form, {}) == {}


def test_an_editable_proposal_of_the_product_is_asked():
    properties = {"source": "limit.dl_org_statement", "editable": "true"}
    form = a_form(component("number", "days", validate={"required": True}, properties=properties))
    assert refused(form, {}) == {"days": "required"}
    assert accepted(form, {"days": 5}) == {"days": 5}


def test_standings_say_how_each_field_stands():
    found = standings(COMPLAINT.fields, {"kind": "投诉"}, now=NOW)
    assert found == {
        "kind": Standing.REQUIRED,
        "requests": Standing.REQUIRED,
        "is_real_name": Standing.REQUIRED,
        "name": Standing.UNSURE,
        "nickname": Standing.UNSURE,
    }
