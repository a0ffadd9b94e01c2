"""The national diagrams run: without findings, through every node and every flow, and to an end."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import pytest
from lxml import etree
from ruamel.yaml import YAML

from engine.bpmn import SpiffRunner, check_diagrams
from engine.domain.facts import FactValue
from engine.ports import Surroundings
from tests.port.diagrams.drawing import MAIN, MONDAY, Case, Diagrams

NATIONAL = Path(__file__).parents[2] / "processes" / "national"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DRAWN = (
    "userTask",
    "scriptTask",
    "businessRuleTask",
    "callActivity",
    "subProcess",
    "startEvent",
    "endEvent",
    "boundaryEvent",
    "intermediateThrowEvent",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "sequenceFlow",
)
AROUND = Surroundings(
    now=MONDAY, functions={"limit_reminder_at": lambda _: MONDAY + timedelta(days=1)}
)
NEVER_PASSED = frozenset({("proc_rectification", "r_reissue")})
"""Drawn for the reader: the escalation before it always interrupts the call."""
MOVES_MAX = 400
WALKS_MAX = 400
CHANGED = 4
"""Facts that people write anew before each deed."""


def key_of(folder: str) -> str:
    return MAIN if folder == "case-handling" else f"proc_{folder}"


@cache
def national() -> Diagrams:
    files = {
        key_of(path.parent.name): path.read_bytes() for path in NATIONAL.glob("*/process.bpmn")
    }
    tables = {path.stem: path.read_bytes() for path in NATIONAL.glob("*/decisions/*.dmn")}
    return Diagrams(id="national", processes=files, decisions=tables)


@cache
def possible_values() -> dict[str, tuple[list[FactValue], bool]]:
    """Per fact the values it may take, and whether a diagram itself writes it."""
    found: dict[str, tuple[list[FactValue], bool]] = {}
    for path in sorted(NATIONAL.glob("*/facts.yaml")):
        for name, fact in YAML(typ="safe").load(path.read_text("utf-8")).items():
            by_diagram = fact["writer"] == "assign"
            values: list[FactValue] = {
                "boolean": [True, False],
                "enum": list(fact.get("values", [])),
                "number": [Decimal(0), Decimal(1), Decimal(2), Decimal(3)],
                "text": ["文字"],
                "date": [MONDAY.date()],
            }[fact["type"]]
            found[name] = values, by_diagram
    return found


def walk(seed: int, runner: SpiffRunner) -> tuple[Case, set[tuple[str, str]]]:
    """Go at random, to the end or `MOVES_MAX`; before each deed people write other facts."""
    order = Random(seed)
    case = Case(national(), facts_at(order), around=AROUND, runner=runner)
    passed = note(case)
    for _ in range(MOVES_MAX):
        if case.moved.ended:
            break
        assert case.tokens, f"walk {seed} stands still"
        case.facts.values.update(facts_at(order, changed=CHANGED))
        messages = sorted(case.moved.messages)
        if messages and order.random() < 0.15:
            case.deliver(order.choice(messages))
        elif case.moved.timers and order.random() < 0.1:
            case.ring(at=MONDAY + timedelta(days=2))
        else:
            case.complete(order.choice(case.tokens).id)
        passed |= note(case)
    return case, passed


def facts_at(order: Random, changed: int | None = None) -> dict[str, FactValue]:
    written_by_people = [
        name for name, (_, by_diagram) in possible_values().items() if not by_diagram
    ]
    names = written_by_people if changed is None else order.sample(written_by_people, changed)
    return {name: order.choice(possible_values()[name][0]) for name in names}


def note(case: Case) -> set[tuple[str, str]]:
    return {(each.process, each.element) for each in case.moved.passed}


def drawn() -> Iterator[tuple[str, str]]:
    for process, xml in national().processes.items():
        for element in etree.fromstring(xml).iter(*(f"{BPMN}{tag}" for tag in DRAWN)):
            yield process, element.get("id", "")


def test_the_national_diagrams_have_no_findings():
    found = check_diagrams(national().processes, national().decisions)
    assert [str(each) for each in found] == []


@pytest.fixture(scope="module")
def walks() -> list[tuple[Case, set[tuple[str, str]]]]:
    """Walks until nothing is left that none of them passed, `WALKS_MAX` at the most."""
    done: list[tuple[Case, set[tuple[str, str]]]] = []
    runner, left = SpiffRunner(verify=True), set(drawn()) - NEVER_PASSED
    while left and len(done) < WALKS_MAX:
        done.append(walk(len(done), runner))
        left -= done[-1][1]
    return done


def test_every_walk_through_the_national_diagrams_comes_to_an_end(walks):
    assert [seed for seed, (case, _) in enumerate(walks) if not case.moved.ended] == []


def test_every_node_and_flow_of_the_national_diagrams_is_passed(walks):
    passed = set().union(*(each for _, each in walks))
    assert sorted(set(drawn()) - passed - NEVER_PASSED) == []


def test_the_states_of_national_cases_stay_small():
    runner, largest = SpiffRunner(), 0
    case = Case(national(), facts_at(Random(1)), around=AROUND, runner=runner)
    for _ in range(60):
        if case.moved.ended:
            break
        case.complete(case.tokens[0].id)
        largest = max(largest, len(case.moved.state))
    assert 0 < largest < 8_000
