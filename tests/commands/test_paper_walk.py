"""补录 of a case that still runs on paper: its own days, its doers, its numbers, its scans."""

from datetime import date

import pytest

from tests.commands.desk import new_desk
from tests.commands.paper_walk import CASE_NO, INTAKE_NO, NOTICE_NO, Walk


@pytest.fixture
def desk(database_address, tmp_path):
    made = new_desk(tmp_path / "desk", database=database_address)
    yield made
    made.engine.dispose()


@pytest.fixture
def walk(desk):
    walk = Walk(desk)
    walk.start()
    return walk


def lines_of(desk, kind):
    return [one for one in desk.player.log() if isinstance(one.event, kind)]


def test_a_case_walked_from_paper_stands_where_it_stood_with_its_own_days(desk, walk):
    walk.walk()
    head = desk.case().head
    assert (head.case_no, head.intake_no) == (CASE_NO, INTAKE_NO)
    assert (head.received_on, head.registered_at.date()) == (date(2026, 2, 25), date(2026, 2, 26))
    assert (head.accepted_on, head.filed_on) == (date(2026, 3, 3), date(2026, 3, 10))
    assert head.runs_on_paper
    notice = desk.case().latest_document("D04")
    assert (notice.doc_no, notice.served_on) == (NOTICE_NO, date(2026, 3, 13))
