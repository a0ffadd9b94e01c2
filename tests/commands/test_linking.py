"""另行登记、分案: another case begins by the same deed, each names the other, nothing twice."""

import pytest
from sqlalchemy import select

from engine.domain.events import CaseLinked
from engine.domain.operation_events import Relation
from engine.scenarios.demo import COMPLAINT
from engine.store import tables as t
from engine.store.case_rows import read_log
from engine.store.connection import reading
from tests.commands.desk import PLACE, new_desk

UNSATISFIED = {
    "satisfaction": "unsatisfied",
    "satisfaction_reason": "回访后又发生一次同样的行为，希望一并查处。",
    "new_facts": True,
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def desk(request, tmp_path):
    """A desk whose complaint was just registered."""
    sqlite = request.param == "sqlite"
    database = None if sqlite else request.getfixturevalue("postgres_address")
    made = new_desk(tmp_path / "desk", database=database)
    made.player.start("P1.1", "intake_clerk", COMPLAINT)
    yield made
    made.engine.dispose()


def called_back(desk, **form):
    """The callback with new facts; what it was answered."""
    desk.player.walk("P7.6")
    item = desk.item("P7.6")
    body = desk.filled(item, "intake_clerk", **UNSATISFIED, **form)
    return item, body, desk.send(item.id, "intake_clerk", body, key="the callback")


def links(desk, case_id):
    with reading(desk.engine) as connection:
        log = [line.event for line in read_log(connection, PLACE, case_id)]
    return [one for one in log if isinstance(one, CaseLinked)]


def cases(desk):
    with reading(desk.engine) as connection:
        return connection.execute(select(t.cases.c.id)).scalars().all()


def draft(desk, offshoot, by):
    with desk.office.store.begin(PLACE) as tx:
        return tx.draft(offshoot["item_id"], desk.id_of(by))


def test_new_facts_told_at_the_callback_begin_another_registration(desk):
    first = desk.player.case_id
    _, _, told = called_back(desk)
    offshoot = told["offshoot"]
    assert offshoot["relation"] == Relation.NEW_FACTS
    (there,), (back,) = links(desk, first), links(desk, offshoot["case_id"])
    assert (there.case_id, there.is_origin) == (offshoot["case_id"], False)
    assert (back.case_id, back.is_origin) == (first, True)
    begun = draft(desk, offshoot, "intake_clerk")
    assert begun["name"] == COMPLAINT["name"]
    assert begun["facts"] == UNSATISFIED["satisfaction_reason"]
    assert begun["received_date"] == desk.stage.clock.now().date().isoformat()
    assert {"channel", "fact_time", "fact_place", "evidences"} & set(begun) == set()


def test_the_same_callback_sent_twice_begins_one_registration(desk):
    item, body, told = called_back(desk)
    assert len(cases(desk)) == 2
    again = desk.send(item.id, "intake_clerk", body, key="the callback")
    assert again == told
    assert len(cases(desk)) == 2


def test_what_began_so_is_registered_by_a_person_and_runs_like_any_case(desk):
    _, _, told = called_back(desk)
    offshoot = told["offshoot"]
    desk.player.case_id = offshoot["case_id"]
    item = desk.item("P1.1")
    assert item.id == offshoot["item_id"]
    begun = draft(desk, offshoot, "intake_clerk")
    body = {**desk.filled(item, "intake_clerk"), **begun}
    answer = desk.send(item.id, "intake_clerk", body)
    assert [one["step"] for one in answer["open_tasks"]] == ["P1.2"]
    head = desk.case().head
    assert head.intake_no
    assert head.organ_name == COMPLAINT["org_name"]
    assert draft(desk, offshoot, "intake_clerk") is None


def test_a_callback_that_began_a_registration_is_not_taken_back(desk):
    called_back(desk)
    with desk.refused("take_back_too_late"):
        desk.player.operation("take_back")("P7.6", "intake_clerk", {"reason": "填错"})


def test_no_new_facts_begin_nothing(desk):
    desk.player.walk("P7.6")
    item = desk.item("P7.6")
    form = {**UNSATISFIED, "new_facts": False}
    told = desk.send(item.id, "intake_clerk", desk.filled(item, "intake_clerk", **form))
    assert "offshoot" not in told
    assert len(cases(desk)) == 1


def test_a_split_begins_another_case_with_what_was_registered(desk):
    first = desk.player.case_id
    desk.player.walk("P3.1")
    form = {"merge_kind": "分案", "reason": "两个互不相干的事项"}
    desk.player.operation("merge")("EX9", "lead_handler", form)
    assert len(cases(desk)) == 1
    answer = desk.player.complete("EX9", "section_head", {})
    offshoot = answer["offshoot"]
    assert offshoot["relation"] == Relation.SPLIT
    assert [one.is_origin for one in links(desk, first)] == [False]
    begun = draft(desk, offshoot, "intake_clerk")
    assert begun["facts"] == COMPLAINT["facts"]
    assert begun["phone"] == COMPLAINT["phone"]
    assert "P3.1" in [visit.step for visit in desk.case().open_visits]


def test_a_split_of_what_was_found_ex_officio_begins_with_the_same_handlers(desk):
    form = {"case_source": "inspection_found", "org_name": COMPLAINT["org_name"]}
    desk.player.start("P2.1", "section_head", form)
    desk.player.walk("P3.1")
    handlers = desk.case().head.handlers
    merge = {"merge_kind": "分案", "reason": "两个互不相干的事项"}
    desk.player.operation("merge")("EX9", "lead_handler", merge)
    offshoot = desk.player.complete("EX9", "section_head", {})["offshoot"]
    begun = draft(desk, offshoot, "section_head")
    assert begun["handlers"] == list(handlers)
    desk.player.case_id = offshoot["case_id"]
    item = desk.item("P2.1")
    desk.send(item.id, "section_head", {**desk.filled(item, "section_head"), **begun})
    assert desk.case().head.handlers == handlers


def test_a_split_that_is_not_granted_begins_nothing(desk):
    desk.player.walk("P3.1")
    form = {"merge_kind": "分案", "reason": "两个互不相干的事项"}
    desk.player.operation("merge")("EX9", "lead_handler", form)
    desk.player.complete("EX9", "section_head", {"result": "不同意", "opinion": "同一事实"})
    assert len(cases(desk)) == 1
