"""线索移送（接口）: sent, received, refused, designated, answered; a sheet without formulas."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from engine.domain.people import Organ
from engine.store import tables as t
from engine.store.connection import writing
from engine.store.register import Register
from tests.web.conftest import PLACE
from tests.web.programs import Program

DEPT, TOWN = "d" * 32, "e" * 32
EVIL = "=1+1 沿街占道堆放建筑材料，属街道执法事项。"


@pytest.fixture
def clues(web):
    """A department and a town beside the bureau, with the supervisors of both."""
    with writing(web.house.store.engine) as connection:
        Register(connection, PLACE).enter_organs(
            [
                Organ(id=DEPT, name="双流区示例局", uscc=None, level="县级部门", kind=None),
                Organ(id=TOWN, name="示例镇人民政府", uscc=None, level="乡镇街道", kind=None),
            ]
        )
        for role, organ in (("dept_supervisor", DEPT), ("station_supervisor", TOWN)):
            ids = [web.played.cast.person(f"{role}#{number}").id for number in (1, 2)]
            people = t.people.c.id.in_(ids)
            connection.execute(update(t.people).where(people).values(organ_id=organ))
    return {role: Program.of(web, role) for role in ("dept_supervisor", "station_supervisor")}


def send(web, program, **more):
    hands = [web.played.cast.person(f"dept_supervisor#{number}").id for number in (1, 2)]
    sent = {
        "direction": "dept_to_town",
        "from_organ": DEPT,
        "to_organ": TOWN,
        "summary": EVIL,
        "handed_over_by": hands,
        "materials": 3,
        **more,
    }
    return program.post("/clues", **sent)


def row(program, query=""):
    (found,) = program.get(f"/clues{query}").json["rows"]
    return found


def test_a_clue_is_sent_received_and_answered_by_those_whose_turn_it_is(web, clues):
    dept, town = clues["dept_supervisor"], clues["station_supervisor"]
    (way,) = dept.get("/clues/choices").json["sendings"]
    assert (way["direction"], [one["id"] for one in way["from_organs"]]) == ("dept_to_town", [DEPT])
    assert TOWN in [one["id"] for one in way["to_organs"]]
    answer = send(web, dept)
    assert answer.status_code == 201, answer.json
    clue = answer.json["clue_id"]
    assert (row(dept)["may"], row(town)["may"]) == ([], ["receive", "refuse"])
    assert dept.post(f"/clues/{clue}/receive").json["code"] == "clue_not_yours"
    assert town.post(f"/clues/{clue}/receive").status_code == 200
    assert row(town)["may"] == ["feedback"]
    assert town.post(f"/clues/{clue}/feedback", text="已经责令清理。").status_code == 200
    told = row(Program.of(web, "section_head"))
    assert (told["feedback"], told["may"], len(told["trail"])) == ("已经责令清理。", [], 3)


def test_what_is_refused_the_head_designates(web, clues):
    clue = send(web, clues["dept_supervisor"]).json["clue_id"]
    town, head = clues["station_supervisor"], Program.of(web, "section_head")
    town.post(f"/clues/{clue}/refuse", text="不属于街道执法事项。")
    assert row(head)["may"] == ["designate"]
    assert TOWN in [one["id"] for one in head.get("/clues/choices").json["receivers"]]
    assert clues["dept_supervisor"].get("/clues/choices").json["receivers"] == []
    done = head.post(f"/clues/{clue}/designate", organ=TOWN, text="按清单属街道。")
    assert (done.status_code, done.json["state"]) == (200, "designated")
    assert row(town)["may"] == ["receive"]


def test_the_ledger_is_narrowed_by_state_words_and_lateness(web, clues):
    dept = clues["dept_supervisor"]
    send(web, dept)
    assert row(dept, "?state=sent&q=占道")["state"] == "待接收"
    for nothing in ("?state=refused", "?q=没有这样的字", "?late=true", "?page=2"):
        assert dept.get(f"/clues{nothing}").json["rows"] == [], nothing
    web.later(days=30)
    dept = Program.of(web, "dept_supervisor")
    assert row(dept, "?late=true")["is_overdue"]
    assert dept.get("/clues?state=lost").status_code == 422


def test_the_sheet_holds_the_ledger_and_no_formula(web, clues):
    dept = clues["dept_supervisor"]
    send(web, dept)
    head, line = load_workbook(io.BytesIO(dept.get("/clues.xlsx").data)).active.iter_rows()
    cells = {title.value: cell for title, cell in zip(head, line, strict=True)}
    assert cells["线索摘要"].value == EVIL
    assert "f" not in {cell.data_type for cell in line}
    assert cells["材料份数"].value == 3


def test_the_sheet_holds_every_line_and_not_one_page(web, clues, monkeypatch):
    monkeypatch.setattr("engine.queries.clue_ledger.LEDGER_ROWS_MAX", 2)
    dept = clues["dept_supervisor"]
    sent = {send(web, dept).json["clue_id"] for _ in range(5)}
    assert len(sent) == 5
    assert len(dept.get("/clues").json["rows"]) == 2
    sheet = load_workbook(io.BytesIO(dept.get("/clues.xlsx?page=2").data)).active
    assert sheet.max_row == 1 + 5


def test_a_ledger_longer_than_a_sheet_is_refused_in_words(web, clues, monkeypatch):
    monkeypatch.setattr("engine.queries.clue_ledger.WHOLE_LINES_MAX", 1)
    dept = clues["dept_supervisor"]
    for _ in range(2):
        send(web, dept)
    answer = dept.get("/clues.xlsx")
    assert answer.status_code == 409
    assert answer.json["code"] == "ledger_too_long"


def test_who_has_nothing_to_do_with_clues_sees_none(web, clues):
    clue = send(web, clues["dept_supervisor"]).json["clue_id"]
    for login in ("intake_clerk", "org_head", "sys_admin", "auditor", "expert"):
        program = Program.of(web, login)
        assert program.get("/clues").json["rows"] == [], login
        assert program.get("/clues/choices").json == {"sendings": [], "receivers": []}
        assert send(web, program).json["code"] == "clue_not_yours"
        assert program.post(f"/clues/{clue}/receive").status_code in {403, 409}
        assert "clues" not in program.get("/me").json["nav"]
