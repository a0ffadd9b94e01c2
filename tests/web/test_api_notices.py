"""检索和提醒（接口）: what one may open, and what one was told."""

from sqlalchemy import insert

from engine.store import tables as t
from engine.store.connection import writing
from engine.store.sign_ins import SESSION_IDLE_MINUTES
from tests.web.conftest import PLACE
from tests.web.programs import Program


def test_what_is_found_is_what_may_be_opened(web):
    mine = Program.of(web, "section_head").get("/search?q=云雀").json
    kinds = {one["kind"] for one in mine["rows"]}
    assert {"case", "organ"} <= kinds
    for one in mine["rows"]:
        if one["kind"] == "case":
            assert Program.of(web, "section_head").get(f"/cases/{one['id']}").status_code == 200
    assert Program.of(web, "expert").get("/search?q=监督案").json["rows"] == []


def _tell(web, person_id, number, *, case_id=None):
    row = {"id": f"{number:032x}", "person_id": person_id, "subject": "到期", "text": "明天到期"}
    row |= {"case_id": case_id} if case_id else {}
    with writing(web.house.store.engine) as connection:
        sent = {"place": PLACE, "sent_at": web.clock.now()}
        connection.execute(insert(t.notices), {**row, **sent})


def test_notices_are_told_to_their_owner_and_marked_by_him_alone(web):
    program = Program.of(web, "lead_handler")
    for number in range(3):
        _tell(web, program.get("/me").json["person"]["id"], number)
    told = program.get("/notices").json
    assert told["unread"] == told["total"] > 0
    first = told["rows"][0]["id"]
    other = Program.of(web, "archivist").post_plain(f"/notices/{first}/read")
    assert (other.status_code, other.json["code"]) == (404, "notice_not_found")
    assert program.post_plain(f"/notices/{first}/read").status_code == 204
    assert program.post_plain(f"/notices/{first}/read").status_code == 204
    assert program.get("/notices").json["unread"] == told["unread"] - 1
    assert program.post_plain("/notices/all/read").status_code == 204
    assert program.get("/notices").json["unread"] == 0


def test_a_notice_names_its_case_to_whoever_may_open_it(web):
    case_id = web.played.grown
    for number, login in enumerate(("section_head", "expert"), start=50):
        program = Program.of(web, login)
        _tell(web, program.get("/me").json["person"]["id"], number, case_id=case_id)
        told = program.get("/notices").json["rows"]
        (one,) = [row for row in told if row["id"] == f"{number:032x}"]
        may_open = login == "section_head"
        assert bool(one["case_no"] and one["case_title"]) is may_open, one


def test_a_page_that_is_only_open_does_not_keep_its_session(web):
    program, worked_with = Program.of(web, "lead_handler"), Program.of(web, "archivist")
    for _ in range(SESSION_IDLE_MINUTES - 1):
        web.later(minutes=1)
        assert program.get("/notices").status_code == 200
        assert worked_with.get("/notices").status_code == 200
    worked_with.get("/items")
    web.later(minutes=1)
    assert program.get("/notices").json["code"] == "not_signed_in"
    assert worked_with.get("/notices").status_code == 200
