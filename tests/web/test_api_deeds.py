"""What is done with tasks besides their form: one by one, several at once, and acts apart."""

import pytest

from tests.web.conftest import PLACE
from tests.web.programs import Program


@pytest.fixture
def clerk(web):
    return Program.of(web, "intake_clerk")


def test_a_claimed_task_is_given_back_to_its_pool(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    assert "release" not in clerk.get(f"/items/{item}").json["item"]["may"]
    clerk.post(f"/items/{item}/claim")
    assert "release" in clerk.get(f"/items/{item}").json["item"]["may"]
    assert clerk.get("/items?tab=claim").json["counts"]["todo"] == 1
    assert clerk.post(f"/items/{item}/release").status_code == 200
    counts = clerk.get("/items").json["counts"]
    assert (counts["todo"], counts["claim"]) == (0, 1)
    assert Program.of(web, "intake_clerk2").post(f"/items/{item}/claim").status_code == 200
    assert clerk.post(f"/items/{item}/release").json["code"] == "not_your_task"


def test_a_task_nobody_else_could_claim_is_not_given_back(web):
    item = web.item_of(web.played.young, "P1.2")
    other = web.played.cast.person("intake_clerk#2")
    leader = Program.of(web, "section_head")
    leader.post(f"/items/{item}/reassign", to=other.id, reason="熟悉情况")
    refused = Program.of(web, other.login).post(f"/items/{item}/release")
    assert (refused.status_code, refused.json["code"]) == (409, "release_refused")


def test_a_task_is_given_to_one_of_those_who_may_have_it(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    leader = Program.of(web, "section_head")
    (one, *_) = [p for p in leader.get(f"/items/{item}/takers").json if p["name"][-1] == "乙"]
    sent = {"to": one["person_id"], "reason": "熟悉情况"}
    assert leader.post(f"/items/{item}/reassign", **sent).status_code == 200
    (row,) = Program.of(web, "intake_clerk2").get("/items").json["rows"]
    assert (row["item_id"], row["why"]) == (item, "改派：熟悉情况")
    refused = leader.post(f"/items/{item}/reassign", to=one["person_id"], reason="再来一次")
    assert refused.json["code"] == "reassignment_refused"
    empty = leader.post(f"/items/{item}/reassign", to=one["person_id"], reason=" ")
    assert [one["field"] for one in empty.json["fields"]] == ["reason"]


def test_several_tasks_are_judged_each_by_itself(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    sent = {"items": [item, "nothing", item], "key": "several"}
    rows = clerk.post("/items/claim", **sent).json["rows"]
    assert [(row["item_id"], row["ok"]) for row in rows] == [(item, True), ("nothing", False)]
    assert rows[1]["refusal"]["code"] == "task_not_found"
    assert rows[1]["refusal"]["mend"]
    before = web.version_of(web.played.young)
    again = clerk.post("/items/claim", **sent).json["rows"]
    assert [row["ok"] for row in again] == [True, False]
    assert web.version_of(web.played.young) == before


def test_more_tasks_than_one_batch_holds_are_refused(clerk):
    refused = clerk.post("/items/claim", items=[str(n) for n in range(101)])
    assert (refused.status_code, refused.json["code"]) == (422, "request_invalid")


def test_who_is_hurried_reads_it_once_an_hour(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    leader = Program.of(web, "section_head")
    before = web.version_of(web.played.young)
    for _ in range(2):
        assert leader.post("/items/remind", items=[item], words="请抓紧").json["rows"][0]["ok"]
    assert web.version_of(web.played.young) == before + 1
    own = clerk.post("/items/remind", items=[item]).json["rows"][0]
    assert own["refusal"]["code"] == "reminder_refused"


def test_who_began_a_case_hurries_whoever_has_it_now(web, clerk):
    (begun,) = [
        one
        for one in clerk.get("/items?tab=started").json["rows"]
        if one["case_id"] == web.played.grown
    ]
    before = web.version_of(web.played.grown)
    (done,) = clerk.post("/items/remind", items=[begun["item_id"]]).json["rows"]
    assert done["ok"], done
    assert web.version_of(web.played.grown) == before + 1
    line = clerk.get(f"/cases/{web.played.grown}/log").json[-1]
    assert (line["what"], line["about"].startswith("P6.2")) == ("催办任务", True)
    notices = Program.of(web, "legal_reviewer").get("/notices").json["rows"]
    assert any(one["subject"].startswith("催办") for one in notices)


def test_where_nobody_else_holds_anything_nobody_is_hurried(web, clerk):
    (begun,) = [
        one
        for one in clerk.get("/items?tab=started").json["rows"]
        if one["case_id"] == web.played.young
    ]
    (row,) = clerk.post("/items/remind", items=[begun["item_id"]]).json["rows"]
    assert row["refusal"]["code"] == "reminder_refused"
    assert "没有别人的任务" in row["refusal"]["what"]


def test_an_act_apart_is_offered_with_its_form_and_done(web):
    handler = Program.of(web, "lead_handler")
    case = web.played.grown
    acts = {one["id"]: one for one in handler.get(f"/cases/{case}").json["acts"]}
    assert {"suspend", "extend", "recuse", "terminate"} <= acts.keys()
    assert not {"resume", "reopen"} & acts.keys()
    form = handler.get(f"/cases/{case}/acts/suspend").json
    assert form["form"]["components"]
    refused = handler.post(f"/cases/{case}/acts/suspend", data={})
    assert (refused.status_code, refused.json["code"]) == (422, "form_invalid")
    assert handler.get(f"/cases/{case}/acts/nothing").json["code"] == "operation_unknown"
    stranger = Program.of(web, "expert")
    assert stranger.get(f"/cases/{case}/acts/suspend").status_code == 404
    assert stranger.post(f"/cases/{case}/acts/suspend", data={}).status_code == 404


def test_an_act_is_taken_back_while_nobody_has_acted_on_it(web, clerk):
    item = web.item_of(web.played.young, "P1.2")
    clerk.post(f"/items/{item}/complete", data={"is_complete": True})
    lines = clerk.get(f"/cases/{web.played.young}").json["timeline"]
    mine = [one for visit in lines for one in visit["items"] if one["may_take_back"]]
    assert [one["item_id"] for one in mine] == [item]
    assert clerk.post(f"/items/{item}/take-back", reason="看错了").status_code == 200
    (row,) = clerk.get("/items").json["rows"]
    assert (row["step"], row["why"]) == ("P1.2", "前一办理人撤回：看错了")
    assert Program.of(web, "expert").post(f"/items/{item}/take-back").status_code == 404


def test_a_task_is_sent_back_to_a_step_it_names(web):
    item = web.item_of(web.played.grown, "P6.2")
    with web.house.store.begin(PLACE) as tx:
        holder, *_ = tx.case(web.played.grown).items[item].candidates
        login = tx.directory.person(holder).login
    program = Program.of(web, login)
    opened = program.get(f"/items/{item}").json
    assert ("send_back" in opened["item"]["may"]) is bool(opened["send_back_to"])
    refused = program.post(f"/items/{item}/send-back", to_step="P9.9", reason="无")
    assert refused.json["code"] == "target_not_reachable"
    for target in opened["send_back_to"][:1]:
        sent = {"to_step": target["step"], "reason": "补充材料"}
        assert program.post(f"/items/{item}/send-back", **sent).status_code == 200
        assert program.get(f"/items/{item}").json["code"] == "task_already_completed"
