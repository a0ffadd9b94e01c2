"""催办、督办、挂牌、暂缓督促: told, logged, and nothing moved."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from engine.commands.claim_task import ClaimTask, claim_task
from engine.commands.urging import (
    HoldRung,
    ListCase,
    UnlistCase,
    Urge,
    hold_rung,
    list_case,
    unlist_case,
    urge,
)
from engine.domain import events as ev
from engine.jobs.job_queue import work
from engine.store import tables as t
from engine.store.connection import reading


@pytest.fixture
def desk(desk_at):
    return desk_at("P3.3")


def order(desk, by="section_head", **more):
    named = {"place": desk.player.place, "by": desk.id_of(by), "case_id": desk.player.case_id}
    return {"key": desk.office.ids.next(), **named, **more}


def notices(desk, subject: str) -> int:
    query = select(func.count()).where(t.notices.c.subject.startswith(subject))
    with reading(desk.engine) as connection:
        return connection.execute(query.select_from(t.notices)).scalar_one()


def test_a_head_urges_whoever_holds_the_case(desk):
    held = any(item.is_open and item.assignee for item in desk.case().items.values())
    if not held:
        with desk.refused("nobody_to_urge"):
            urge(desk.office, Urge(**order(desk, text="请抓紧")))
        item = desk.item("P3.3")
        by = desk.stage.cast.name_of(item.candidates[0])
        claim_task(desk.office, ClaimTask(**order(desk, by, item_id=item.id)))
    told = notices(desk, "催办")
    urge(desk.office, Urge(**order(desk, text="请三日内办结")))
    assert notices(desk, "催办") > told
    assert isinstance(desk.player.log()[-1].event, ev.UrgingSent)


def test_a_case_is_listed_watched_and_taken_off(desk):
    listed = order(desk, flag="listed", reason="社会关注", until_on=date(2026, 6, 1))
    list_case(desk.office, ListCase(**listed))
    list_case(desk.office, ListCase(**order(desk, flag="watched", reason="久拖不决")))
    assert {"listed", "watched"} <= desk.case().head.flags
    with desk.refused("already_listed"):
        list_case(desk.office, ListCase(**order(desk, flag="listed", reason="再次")))
    unlist_case(desk.office, UnlistCase(**order(desk, flag="listed", reason="已经办结")))
    assert "listed" not in desk.case().head.flags
    with desk.refused("not_listed"):
        unlist_case(desk.office, UnlistCase(**order(desk, flag="listed", reason="再次")))


def test_only_leaders_list_and_only_the_cases_own_people_urge(desk):
    with desk.refused("not_your_task"):
        list_case(desk.office, ListCase(**order(desk, "lead_handler", flag="listed", reason="急")))
    with desk.refused("not_your_task"):
        urge(desk.office, Urge(**order(desk, "intake_clerk", text="请抓紧")))
    with desk.refused("not_your_task"):
        urge(desk.office, Urge(**order(desk, "org_liaison", text="请抓紧")))
    with desk.refused("reason_missing"):
        urge(desk.office, Urge(**order(desk, text=" ")))
    with desk.refused("listing_unknown"):
        list_case(desk.office, ListCase(**order(desk, flag="overdue", reason="急")))


def test_a_rung_held_back_with_its_reason_is_not_climbed(desk_at):
    desk = desk_at("P1.2")
    (clock,) = desk.case().clocks_of("dl_accept")
    held = order(desk, clock_id=clock.id, rung="head", reason="已当面说明")
    hold_rung(desk.office, HoldRung(**held))
    with desk.refused("rung_behind"):
        again = order(desk, clock_id=clock.id, rung="head", reason="再次")
        hold_rung(desk.office, HoldRung(**again))
    for wrong in ({"rung": "none"}, {"clock_id": "none"}):
        with desk.refused("rung_unknown"):
            command = {"clock_id": clock.id, "rung": "message", "reason": "无", **wrong}
            hold_rung(desk.office, HoldRung(**order(desk, **command)))
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=60))
    work(desk.office, desk.stage.house.store, owner="test")
    rungs = [
        one.event.rung
        for one in desk.player.log()
        if isinstance(one.event, ev.RungReached) and one.event.clock_id == clock.id
    ]
    assert rungs == ["message", "urging_slip", "letter_proposal"]


def test_what_nobody_has_claimed_is_hurried_at_all_who_may_claim_it(desk_at):
    desk = desk_at("P1.2")
    item = desk.item("P1.2")
    assert item.assignee is None
    assert len(item.candidates) > 1
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(days=60))
    work(desk.office, desk.stage.house.store, owner="test")
    for subject in ("期限提醒", "催办单"):
        query = select(t.notices.c.person_id).where(t.notices.c.subject.startswith(subject))
        with reading(desk.engine) as connection:
            told = set(connection.execute(query).scalars())
        assert set(item.candidates) <= told, subject
