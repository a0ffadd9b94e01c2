"""Browser and server agree on thousands of random expressions of their common part."""

from datetime import datetime

import pytest

from engine.feel import compile_expression
from tests.feel.random_expressions import CONTEXT, Writer
from tests.feel.wire_values import comparable, received

NOW = "2026-03-06T09:00:00+08:00"
SEED = 20260306
EXPRESSIONS = 2400


@pytest.fixture(scope="module")
def answered():
    """Random expressions, each with the server's answer."""
    writer = Writer(SEED)
    facts, now = received(CONTEXT), datetime.fromisoformat(NOW)
    sources = [writer.expression() for _ in range(EXPRESSIONS)]
    return [(source, compile_expression(source).evaluate(facts, now=now)) for source in sources]


def test_browser_and_server_agree_on_random_expressions(browser, answered):
    questions = [
        {"kind": "expression", "source": source, "context": CONTEXT} for source, _ in answered
    ]
    different = [
        (source, ours, theirs)
        for (source, ours), theirs in zip(answered, browser(questions, now=NOW), strict=True)
        if "error" in theirs or comparable(theirs["value"]) != comparable(ours)
    ]
    assert different[:3] == []


def test_the_random_expressions_reach_every_kind_of_answer(answered):
    answers = [answer for _, answer in answered]
    kinds = {type(answer).__name__ for answer in answers}
    assert kinds >= {"NoneType", "bool", "Decimal", "str", "date"}
    for decided in (True, False, None):
        assert sum(answer is decided for answer in answers) > EXPRESSIONS / 20
