"""登记: a complaint is registered through its form, once; nothing hostile breaks it."""

import json
import re

import pytest

from tests.web.conftest import COMPLAINT, ORGAN, PLACE
from tests.web.programs import PREFIX, Program

REGISTRATION = {
    "channel": "来访",
    "received_date": "2026-03-02",
    "intake_kind": "投诉",
    "is_real_name": True,
    "secrecy_request": True,
    "complainant_type": "自然人",
    "name": COMPLAINT["name"],
    "phone": COMPLAINT["phone"],
    "reply_mode": "网页查询",
    "org_name": ORGAN["name"],
    "enforcement_field": "综合执法",
    "act_kind": ["行政强制", "行政检查"],
    "fact_time": "2026-02-27 17:40",
    "fact_place": "虚构路8号门前",
    "problem_type": ["rude_enforcement"],
    "facts": "执法队员未出示证件，推倒货架，未制作任何文书。",
    "requests": "请求核查执法过程。",
    "remedy_status": "否",
    "is_enterprise": False,
    "is_urgent": False,
    "accused_officers": [{"officer_name": "队员甲"}],
}
SCRIPT = "<script>alert(1)</script>\"'&"


@pytest.fixture
def clerk(web):
    return Program.of(web, "intake_clerk")


def register(clerk, *, key=None, **changed):
    data = {name: value for name, value in {**REGISTRATION, **changed}.items() if value is not None}
    return clerk.post("/cases", step="P1.1", data=data, **({"key": key} if key else {}))


def cases(web) -> int:
    database = web.house.store.engine.raw_connection()
    try:
        return database.execute("select count(*) from cases").fetchone()[0]
    finally:
        database.close()


def test_a_complaint_is_registered_and_its_form_checked(web, clerk):
    answer = register(clerk)
    assert answer.status_code == 201
    case_id = answer.json["case_id"]
    item = web.item_of(case_id, "P1.2")
    (row,) = [one for one in clerk.get("/items?tab=claim").json["rows"] if one["item_id"] == item]
    assert row["task"] == "形式审查"
    assert row["due_on"]
    version = clerk.get(f"/items/{item}").json["case"]["version"]
    done = {"data": {"is_complete": True}, "seen_version": version}
    assert clerk.post(f"/items/{item}/complete", **done).status_code == 200
    assert web.item_of(case_id, "P1.3")
    finished = clerk.get("/items?tab=done").json["rows"]
    assert {one["task"] for one in finished if one["case_id"] == case_id} == {"登记", "形式审查"}


def test_the_query_code_of_a_registration_is_told_once(clerk):
    told = register(clerk).json
    assert re.fullmatch(r"[0-9A-Z]{12}", told["query_code"])
    page = clerk.get(f"/cases/{told['case_id']}").text
    assert told["query_code"] not in page
    assert told["query_code"][:4] not in page


def test_a_registration_sent_twice_makes_one_case(web, clerk):
    before = cases(web)
    first, second = register(clerk, key="one-key"), register(clerk, key="one-key")
    assert first.json["query_code"] == second.json["query_code"]
    assert cases(web) == before + 1


def test_another_form_for_a_done_task_is_refused(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    clerk.post(f"/items/{item}/complete", data={"is_complete": True})
    again = clerk.post(f"/items/{item}/complete", data={"is_complete": True})
    assert (again.status_code, again.json["code"]) == (409, "task_already_completed")


def test_faults_are_told_at_their_fields_and_nothing_is_stored(web, clerk):
    before = cases(web)
    answer = register(clerk, facts="太短", fact_place="", phone="12")
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json["fields"]} == {"facts", "fact_place", "phone"}
    assert cases(web) == before


def test_what_is_typed_never_becomes_markup(web, clerk):
    told = register(clerk, fact_place=SCRIPT).json
    item = web.item_of(told["case_id"], "P1.2")
    for path in (f"/cases/{told['case_id']}", f"/items/{item}", "/items?tab=claim"):
        answer = clerk.get(path)
        assert answer.mimetype == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_an_answer_hides_is_not_kept(web, clerk):
    anonymous = {"is_real_name": False, "complainant_type": "匿名", "name": None, "phone": None}
    told = register(clerk, **anonymous)
    assert told.status_code == 201, told.json
    hidden = register(clerk, **{**anonymous, "phone": COMPLAINT["phone"]})
    text = hidden.text
    if hidden.status_code == 201:
        text = Program.of(web, "section_head").get(f"/cases/{hidden.json['case_id']}").text
    assert COMPLAINT["phone"] not in text


def test_a_draft_is_kept_for_its_author_and_shown_to_nobody_else(web):
    item = web.item_of(web.played.grown, "P6.2")
    with web.house.store.begin(PLACE) as tx:
        holder, *_ = tx.case(web.played.grown).items[item].candidates
        login = tx.directory.person(holder).login
    author = Program.of(web, login)
    form = author.get(f"/items/{item}").json["form"]["components"]
    name = next(one["key"] for one in _fields(form) if one["component"] == "textarea")
    before = web.version_of(web.played.grown)
    assert author.put(f"/items/{item}/draft", data={name: "尚未写完的意见"}).status_code == 200
    assert author.get(f"/items/{item}").json["data"][name] == "尚未写完的意见"
    assert web.version_of(web.played.grown) == before
    seen = Program.of(web, "section_head").get(f"/cases/{web.played.grown}")
    assert "尚未写完的意见" not in json.dumps(seen.json, ensure_ascii=False)


def _fields(components):
    for one in components:
        if one["component"] == "group":
            yield from _fields(one["components"])
        elif "key" in one and not one["read_only"]:
            yield one


def test_claiming_takes_the_task_out_of_the_pool(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    second = Program.of(web, "intake_clerk2")
    assert second.get(f"/items/{item}").status_code == 200
    assert clerk.post(f"/items/{item}/claim").status_code == 200
    assert second.get(f"/items/{item}").json["code"] == "not_your_task"
    assert item in {one["item_id"] for one in clerk.get("/items?tab=todo").json["rows"]}


@pytest.mark.parametrize(
    "value", ["\x00", "\u202e文", "😀" * 40, "x" * 6000, "{{7*7}}", "%s%n", 7, [], {"a": 1}]
)
@pytest.mark.parametrize("name", ["facts", "name", "accused_officers", "channel"])
def test_hostile_values_are_taken_or_refused_and_come_back_as_they_were(clerk, name, value):
    given = [{"officer_name": value}] if name == "accused_officers" else value
    answer = register(clerk, **{name: given})
    assert answer.status_code in {201, 422}
    assert answer.mimetype == "application/json"
    assert "49" not in answer.json.get("what", "")


def test_a_body_of_many_megabytes_is_refused(clerk):
    answer = register(clerk, facts="x" * (3 << 20))
    assert (answer.status_code, answer.json["code"]) == (413, "request_too_large")


def test_nothing_of_a_case_can_be_begun_for_another_place(web, clerk):
    assert register(clerk, place="370100").status_code == 422
    sent = {"step": "P1.1", "data": REGISTRATION, "key": "k", "place": "370100"}
    refused = clerk.client.post(f"{PREFIX}/cases", json=sent, headers={"X-Form-Token": clerk.token})
    assert refused.status_code == 422
    register(clerk)
    database = web.house.store.engine.raw_connection()
    assert database.execute("select distinct place from cases").fetchall() == [(PLACE,)]
    database.close()
