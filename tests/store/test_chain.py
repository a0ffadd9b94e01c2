"""办理日志: whatever is done to the lines of a log, the audit says so."""

import pytest
from sqlalchemy import select

from engine.scenarios.demo import COMPLAINT
from engine.store import audit
from engine.store import tables as t
from engine.store.chain import FIRST, KeptLine, faults, line_hash
from engine.store.connection import writing

LOG = t.case_log


def lines(connection, case_id):
    query = select(LOG).where(LOG.c.case_id == case_id).order_by(LOG.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def put_back(connection, case_id, rows):
    connection.execute(LOG.delete().where(LOG.c.case_id == case_id))
    if rows:
        connection.execute(LOG.insert(), rows)


def renumbered(rows):
    return [{**row, "seq": number} for number, row in enumerate(rows, start=1)]


def edit(name, value):
    def change(rows):
        return [*rows[:4], {**rows[4], name: value}, *rows[5:]]

    return change


def rehash(rows):
    """An edit whose own hash was made anew, the next line's link not."""
    row = {**rows[4], "payload": "{}"}
    made = line_hash(row["previous_hash"], {name: str(row[name]) for name in row})
    return [*rows[:4], {**row, "hash": made}, *rows[5:]]


TAMPERED = {
    "another actor": edit("actor", "0" * 32),
    "another payload": edit("payload", "{}"),
    "another kind": edit("kind", "CaseClosed"),
    "another hash": edit("hash", "0" * 64),
    "another link": edit("previous_hash", "0" * 64),
    "in the name of another": edit("acting_for", "1" * 32),
    "rewritten with a hash": rehash,
    "a line removed": lambda rows: [*rows[:4], *rows[5:]],
    "a line removed and the rest renumbered": lambda rows: renumbered([*rows[:4], *rows[5:]]),
    "two lines in the other order": lambda rows: renumbered(
        [*rows[:3], rows[4], rows[3], *rows[5:]]
    ),
    "the tail cut off": lambda rows: rows[:-1],
    "the head cut off": lambda rows: rows[1:],
    "nothing left": lambda _rows: [],
    "a line twice": lambda rows: renumbered([*rows, rows[-1]]),
}


@pytest.fixture
def walked(desk_at):
    return desk_at("P2.2")


def test_an_untouched_log_has_no_fault(walked):
    report = audit.verify(walked.engine)
    assert (report.cases, report.faults) == (1, ())
    assert report.lines == walked.case().head.log_seq


@pytest.mark.parametrize("name", TAMPERED)
def test_a_log_that_was_touched_shows_it(walked, name):
    case_id = walked.player.case_id
    with writing(walked.engine) as connection:
        put_back(connection, case_id, TAMPERED[name](lines(connection, case_id)))
    found = audit.verify(walked.engine).faults
    assert {fault.case_id for fault in found} == {case_id}


def test_an_instant_moved_by_a_few_seconds_shows(walked):
    case_id = walked.player.case_id
    with writing(walked.engine) as connection:
        rows = lines(connection, case_id)
        rows[4]["at"] = rows[4]["at"].replace(second=59)
        put_back(connection, case_id, rows)
    assert [fault.seq for fault in audit.verify(walked.engine).faults] == [5]


def test_two_cases_whose_lines_were_swapped_both_show(walked):
    first = walked.player.case_id
    walked.player.start("P1.1", "intake_clerk", COMPLAINT)
    second = walked.player.case_id
    with writing(walked.engine) as connection:
        ours, theirs = lines(connection, first), lines(connection, second)
        put_back(connection, first, [])
        put_back(connection, second, [{**row, "case_id": second} for row in ours])
        put_back(connection, first, [{**row, "case_id": first} for row in theirs])
    assert {fault.case_id for fault in audit.verify(walked.engine).faults} == {first, second}


def test_one_place_is_audited_alone(walked):
    with writing(walked.engine) as connection:
        put_back(connection, walked.player.case_id, [])
    assert audit.verify(walked.engine, place="370100").faults == ()
    assert audit.verify(walked.engine, place="510116").faults != ()


def test_what_a_chain_proves_can_be_checked_by_hand():
    content = {"seq": 1, "kind": "甲"}
    line = KeptLine(seq=1, content=content, previous_hash=FIRST, hash=line_hash(FIRST, content))
    assert list(faults("c", [line], head_seq=1, head_hash=line.hash)) == []
    assert [one.what for one in faults("c", [], head_seq=1, head_hash=line.hash)] != []


def test_the_audit_is_the_same_on_both_databases(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    assert audit.verify(desk.engine).faults == ()
    case_id = desk.player.case_id
    with writing(desk.engine) as connection:
        put_back(connection, case_id, TAMPERED["another payload"](lines(connection, case_id)))
    assert [fault.seq for fault in audit.verify(desk.engine).faults] == [5]
