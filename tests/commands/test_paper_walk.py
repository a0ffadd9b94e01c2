"""补录 of a case that still runs on paper: its own days, its doers, its numbers, its scans."""

from datetime import date, datetime, timedelta

import pytest

from engine.commands.lighting import light_rules
from engine.commands.operate import Operate, operate
from engine.commands.paper_steps import EnterPaperStep, enter_paper_step
from engine.commands.paper_window import PaperEntryClosed
from engine.definitions.explain import explain_limit
from engine.domain import events as ev
from engine.domain.case import RUNS_ON_PAPER
from engine.domain.history import replay
from engine.domain.lights import Light, light_of
from engine.domain.responsibility import account
from engine.domain.visit import ItemState
from engine.domain.work_calendar import start_of_day
from engine.jobs.job_queue import work
from engine.queries.case_file import case_file
from engine.queries.inbox import Tab, inbox
from engine.queries.paper_walk import paper_walk
from engine.store import tables as t
from engine.store.audit import verify
from engine.store.connection import reading
from engine.store.job_rows import due_jobs
from tests.commands.desk import PLACE, new_desk, release
from tests.commands.paper_walk import (
    CASE_NO,
    ENTERER,
    INTAKE_NO,
    NOW,
    Walk,
    lines_of,
)
from tests.commands.test_case_volume import looker
from tests.store.test_rows import same


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


def the_clock(desk, key):
    return desk.case().clocks_of(key)[-1]


def due_on(desk, key):
    return the_clock(desk, key).due_on(desk.office.calendar_of(release()))


# --- two times ---------------------------------------------------------------------------------


def test_a_case_walked_from_paper_stands_where_it_stood_with_its_own_days(desk, walk):
    walk.walk()
    head = desk.case().head
    assert (head.case_no, head.intake_no) == (CASE_NO, INTAKE_NO)
    assert (head.received_on, head.registered_at.date()) == (date(2026, 2, 25), date(2026, 2, 26))
    assert (head.accepted_on, head.filed_on) == (date(2026, 3, 3), date(2026, 3, 10))
    notice = desk.case().latest_document("D04")
    assert notice.signed_at.date() == date(2026, 3, 11)
    assert (notice.sealed_at.date(), notice.served_on) == (date(2026, 3, 12), date(2026, 3, 13))
    assert [one.step for one in desk.case().open_visits] == ["P3.1"]


def test_the_periods_are_those_of_the_paper_days(desk, walk):
    walk.walk()
    calendar = desk.office.calendar_of(release())
    for key, first in (("dl_case_total", "2026-03-03"), ("dl_investigate", "2026-03-10")):
        began_on = date.fromisoformat(first)
        assert the_clock(desk, key).started_on == began_on
        limit = release().limits[key]
        told = explain_limit(release(), procedure=limit.procedure, key=key, on=began_on)
        assert f"{due_on(desk, key)}" in told, told
    assert due_on(desk, "dl_investigate") == calendar.add_working_days(date(2026, 3, 10), 30)
    marks = the_clock(desk, "dl_investigate").started
    assert (marks.at.date(), marks.entered_at) == (date(2026, 3, 10), NOW)


def test_every_line_has_both_times_and_both_people(desk, walk):
    walk.walk("P2.1/section_head")
    entered = desk.id_of(ENTERER)
    log = desk.player.log()
    assert {one.at for one in log} == {NOW}
    assert {one.actor for one in log if one.is_from_paper} == {entered}
    times = [one.done_at for one in log if not isinstance(one.event, ev.LightChanged)]
    done = [one for one in times if one != NOW]
    assert done == sorted(done)
    completed = [(one.event.step, one.done_by) for one in lines_of(desk, ev.TaskCompleted)]
    assert completed[0] == ("P1.1", desk.id_of("intake_clerk"))
    assert ("P1.4", desk.id_of("section_head")) in completed
    shown = case_file(looker(desk, ENTERER), desk.player.case_id)
    name = desk.stage.cast.person
    said = f"{name('intake_clerk').name}（经{name(ENTERER).name}补录）"
    assert said in {item.person for visit in shown.visits for item in visit.items}
    assert said in {line.actor for line in shown.log}
    assert {line.effective_at.date() for line in shown.log if line.what == "受理"} == {
        date(2026, 3, 3)
    }


