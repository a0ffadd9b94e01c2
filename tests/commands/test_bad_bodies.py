"""A form that is wrong in any way is refused as a whole, and nothing changes by it."""

import pytest

from engine.scenarios.demo import COMPLAINT

DEEP = 200
NOT_PLAIN = object()

BAD_REGISTRATIONS = {
    "unknown key": ({"typo": "x"}, "typo", "unknown"),
    "typename": ({"typename": "os.system"}, "typename", "unknown"),
    "typename in a row": ({"evidences": [{"typename": "os.system"}]}, "evidences", None),
    "typename in a list of lists": ({"act_kind": [[{"typename": "x"}]]}, "act_kind", None),
    "text where a yes or no belongs": ({"is_real_name": "true"}, "is_real_name", "wrong_type"),
    "number where text belongs": ({"facts": 7}, "facts", "wrong_type"),
    "mapping where text belongs": ({"facts": {"typename": "x"}}, "facts", "wrong_type"),
    "text where a list belongs": ({"problem_type": "procedure_illegal"}, "problem_type", None),
    "no option": ({"channel": "口信"}, "channel", "not_an_option"),
    "no option in a list": ({"problem_type": ["nothing"]}, "problem_type", "not_an_option"),
    "too long": ({"facts": "字" * 10_001}, "facts", "too_long"),
    "too short": ({"facts": "短"}, "facts", "too_short"),
    "absent": ({"facts": None}, "facts", "required"),
    "control character": ({"facts": "店门前货架被推倒\u0007并且被打"}, "facts", None),
    "half a character": ({"facts": "店门前货架被推倒\ud800并且被打"}, "facts", None),
    "tomorrow": ({"received_date": "2026-03-03"}, "received_date", "in_future"),
    "no date": ({"received_date": "2026-02-30"}, "received_date", None),
    "automatic key": ({"intake_no": "双司执监登〔2026〕9号"}, "intake_no", None),
    "another step's key": ({"is_complete": True}, "is_complete", "unknown"),
    "fact of the diagram": ({"acceptance_result": "accepted"}, "acceptance_result", "unknown"),
}


@pytest.fixture
def registration(desk_at):
    """A desk without a case, and a registration that would go through."""
    desk = desk_at("")
    plain = desk.player._filled(  # the samples of the product
        None, desk.player._first_visit("P1.1"), "intake_clerk", "intake_clerk", COMPLAINT, ()
    )
    return desk, plain


def test_the_plain_registration_goes_through(registration):
    desk, plain = registration
    answer = desk.register("intake_clerk", plain)
    assert [task["step"] for task in answer["open_tasks"]] == ["P1.2"]
    assert answer["query_code"]


@pytest.mark.parametrize("name", BAD_REGISTRATIONS)
def test_a_bad_registration_opens_no_case(registration, name):
    desk, plain = registration
    change, field, reason = BAD_REGISTRATIONS[name]
    with desk.refused("form_invalid") as caught:
        desk.register("intake_clerk", {**plain, **change})
    assert list(caught.value.fields) == [field]
    if reason is not None:
        assert caught.value.fields[field] == reason


BAD_ANSWERS = {
    "empty": {},
    "unknown key": {"is_complete": True, "typo": 1},
    "typename": {"is_complete": True, "typename": "builtins.eval"},
    "typename below": {"is_complete": {"typename": "bool"}},
    "text": {"is_complete": "yes"},
    "number": {"is_complete": 1},
    "null": {"is_complete": None},
    "list": {"is_complete": [True]},
    "object of the language": {"is_complete": NOT_PLAIN},
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_a_bad_answer_finishes_nothing(desk_at, name):
    desk = desk_at("P1.2")
    with desk.refused("form_invalid"):
        desk.send(desk.item("P1.2").id, "intake_clerk", BAD_ANSWERS[name])


def test_a_value_nested_without_end_is_refused(desk_at):
    desk = desk_at("P1.2")
    deep: object = True
    for _ in range(DEEP):
        deep = [deep]
    with desk.refused("form_invalid"):
        desk.send(desk.item("P1.2").id, "intake_clerk", {"is_complete": deep})


def test_what_contradicts_the_facts_is_not_allowed(desk_at):
    desk = desk_at("P1.3")
    body = {
        "is_in_scope": False,
        "has_jurisdiction": True,
        "in_remedy_procedure": False,
        "remedy_available": False,
    }
    desk.send(desk.item("P1.3").id, "intake_clerk", body)
    with desk.refused("form_invalid") as caught:
        desk.send(desk.item("P1.4").id, "section_head", {"proposal": "受理"})
    assert caught.value.fields == {"proposal": "not_allowed"}


def test_a_letter_that_names_the_complainant_is_refused(desk_at):
    desk = desk_at("P2.6/lead_handler")
    item = desk.item("P2.6")
    plain = desk.filled(item, "lead_handler")
    for word in (COMPLAINT["name"], COMPLAINT["phone"]):
        with desk.refused("form_invalid") as caught:
            desk.send(
                item.id, "lead_handler", {**plain, "matter": f"关于{word}反映的执法行为的事项"}
            )
        assert caught.value.fields == {"matter": "identity_leak"}


def test_a_turned_down_form_goes_back_and_what_was_said_after_stands_no_more(desk_at):
    desk = desk_at("P2.3")
    result = {"result": "退回", "opinion": "材料不齐"}
    desk.send(desk.item("P2.3").id, "section_head", result)
    case = desk.case()
    assert [visit.step for visit in case.open_visits] == ["P2.2"]
    assert desk.item("P2.2").assignee == desk.id_of("lead_handler")
    assert [one.step for one in case.opinions.values() if one.text == "材料不齐"] == ["P2.3"]


def test_turning_down_without_a_word_is_refused(desk_at):
    desk = desk_at("P2.3")
    with desk.refused("form_invalid") as caught:
        desk.send(desk.item("P2.3").id, "section_head", {"result": "不同意"})
    assert caught.value.fields == {"opinion": "required"}
