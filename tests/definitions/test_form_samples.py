"""Samples fill what is required now, and nothing else."""

import pytest

from engine.definitions.samples import SampleContext, SampleMissing, filled_with_samples
from tests.definitions.form_builder import COLOURS, NOW, YES_NO, a_form, accepted, component


def asked(kind, key, sample=None, **others):
    """A required component with a sample."""
    properties = others.pop("properties", {}) | ({} if sample is None else {"sample": sample})
    return component(kind, key, validate={"required": True}, properties=properties, **others)


def filled(form, body=None, *, omit=(), **others):
    return filled_with_samples(
        form, body or {}, context=SampleContext(now=NOW, **others), omit=omit
    )


TOKENS = {
    "@today": "2026-03-02",
    "@today+7": "2026-03-09",
    "@today-30": "2026-01-31",
    "@now": "2026-03-02 09:30",
    "@now-60m": "2026-03-02 08:30",
    "@now+2h": "2026-03-02 11:30",
    "@yesterday 09:00": "2026-03-01 09:00",
    "@tomorrow 09:00": "2026-03-03 09:00",
    "@user": "wangsl",
    "@org1": "双流区白鹭街道办事处",
    "@replacement": "zhaosl",
    "@from:D01.problem_type": "delay",
    "@from:D01.nothing|其他": "其他",
    "@from:D99.nothing|@user": "wangsl",
    "根据有关线索": "根据有关线索",
}
GIVEN = {
    "user": "wangsl",
    "orgs": ["双流区白鹭街道办事处", "另一机关"],
    "laws": ["N-29"],
    "handlers": ["lisl", "chensl"],
    "earlier": {"D01": {"problem_type": "delay", "empty": None}},
    "items": [{"item_no": 1}, {"item_no": 2}],
    "given": {"replacement": "zhaosl"},
}


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_stands_for_its_value(token):
    form = a_form(asked("textfield", "matter", token))
    assert filled(form, **GIVEN) == {"matter": TOKENS[token]}


@pytest.mark.parametrize(
    "token",
    [
        "@nothing",
        "@from:D01.empty",
        "@from:D07.x",
        "@user",
        "@org1",
        "@laws",
        "@handlers",
        "@each_item:{}",
    ],
)
def test_a_token_that_stands_for_nothing_is_our_fault_and_names_the_key(token):
    form = a_form(asked("textfield", "matter", token))
    with pytest.raises(SampleMissing) as caught:
        filled(form)
    assert "matter" in caught.value.what_text
    assert token in caught.value.what_text


def test_a_required_key_without_a_sample_is_never_guessed():
    for bare in (
        asked("textfield", "a"),
        asked("number", "a"),
        asked("select", "a", values=COLOURS),
    ):
        with pytest.raises(SampleMissing):
            filled(a_form(bare))


def test_only_required_keys_are_filled_and_given_ones_stay():
    form = a_form(
        asked("textfield", "matter", "样例"),
        component("textfield", "free", properties={"sample": "不填"}),
    )
    assert filled(form) == {"matter": "样例"}
    assert filled(form, {"matter": "自己写的"}) == {"matter": "自己写的"}


def test_what_becomes_required_by_a_sample_is_filled_too():
    form = a_form(
        asked("radio", "kind", "投诉", values=[{"label": "投诉", "value": "投诉"}]),
        component(
            "textfield",
            "requests",
            properties={"required_if": '=kind = "投诉"', "sample": "请核查"},
        ),
        asked("textfield", "hidden", "不见", conditional={"hide": "=requests != null"}),
    )
    assert filled(form) == {"kind": "投诉", "requests": "请核查"}


def test_an_omitted_key_stays_empty_and_so_does_what_hangs_on_it():
    form = a_form(
        asked("textfield", "channel", "来访"),
        component(
            "textfield",
            "external_no",
            properties={"required_if": '=channel = "来访"', "sample": "X"},
        ),
        asked("textfield", "facts", "事实"),
    )
    assert filled(form, omit=["channel"]) == {"facts": "事实"}


def test_what_others_filled_decides_too():
    form = a_form(
        component("textfield", "entry", properties={"source": "case.entry"}),
        asked("textfield", "found", "甲", conditional={"hide": '=entry = "acceptance"'}),
    )
    assert filled(form, known={"entry": "acceptance"}) == {}
    assert filled(form, known={"entry": "filing"}) == {"found": "甲"}


def test_lists_and_booleans_are_written_as_json():
    form = a_form(
        asked("radio", "real", "false", values=YES_NO, properties={"type": "boolean"}),
        asked("checklist", "colours", '["red"]', values=COLOURS),
        asked("taglist", "laws", "@laws", properties={"options_from": "laws"}),
        asked("taglist", "single", "red", values=COLOURS),
    )
    assert filled(form, **GIVEN) == {
        "real": False,
        "colours": ["red"],
        "laws": ["N-29"],
        "single": ["red"],
    }


