"""Hostile files: whatever stands in a form file, it is read or refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.form import FormRefused, read_form
from engine.definitions.form_json import FORM_BYTES_MAX, JSON_DEPTH_MAX, JsonBroken, read_json
from tests.definitions.form_builder import findings_of

HOSTILE = {
    "duplicate_key": b'{"type": "default",\n "id": 1,\n "id": 2}',
    "json_syntax": b'{"type": default}',
    "typename_refused": b'{"type": "default",\n "components": [{"typename": "x"}]}',
    "json_depth": b"[" * 100_000,
    "not_utf8": b'{"type": "\xff"}',
    "file_too_large": b" " * (FORM_BYTES_MAX + 1),
}


@pytest.mark.parametrize("code", HOSTILE)
def test_hostile_json_is_refused(code):
    with pytest.raises(FormRefused) as caught:
        read_form("P1.2", HOSTILE[code], {}, path="t.json")
    (finding,) = caught.value.findings
    assert finding.code == code


def test_the_line_of_a_repeated_key_is_named():
    with pytest.raises(JsonBroken) as caught:
        read_json(HOSTILE["duplicate_key"])
    assert caught.value.line == 3


def test_depth_is_allowed_up_to_its_bound():
    deepest = b"[" * JSON_DEPTH_MAX + b"]" * JSON_DEPTH_MAX
    assert isinstance(read_json(deepest), list)
    with pytest.raises(JsonBroken):
        read_json(b"[" + deepest + b"]")


@pytest.mark.parametrize(
    "content",
    [
        *(
            b"",
            b"   ",
            b"{",
            b"[1,]",
            b'{"a":1,}',
            b"[1 2]",
            b"NaN",
            b"Infinity",
            b"-Infinity",
            b"01",
            b"+1",
        ),
        *(
            b"'a'",
            b'"\\ud800"',
            b'"a\nb"',
            b'"\\x41"',
            b"{} {}",
            b"/* */ 1",
            b"nul",
            b"1" * 5000,
            b"\xef\xbb\xbf{}",
        ),
    ],
)
def test_what_is_not_json_is_refused(content):
    with pytest.raises(JsonBroken):
        read_json(content)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**9), 10**9)
        | st.text(st.characters(codec="utf-8")),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_what_json_writes_is_read_back_equal(value):
    assert read_json(json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8")) == value


@given(
    st.binary(max_size=60) | st.text('{}[]",:0123456789.eE-tfn \\u', max_size=60).map(str.encode)
)
def test_no_random_bytes_do_anything_but_be_refused(content):
    with pytest.raises(FormRefused) as caught:
        read_form("P1.2", content, {}, path="t.json")
    assert caught.value.findings


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["=", "a", "{{x}}", "true", "group"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("type key label components properties validate values use".split()),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


KINDS = st.sampled_from("textfield number radio select datetime dynamiclist group".split())
ATTRIBUTES = st.sampled_from(
    "id key path label values properties validate conditional components subtype "
    "defaultValue appearance accept decimalDigits".split()
)


@given(KINDS, st.dictionaries(ATTRIBUTES, JUNK, max_size=6))
def test_no_component_does_anything_but_be_read_or_refused(kind, attributes):
    findings_of({"type": kind, "id": "c1", "key": "matter", "label": "事项"} | attributes)
