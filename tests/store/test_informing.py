"""抄送司法局 (STEPS 3.1, P2.4): who is told of what a department files; a notice, never a task."""

import pytest
from sqlalchemy import select

from engine.domain.sight import Sight, sight
from engine.scenarios.demo import COMPLAINT
from engine.store import tables as t
from engine.store.connection import reading, writing

BY_DEPARTMENT = {"tier": "T3", "t3_relation": "派出机构"}
OF_BUREAU = ("section_head", "section_head#2", "timeliness_supervisor", "timeliness_supervisor#2")


def walk_to(desk, step, **forms):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    desk.player.walk(step, forms=forms)


def copies(desk):
    """Who was told by 抄送, with all of the notice."""
    query = select(t.notices).where(t.notices.c.subject.startswith("抄送："))
    with reading(desk.engine) as connection:
        rows = connection.execute(query).mappings().all()
    return {desk.stage.cast.name_of(row["person_id"]).removesuffix("#1"): row for row in rows}


@pytest.mark.parametrize("opinion", ["立案", "不予立案"])
def test_the_bureau_is_told_at_once_of_what_a_department_decides(desk, opinion):
    walk_to(desk, "P2.4", **{"P2.2": {**BY_DEPARTMENT, "filing_opinion": opinion}})
    assert copies(desk) == {}
    before = set(desk.case().items)
    desk.player.complete("P2.4", "bureau_deputy", {})
    told = copies(desk)
    assert sorted(told) == sorted(OF_BUREAU)
    case = desk.case()
    for row in told.values():
        assert (row["case_id"], row["sent_at"]) == (case.head.id, desk.office.clock.now())
        assert (case.head.case_no or case.head.intake_no) in row["subject"]
        assert f"结果是“{opinion}”" in row["text"]
    held = {one.assignee for key, one in case.items.items() if key not in before}
    assert not held & {desk.id_of(one) for one in OF_BUREAU}, "a notice is no task"


def test_of_the_bureau_only_and_of_nobody_who_has_left(desk_at):
    desk = desk_at("P2.2")
    station = desk.stage.cast.person("station_supervisor").organ_id
    desk.change_person("section_head#2", organ_id=station)
    desk.change_person(
        "timeliness_supervisor#2", active_to=desk.office.clock.now().date().replace(day=1)
    )
    desk.player.walk("P2.4", forms={"P2.2": BY_DEPARTMENT})
    desk.player.complete("P2.4", "bureau_deputy", {})
    assert sorted(copies(desk)) == ["section_head", "timeliness_supervisor"]


def test_what_the_bureau_files_itself_and_what_is_turned_down_tells_nobody(desk_at):
    desk = desk_at("P2.4")
    desk.player.complete("P2.4", "bureau_deputy", {})
    assert desk.case().head.case_no
    assert copies(desk) == {}
    other = desk_at("P2.2")
    other.player.walk("P2.4", forms={"P2.2": BY_DEPARTMENT})
    other.player.complete("P2.4", "bureau_deputy", {"result": "退回", "opinion": "请补依据"})
    assert copies(other) == {}


def test_who_may_not_open_the_case_is_told_without_the_way_there(desk_at):
    """P5.2: a transfer of a clue of crime is told to the deputy of the government."""
    desk = desk_at("P1.3")
    desk.player.complete("P1.3", "intake_clerk", {"has_jurisdiction": False})
    forms = {"P1.4": {"proposal": "移送"}, "P5.1": {"transfer_kind": "criminal"}}
    desk.player.walk("P5.2", forms=forms)
    desk.player.walk("P5.3")
    told = copies(desk)
    assert sorted(told) == ["gov_deputy", "gov_deputy#2"]
    case, person = desk.case(), desk.stage.cast.person("gov_deputy")
    assert sight(case, person) is Sight.NOTHING
    assert {row["case_id"] for row in told.values()} == {None}


@pytest.mark.parametrize(
    ("kind", "involved", "is_told"),
    [("街道办事处", False, False), ("街道办事处", True, True), ("乡镇人民政府", False, True)],
)
def test_the_government_is_told_where_a_town_or_leaders_are_concerned(
    desk, kind, involved, is_told
):
    with writing(desk.engine) as connection:
        connection.execute(t.organs.update().values(kind=kind))
    walk_to(desk, "P2.4", **{"P2.2": {"leaders_involved": involved}})
    desk.player.complete("P2.4", "bureau_deputy", {})
    assert sorted(copies(desk)) == (["gov_deputy", "gov_deputy#2"] if is_told else [])
