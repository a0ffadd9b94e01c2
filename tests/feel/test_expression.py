"""What checkers ask of an expression, what may come in, how supplied functions are called."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest

from engine.feel import (
    TIMER_FUNCTIONS,
    FeelFunctionMissing,
    Months,
    compile_cell,
    compile_expression,
)

SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 6, 9, tzinfo=SHANGHAI)


def evaluate(source, functions=None, **values):
    expression = compile_expression(source, functions=TIMER_FUNCTIONS)
    return expression.evaluate(values, now=NOW, functions=functions or {})


def test_free_names_are_known_without_running():
    expression = compile_expression(
        "some x in rows satisfies x.pages > n and starts with(t, u.name)"
    )
    assert expression.names == {"rows", "n", "t", "u"}
    assert expression.calls == {"starts with"}


def test_names_calls_and_literals_of_a_cell_are_known_too():
    cell = compile_cell('> n, "a", is_working_day(?)')
    assert cell.names == {"n"}
    assert cell.calls == {"is_working_day"}
    assert cell.literals == ("a",)
    assert not cell.matches_all
    assert compile_cell(" - ").matches_all


def test_every_constant_can_be_listed_so_that_numbers_of_law_are_found():
    expression = compile_expression('day + duration("P5D") > @"2026-03-06" and n > 20')
    assert expression.literals == ("P5D", date(2026, 3, 6), Decimal(20))


def test_names_tested_for_equality_can_be_listed():
    expression = compile_expression("a = 1 and b > 2 and (c in (3, 4)) and list contains(d, e)")
    assert expression.equated_names == {"a", "c", "d", "e"}


def test_values_come_in_as_python_holds_them():
    class Colour(StrEnum):
        RED = "red"

    class Level(IntEnum):
        HIGH = 3

    assert evaluate("x + 1", x=1) == Decimal(2)
    assert evaluate("x", x=0.1) == Decimal("0.1")
    assert evaluate('x = "red"', x=Colour.RED) is True
    assert evaluate("x = 3", x=Level.HIGH) is True
    assert evaluate("x", x=datetime(2026, 3, 6, 1, tzinfo=UTC)) == NOW
    assert evaluate("x", x=datetime(2026, 3, 6, 9)) == NOW  # noqa: DTZ001 -- without offset = local
    assert evaluate("x", x=(1, [2])) == [Decimal(1), [Decimal(2)]]
    assert evaluate("x.a.b", x={"a": {"b": "c"}}) == "c"


def test_what_the_language_does_not_know_is_null():
    for stranger in (object(), b"a", {1}, 1j, date, print, float("nan"), NOW.time()):
        assert evaluate("x", x=stranger) is None
        assert evaluate("x.real", x=stranger) is None


def test_an_answer_shares_nothing_with_the_data():
    rows = [{"name": "笔录"}]
    answer = evaluate("rows", rows=rows)
    assert answer == rows
    assert answer is not rows
    assert answer[0] is not rows[0]


def test_zero_has_no_sign():
    assert str(evaluate("0 * -1")) == "0"
    assert str(evaluate("ceiling(-0.5)")) == "0"
    assert str(evaluate("x", x=Decimal("-0.00"))) == "0"


def test_today_is_the_day_in_shanghai_whatever_the_offset_of_now():
    late = datetime(2026, 3, 5, 20, tzinfo=UTC)
    assert compile_expression("today()").evaluate({}, now=late) == date(2026, 3, 6)


def test_a_duration_of_months_is_a_value_of_its_own():
    assert evaluate('duration("P1Y2M")') == Months(count=14)
    assert evaluate("x + x", x=Months(count=2)) == Months(count=4)
    assert evaluate('duration("P1M") = duration("P30D")') is None


def test_working_day_functions_get_dates_and_whole_numbers():
    asked = []

    def add_working_days(day, count):
        asked.append((day, count))
        return day + timedelta(days=count)

    functions = {"add_working_days": add_working_days}
    day = date(2026, 3, 6)
    assert evaluate("add_working_days(day, 3)", functions, day=day) == date(2026, 3, 9)
    assert asked == [(day, 3)]
    assert isinstance(asked[0][1], int)
    for wrong in ("null, 1", "day, null", "day, 1.5", '"2026-03-06", 1', "now(), 1", "day, 200000"):
        assert evaluate(f"add_working_days({wrong})", functions, day=day) is None
    assert len(asked) == 1


def test_limit_functions_get_the_key():
    functions = {"limit_due_on": {"dl_accept": date(2026, 3, 11)}.get}
    assert evaluate('limit_due_on("dl_accept")', functions) == date(2026, 3, 11)
    assert evaluate('limit_due_on("dl_other")', functions) is None


def test_a_function_nobody_supplied_is_a_fault_not_a_null():
    with pytest.raises(FeelFunctionMissing, match="is_working_day"):
        evaluate("is_working_day(today())")


def test_a_cell_sees_facts_clock_and_functions():
    cell = compile_cell("is_working_day(?) and ? > first and ? <= today()")
    functions = {"is_working_day": lambda day: day.isoweekday() < 6}
    values = {"first": date(2026, 3, 1)}
    for day, hit in ((date(2026, 3, 6), True), (date(2026, 3, 1), False), (None, False)):
        assert (cell.matches(day, values, now=NOW, functions=functions) is True) is hit


def test_one_compiled_expression_serves_many_evaluations():
    expression = compile_expression("some x in xs satisfies x = n")
    for n in range(5):
        assert expression.evaluate({"xs": [1, 2, 3], "n": n}, now=NOW) is (n in (1, 2, 3))
