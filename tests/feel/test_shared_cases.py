"""The table of cases, run against the server's evaluator and against the browser's."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine.feel import compile_cell, compile_expression
from tests.feel.wire_values import comparable, received

FEEL_TESTS = Path(__file__).parent
TABLE = json.loads((FEEL_TESTS / "cases.json").read_text("utf-8"), parse_float=Decimal)
FACTS = received(TABLE["facts"])
NOW = datetime.fromisoformat(TABLE["now"])
CASES = [
    {**case, "kind": rule["kind"], "rule": rule["rule"]}
    for rule in TABLE["rules"]
    for case in rule["cases"]
]
CASES_LEAST = 300


def ours(case):
    if case["kind"] == "cell":
        cell = compile_cell(case["source"])
        return cell.matches(received(case["input"]), FACTS, now=NOW)
    return compile_expression(case["source"]).evaluate(FACTS, now=NOW)


def named(case):
    return case["source"] + (f" <- {case['input']}" if "input" in case else "")


def test_the_table_is_large_and_repeats_nothing():
    assert len(CASES) >= CASES_LEAST
    names = [(case["kind"], named(case)) for case in CASES]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_server_answers_as_the_table_says(case):
    assert comparable(ours(case)) == comparable(received(case["expected"]))


def test_the_browser_answers_as_the_table_says(browser):
    raw = json.loads((FEEL_TESTS / "cases.json").read_text("utf-8"))
    questions = [
        {**case, "kind": rule["kind"], "context": raw["facts"]}
        for rule in raw["rules"]
        for case in rule["cases"]
    ]
    answers = browser(questions, now=raw["now"])
    different = [
        (named(question), answer)
        for question, answer in zip(questions, answers, strict=True)
        if not _as_the_table_says(question, answer)
    ]
    assert different == []


def _as_the_table_says(question, answer):
    expected = question.get("browser", question["expected"])
    if "error" in answer:
        return expected == "error" and not answer["syntax"]
    return comparable(answer["value"]) == comparable(expected)


def test_every_divergence_of_the_browser_is_explained():
    explained = (FEEL_TESTS / "README.md").read_text("utf-8")
    reasons = {case["divergence"] for case in CASES if "browser" in case}
    assert {reason for reason in reasons if f"| `{reason}` |" not in explained} == set()


def test_a_divergence_is_only_stated_where_there_is_one():
    for case in CASES:
        if "browser" in case:
            assert comparable(case["browser"]) != comparable(case["expected"]), named(case)