@pytest.mark.parametrize(("sample", "answer"), [("true", True), ("false", False)])
def test_a_yes_or_no_sample_becomes_a_boolean(sample, answer):
    form = a_form(asked("radio", "real", sample, values=YES_NO, properties={"type": "boolean"}))
    assert filled(form) == {"real": answer}


def test_rows_come_from_the_list_or_from_the_samples_of_their_keys():
    row = [asked("textfield", "name", "执法案卷"), component("textfield", "note")]
    bare = component("dynamiclist", "bare", properties={"min_items": "2"}, components=row)
    whole = component(
        "dynamiclist",
        "whole",
        properties={"min_items": "1", "sample": '[{"note": "只写附注"}]'},
        components=[asked("textfield", "name", "执法案卷"), component("textfield", "note")],
    )
    assert filled(a_form(bare, whole)) == {
        "bare": [{"name": "执法案卷"}, {"name": "执法案卷"}],
        "whole": [{"note": "只写附注", "name": "执法案卷"}],
    }


def test_a_row_without_a_sample_names_row_and_key():
    bare = component(
        "dynamiclist",
        "rows",
        properties={"min_items": "1"},
        components=[asked("textfield", "name")],
    )
    with pytest.raises(SampleMissing) as caught:
        filled(a_form(bare))
    assert caught.value.where == {"field": "rows[0].name"}


def test_there_is_a_row_for_each_item_of_the_instrument():
    sample = '@each_item:{"item_no": "@item_no", "done_on": "@today", "text": "已整改"}'
    row = [
        component("number", "item_no"),
        component("datetime", "done_on"),
        component("textfield", "text"),
    ]
    items = component(
        "dynamiclist", "items", properties={"min_items": "1", "sample": sample}, components=row
    )
    assert filled(a_form(items), **GIVEN)["items"] == [
        {"item_no": 1, "done_on": "2026-03-02", "text": "已整改"},
        {"item_no": 2, "done_on": "2026-03-02", "text": "已整改"},
    ]


def test_a_sample_may_be_reckoned_from_what_was_filled_before():
    form = a_form(
        asked("textfield", "outcome", '=if instrument_kind = "D10" then "执行" else "纠正"'),
        asked("textfield", "close_kind", '=if outcome = "执行" then "甲" else "乙"'),
    )
    assert filled(form, known={"instrument_kind": "D10"}) == {"outcome": "执行", "close_kind": "甲"}
    assert filled(form, {"outcome": "纠正"}) == {"outcome": "纠正", "close_kind": "乙"}


def test_reckoned_numbers_and_dates_are_written_as_a_body_writes_them():
    form = a_form(
        asked("number", "days", "=2 * 15"),
        asked("datetime", "on", '=date("2026-03-05")'),
        asked("datetime", "at", "=now()", subtype="datetime"),
    )
    assert filled(form) == {"days": "30", "on": "2026-03-05", "at": "2026-03-02 09:30"}


def test_a_list_sample_that_is_no_json_is_our_fault():
    broken = component(
        "dynamiclist",
        "rows",
        properties={"min_items": "1", "sample": "[{"},
        components=[asked("textfield", "name")],
    )
    with pytest.raises(SampleMissing):
        filled(a_form(broken))


def test_rows_of_lists_in_rows_are_completed_too():
    inner = component(
        "dynamiclist",
        "parts",
        properties={"min_items": "1"},
        components=[asked("textfield", "name", "部件")],
    )
    outer = component("dynamiclist", "goods", properties={"min_items": "1"}, components=[inner])
    assert filled(a_form(outer)) == {"goods": [{"parts": [{"name": "部件"}]}]}


def test_what_becomes_required_in_a_row_is_filled_too():
    needed = {"required_if": '=kind = "复制件"', "sample": "与原件核对无异"}
    row = [asked("textfield", "kind", "复制件"), component("textfield", "note", properties=needed)]
    rows = component("dynamiclist", "rows", properties={"min_items": "1"}, components=row)
    assert filled(a_form(rows))["rows"] == [{"kind": "复制件", "note": "与原件核对无异"}]
    assert filled(a_form(rows), {"rows": [{"kind": "原件"}]})["rows"] == [{"kind": "原件"}]


def test_a_reckoned_sample_that_is_null_is_missing():
    with pytest.raises(SampleMissing):
        filled(a_form(asked("textfield", "outcome", "=nothing + 1")))


def test_filling_does_not_change_the_body_it_was_given():
    body = {"rows": [{}]}
    rows = component("dynamiclist", "rows", components=[asked("textfield", "name", "甲")])
    assert filled(a_form(rows), body) == {"rows": [{"name": "甲"}]}
    assert body == {"rows": [{}]}


def test_a_filled_body_is_accepted():
    form = a_form(asked("datetime", "on", "@today"), asked("number", "days", "30"))
    assert accepted(form, filled(form))["days"] == 30
