"""Properties of forms: accepted bodies survive storage, and no body does more than be refused."""

import json
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.definitions.form_body import FormInvalid, check_body
from engine.definitions.form_choices import labels_to_codes
from engine.definitions.form_leaks import IdentityWords, identity_words_of
from engine.definitions.form_plain import StoredFormBroken, from_plain, to_plain
from tests.definitions.form_builder import COLOURS, YES_NO, a_form, component, context

FORM = a_form(
    component("textfield", "title", validate={"maxLength": 40, "minLength": 1}),
    component(
        "textarea", "story", validate={"required": True}, properties={"leak_check": "identity"}
    ),
    component("number", "days", validate={"min": -99, "max": 99}),
    component("number", "price", decimalDigits=2),
    component("checkbox", "ticked"),
    component("radio", "real", values=YES_NO, properties={"type": "boolean"}),
    component("select", "colour", values=COLOURS, conditional={"hide": "=real = true"}),
    component("checklist", "colours", values=COLOURS),
    component("datetime", "on", subtype="date"),
    component("datetime", "at", subtype="datetime", properties={"not_before": "on"}),
    component("datetime", "opens", subtype="time"),
    component("filepicker", "files"),
    component("textfield", "id_no", properties={"format": "id_no", "secret": "identity"}),
    component("textfield", "email", properties={"format": "email"}),
    component(
        "dynamiclist",
        "goods",
        components=[
            component(
                "textfield", "name", validate={"required": True}, properties={"secret": "identity"}
            ),
            component("number", "amount", decimalDigits=1),
            component("datetime", "on", subtype="date", conditional={"hide": "=name = title"}),
        ],
    ),
)
REGISTERS = {"files": {"f1": "a.pdf"}, "identity_words": ["吴示例", "13900000014"]}

TEXT = st.text(st.sampled_from("汉字abc 1。\u3000é𠮷\n\t\u202e😀\ud800"), max_size=12)
SOUND_TEXT = st.text(st.sampled_from("汉字abc1。é𠮷葛\U000e0100"), min_size=1, max_size=12)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
YEARS = (date(2000, 1, 1), date(2099, 1, 1))
KEYS = st.sampled_from([*FORM.fields, "name", "", "typename"])
SOUND = st.fixed_dictionaries(
    {"story": SOUND_TEXT},
    optional={
        "title": SOUND_TEXT,
        "days": st.integers(-99, 99) | st.integers(-99, 99).map(str),
        "price": st.decimals(-999, 999, places=2).map(lambda d: f"{d:f}") | st.integers(-9, 9),
        "ticked": st.booleans(),
        "real": st.booleans(),
        "colour": st.sampled_from(["red", "green"]),
        "colours": st.lists(st.sampled_from(["red", "green"]), unique=True),
        "on": st.dates(date(1950, 1, 1), date(1999, 1, 1)).map(str),
        "at": st.builds("{:%Y-%m-%d} {:%H:%M}".format, st.dates(*YEARS), st.times()),
        "opens": st.times().map(lambda t: f"{t:%H:%M}"),
        "files": st.just(["f1"]),
        "goods": st.lists(
            st.fixed_dictionaries(
                {"name": SOUND_TEXT},
                optional={"amount": st.integers(-9, 9), "on": st.dates(*YEARS).map(str)},
            ),
            max_size=3,
        ),
    },
)


def judged(body):
    return check_body(FORM, body, context=context(**REGISTERS))


def faults_of(body):
    """Reasons and sentences by place; both empty when the body is accepted."""
    try:
        judged(body)
    except FormInvalid as invalid:
        return invalid.fields, invalid.reasons
    return {}, {}


@given(st.dictionaries(KEYS, ANY_JSON, max_size=8) | ANY_JSON)
def test_no_json_body_does_anything_but_be_accepted_or_refused(body):
    fields, reasons = faults_of(body)
    assert set(fields) == set(reasons)
    json.dumps(fields).encode()


@given(SOUND)
def test_an_accepted_body_survives_storage(body):
    fields, _ = faults_of(body)
    assert set(fields.values()) <= {"unknown"}
    assume(not fields)
    values = judged(body)
    stored = json.loads(json.dumps(to_plain(FORM.fields, values), ensure_ascii=False))
    assert from_plain(FORM.fields, stored) == values


