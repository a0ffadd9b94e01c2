"""Each bound is a named error that comes quickly; what stays within it is answered."""

import time
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from engine.feel import (
    FeelBudgetSpent,
    FeelSyntaxRefused,
    bounds,
    compile_cell,
    compile_expression,
)

NOW = datetime(2026, 3, 6, 9, tzinfo=timezone(timedelta(hours=8)))
SECONDS_MAX = 2
"""Far above what any bounded evaluation takes (tens of milliseconds), far below a hang."""
STACK_BELOW = 550
"""Frames that may lie below an evaluation; Python gives a thread 1000."""

NESTINGS = {
    "brackets": ("(", ")"),
    "signs": ("-(", ")"),
    "lists": ("[", "]"),
    "calls": ("abs(", ")"),
    "conditions": ("if ", " then 1 else 2"),
    "otherwise": ("if x then 1 else ", ""),
    "tests": ("1 in (2, ", ")"),
    "operators": ("0 or 1 and 1 = 1 + 2 * -(", ")"),
    "quantifiers": ("some {} in xs satisfies ", ""),
}


def evaluate(source, **values):
    return compile_expression(source).evaluate(values, now=NOW)


def nested(kind, levels):
    opening, closing = NESTINGS[kind]
    return "".join(opening.format(f"x{n}") for n in range(levels)) + "xs" + closing * levels


def test_an_expression_has_at_most_4000_characters():
    longest = "1" + " " * (bounds.SOURCE_CHARACTERS_MAX - 1)
    assert evaluate(longest) == 1
    with pytest.raises(FeelSyntaxRefused, match="4001"):
        compile_expression(longest + " ")


@pytest.mark.parametrize("kind", NESTINGS)
def test_an_expression_is_at_most_50_deep(kind):
    compile_expression(nested(kind, 5))
    with pytest.raises(FeelSyntaxRefused, match="嵌套超过50层"):
        compile_expression(nested(kind, 51))


def test_depth_counts_operators_on_the_left_too():
    def leaning(levels):
        return "(" * levels + "x" + " * 2 + 1 = 1 and 1 or 0)" * levels

    compile_expression(leaning(9))
    with pytest.raises(FeelSyntaxRefused, match="嵌套超过50层"):
        compile_expression(leaning(12))


@pytest.mark.parametrize("kind", NESTINGS)
def test_the_deepest_expression_leaves_room_on_the_stack(kind):
    deepest = next(source for n in range(50, 0, -1) if (source := _understood(nested(kind, n))))

    def with_frames_below(frames):
        if frames:
            return with_frames_below(frames - 1)
        return evaluate(deepest, xs=[1])

    with_frames_below(STACK_BELOW)


def _understood(source):
    try:
        compile_expression(source)
    except FeelSyntaxRefused:
        return None
    return source


@pytest.mark.parametrize("sign", ["+", "and", "or", "*"])
def test_a_long_chain_of_equals_is_not_deep(sign):
    source = f" {sign} ".join(["x"] * 600)
    assert evaluate(source, x=1 if sign in "+*" else True) in (True, Decimal(600), Decimal(1))


def test_a_long_path_is_not_deep():
    assert evaluate("x" + ".a" * 1900, x={"a": 1}) is None


def test_a_list_holds_at_most_1000_items():
    thousand = [1] * bounds.LIST_ITEMS_MAX
    assert evaluate("count(x)", x=thousand) == bounds.LIST_ITEMS_MAX
    for source in ("count(x)", "x", "2 in x", "some i in x satisfies i = 2", "x.a", "x = x"):
        with pytest.raises(FeelBudgetSpent, match="1000"):
            evaluate(source, x=[*thousand, 1])
    with pytest.raises(FeelSyntaxRefused, match="1000"):
        compile_expression("[" + ",".join("1" * 1001) + "]")


def test_a_loop_over_the_longest_list_fits_and_a_loop_within_does_not():
    rows = [{"pages": n, "original": True} for n in range(bounds.LIST_ITEMS_MAX)]
    condition = "every r in rows satisfies r.pages >= 0 and r.original = true"
    assert evaluate(condition, rows=rows) is True
    with pytest.raises(FeelBudgetSpent, match="10000"):
        evaluate(f"some a in rows satisfies ({condition}) and a.pages < 0", rows=rows)


