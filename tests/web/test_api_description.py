"""The API describes itself, and answers as it says."""

import re

import pytest

from tests.web.json_schema import faults
from tests.web.programs import PREFIX, Program

LOGINS = ("lead_handler", "intake_clerk", "org_liaison", "sys_admin", "section_head")


@pytest.fixture
def description(web):
    return Program.of(web, "section_head").get("/openapi.json").json


def test_every_route_is_described_with_what_it_answers(web, description):
    described = {(method, path) for path, one in description["paths"].items() for method in one}
    for rule in web.app.url_map.iter_rules():
        if not rule.rule.startswith(PREFIX) or rule.rule.endswith("openapi.json"):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            assert (method.lower(), path) in described, (method, path)
    for path, one in description["paths"].items():
        for method, route in one.items():
            if method != "parameters":
                assert route["summary"], (method, path)
                assert any(code.startswith("2") for code in route["responses"]), (method, path)


def test_the_description_names_its_version_and_every_schema_it_points_to(description):
    assert description["openapi"] == "3.1.0"
    known = description["components"]["schemas"]
    for name in re.findall(r"#/components/schemas/(\w+)", str(description)):
        assert name in known


@pytest.mark.parametrize("login", LOGINS)
def test_every_answer_is_what_its_description_says(web, description, login):
    program, known = Program.of(web, login), description["components"]["schemas"]
    ids = {
        "case_id": web.played.grown,
        "item_id": web.item_of(web.played.young, "P1.2"),
        "step": "P1.1",
        "verb": "suspend",
    }
    judged = 0
    for path, one in description["paths"].items():
        route = one.get("get")
        names = re.findall(r"{(\w+)}", path)
        if route is None or not set(names) <= set(ids):
            continue
        content = route["responses"].get("200", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema is None:
            continue
        answer = program.get(re.sub(r"{(\w+)}", lambda m: ids[m[1]], path).removeprefix(PREFIX))
        if answer.status_code != 200:
            assert set(answer.json) == {"code", "what", "mend", "where", "fields", "trace"}
            continue
        judged += 1
        assert not list(faults(answer.json, schema, known)), path
    assert judged > 2


def test_the_judge_of_answers_notices_what_is_missing_wrong_or_unknown():
    shape = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "integer"}, "b": {"type": ["string", "null"]}},
        "additionalProperties": False,
    }
    assert not list(faults({"a": 1, "b": None}, shape, {}))
    for wrong in ({}, {"a": "1"}, {"a": True}, {"a": 1, "b": 2}, {"a": 1, "c": 1}, [], None):
        assert list(faults(wrong, shape, {})), wrong
