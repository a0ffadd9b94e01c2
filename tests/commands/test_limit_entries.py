"""Time left out and clocks begun anew by hand: both times kept, nothing overwritten."""

from datetime import date, timedelta

import pytest

from engine.commands.limit_entries import (
    CountAgain,
    ExcludeTime,
    RestartClock,
    count_again,
    exclude_time,
    restart_clock,
)
from engine.domain.clock import PauseKind, as_known_at
from engine.queries.date_explained import explain_date
from engine.queries.explanation_text import text_of
from engine.queries.looking import Desk as LookingDesk
from engine.store import tables as t
from engine.store.connection import reading
from tests.commands.desk import release

TOTAL = "dl_case_total"


@pytest.fixture
def desk(desk_at):
    made = desk_at("P3.3")
    made.stage.clock.set(made.stage.clock.now() + timedelta(days=20))
    return made


def total(desk):
    return desk.case().clocks_of(TOTAL)[-1]


def order(desk, by="section_head", **more):
    named = {"place": desk.player.place, "by": desk.id_of(by), "case_id": desk.player.case_id}
    return {"key": desk.office.ids.next(), "ground": "委托鉴定", **named, **more}


def today(desk) -> date:
    return desk.stage.clock.now().date()


def calendar(desk):
    return desk.office.calendar_of(release())


def exclude(desk, first: int, last: int | None, **more):
    began_on = today(desk) - timedelta(days=first)
    ended_on = None if last is None else today(desk) - timedelta(days=last)
    command = order(desk, kind="expertise", began_on=began_on, ended_on=ended_on, **more)
    return exclude_time(desk.office, ExcludeTime(**command))


def test_expertise_found_out_later_moves_the_last_day_by_its_days(desk):
    before = total(desk)
    then = desk.stage.clock.now() - timedelta(seconds=1)
    exclude(desk, 12, 4, document="鉴定委托书", article="《行政执法监督条例》第二十二条")
    clock = total(desk)
    plain, moved = before.reckoning(calendar(desk)), clock.reckoning(calendar(desk))
    assert moved.unrolled_on == plain.unrolled_on + timedelta(days=8)
    (pause,) = [one for one in clock.pauses if one.kind is PauseKind.EXPERTISE]
    assert pause.began.entered_at - pause.began.at > timedelta(days=12)
    assert pause.began.approver == desk.id_of("section_head")
    assert as_known_at(clock, then) == before


def test_what_goes_on_leaves_the_last_day_open_until_it_counts_again(desk):
    exclude(desk, 3, None)
    assert total(desk).due_on(calendar(desk)) is None
    ended = order(desk, kind="expertise", ended_on=today(desk))
    count_again(desk.office, CountAgain(**ended))
    assert total(desk).due_on(calendar(desk)) is not None
    with desk.refused("nothing_excluded"):
        again = order(desk, kind="expertise", ended_on=today(desk))
        count_again(desk.office, CountAgain(**again))


def test_a_clock_begun_anew_keeps_its_earlier_run(desk):
    before = total(desk)
    again = order(desk, clock_id=before.id, on=today(desk), ground="提级办理")
    restart_clock(desk.office, RestartClock(**again))
    clock = total(desk)
    assert clock.started_on == today(desk)
    assert clock.restarts[0].started == before.started
    assert clock.due_on(calendar(desk)) > before.due_on(calendar(desk))


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("not_your_task", {"by": "lead_handler"}),
        ("reason_missing", {"ground": "  "}),
        ("exclusion_not_allowed", {"kind": "suspension"}),
        ("exclusion_not_allowed", {"kind": "hearing"}),
        ("entry_out_of_place", {"began_on": date(2020, 1, 1)}),
        ("entry_out_of_place", {"began_on": date(2099, 1, 1)}),
        ("entry_out_of_place", {"ended_on": date(2026, 1, 1)}),
    ],
)
def test_an_entry_that_cannot_be_is_refused_and_changes_nothing(desk, code, changed):
    command = {"kind": "expertise", "began_on": today(desk), "ended_on": None, **changed}
    by = command.pop("by", "section_head")
    with desk.refused(code):
        exclude_time(desk.office, ExcludeTime(**order(desk, by, **command)))


def test_a_clock_nobody_knows_or_before_its_start_is_not_begun_anew(desk):
    with desk.refused("clock_unknown"):
        restart_clock(desk.office, RestartClock(**order(desk, clock_id="none", on=today(desk))))
    with desk.refused("entry_out_of_place"):
        early = order(desk, clock_id=total(desk).id, on=date(2026, 1, 1))
        restart_clock(desk.office, RestartClock(**early))
    exclude(desk, 1, None)
    with desk.refused("entry_out_of_place"):
        early = order(desk, kind="expertise", ended_on=date(2026, 1, 1))
        count_again(desk.office, CountAgain(**early))


def test_every_entry_stands_in_the_register(desk):
    exclude(desk, 12, 4)
    again = order(desk, clock_id=total(desk).id, on=today(desk), ground="提级办理")
    restart_clock(desk.office, RestartClock(**again))
    entries = t.limit_entries
    with reading(desk.engine) as connection:
        rows = connection.execute(entries.select().where(entries.c.key == TOTAL)).mappings().all()
    assert sorted((row["kind"], row["reason"]) for row in rows) == [
        ("pause", "expertise"),
        ("restart", None),
    ]


def test_the_explanation_tells_each_day_and_why(desk):
    exclude(desk, 12, 4, document="鉴定委托书")
    clock = total(desk)
    looker = LookingDesk(
        office=desk.office,
        store=desk.stage.house.store,
        place=desk.player.place,
        by=desk.stage.cast.person("section_head"),
    )
    told = explain_date(looker, desk.player.case_id, clock.id)
    assert told.days[0].day == clock.started_on
    assert told.days[-1].day == told.due_on == clock.due_on(calendar(desk))
    assert sum(one.counted for one in told.days) == clock.value.amount
    assert all(one.why for one in told.days)
    left_out = [one for one in told.days if "委托鉴定期间不计入" in one.why]
    assert len(left_out) == 8
    assert all("鉴定委托书" in one.source for one in left_out)
    assert any(one.is_retroactive and one.approver for one in told.entries)
    before = explain_date(
        looker, desk.player.case_id, TOTAL, known_at=desk.stage.clock.now() - timedelta(days=1)
    )
    assert before.due_on != told.due_on
    paper = text_of(told)
    assert f"{told.due_on}" in paper
    assert "补录" in paper
    assert "第60日" in paper
