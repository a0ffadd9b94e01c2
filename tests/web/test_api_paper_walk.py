"""补录 of a running case over HTTP: registered, a step with its form of that day, and the end."""

from datetime import datetime

import pytest

from engine.domain.work_calendar import SHANGHAI
from tests.web.conftest import PLANTED_NAME
from tests.web.programs import Program
from tests.web.test_api_starting import REGISTRATION

RUNNING = "/counter/paper-cases/running"
REGISTERED = {
    **{key: value for key, value in REGISTRATION.items() if key != "accused_officers"},
    "received_date": "2026-02-25",
    "fact_time": "2026-02-20 10:00",
}


@pytest.fixture
def head(web):
    web.house.office.clock.set(datetime(2026, 3, 20, 9, 0, tzinfo=SHANGHAI))
    return Program.of(web, "section_head")


def registered(web, head, **paper):
    page = head.get(f"{RUNNING}/form").json
    doer = web.played.cast.person("intake_clerk").id
    assert doer in {one["person_id"] for one in page["step"]["doers"]}
    said = {"doer": doer, "done_on": "2026-02-26", "numbers": {"D01": "纸登〔2026〕1号"}, **paper}
    return head.post(RUNNING, step="P1.1", data=REGISTERED, paper=said)


def test_a_running_case_is_registered_walked_and_handed_over(web, head):
    answer = registered(web, head)
    assert answer.status_code == 201, answer.json
    assert answer.json["query_code"]
    case_id = answer.json["case_id"]
    path = f"/counter/paper-cases/{case_id}"
    assert head.get(f"/cases/{case_id}").json["case"]["may_enter_paper"]
    assert "补录中" in head.get(f"/cases/{case_id}").json["case"]["flags"]
    walk = head.get(path).json
    assert (walk["open"], walk["not_before"][:10]) == (True, "2026-02-26")
    (step,) = walk["steps"]
    asked = f"{path}/steps/{step['item_id']}"
    doer = web.played.cast.person("intake_clerk").id
    form = head.get(f"{asked}/form?doer={doer}&done_on=2026-02-27").json
    assert form["form"]["components"]
    data = {**form["data"], "is_complete": True}
    late = head.post(asked, data=data, paper={"doer": doer, "done_on": "2026-02-25"})
    assert (late.status_code, late.json["code"]) == (422, "paper_day_unfit")
    assert late.json["where"]["field"] == "done_on"
    answer = head.post(asked, data=data, paper={"doer": doer, "done_on": "2026-02-27"})
    assert answer.status_code == 200, answer.json
    (line,) = [one for one in head.get(f"/cases/{case_id}/log").json if one["what"] == "办结任务"][
        1:
    ]
    assert line["effective_at"][:10] == "2026-02-27"
    assert line["at"][:10] == "2026-03-20"
    assert line["actor"].endswith("补录）")
    assert head.post(f"{path}/end").status_code == 200
    assert head.get(path).json["code"] == "case_not_on_paper"
    assert PLANTED_NAME not in str(head.get(f"/cases/{case_id}/log").json)


def test_a_number_that_is_ours_is_refused_at_its_field(web, head):
    intake = head.get(f"/cases/{web.played.young}").json["case"]["case_no"]
    answer = registered(web, head, numbers={"D01": intake})
    assert answer.status_code in {409, 422}
    assert answer.json["where"]["field"] == "numbers.D01"


@pytest.mark.parametrize("login", ["intake_clerk", "lead_handler", "org_liaison", "sys_admin"])
def test_only_whom_the_place_names_enters_a_running_case(web, head, login):
    case_id = registered(web, head).json["case_id"]
    other = Program.of(web, login)
    denied = {403, 404, 409}
    assert other.get(f"{RUNNING}/form").status_code in denied
    for path in (f"/counter/paper-cases/{case_id}", f"/cases/{case_id}"):
        assert other.get(path).status_code in denied, path
    assert other.post(f"/counter/paper-cases/{case_id}/end").status_code in denied


def test_what_has_no_shape_is_refused(web, head):
    for paper in ({"done_on": "2026-02-26"}, {"doer": "x", "done_on": "gestern"}, {"who": "x"}):
        answer = head.post(RUNNING, step="P1.1", data={}, paper=paper)
        assert (answer.status_code, answer.json["code"]) == (422, "request_invalid")