def test_the_log_proves_itself_and_tells_the_same_case(desk, walk):
    walk.walk()
    facts = release().local_facts
    same(desk.case(), replay(desk.player.log(), local_facts=facts))
    walk.end()
    same(desk.case(), replay(desk.player.log(), local_facts=facts))
    secrecy = desk.stage.house.store.secrecy
    assert verify(desk.engine, place=PLACE, secrecy=secrecy).faults == ()
    stretches = account(desk.player.log(), until=NOW, local_facts=facts)
    assert stretches[0].began_at.date() == date(2026, 2, 26)
    assert sum((one.length for one in stretches), timedelta(0)) == NOW - stretches[0].began_at
    keeper = [one for one in stretches if one.holder.role == "seal_keeper"]
    days = [(one.began_at.date(), one.ended_at.date()) for one in keeper]
    assert days == [
        (date(2026, 3, 4), date(2026, 3, 5)),
        (date(2026, 3, 11), date(2026, 3, 12)),
    ]


def test_the_lights_are_those_of_then_and_nobody_is_told_of_the_past(desk, walk):
    walk.step("P1.2/intake_clerk", "intake_clerk", "2026-03-20")
    walk.step("P1.3/intake_clerk", "intake_clerk", "2026-03-23")
    clock = the_clock(desk, "dl_accept")
    changes = [
        (one.event.light, one.event.changed_at.date(), one.effective_at.date(), one.at)
        for one in lines_of(desk, ev.LightChanged)
        if one.event.clock_id == clock.id
    ]
    last = due_on(desk, "dl_accept")
    assert [one[0] for one in changes] == [Light.YELLOW, Light.RED, Light.BLACK]
    assert changes[1] == (Light.RED, last + timedelta(days=1), last + timedelta(days=1), NOW)
    assert [one.event.due_on for one in lines_of(desk, ev.OverdueRecorded)] == [last] * 1
    assert "overdue" in desk.case().head.flags
    assert not lines_of(desk, ev.UrgingSent) + lines_of(desk, ev.LimitReminded)
    assert not lines_of(desk, ev.RungReached)
    assert not due_jobs(desk.engine, NOW + timedelta(days=365))
    with reading(desk.engine) as connection:
        assert not connection.execute(t.notices.select()).all()
    walk.end()
    work(desk.office, desk.stage.house.store, owner="test")
    assert not lines_of(desk, ev.RungReached)


def test_what_is_due_after_today_rings_as_usual(desk, walk):
    walk.walk()
    walk.end()
    work(desk.office, desk.stage.house.store, owner="test")
    total = the_clock(desk, "dl_case_total")
    last = due_on(desk, "dl_case_total")
    assert last > NOW.date()
    assert total.id not in desk.case().overdue
    desk.stage.clock.set(start_of_day(last + timedelta(days=1)))
    work(desk.office, desk.stage.house.store, owner="test")
    assert total.id in desk.case().overdue
    line = lines_of(desk, ev.LimitExpired)[-1]
    assert not line.is_from_paper
    with reading(desk.engine) as connection:
        assert connection.execute(t.notices.select()).all()
    calendar, rules = desk.office.calendar_of(release()), light_rules(release())
    now = desk.stage.clock.now()
    assert light_of(total, now, calendar, rules) is desk.case().light_shown(total.id)


@pytest.mark.parametrize(
    ("on", "hour"),
    [("2026-02-25", None), ("2026-02-26", 16), ("2026-04-21", None), ("2026-04-20", 10)],
)
def test_a_day_before_the_step_before_or_after_now_is_refused(desk, walk, on, hour):
    with desk.refused("paper_day_unfit") as caught:
        walk.step("P1.2/intake_clerk", "intake_clerk", on, hour=hour)
    assert caught.value.where["field"] == ("done_time" if hour else "done_on")