@given(SOUND)
def test_what_was_stored_is_accepted_again_and_says_the_same(body):
    try:
        values = judged(body)
    except FormInvalid:
        assume(condition=False)
    assert judged(to_plain(FORM.fields, values)) == values


@given(SOUND, st.text("abcxyz_", min_size=1, max_size=9))
def test_a_strange_key_is_found_whatever_else_is_sound(body, key):
    assume(key not in FORM.fields)
    with pytest.raises(FormInvalid) as caught:
        judged({**body, key: 1})
    assert caught.value.fields[key] == "unknown"


@given(SOUND)
def test_a_body_is_never_changed_by_judging_it(body):
    before = json.dumps(body, default=str)
    with suppress(FormInvalid):
        judged(body)
    assert json.dumps(body, default=str) == before


@given(
    st.sampled_from(["吴示例", "13900000014"]),
    st.lists(st.sampled_from(" -·　\u200b。，（"), max_size=12),
)
def test_an_identity_is_found_through_spaces_and_punctuation(word, noise):
    spread = "".join(c + (noise[i] if i < len(noise) else "") for i, c in enumerate(word))
    assert IdentityWords.of([word]).leak_in(f"根据{spread}反映")


@given(st.text("汉字法律程序2026年月日", max_size=30))
def test_a_neutral_text_leaks_nothing(text):
    assert not IdentityWords.of(["吴示例", "13900000014", "示例水果店"]).leak_in(text)


def test_identity_words_are_the_secret_texts_of_a_form_rows_included():
    values = {
        "title": "无关",
        "id_no": "11010519491231002X",
        "goods": [{"name": "王示例", "amount": 1}],
    }
    assert identity_words_of(FORM.fields, values) == {"11010519491231002X", "王示例"}


@pytest.mark.parametrize("length", [7, 11, 18])
def test_a_number_is_found_among_the_bare_digits_of_a_text(length):
    number = "519491231002139000"[:length]
    text = "、第".join(number)
    assert IdentityWords.of([number]).leak_in(f"编号{text}")
    assert not IdentityWords.of([number]).leak_in(f"编号{text[:-1]}")


def test_a_short_number_is_only_found_as_written():
    words = IdentityWords.of(["201512"])
    assert words.leak_in("门牌2015-12")
    assert not words.leak_in("2015年第12号")


def test_one_character_and_nothing_are_no_identity():
    words = IdentityWords.of(["", " ", "吴", "-"])
    assert not words.leak_in("吴某反映")
    assert IdentityWords.of(["吴示"]).leak_in("吴示反映")


def test_labels_become_codes_and_codes_stay():
    body = {
        "colour": "红色",
        "colours": ["green", "红色"],
        "real": "是",
        "title": "红色",
        "goods": [{"name": "秤"}],
    }
    assert labels_to_codes(FORM.fields, body, {}) == {
        "colour": "red",
        "colours": ["green", "red"],
        "real": True,
        "title": "红色",
        "goods": [{"name": "秤"}],
    }


@given(st.dictionaries(KEYS, ANY_JSON, max_size=6))
def test_labels_of_any_body_can_be_looked_up(body):
    assert set(labels_to_codes(FORM.fields, body, {})) == set(body)


def test_a_plain_text_stands_for_a_row_of_one_key():
    form = a_form(component("dynamiclist", "notes", components=[component("textfield", "text")]))
    assert labels_to_codes(form.fields, {"notes": ["一", {"text": "二"}]}, {}) == {
        "notes": [{"text": "一"}, {"text": "二"}]
    }


def test_stored_values_are_plain_and_exact():
    values = judged(
        {
            "story": "好",
            "price": 0.1,
            "opens": "09:05",
            "at": "2026-03-02 09:30",
            "on": "2026-03-01",
        }
    )
    assert to_plain(FORM.fields, values) == {
        "story": "好",
        "price": "0.10",
        "ticked": False,
        "on": "2026-03-01",
        "at": "2026-03-02 09:30",
        "opens": "09:05",
    }
    assert values["price"] == Decimal("0.10")
    assert values["opens"] == time(9, 5)
    assert values["at"].utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("stored", [{"on": "昨天"}, {"price": "x"}, {"goods": "x"}, {"goods": [1]}])
def test_a_stored_value_that_does_not_read_back_is_our_fault(stored):
    with pytest.raises(StoredFormBroken):
        from_plain(FORM.fields, stored)
