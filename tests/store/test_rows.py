"""A case survives its rows, and its log tells the same case: nothing is kept that no event said."""

from dataclasses import fields, replace

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from engine.domain.case import Case
from engine.domain.events import StatusChanged
from engine.domain.history import record, replay
from engine.domain.people import SYSTEM
from engine.ports import Recorded
from engine.scenarios.demo import COMPLAINT
from engine.store import tables as t
from engine.store.case_rows import ChangedMeanwhile, fact_plain
from engine.store.connection import reading, writing
from tests.commands.desk import everything

PARTS = (
    *("visits", "items", "opinions", "documents"),
    *("clocks", "due_on", "reminded", "overdue", "lights", "rungs"),
)
ONLY_ROWS = {"version", "acted_version", "log_hash"}
SAVES_STATE = "UPDATE case_states"


def same(rows: Case, log: Case) -> None:
    """Row by row the same case; version and hash are the store's own."""
    heads = [
        {one.name: getattr(case.head, one.name) for one in fields(case.head)}
        for case in (rows, log)
    ]
    for name in heads[0].keys() - ONLY_ROWS:
        assert heads[0][name] == heads[1][name], name
    for part in PARTS:
        assert getattr(rows, part) == getattr(log, part), part
    assert fact_plain(rows.facts) == fact_plain(log.facts)


@pytest.mark.parametrize("until", ["P1.2", "P2.7", "P6.6", "R3", "end"])
def test_the_log_of_a_case_tells_the_same_as_its_rows(desk_at, until):
    """SEMANTICS 2.3, invariant 8."""
    desk = desk_at(until)
    log = desk.player.log()
    same(desk.case(), replay(log, local_facts=desk.player.release.local_facts))


def test_a_case_of_many_detours_is_told_by_its_log_on_both_databases(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    desk.player.walk("P2.3")
    desk.player.complete("P2.3", "section_head", {"result": "退回", "opinion": "补充材料"})
    desk.player.walk("P2.6")
    release = desk.player.release
    same(desk.case(), replay(desk.player.log(), local_facts=release.local_facts))


def test_what_is_written_is_read_back_alike(desk_at):
    desk = desk_at("P2.7")
    with desk.office.store.begin(desk.player.place) as tx:
        case = tx.case(desk.player.case_id, local_facts=desk.player.release.local_facts)
        again = tx.case(desk.player.case_id, local_facts=desk.player.release.local_facts)
    same(case, again)
    assert case.state == again.state
    assert case.head == again.head


def test_an_act_that_fails_midway_leaves_no_trace(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    before = everything(desk.engine)
    with pytest.raises(RuntimeError):
        fail_midway(desk)
    assert everything(desk.engine) == before


def fail_midway(desk) -> None:
    with desk.office.store.begin(desk.player.place) as tx:
        case = tx.case(desk.player.case_id)
        tx.next_in_series("甲", 2026)
        item = next(item.id for item in case.items.values() if item.is_open)
        tx.save_draft(item, "x", {"a": "b"})
        raise RuntimeError


def test_a_case_written_over_another_version_is_refused(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    before = everything(desk.engine)
    with pytest.raises(ChangedMeanwhile):
        record_over_another_version(desk)
    assert everything(desk.engine) == before


def test_the_state_is_written_when_tokens_moved_and_only_then(desk):
    sent: list[str] = []
    event.listen(desk.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    sent.clear()
    desk.player.complete("P1.2", "intake_clerk", {})
    assert [text for text in sent if text.startswith(SAVES_STATE)]
    sent.clear()
    with desk.office.store.begin(desk.player.place) as tx:
        case = tx.case(desk.player.case_id, local_facts=desk.player.release.local_facts)
        told = StatusChanged(status="issued")
        record(case, told, at=desk.office.clock.now(), actor=SYSTEM.id)
        tx.record(Recorded(case=case))
    assert not [text for text in sent if text.startswith(SAVES_STATE)]
    release = desk.player.release
    same(desk.case(), replay(desk.player.log(), local_facts=release.local_facts))


def record_over_another_version(desk) -> None:
    with desk.office.store.begin(desk.player.place) as tx:
        case = tx.case(desk.player.case_id)
        case.head = replace(case.head, version=case.head.version - 1)
        tx.record(Recorded(case=case))


BROKEN_ROWS = {
    "a done item without a person": (t.work_items, {"state": "done", "assignee": None}),
    "a closed item without an instant": (
        t.work_items,
        {"close_reason": "已办结", "closed_at": None},
    ),
    "an ended visit without an instant": (t.visits, {"state": "decided", "ended_at": None}),
    "a version below nothing": (t.cases, {"version": -1}),
    "a case under no release": (t.cases, {"release_id": "sha256:none"}),
    "an item of no visit": (t.work_items, {"visit_id": "0" * 32}),
    "a counter below nothing": (t.counters, {"last": -1}),
}


@pytest.mark.parametrize("name", BROKEN_ROWS)
def test_the_tables_refuse_what_cannot_be(desk, name):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    table, values = BROKEN_ROWS[name]
    with pytest.raises(IntegrityError), writing(desk.engine) as connection:
        connection.execute(table.update().values(values))


def test_a_number_is_never_given_to_two_documents(desk):
    for _ in range(2):
        desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    with pytest.raises(IntegrityError), writing(desk.engine) as connection:
        connection.execute(t.documents.update().values(sequence=1))


def test_an_instant_without_its_offset_is_refused(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    naive = desk.stage.clock.now().replace(tzinfo=None)
    with pytest.raises(Exception, match="offset"), writing(desk.engine) as connection:
        connection.execute(t.cases.update().values(registered_at=naive))


def test_a_case_reads_back_in_the_time_of_its_place(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    with reading(desk.engine) as connection:
        at = connection.execute(select(t.cases.c.registered_at)).scalar_one()
    assert at == desk.stage.clock.now()
    assert at.utcoffset() == desk.stage.clock.now().utcoffset()