def test_without_an_hour_the_day_begins_with_the_step_before(desk, walk):
    walk.step("P1.2/intake_clerk", "intake_clerk", "2026-02-26", hour=None)
    assert desk.item("P1.2").closed_at == lines_of(desk, ev.CaseOpened)[0].done_at


def test_nothing_is_registered_before_it_came_in(desk):
    walk = Walk(desk)
    with desk.refused("paper_day_unfit"):
        walk.start(on="2026-02-24")


# --- who did it, and who enters it -------------------------------------------------------------


def test_separation_counts_for_whoever_did_it(desk, walk):
    desk.give_role("section_head", "bureau_deputy")
    walk.walk("P2.4/bureau_deputy")
    numbers = {"case": CASE_NO, "D03": "纸审〔2026〕2号"}
    with desk.refused("separation_of_duties"):
        walk.step("P2.4/bureau_deputy", "section_head", "2026-03-10", numbers=numbers)
    walk.step("P2.4/bureau_deputy", "bureau_deputy", "2026-03-10", numbers=numbers)


def test_whoever_was_not_in_office_that_day_did_not_do_it(desk, walk):
    desk.change_person("intake_clerk#2", active_from=date(2026, 3, 1))
    with desk.refused("paper_doer_unfit"):
        walk.step("P1.2/intake_clerk", "intake_clerk#2", "2026-02-27")
    walk.step("P1.2/intake_clerk", "intake_clerk#2", "2026-03-02")


def test_whoever_left_since_may_have_done_it(desk, walk):
    desk.change_person("intake_clerk", active_to=date(2026, 3, 15))
    doers = paper_walk(looker(desk, ENTERER), desk.player.case_id).steps[0].doers
    assert desk.id_of("intake_clerk") in {one.person_id for one in doers}
    walk.step("P1.2/intake_clerk", "intake_clerk", "2026-02-27")
    walk.step("P1.3/intake_clerk", "intake_clerk#2", "2026-03-16")


def test_only_a_holder_of_the_role_did_it(desk, walk):
    with desk.refused("paper_doer_unfit"):
        walk.step("P1.2/intake_clerk", "lead_handler", "2026-02-27")


@pytest.mark.parametrize("by", ["intake_clerk", "bureau_head", "sys_admin"])
def test_only_whom_the_place_names_enters_it(desk, walk, by):
    walk.by = by
    code = "not_your_task" if by == "bureau_head" else "case_not_found"
    with desk.refused(code):
        walk.step("P1.2/intake_clerk", "intake_clerk", "2026-02-27")
    with desk.refused(code):
        walk.end()


def test_its_tasks_are_in_the_list_of_whoever_enters_it_and_in_no_other(desk, walk):
    for name in ("intake_clerk", "intake_clerk#2", "section_head"):
        counts = inbox(looker(desk, name), Tab.TODO).counts
        assert (counts[Tab.TODO], counts[Tab.CLAIM], counts[Tab.ACTIVE]) == (0, 0, 0), name
    assert inbox(looker(desk, ENTERER), Tab.ACTIVE).total == 1
    walk.end()
    assert inbox(looker(desk, "intake_clerk"), Tab.CLAIM).total == 1


# --- the end -----------------------------------------------------------------------------------


