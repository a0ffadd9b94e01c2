"""The caseworker's JSON: lists, one task, its draft and its end."""

import pytest

from tests.web.conftest import PLACE, PLANTED_NAME
from tests.web.programs import Program

FORM_OF_P12 = {"is_complete": True}


@pytest.fixture
def clerk(web):
    return Program.of(web, "intake_clerk")


def test_who_i_am_is_told_with_the_token_of_every_change(clerk):
    me = clerk.get("/me").json
    assert me["person"]["roles"] == [{"id": "intake_clerk", "title": "受理登记人员"}]
    assert me["place"] == {"code": PLACE, "title": "成都市双流区"}
    assert me["nav"] == ["inbox", "register", "cases", "documents"]


TIME = ("time", "time.overview", "time.registers", "time.incidents", "time.calendar")


@pytest.mark.parametrize(
    ("login", "nav"),
    [
        ("sys_admin", ["people", "time", "time.incidents", "time.calendar"]),
        ("auditor", ["audit"]),
        ("org_liaison", ["inbox", "cases"]),
        (
            "section_head",
            ["inbox", "inbox.reassign", "register", "cases", "documents", "clues", *TIME],
        ),
        (
            "bureau_head",
            ["inbox", "inbox.reassign", "cases", "documents", "clues", *TIME[:3], "time.calendar"],
        ),
        ("timeliness_supervisor", ["inbox", "cases", "documents", *TIME]),
    ],
)
def test_everybody_is_shown_the_parts_that_are_his(web, login, nav):
    assert Program.of(web, login).get("/me").json["nav"] == nav


def test_a_task_is_claimed_drafted_and_handed_in(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    listed = clerk.get("/items?tab=claim").json
    assert [row["item_id"] for row in listed["rows"]] == [item]
    opened = clerk.get(f"/items/{item}").json
    assert opened["item"]["state"] == "to_claim"
    assert clerk.post(f"/items/{item}/claim").status_code == 200
    assert clerk.put(f"/items/{item}/draft", data=FORM_OF_P12).json == {"saved": True}
    again = clerk.get(f"/items/{item}").json
    assert (again["data"], again["has_draft"]) == (FORM_OF_P12, True)
    version = again["case"]["version"]
    done = clerk.post(f"/items/{item}/complete", data=FORM_OF_P12, seen_version=version)
    assert done.status_code == 200
    assert [one["step"] for one in done.json["open_tasks"]] == ["P1.3"]


def test_handed_in_twice_with_one_key_is_handed_in_once(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    sent = {"data": FORM_OF_P12, "key": "one and the same"}
    first = clerk.post(f"/items/{item}/complete", **sent)
    after = web.version_of(web.played.young)
    second = clerk.post(f"/items/{item}/complete", **sent)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json == second.json
    assert web.version_of(web.played.young) == after


def test_a_refused_form_names_every_field_and_how_to_mend_it(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    before = web.version_of(web.played.young)
    refused = clerk.post(f"/items/{item}/complete", data={"is_complete": "perhaps", "x": 1})
    assert (refused.status_code, refused.json["code"]) == (422, "form_invalid")
    assert {one["field"] for one in refused.json["fields"]} == {"is_complete", "x"}
    assert all(one["what"] and one["mend"] for one in refused.json["fields"])
    assert web.version_of(web.played.young) == before


def test_a_stale_version_is_refused(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    version = web.version_of(web.played.young)
    refused = clerk.post(f"/items/{item}/complete", data=FORM_OF_P12, seen_version=version - 1)
    assert (refused.status_code, refused.json["code"]) == (409, "changed_meanwhile")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed_request"),
        (b"\xff\xfe", 400, "malformed_request"),
        (b"[" * 200_000, 400, "malformed_request"),
        (b"[]", 422, "request_invalid"),
        (b"{}", 422, "request_invalid"),
        (b'{"data": [], "key": "k"}', 422, "request_invalid"),
        (b'{"data": {}, "key": ""}', 422, "request_invalid"),
        (b'{"data": {}, "key": "k", "seen_version": "1"}', 422, "request_invalid"),
        (b'{"data": {}, "key": "k", "by": "somebody"}', 422, "request_invalid"),
    ],
)
def test_what_does_not_fit_the_route_is_refused_and_changes_nothing(web, clerk, body, status, code):
    item = web.item_of(web.played.young, "P1.2")
    before = web.version_of(web.played.young)
    answer = clerk.send("post", f"/items/{item}/complete", body, "application/json")
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert web.version_of(web.played.young) == before


def test_a_change_without_the_token_is_refused(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    clerk.token = ""
    assert clerk.post(f"/items/{item}/claim").json["code"] == "form_stale"
    clerk.token = "ｆ" * 64
    assert clerk.post(f"/items/{item}/claim").json["code"] == "form_stale"


def test_who_may_not_know_of_the_case_is_told_that_there_is_no_such_task(web):
    item = web.item_of(web.played.young, "P1.2")
    stranger = Program.of(web, "expert")
    for answer in (
        stranger.get(f"/items/{item}"),
        stranger.post(f"/items/{item}/claim"),
        stranger.put(f"/items/{item}/draft", data={}),
        stranger.post(f"/items/{item}/complete", data={}),
    ):
        assert (answer.status_code, answer.json["code"]) == (404, "task_not_found")


def test_a_case_begins_with_its_first_form_and_tells_the_query_code(web, clerk):
    assert [one["step"] for one in clerk.get("/start-forms").json] == ["P1.1"]
    form = clerk.get("/start-forms/P1.1").json
    assert form["form"]["code"] == "D01"
    refused = clerk.post("/cases", step="P1.1", data={})
    assert refused.status_code == 422
    assert refused.json["fields"]


def test_the_case_page_is_whole_for_insiders_and_masked_where_it_must_be(web):
    case = web.played.grown
    whole = Program.of(web, "lead_handler").get(f"/cases/{case}").json
    assert whole["parties"][0]["may_unmask"]
    assert {one["process"] for one in whole["diagrams"]} >= {"proc_filing"}
    masked = Program.of(web, "seal_keeper").get(f"/cases/{case}").json
    assert masked["parties"][0]["masked"]
    assert PLANTED_NAME not in str(masked)


def test_the_log_is_told_with_its_proof(web):
    case = web.played.grown
    leader = Program.of(web, "section_head")
    lines = leader.get(f"/cases/{case}/log").json
    proof = leader.get(f"/cases/{case}/log/verification").json
    assert (proof["whole"], proof["faults"], proof["lines"]) == (True, [], len(lines))


def test_the_diagram_is_one_picture(web):
    answer = Program.of(web, "section_head").get(
        f"/cases/{web.played.grown}/diagrams/proc_filing.svg"
    )
    assert answer.mimetype == "image/svg+xml"
    assert answer.text.startswith("<svg")
