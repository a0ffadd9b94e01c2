"""Time over the API: what each role may ask, what is answered, and that nothing leaks."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from engine.jobs.job_queue import work
from engine.ports import Job
from engine.store import tables as t
from engine.store.connection import writing
from engine.store.job_rows import JOB_TRIES_MAX
from tests.domain.test_holiday_notice import notice
from tests.web.conftest import PLANTED_NAME, PLANTED_PHONE
from tests.web.programs import Program

NEXT_YEAR = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。
国务院办公厅
2026年11月3日
"""


@pytest.fixture
def head(web):
    return Program.of(web, "section_head")


def path(web, rest: str) -> str:
    return f"/cases/{web.played.grown}{rest}"


def total(found):
    return next(one for one in found["clocks"] if one["total"])


def test_the_time_of_a_case_is_shown_with_lights_faults_and_account(web, head):
    found = head.get(path(web, "/periods")).json
    assert found["total_light"]["colour"] in {"green", "yellow"}
    assert found["step_light"]
    assert found["faults"] == []
    assert sum(one["seconds"] for one in found["account"]) == found["elapsed_seconds"]
    assert found["stretches"][0]["began_at"]
    assert {"enter", "hold", "list", "urge"} == set(found["may"])
    assert total(found)["history"][0]["light"] == "green"


def test_a_date_is_explained_day_by_day_on_the_page_and_on_paper(web, head):
    clock = total(head.get(path(web, "/periods")).json)
    asked = path(web, f"/periods/{clock['clock_id']}/explanation")
    told = head.get(asked).json
    assert told["due_on"] == clock["due_on"] == told["days"][-1]["day"]
    assert sum(one["counted"] for one in told["days"]) == 60
    assert "起算" in told["summary"]
    paper = head.get(f"{asked}.txt")
    assert paper.mimetype == "text/plain"
    assert clock["due_on"] in paper.text
    for text in (paper.text, str(told)):
        assert PLANTED_NAME not in text
        assert PLANTED_PHONE not in text
    assert head.get(path(web, "/periods/none/explanation")).status_code == 404


@pytest.mark.parametrize("login", ["org_liaison", "org_head", "sys_admin", "auditor", "expert"])
def test_the_time_of_a_case_is_for_those_who_see_all_of_it(web, login):
    program = Program.of(web, login)
    for rest in ("/periods", "/periods/dl_case_total/explanation"):
        assert program.get(path(web, rest)).status_code == 404


def test_a_head_lists_a_case_and_finds_it_in_the_overview(web, head):
    listed = head.post(path(web, "/listings"), flag="listed", reason="社会关注")
    assert listed.status_code == 200
    overview = head.get("/time/overview").json
    assert [one["flags"] for one in overview["watched"]] == [["listed"]]
    assert sum(one["number"] for one in overview["lights"]) > 0
    again = head.post(path(web, "/listings"), flag="listed", reason="再次")
    assert (again.status_code, again.json["code"]) == (409, "already_listed")
    assert head.post(path(web, "/unlistings"), flag="listed", reason="已好").status_code == 200


def test_time_left_out_stands_in_the_register(web, head):
    entry = {"kind": "expertise", "began_on": "2026-03-02", "ground": "委托鉴定"}
    clock = total(head.get(path(web, "/periods")).json)
    entry["began_on"] = clock["started_on"]
    answer = head.post(path(web, "/excluded-time"), **entry)
    assert answer.status_code == 200, answer.json
    assert total(head.get(path(web, "/periods")).json)["paused"] == "委托鉴定期间"
    register = head.get("/time/registers/suspensions").json
    assert register["rows"][0]["what"] == "委托鉴定期间"
    assert register["rows"][0]["approver"]
    ended = {"kind": "expertise", "ended_on": clock["started_on"], "ground": "鉴定完成"}
    head.post(path(web, "/counted-again"), **ended)
    restarted = {"clock_id": clock["clock_id"], "on": clock["started_on"], "ground": "提级"}
    assert head.post(path(web, "/restarted-clocks"), **restarted).status_code == 200
    assert head.get("/time/registers/extensions").json["rows"][0]["what"] == "重新计算"


def test_a_rung_is_held_and_a_holder_urged(web, head):
    clock = total(head.get(path(web, "/periods")).json)
    held = {"clock_id": clock["clock_id"], "rung": "head", "reason": "已当面说明"}
    assert head.post(path(web, "/held-rungs"), **held).status_code == 200
    assert "报科室负责人" in total(head.get(path(web, "/periods")).json)["rungs"]
    urged = head.post(path(web, "/urgings"), text="请抓紧")
    assert urged.status_code == 200 or urged.json["code"] == "nobody_to_urge"


@pytest.fixture
def supervisor(web):
    return Program.of(web, "timeliness_supervisor")


def test_the_supervisor_of_time_sees_all_of_it_and_lists_cases(web, supervisor):
    found = supervisor.get(path(web, "/periods")).json
    assert (set(found["may"]), found["account"][0]["seconds"] > 0) == ({"list", "urge"}, True)
    asked = path(web, f"/periods/{total(found)['clock_id']}/explanation")
    assert supervisor.get(asked).status_code == 200
    for part in ("overview", "registers/suspensions", "registers/extensions"):
        assert supervisor.get(f"/time/{part}").status_code == 200, part
    assert (
        supervisor.post(path(web, "/listings"), flag="listed", reason="社会关注").status_code == 200
    )
    assert [one["case_id"] for one in supervisor.get("/time/overview").json["watched"]]
    assert supervisor.post(path(web, "/unlistings"), flag="listed", reason="好").status_code == 200
    urged = supervisor.post(path(web, "/urgings"), text="请抓紧")
    assert urged.status_code == 200 or urged.json["code"] == "nobody_to_urge"