def test_after_the_end_everything_is_as_usual(desk, walk):
    walk.walk()
    with desk.refused("case_on_paper"):
        desk.player.complete("P3.1", "lead_handler", {})
    with desk.refused("case_on_paper"):
        named = {"place": PLACE, "by": desk.id_of("lead_handler"), "case_id": desk.player.case_id}
        operate(desk.office, Operate(key="k", verb="suspend", **named))
    walk.end()
    head = desk.case().head
    assert not head.runs_on_paper
    assert RUNS_ON_PAPER not in head.flags
    with desk.refused("case_not_on_paper"):
        walk.end()
    with desk.refused("case_not_on_paper"):
        walk.step("P3.1/lead_handler", "lead_handler", "2026-03-23")
    desk.player.complete("P3.1", "lead_handler", {})
    desk.player.walk("P3.3")
    told = desk.case().latest_document("D05")
    assert told.doc_no.endswith("〔2026〕1号")
    assert told.signed_at == desk.case().latest_document("D05").signed_at
    work(desk.office, desk.stage.house.store, owner="test")
    assert not desk.case().latest_document("D05").file.is_scan
    assert desk.player.log()[-1].acting_for is None


def test_the_open_tasks_go_to_those_who_are_there_today(desk, walk):
    desk.change_person("intake_clerk", active_to=date(2026, 3, 15))
    walk.end()
    item = desk.item("P1.2")
    assert (item.state, item.assignee) == (ItemState.IN_HAND, desk.id_of("intake_clerk#2"))


def test_after_the_window_only_the_end_is_possible(desk, walk):
    desk.stage.clock.set(datetime(2027, 1, 1, 9, 0, tzinfo=NOW.tzinfo))
    assert not paper_walk(looker(desk, ENTERER), desk.player.case_id).open
    with desk.refused("paper_entry_closed"):
        walk.step("P1.2/intake_clerk", "intake_clerk", "2026-02-27")
    with pytest.raises(PaperEntryClosed):
        walk.scanned()
    walk.end()


def test_entered_twice_it_is_entered_once(desk, walk):
    first = walk.step("P1.2/intake_clerk", "intake_clerk", "2026-02-27", key="once")
    seq = desk.case().head.log_seq
    item = desk.item("P1.2")
    again = EnterPaperStep(
        **walk.order(case_id=desk.player.case_id, key="once"),
        item_id=item.id,
        paper=walk.deed("intake_clerk", "2026-02-27"),
    )
    assert enter_paper_step(desk.office, again) == first
    assert desk.case().head.log_seq == seq
    with desk.refused("task_already_completed"):
        enter_paper_step(
            desk.office,
            EnterPaperStep(
                **walk.order(case_id=desk.player.case_id),
                item_id=item.id,
                paper=walk.deed("intake_clerk", "2026-02-27"),
            ),
        )


def test_an_ordinary_case_takes_nothing_of_the_past(desk):
    desk.player.start("P1.1", "intake_clerk", {})
    walk = Walk(desk)
    with desk.refused("case_not_on_paper"):
        walk.step("P1.2/intake_clerk", "intake_clerk", "2026-03-03")


def test_a_case_found_ex_officio_begins_with_its_filing(desk):
    walk = Walk(desk)
    form = {"discovered_on": "2026-02-25"}
    walk.start("section_head", "2026-02-27", step="P2.1", form=form, number=None)
    head = desk.case().head
    assert (head.entry, head.discovered_on) == ("filing", date(2026, 2, 25))
    assert head.registered_at.date() == date(2026, 2, 27)
    assert [one.step for one in desk.case().open_visits] == ["P2.2"]
    with desk.refused("start_not_here"):
        walk.start("section_head", "2026-02-27", step="P3.1", number=None)


def test_where_nobody_could_go_on_the_walk_does_not_end(desk, walk):
    for name in ("intake_clerk", "intake_clerk#2"):
        desk.change_person(name, active_to=date(2026, 3, 15))
    with desk.refused("role_unfilled"):
        walk.end()


def test_a_step_that_is_not_there_is_not_entered(desk, walk):
    order = walk.order(case_id=desk.player.case_id)
    unknown = EnterPaperStep(
        **order, item_id="0" * 32, paper=walk.deed("intake_clerk", "2026-02-27")
    )
    with desk.refused("task_not_found"):
        enter_paper_step(desk.office, unknown)
