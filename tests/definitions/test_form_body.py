"""What a form accepts: a table of values that must be refused, each with its place and reason."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from engine.definitions.form_body import FAULTS_NAMED_MAX, REASONS, FormInvalid, check_body
from engine.definitions.form_choices import FormChoicesMissing
from engine.definitions.form_plain import LOCAL
from tests.definitions.form_bad_values import FORM, REGISTERS, TABLE
from tests.definitions.form_builder import (
    COLOURS,
    NOW,
    a_form,
    accepted,
    component,
    context,
    refused,
)


def test_the_table_of_bad_values_is_long_enough():
    assert len(TABLE) >= 150


@pytest.mark.parametrize(
    ("key", "reason", "value"),
    TABLE,
    ids=[f"{key}-{reason}-{number}" for number, (key, reason, _) in enumerate(TABLE)],
)
def test_a_bad_value_is_refused_with_its_place_and_reason(key, reason, value):
    assert refused(FORM, {key: value}, **REGISTERS) == {key: reason}


GOOD = {
    "title": ("好字", "好字"),
    "story": ("第一行\n<b>{{7*7}}</b>", "第一行\n<b>{{7*7}}</b>"),
    "lot": ("AB12", "AB12"),
    "uscc": ("91350100m000100y43", "91350100M000100Y43"),
    "id_no": ("11010519491231002x", "11010519491231002X"),
    "phone": ("028-85551234", "028-85551234"),
    "public_text": ("根据有关线索，1390000", "根据有关线索，1390000"),
    "days": ("30", 30),
    "weight": (1.5, Decimal("1.50")),
    "price": ("12.3", Decimal("12.30")),
    "ticked": (True, True),
    "real": (False, False),
    "colour": ("red", "red"),
    "organ": ("街道办", "街道办"),
    "colours": (["red", "green"], ["red", "green"]),
    "people": (["a", "b"], ["a", "b"]),
    "on": ("2026-03-02", date(2026, 3, 2)),
    "at": ("2026-03-02 09:30", datetime(2026, 3, 2, 9, 30, tzinfo=LOCAL)),
    "end_at": ("2026-03-02T09:31", datetime(2026, 3, 2, 9, 31, tzinfo=LOCAL)),
    "opens": ("09:05", time(9, 5)),
    "files": (["f1", "f2"], ["f1", "f2"]),
}


@pytest.mark.parametrize("key", GOOD)
def test_a_good_value_comes_back_typed(key):
    sent, typed = GOOD[key]
    values = accepted(FORM, {key: sent}, **REGISTERS)
    assert values[key] == typed
    assert type(values[key]) is type(typed)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *[("days", 1), ("days", 60), ("weight", -5), ("weight", "5.00"), ("price", 0)],
        *[
            ("price", "999999999999.99"),
            ("title", "二字"),
            ("title", "一二三四五"),
            ("story", "字" * 20),
        ],
        *[
            ("people", ["a", "b"]),
            ("people", ["a", "b", "c"]),
            ("on", "1900-01-01"),
            ("opens", "23:59"),
        ],
    ],
)
def test_a_bound_is_itself_allowed(key, value):
    assert refused(FORM, {key: value}, **REGISTERS) == {}


@pytest.mark.parametrize(
    "text", ["𠮷𡈽", "\ue000甲", "葛\U000e0100", "张·示例"[:5], "√☑※", "“”", "e\u0301e\u0301", "ﬁﬁ"]
)
def test_rare_characters_are_stored_as_sent(text):
    assert accepted(FORM, {"title": text}, **REGISTERS)["title"] == text


@pytest.mark.parametrize("nothing", [None, "", "  ", "\u3000"])
def test_null_and_blank_text_are_not_set(nothing):
    assert accepted(FORM, {"title": nothing, "on": nothing}, **REGISTERS) == {"ticked": False}


def test_a_checkbox_that_was_not_sent_has_its_default_or_is_false():
    form = a_form(
        component("checkbox", "yes", defaultValue=True), component("checkbox", "no_default")
    )
    assert accepted(form, {}) == {"yes": True, "no_default": False}


def test_every_fault_of_a_body_is_reported_at_once_in_the_order_of_the_form():
    body = {"zz": 1, "days": 0, "title": "字", "goods": [{"amount": 0}]}
    found = refused(FORM, body, **REGISTERS)
    assert found == {
        "title": "too_short",
        "days": "out_of_range",
        "goods[0].name": "required",
        "goods[0].amount": "out_of_range",
        "zz": "unknown",
    }
    assert list(found)[:2] == ["title", "days"]
    assert list(found)[-1] == "zz"


def test_the_first_of_several_reasons_is_the_one_reported():
    assert refused(FORM, {"title": "a\x00" * 9}, **REGISTERS) == {"title": "too_long"}
    assert refused(FORM, {"public_text": "吴示例😀"}, **REGISTERS) == {
        "public_text": "forbidden_characters"
    }


def test_faults_in_rows_name_row_and_key():
    rows = [{"name": "秤"}, {"name": "五个字以上"}, {"name": "秤", "kind": "blue", "colour": "x"}]
    assert refused(FORM, {"goods": rows}, **REGISTERS) == {
        "goods[1].name": "too_long",
        "goods[2].kind": "not_an_option",
        "goods[2].colour": "unknown",
    }
    assert refused(FORM, {"goods": [{"name": "秤"}, 3]}, **REGISTERS) == {"goods[1]": "wrong_type"}


def test_a_key_hidden_in_its_row_is_unknown_there():
    rows = [{"name": "秤", "kind": "red", "note": "好"}, {"name": "秤", "note": "好"}]
    assert refused(FORM, {"goods": rows}, **REGISTERS) == {"goods[1].note": "unknown"}


@pytest.mark.parametrize(
    "body",
    [
        {"on": "2026-03-01", "until": "2026-02-28"},
        {"at": "2026-03-01 10:00", "end_at": "2026-03-01 09:59"},
        {"opens": "09:00", "closes": "08:59"},
    ],
)
def test_an_end_before_its_start_is_refused(body):
    late = list(body)[1]
    assert refused(FORM, body, **REGISTERS) == {late: "before_start"}
    assert refused(FORM, {**body, late: body[next(iter(body))]}, **REGISTERS) == {}


def test_a_start_that_was_filled_before_counts_too():
    known = {"on": date(2026, 3, 1)}
    form = FORM.only(["until"])
    assert refused(form, {"until": "2026-02-28"}, known=known) == {"until": "before_start"}


def test_a_day_and_an_instant_are_compared_by_day():
    form = a_form(
        component("datetime", "on", subtype="date"),
        component("datetime", "at", subtype="datetime", properties={"not_before": "on"}),
    )
    assert refused(form, {"on": "2026-03-01", "at": "2026-03-01 00:00"}) == {}
    assert refused(form, {"on": "2026-03-01", "at": "2026-02-28 23:59"}) == {"at": "before_start"}


def test_a_passport_number_is_not_judged_as_an_identity_card():
    form = a_form(
        component("textfield", "agent_id_type"),
        component("textfield", "agent_id_no", properties={"format": "id_no"}),
    )
    assert (
        accepted(form, {"agent_id_type": "护照", "agent_id_no": "e12345678"})["agent_id_no"]
        == "E12345678"
    )
    assert refused(form, {"agent_id_type": "护照", "agent_id_no": "E-1"}) == {
        "agent_id_no": "pattern"
    }
    card = {"agent_id_type": "居民身份证", "agent_id_no": "E12345678"}
    assert refused(form, card) == {"agent_id_no": "pattern"}


@pytest.mark.parametrize("body", [None, [], "", 3, True, [{}], "{}"])
def test_a_body_that_is_no_object_is_refused_as_a_whole(body):
    with pytest.raises(FormInvalid) as caught:
        check_body(FORM, body, context=context(**REGISTERS))
    assert caught.value.fields == {"": "wrong_type"}


def test_the_number_and_length_of_unknown_keys_reported_is_bounded():
    found = refused(FORM, {f"k{number}" * 100: 1 for number in range(5000)}, **REGISTERS)
    assert 0 < len(found) <= 60
    assert all(len(place) <= 120 for place in found)


def test_many_faulty_rows_are_judged_in_time_and_reported_within_a_bound():
    rows = component(
        "dynamiclist",
        "rows",
        components=[component("number", f"n{number}") for number in range(20)],
    )
    row = {f"n{number}": "x" for number in range(20)} | {f"k{number}": 1 for number in range(60)}
    found = refused(a_form(rows), {"rows": [row] * 500})
    assert len(found) == FAULTS_NAMED_MAX


def test_a_key_with_a_lone_surrogate_can_still_be_reported():
    (place,) = refused(FORM, {"\ud800": 1}, **REGISTERS)
    place.encode()


def test_options_of_a_source_nobody_gave_are_our_fault():
    with pytest.raises(FormChoicesMissing):
        check_body(FORM, {"organ": "街道办"}, context=context())


def test_a_place_adds_and_removes_options():
    form = a_form(
        component(
            "select",
            "reason_code",
            values=COLOURS,
            properties={"options_from": "enums.reject_reason"},
        )
    )
    choices = {"enums.reject_reason": {"red": None, "other": "其他"}}
    assert refused(form, {"reason_code": "red"}, choices=choices) == {
        "reason_code": "not_an_option"
    }
    assert refused(form, {"reason_code": "other"}, choices=choices) == {}
    assert refused(form, {"reason_code": "green"}, choices=choices) == {}


def test_a_text_with_suggestions_may_be_typed_by_hand():
    form = a_form(component("textfield", "org_name", properties={"options_from": "orgs"}))
    assert accepted(form, {"org_name": "名录外机关"}) == {"org_name": "名录外机关"}


@pytest.mark.parametrize("key", [k for k in FORM.fields if k != "automatic"])
def test_every_reason_has_a_chinese_sentence_with_the_label(key):
    with pytest.raises(FormInvalid) as caught:
        check_body(FORM, {key: {"x": 1}}, context=context(**REGISTERS))
    reason = caught.value.reasons[key]
    assert FORM.fields[key].label in reason.what
    assert "{" not in reason.what + reason.mend
    assert FORM.fields[key].label in caught.value.what_text


def test_a_fault_in_a_row_speaks_of_the_field_of_the_row():
    with pytest.raises(FormInvalid) as caught:
        check_body(FORM, {"goods": [{"name": "五个字以上"}]}, context=context(**REGISTERS))
    reason = caught.value.reasons["goods[0].name"]
    assert FORM.fields["goods"].rows["name"].label in reason.what
    assert "4" in reason.mend


def test_a_sentence_names_the_bound_that_was_passed():
    with pytest.raises(FormInvalid) as caught:
        check_body(FORM, {"days": 61, "title": "字", "people": ["a"]}, context=context(**REGISTERS))
    reasons = caught.value.reasons
    assert "1到60" in reasons["days"].mend
    assert "2" in reasons["title"].mend
    assert "2" in reasons["people"].mend


def test_a_15_digit_number_gets_a_hint():
    with pytest.raises(FormInvalid) as caught:
        check_body(FORM, {"id_no": "110105491231002"}, context=context(**REGISTERS))
    assert "15 位" in caught.value.reasons["id_no"].mend


def test_another_rule_may_refuse_a_field_with_a_reason_of_its_own():
    invalid = FormInvalid({"proposal": "not_allowed"}, facts={"proposal": {"label": "处理方式"}})
    assert invalid.code == "form_invalid"
    assert invalid.http_status == 422
    assert "处理方式" in invalid.reasons["proposal"].what


def test_every_reason_has_what_and_mend():
    assert all(reason.what and reason.mend for reason in REASONS.values())


def test_only_the_keys_of_the_entry_can_be_written():
    part = FORM.only(["title", "days"])
    assert accepted(part, {"title": "好字", "days": 3}) == {"title": "好字", "days": 3}
    assert refused(part, {"story": "一二三四"}) == {"story": "unknown"}
    assert FORM.only("*") is FORM
    assert "title" not in FORM.without(["title", "nothing"]).fields


def test_joined_forms_are_answered_together_and_a_shared_key_once():
    one = a_form(
        component("textfield", "matter", validate={"maxLength": 3}), component("textfield", "name")
    )
    two = a_form(component("textfield", "matter"), component("textfield", "opinion"))
    both = one.joined(two)
    assert list(both.fields) == ["matter", "name", "opinion"]
    assert [shown.key for shown in both.components] == ["matter", "name", "opinion"]
    assert refused(both, {"matter": "一二三四", "opinion": "好"}) == {"matter": "too_long"}


def test_now_is_given_and_never_taken():
    later = context(now=NOW.replace(year=2027))
    assert check_body(FORM, {"on": "2026-03-03"}, context=later)["on"] == date(2026, 3, 3)
