"""Decision tables: each hit policy means what it says."""

from decimal import Decimal

import pytest

from engine.bpmn.faults import DecisionUnsettled
from tests.port.diagrams.drawing import Case, decide, end, flow, main, release, start, table


def judged(policy: str, *rules: str, **facts):
    diagrams = release(
        main(start(), decide("judge", "how", "answer"), end(), flow("begin", "judge", "done")),
        how=table("how", "n", *rules, policy=policy),
    )
    return Case(diagrams, facts).facts.values["answer"]


def test_first_takes_the_first_rule_that_holds():
    assert judged("FIRST", '> 1 | "many"', '> 0 | "some"', '- | "none"', n=Decimal(5)) == "many"
    assert judged("FIRST", '> 1 | "many"', '> 0 | "some"', '- | "none"', n=None) == "none"


def test_unique_refuses_two_rules_that_hold():
    assert judged("UNIQUE", '> 1 | "many"', '<= 1 | "few"', n=Decimal(5)) == "many"
    with pytest.raises(DecisionUnsettled) as fault:
        judged("UNIQUE", '> 1 | "many"', '> 0 | "some"', n=Decimal(5))
    assert "第1、2条" in fault.value.what_text


def test_any_allows_several_rules_with_one_result():
    assert judged("ANY", '> 1 | "yes"', '> 0 | "yes"', n=Decimal(5)) == "yes"
    with pytest.raises(DecisionUnsettled):
        judged("ANY", "> 1 | true", "> 0 | 1", n=Decimal(5))


def test_no_rule_that_holds_gives_null():
    assert judged("UNIQUE", "> 1 | true", n=Decimal(0)) is None
    assert judged("UNIQUE", "> 1 | true") is None
