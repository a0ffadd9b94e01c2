"""Random texts and hostile data: a refusal, a spent budget or a value, and never anything else."""

import sys
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from engine.feel import (
    FeelBudgetSpent,
    FeelSyntaxRefused,
    compile_cell,
    compile_expression,
    compile_form_condition,
    parse_assignments,
)
from tests.feel.random_expressions import CONTEXT, FORMS, LEAVES, Writer, seeded
from tests.feel.wire_values import received

SEED = 825
NOW = datetime(2026, 3, 6, 9, tzinfo=timezone(timedelta(hours=8)))
CHARACTERS = [*'abnx019 \t\n.,()[]"@\\?=!<>+-*/', "，", "“", "中", "\x00", "\ud800", "😀", "\u202e"]
TOKENS = [
    *(each for leaves in LEAVES.values() for each in leaves),
    *(
        "if",
        "then",
        "else",
        "some",
        "every",
        "in",
        "satisfies",
        "or",
        "and",
        "between",
        "x",
        "date(",
    ),
    *("not(", "(", ")", "[", "]", ",", ".", "..", "?", "-", "=", "+", "*", "/", "abs(", "count("),
    *("sum(", "string(", "number(", "list contains(", "round half up(", "date and time(", "now("),
    '"P9999999999D"',
    "9" * 50,
]


class Hostile:
    """An object whose every attribute is a trap, but for its class, which isinstance asks for."""

    def __getattribute__(self, name):
        if name == "__class__":
            return Hostile
        message = f"an expression read .{name}"
        raise AssertionError(message)


def _deep(levels):
    value = [1]
    for _ in range(levels):
        value = [value, value]
    return value


HOSTILE_VALUES = [
    None,
    True,
    -0.0,
    float("nan"),
    float("inf"),
    1e308,
    10**5000,
    -(10**9000),
    Decimal("sNaN"),
    Decimal("1E+6144"),
    Decimal("1E-999999"),
    Decimal(1) / Decimal(3),
    "\ud800",
    "a" * 200_000,
    date.max,
    datetime.max,  # noqa: DTZ901 -- an instant without offset is one of the traps
    datetime.min.replace(tzinfo=UTC),
    timedelta.max,
    timedelta.min,
    b"bytes",
    {1, 2},
    Hostile(),
    Hostile,
    _deep(60),
    [{"name": Hostile(), "pages": [1]}] * 1001,
    {"name": {"name": None}, 5: Hostile()},
    (1, "a", None, [2]),
    lambda: 1 / 0,
]


def _cell(source):
    cell = compile_cell(source)
    return lambda values, now: cell.matches(values["n"], values, now=now)


READERS = [
    lambda source: compile_expression(source).evaluate,
    lambda source: compile_form_condition(source).evaluate,
    lambda source: parse_assignments(f"a = {source}")[0][1].evaluate,
    _cell,
]


def _survives(source, random):
    """Whether `source` was understood."""
    try:
        run = random.choice(READERS)(source)
    except FeelSyntaxRefused:
        return False
    for values in (received(CONTEXT), _hostile(random)):
        with suppress(FeelBudgetSpent):
            run(values, now=NOW)
    return True


def _hostile(random):
    return {name: random.choice(HOSTILE_VALUES) for name in [*CONTEXT, "x", "a", "b", "unwritten"]}


def test_random_characters_are_refused_or_answered():
    random = seeded(SEED)
    for _ in range(12_000):
        _survives("".join(random.choices(CHARACTERS, k=random.randint(0, 12))), random)


def test_random_tokens_are_refused_or_answered():
    random = seeded(SEED)
    understood = sum(
        _survives(" ".join(random.choices(TOKENS, k=random.randint(1, 7))), random)
        for _ in range(8_000)
    )
    assert understood > 100


def test_expressions_with_one_character_changed_are_refused_or_answered():
    random, writer = seeded(SEED), Writer(SEED)
    understood = 0
    for _ in range(2_000):
        source = writer.expression()
        at = random.randrange(len(source))
        change = random.choice(["", random.choice(CHARACTERS), source[at] * 2])
        understood += _survives(source[:at] + change + source[at + 1 :], random)
    assert understood > 100


def test_every_form_of_expression_survives_hostile_data():
    random, writer = seeded(SEED), Writer(SEED)
    assert {"boolean", "number", "text", "date"} == set(FORMS)
    for _ in range(2_000):
        expression = compile_expression(writer.expression())
        with suppress(FeelBudgetSpent):
            expression.evaluate(_hostile(random), now=NOW)


@pytest.mark.parametrize("source", ["n.x", "n.name", "n.__class__", "x._y", "n.mro", "string(n)"])
def test_no_attribute_of_a_python_object_is_ever_read(source):
    try:
        expression = compile_expression(source)
    except FeelSyntaxRefused:
        return
    for hostile in (Hostile(), Hostile, sys):
        assert expression.evaluate({"n": hostile}, now=NOW) is None