def test_the_supervisor_of_time_changes_no_period_and_no_calendar(web, supervisor):
    clock = total(supervisor.get(path(web, "/periods")).json)
    began = {"kind": "expertise", "began_on": clock["started_on"], "ground": "鉴定"}
    held = {"clock_id": clock["clock_id"], "rung": "head", "reason": "已说明"}
    assert supervisor.post(path(web, "/excluded-time"), **began).json["code"] == "not_your_task"
    assert supervisor.post(path(web, "/held-rungs"), **held).json["code"] == "not_your_task"
    assert supervisor.get("/time/calendar").json["may_change"] is False
    refused = supervisor.post("/time/calendar/changes", text=NEXT_YEAR)
    assert (refused.status_code, refused.json["code"]) == (403, "not_your_part")
    put_incidents(web, 1)
    found = Program.of(web, "timeliness_supervisor").get("/time/incidents").json
    assert (len(found["rows"]), found["may_end"]) == (1, False)


def test_whoever_left_a_case_by_recusal_does_not_meet_it_in_the_overview(web, head):
    head.post(path(web, "/listings"), flag="listed", reason="社会关注")
    cases, person = t.cases.c, web.played.cast.person("section_head").id
    with writing(web.house.store.engine) as connection:
        of_it = update(t.cases).where(cases.id == web.played.grown)
        connection.execute(of_it.values(recused=[person]))
        connection.execute(delete(t.case_people).where(t.case_people.c.person_id == person))
    seen = [
        Program.of(web, "bureau_head").get("/time/overview").json,
        head.get("/time/overview").json,
    ]
    assert [len(one["watched"]) for one in seen] == [1, 0]
    counts = [sum(line["number"] for line in one["lights"]) for one in seen]
    assert counts[0] > counts[1]


@pytest.mark.parametrize("login", ["lead_handler", "intake_clerk", "org_head", "auditor"])
def test_the_registers_and_the_calendar_are_for_those_who_answer_for_them(web, login):
    program = Program.of(web, login)
    for asked in ("/time/overview", "/time/registers/suspensions", "/time/incidents",
                  "/time/registers/extensions", "/time/calendar"):  # fmt: skip
        assert program.get(asked).status_code in {403, 404, 409}, asked


def test_a_pasted_notice_is_shown_before_it_is_taken_by_a_second_person(web, head):
    keeper = Program.of(web, "sys_admin")
    shown = keeper.post("/time/calendar/preview", text=notice(2026)).json
    assert (shown["year"], shown["working_days"], shown["faults"]) == (2026, 248, [])
    assert not keeper.get("/time/calendar?year=2027").json["confirmed"]
    bad = keeper.post("/time/calendar/changes", text=NEXT_YEAR.replace("共9天", "共8天"))
    assert (bad.status_code, bad.json["code"]) == (422, "notice_unreadable")
    change = keeper.post("/time/calendar/changes", text=NEXT_YEAR).json["change_id"]
    own = keeper.post(f"/time/calendar/changes/{change}/take")
    assert (own.status_code, own.json["code"]) == (409, "second_person_needed")
    assert head.post(f"/time/calendar/changes/{change}/take").json["state"] == "taken"
    page = head.get("/time/calendar?year=2027").json
    assert page["confirmed"]
    assert [one["state_words"] for one in page["changes"]] == ["已生效"]
    (recalculation,) = page["recalculations"]
    report = head.get(f"/time/recalculations/{recalculation['id']}").json
    assert (report["rows"], report["document_no"]) == ([], "国办发明电〔2026〕99号")
    assert keeper.get(f"/time/recalculations/{recalculation['id']}").status_code == 403
    assert head.get("/time/recalculations/none").json["code"] == "recalculation_unknown"


def test_a_day_of_the_place_needs_its_document(web, head):
    day = {"day": "2026-08-12", "kind": "rest", "name": "暴雨停工"}
    assert head.post("/time/calendar/days", days=[day]).status_code == 422
    change = head.post("/time/calendar/days", days=[day], document_no="双流府发〔2026〕1号").json
    withdrawn = head.post(f"/time/calendar/changes/{change['change_id']}/withdraw")
    assert withdrawn.json["state"] == "withdrawn"


def test_an_incident_is_ended_with_a_reason_that_stays(web):
    put_incidents(web, 2)
    head = Program.of(web, "section_head")  # the clock went on: an earlier session is over
    first, second = head.get("/time/incidents").json["rows"]
    assert first["error"] == "job_kind_unknown"
    nothing = head.post(f"/time/incidents/{first['job_id']}/skip", reason=" ")
    assert (nothing.status_code, nothing.json["code"]) == (422, "reason_missing")
    assert head.post(f"/time/incidents/{first['job_id']}/skip", reason="已手工办理").json == {
        "job_id": first["job_id"],
        "decision": "skip",
    }
    again = head.post(f"/time/incidents/{first['job_id']}/skip", reason="再次")
    assert (again.status_code, again.json["code"]) == (404, "incident_unknown")
    head.post(f"/time/incidents/{second['job_id']}/retry", reason="已经修复")
    found = head.get("/time/incidents").json
    assert found["rows"] == []
    assert {(one["decision"], one["reason"]) for one in found["decisions"]} == {
        ("跳过", "已手工办理"),
        ("重试", "已经修复"),
    }


def put_incidents(web, number: int) -> None:
    house = web.house
    now = web.clock.now()
    with house.office.store.begin("510116") as tx:
        tx.outbox.add(
            [Job(kind="nobody_can", key=f"bad {one}", due_at=now) for one in range(number)]
        )
    for _ in range(JOB_TRIES_MAX):
        work(house.office, house.store, owner="test")
        web.clock.set(web.clock.now() + timedelta(minutes=10))