def test_a_turn_of_a_loop_costs_the_operators_of_its_body():
    numbers = list(range(bounds.LIST_ITEMS_MAX))
    fits, too_much = (" and ".join(["n >= 0"] * count) for count in (7, 12))
    assert evaluate(f"every n in xs satisfies {fits}", xs=numbers) is True
    with pytest.raises(FeelBudgetSpent, match="10000"):
        evaluate(f"every n in xs satisfies {too_much}", xs=numbers)


def test_a_text_that_is_built_has_at_most_100_000_characters():
    longest = "a" * bounds.TEXT_CHARACTERS_MAX
    assert evaluate("string length(x)", x=longest + "a") == len(longest) + 1
    for source in ('x + "b"', "x + x", "upper case(y)"):
        with pytest.raises(FeelBudgetSpent, match="100000"):
            evaluate(source, x=longest, y=longest + "a")


def test_numbers_keep_34_digits_and_end_in_null():
    assert evaluate("1 / 3") == Decimal("0." + "3" * 34)
    assert evaluate("2 / 3") == Decimal("0." + "6" * 33 + "7")
    assert evaluate("9" * 40) == Decimal("1E+40")
    assert evaluate(" * ".join(["9" * 200] * 19)) is not None
    assert evaluate(" * ".join(["9" * 300] * 12 + ["x"] * 20), x=Decimal("1E+300")) is None
    assert evaluate("x", x=10**7000) is None
    assert evaluate("x", x=Decimal("NaN")) is None


def test_a_huge_number_is_null_at_once():
    began = time.perf_counter()
    assert evaluate("x", x=1 << 10_000_000) is None
    assert time.perf_counter() - began < SECONDS_MAX


def test_halves_are_rounded_to_even_past_the_last_digit():
    ones = "1" * 33
    assert evaluate(f"{ones}2.5 + 0") == Decimal(f"{ones}2")
    assert evaluate(f"{ones}3.5 + 0") == Decimal(f"{ones}4")


def test_data_that_holds_itself_spends_the_budget():
    knot = [1]
    knot.append(knot)
    wide = [1]
    for _ in range(45):
        wide = [wide, wide, wide]
    for source in ("x", "x = y", "list contains(x, y)"):
        with pytest.raises(FeelBudgetSpent):
            evaluate(source, x=knot, y=[1, [1, knot]])
    for source in ("x", "x = y"):
        with pytest.raises(FeelBudgetSpent):
            evaluate(source, x=wide, y=list(wide))


HARD = [
    " and ".join("contains(t, u)" for _ in range(180)),
    "some a in l satisfies some b in l satisfies some c in l satisfies a + b + c < 0",
    "every a in l satisfies contains(upper case(t), u) and a > 0",
    "every a in l satisfies string(n * n) != u",
    "some a in l satisfies " + " or ".join(["t = u"] * 400),
    "some a in l satisfies " + " or ".join(["list contains(l, a + 1.5)"] * 100),
    " + ".join(["string(n)"] * 300),
    " * ".join(["n"] * 900),
    "number(t)",
    "[" * 49 + "l" + "]" * 49,
    "(" * 3000,
    "[" * 2000 + "]" * 2000,
    "[1.." * 900,
    "-" * 4000,
    '"' + "\\" * 3999,
    "not(" * 999,
    "1 in (" * 600,
    "a." * 1999,
    "if " * 1300,
]


@pytest.mark.parametrize("source", HARD, ids=[f"{n} {each[:40]}" for n, each in enumerate(HARD)])
def test_nothing_takes_long(source):
    values = {
        "t": "a" * 99_999 + "b",
        "u": "a" * 50_000 + "c",
        "l": list(range(bounds.LIST_ITEMS_MAX)),
        "n": Decimal("9" * 34 + "E+6000"),
    }
    began = time.perf_counter()
    for reader in (
        lambda: compile_expression(source).evaluate(values, now=NOW),
        lambda: compile_cell(source),
    ):
        try:
            reader()
        except (FeelSyntaxRefused, FeelBudgetSpent):
            continue
    assert time.perf_counter() - began < SECONDS_MAX
