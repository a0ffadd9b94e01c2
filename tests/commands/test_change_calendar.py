"""A pasted notice is proposed by one, taken by another; the open clocks follow, and it is told."""

from datetime import date, timedelta

import pytest

from engine.commands.change_calendar import (
    ProposeDays,
    ProposeYear,
    TakeChange,
    WithdrawChange,
    propose_days,
    propose_year,
    take_change,
    withdraw_change,
)
from engine.commands.lighting import light_rules
from engine.domain import events as ev
from engine.domain.calendar_year import DayKind, ExtraDay
from engine.domain.light_history import history_of, shown_at
from engine.domain.lights import light_then
from engine.jobs import recalculating
from engine.jobs.job_queue import work
from engine.queries.looking import Desk as Looker
from engine.queries.recalculation_report import recalculation_report
from engine.scenarios.demo import COMPLAINT
from engine.store.calendar_rows import changes_of, recalculations_of
from engine.wiring import open_house
from tests.commands.desk import new_desk, release, settings_in

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。
国务院办公厅
2026年11月3日
"""
STORM = ExtraDay(
    day=date(2026, 3, 5), kind=DayKind.REST, name="暴雨停工", document="双流府发〔2026〕1号"
)


@pytest.fixture
def desk(tmp_path):
    """A house of its own: its calendar is to change."""
    made = new_desk(tmp_path / "desk")
    made.stage = type(made.stage)(
        house=open_house(settings_in(tmp_path / "desk"), clock=made.stage.clock),
        release=made.stage.release,
        cast=made.stage.cast,
        clock=made.stage.clock,
    )
    made.player = made.stage.player()
    made.player.start("P1.1", "intake_clerk", COMPLAINT)
    yield made
    made.engine.dispose()


def order(desk, by="sys_admin", **more):
    return {
        "key": desk.office.ids.next(),
        "place": desk.player.place,
        "by": desk.id_of(by),
        **more,
    }


def propose(desk, **more) -> str:
    command = {"text": NOTICE, **more}
    return str(propose_year(desk.office, ProposeYear(**order(desk, **command)))["change_id"])


def storm(desk) -> str:
    command = order(desk, days=(STORM,), document_no=STORM.document)
    return str(propose_days(desk.office, ProposeDays(**command))["change_id"])


def take(desk, change_id: str, by="section_head") -> None:
    take_change(desk.office, TakeChange(**order(desk, by, change_id=change_id)))


def head_of(desk) -> Looker:
    person = desk.stage.cast.person("section_head")
    store = desk.stage.house.store
    return Looker(office=desk.office, store=store, place=desk.player.place, by=person)


def settle(desk) -> None:
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(minutes=1))
    work(desk.office, desk.stage.house.store, owner="test")


def test_a_notice_holds_only_once_a_second_person_took_it(desk):
    calendar = desk.office.calendar_of(release())
    change_id = propose(desk)
    assert desk.office.calendar_of(release()) is calendar
    with desk.refused("second_person_needed"):
        take(desk, change_id, by="sys_admin")
    take(desk, change_id)
    now = desk.office.calendar_of(release())
    assert now.is_working_day(date(2027, 1, 31))
    assert not now.is_working_day(date(2027, 2, 8))
    assert not now.is_provisional(date(2027, 6, 1))
    assert calendar.is_provisional(date(2027, 6, 1))
    assert now.ground_of(date(2027, 2, 8)) == "国务院办公厅关于2027年部分节假日安排的通知"
    (change,) = changes_of(desk.engine, desk.player.place)
    assert (change.document_no, change.text) == ("国办发明电〔2026〕99号", NOTICE)
    with desk.refused("calendar_change_decided"):
        take(desk, change_id)


def test_what_cannot_be_is_refused(desk):
    with desk.refused("notice_unreadable"):
        propose(desk, text=NOTICE.replace("共9天", "共8天"))
    with desk.refused("notice_unreadable"):
        propose_days(desk.office, ProposeDays(**order(desk, days=(), document_no="某号")))
    with desk.refused("not_your_task"):
        propose_year(desk.office, ProposeYear(**order(desk, "lead_handler", text=NOTICE)))
    with desk.refused("calendar_change_unknown"):
        take(desk, "none")


def test_a_proposal_can_be_thrown_away(desk):
    change_id = propose(desk)
    command = order(desk, "section_head", change_id=change_id)
    withdraw_change(desk.office, WithdrawChange(**command))
    with desk.refused("calendar_change_decided"):
        take(desk, change_id)


def test_the_same_key_proposes_once(desk):
    command = order(desk, text=NOTICE)
    one = propose_year(desk.office, ProposeYear(**command))
    assert propose_year(desk.office, ProposeYear(**command)) == one
    with desk.refused("command_key_reused"):
        propose_year(desk.office, ProposeYear(**{**command, "text": NOTICE + " "}))


def test_every_open_clock_follows_and_the_report_names_what_moved(desk):
    open_clocks = [one for one in desk.case().clocks.values() if one.stop is None]
    before = {one.id: desk.case().due_on[one.id] for one in open_clocks}
    take(desk, storm(desk))
    settle(desk)
    case = desk.case()
    moved = {one: case.due_on[one] for one in before if case.due_on[one] != before[one]}
    assert moved
    (recalculation,) = recalculations_of(desk.engine, desk.player.place)
    report = recalculation_report(head_of(desk), recalculation.id)
    lines = {one.clock_id: (one.due_before, one.due_on) for one in report.rows}
    assert lines == {one: (before[one], moved[one]) for one in moved}
    assert {one.case_title for one in report.rows} == {desk.case().head.title}
    assert (report.moved_count, report.rows_left_out) == (len(moved), 0)
    assert (report.document_no, report.decided_by) != ("", "")
    assert recalculation.ended_at is not None
    assert recalculation.read_count == len(before)
    events = [one.event for one in desk.player.log()]
    told = [one for one in events if isinstance(one, ev.LimitRecalculated)]
    assert {one.clock.id for one in told} == set(moved)
    calendar = desk.office.calendar_of(release())
    for clock_id, clock in case.clocks.items():
        assert clock.due_on(calendar) == case.due_on[clock_id]


def test_a_recalculation_that_was_broken_off_goes_on(desk, monkeypatch):
    take(desk, storm(desk))
    done = []

    def dies(*given):
        done.append(given)
        message = "the worker dies"
        raise SystemExit(message)

    monkeypatch.setattr(recalculating, "keep_progress", dies)
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(minutes=1))
    with pytest.raises(SystemExit):
        work(desk.office, desk.stage.house.store, owner="test")
    monkeypatch.undo()
    desk.stage.clock.set(desk.stage.clock.now() + timedelta(minutes=10))
    work(desk.office, desk.stage.house.store, owner="test")
    (recalculation,) = recalculations_of(desk.engine, desk.player.place)
    assert recalculation.ended_at is not None
    told = [one.event for one in desk.player.log() if isinstance(one.event, ev.LimitRecalculated)]
    assert len({one.clock.id for one in told}) == len(told) > 0


def test_the_lights_of_the_past_follow_the_calendar_of_their_day(desk):
    began = desk.stage.clock.now()
    desk.stage.clock.set(began + timedelta(days=2))
    work(desk.office, desk.stage.house.store, owner="test")
    take(desk, storm(desk))
    settle(desk)
    desk.stage.clock.set(began + timedelta(days=20))
    work(desk.office, desk.stage.house.store, owner="test")
    rules, log = light_rules(release()), desk.player.log()
    for clock in desk.case().clocks.values():
        history = history_of(log, clock.id)
        at = began + timedelta(minutes=30)
        while at < desk.stage.clock.now():
            calendar = desk.office.calendar_then(release(), at)
            assert light_then(clock, at, calendar, rules) is shown_at(history, at), (clock.key, at)
            at += timedelta(hours=6)
