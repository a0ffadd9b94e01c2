"""Strict YAML: one reading only, and a line for every value."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.finding import DefinitionRefused
from engine.definitions.strict_yaml import YAML_BYTES_MAX, read_yaml
from engine.definitions.yaml_composer import YAML_DEPTH_MAX
from engine.definitions.yaml_node import plain


def value_of(text: str) -> object:
    return plain(read_yaml(f"key: {text}\n".encode(), file="f.yaml"))["key"]


def codes_of(text: str | bytes, **options: bool) -> list[tuple[str, int]]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(DefinitionRefused) as refused:
        read_yaml(data, file="f.yaml", **options)
    return [(found.code, found.line) for found in refused.value.findings]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0.30", Decimal("0.30")),
        ("2026-03-01", date(2026, 3, 1)),
        ('"2026-03-01"', "2026-03-01"),
        ('"true"', "true"),
        ("09:00", "09:00"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("N", "N"),
        ("第三十二条", "第三十二条"),
    ],
)
def test_a_plain_value_has_one_reading(text: str, value: object):
    read = value_of(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Yes", "NO", "True", "FALSE"])
def test_a_word_older_readers_take_for_a_boolean_is_refused(word: str):
    assert codes_of(f"a: 1\nb: {word}\n") == [("yaml_boolean", 2)]
    assert codes_of(f"a: 1\n{word}: 1\n") == [("yaml_boolean", 2)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", [("yaml_duplicate_key", 3)]),
        ("a: &x 1\nb: *x\n", [("yaml_anchor", 1), ("yaml_anchor", 2)]),
        ("a: !!int '1'\n", [("yaml_tag", 1)]),
        ("a:\n  - typename: 1\n", [("key_typename", 2)]),
        ("aB: 1\n中: 1\n_a: 1\n", [("yaml_key", 1), ("yaml_key", 2), ("yaml_key", 3)]),
        ("? [a]\n: 1\n", [("yaml_key", 1)]),
        ("- a\n", [("yaml_not_a_map", 1)]),
        ("a: 1\n---\nb: 2\n", [("yaml_documents", 2)]),
        ("a: 2026-02-30\n", [("yaml_value", 1)]),
        ("a: [1\n", [("yaml_syntax", 2)]),
        ("\ta: 1\n", [("yaml_syntax", 1)]),
        ("a: 1\r\n", [("file_encoding", 1)]),
        ("\ufeffa: 1\n", [("file_encoding", 1)]),
        ("a: 1\nb: e\u0301\n", [("file_encoding", 2)]),
        (b"a: 1\nb: \xff\n", [("file_encoding", 2)]),
        ("a: " + "[" * YAML_DEPTH_MAX + "]" * YAML_DEPTH_MAX, [("yaml_too_deep", 1)]),
        (b"a: '" + b"x" * YAML_BYTES_MAX + b"'", [("file_too_large", 0)]),
    ],
)
def test_what_could_be_read_differently_is_refused_with_its_line(text, found):
    assert codes_of(text) == found


def test_an_empty_file_is_an_empty_map():
    assert plain(read_yaml(b"# nothing yet\n", file="f.yaml")) == {}


def test_step_and_place_codes_are_keys():
    text = "P2.4: 1\nEX4b: 1\nD09a: 1\nT1: 1\nFY: 1\nRO: 1\n"
    assert len(plain(read_yaml(text.encode(), file="f.yaml"))) == len(text.splitlines())


def test_a_scenario_file_may_use_anchors_and_free_keys():
    text = "form: &good {姓名: 张}\nagain: *good\n"
    read = plain(read_yaml(text.encode(), file="s.yaml", anchors=True, free_keys=True))
    assert read == {"form": {"姓名": "张"}, "again": {"姓名": "张"}}


def test_a_bomb_of_aliases_is_refused():
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert codes_of("\n".join(lines), anchors=True)[0][0] == "file_too_large"


def test_every_value_knows_its_line():
    root = read_yaml(b"a:\n  b: 1\n  c:\n    - x\n    - {d: 2}\n", file="f.yaml")
    inner = root.mapping["a"].mapping
    items = inner["c"].value
    assert (inner["b"].line, items[0].line, items[1].line, items[1].mapping["d"].line) == (
        2,
        4,
        5,
        5,
    )


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes):
    with suppress(DefinitionRefused):
        read_yaml(data, file="f.yaml")


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"#,%@` \n012", max_size=60))
def test_any_text_is_read_or_refused(text: str):
    with suppress(DefinitionRefused):
        read_yaml(text.encode(), file="f.yaml")
