"""A clock of a case: pauses, extensions, restarts, and what it looked like before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import clock as clocks
from engine.domain.clock import Clock, ClockState, PauseKind, StopKind
from engine.domain.plain import from_plain, to_plain
from engine.domain.work_calendar import start_of_day
from tests.domain.clocks import a_clock, at, mark
from tests.domain.years import real_calendar
from tests.laws import PROPOSAL, law

CALENDAR = real_calendar()


def due(clock: Clock) -> date | None:
    return clock.due_on(CALENDAR)


# --- pauses ------------------------------------------------------------------------------------


@law(PROPOSAL)
def test_the_acceptance_review_stands_still_while_a_supplement_is_awaited() -> None:
    running = a_clock("5w", "2026-09-16 10:00")
    assert due(running) == date(2026, 9, 22)
    paused = clocks.pause(running, PauseKind.SUPPLEMENT, mark("2026-09-18 09:00"))
    assert due(paused) is None
    assert paused.state(CALENDAR) is ClockState.PAUSED
    assert not paused.is_expired(at("2026-10-10 09:05"), CALENDAR)


def test_the_rest_of_the_limit_runs_on_from_the_day_of_the_supplement() -> None:
    paused = clocks.pause(
        a_clock("5w", "2026-09-16 10:00"), PauseKind.SUPPLEMENT, mark("2026-09-18 09:00")
    )
    resumed = clocks.resume(paused, PauseKind.SUPPLEMENT, mark("2026-10-09 15:00"))
    assert resumed.state(CALENDAR) is ClockState.RUNNING
    assert due(resumed) == date(2026, 10, 13)


def test_a_suspension_that_begins_in_the_days_of_the_roll_over_keeps_the_limit_open() -> None:
    total = a_clock("60c", "2026-03-04 10:00")
    paused = clocks.pause(total, PauseKind.SUSPENSION, mark("2026-05-04 09:00"))
    assert paused.state(CALENDAR) is ClockState.PAUSED
    assert due(paused) is None
    assert not paused.is_expired(at("2026-06-01 09:00"), CALENDAR)
    resumed = clocks.resume(paused, PauseKind.SUSPENSION, mark("2026-05-08 09:00"))
    assert due(resumed) == date(2026, 5, 8)


def test_a_suspension_within_one_day_moves_nothing() -> None:
    paused = clocks.pause(
        a_clock("60c", "2026-05-08 09:00"), PauseKind.SUSPENSION, mark("2026-05-20 09:00")
    )
    resumed = clocks.resume(paused, PauseKind.SUSPENSION, mark("2026-05-20 16:00"))
    assert due(resumed) == date(2026, 7, 7)


@law(PROPOSAL)
def test_the_total_limit_does_not_count_the_days_of_rectification() -> None:
    total = a_clock("60c", "2026-03-04 10:00")
    assert due(total) == date(2026, 5, 6)
    served = clocks.pause(total, PauseKind.RECTIFICATION, mark("2026-04-09"))
    reported = clocks.resume(served, PauseKind.RECTIFICATION, mark("2026-04-20 10:00"))
    assert due(reported) == date(2026, 5, 14)
    expired = clocks.resume(served, PauseKind.RECTIFICATION, mark("2026-05-10"))
    assert due(expired) == date(2026, 6, 3)


def test_two_pauses_at_once_count_once_and_each_ends_by_itself() -> None:
    clock = a_clock("60c", "2026-03-04 10:00")
    clock = clocks.pause(clock, PauseKind.EXPERTISE, mark("2026-03-10"))
    clock = clocks.pause(clock, PauseKind.SUSPENSION, mark("2026-03-15"))
    clock = clocks.resume(clock, PauseKind.EXPERTISE, mark("2026-03-20"))
    assert clock.state(CALENDAR) is ClockState.PAUSED
    clock = clocks.resume(clock, PauseKind.SUSPENSION, mark("2026-03-25"))
    assert due(clock) == date(2026, 5, 18)


def test_resuming_what_was_not_paused_changes_nothing() -> None:
    clock = a_clock("5w", "2026-03-02 09:00")
    assert clocks.resume(clock, PauseKind.SUSPENSION, mark("2026-03-03")) == clock


def test_a_suspension_found_later_moves_the_last_day_and_the_old_view_stays_readable() -> None:
    clock = a_clock("60c", "2026-05-08 09:00")
    late = mark("2026-05-20", entered="2026-06-10 09:00")
    clock = clocks.pause(clock, PauseKind.SUSPENSION, late)
    clock = clocks.resume(
        clock, PauseKind.SUSPENSION, mark("2026-05-30", entered="2026-06-10 09:05")
    )
    assert due(clock) == date(2026, 7, 17)
    assert due(clocks.as_known_at(clock, at("2026-06-09 18:00"))) == date(2026, 7, 7)
    between = clocks.as_known_at(clock, at("2026-06-10 09:02"))
    assert between.state(CALENDAR) is ClockState.PAUSED


# --- extensions --------------------------------------------------------------------------------


@law(PROPOSAL)
def test_the_total_limit_is_extended_once_and_before_it_expires() -> None:
    clock = a_clock("60c", "2026-07-03 09:00")
    asked = at("2026-08-20 09:00")
    clocks.may_extend(clock, asked_at=asked, times_max=1, calendar=CALENDAR)
    extended = clocks.extend(clock, 30, mark("2026-08-21 09:10"), document="延期审批表")
    assert due(clock) == date(2026, 9, 1)
    assert due(extended) == date(2026, 10, 8)
    with pytest.raises(clocks.ExtensionUsedUp) as refused:
        clocks.may_extend(extended, asked_at=at("2026-09-15 09:00"), times_max=1, calendar=CALENDAR)
    assert refused.value.what_text == "“办结总期限”已经延期1次，不能再次延期。"


def test_an_extension_asked_for_on_the_last_day_is_in_time_and_a_minute_later_is_not() -> None:
    clock = a_clock("30w", "2026-07-03 09:00")
    assert due(clock) == date(2026, 8, 14)
    clocks.may_extend(clock, asked_at=at("2026-08-14 23:59"), times_max=1, calendar=CALENDAR)
    with pytest.raises(clocks.ExtensionTooLate) as refused:
        clocks.may_extend(clock, asked_at=at("2026-08-15 00:00"), times_max=1, calendar=CALENDAR)
    assert "2026年8月14日" in refused.value.what_text


def test_a_paused_limit_may_still_be_extended_and_says_so_when_it_was() -> None:
    clock = clocks.pause(a_clock("60c", "2026-03-04"), PauseKind.RECTIFICATION, mark("2026-04-09"))
    asked = at("2026-04-15 09:00")
    clocks.may_extend(clock, asked_at=asked, times_max=1, calendar=CALENDAR)
    extended = clocks.extend(clock, 30, mark("2026-04-16"))
    with pytest.raises(clocks.ExtensionUsedUp) as refused:
        clocks.may_extend(extended, asked_at=asked, times_max=1, calendar=CALENDAR)
    assert "暂停中" in refused.value.mend_text
    resumed = clocks.resume(extended, PauseKind.RECTIFICATION, mark("2026-04-20"))
    assert due(resumed) == date(2026, 6, 15)


def test_the_explanation_names_the_extension_and_its_document() -> None:
    clock = clocks.extend(
        a_clock("60c", "2026-07-03"), 30, mark("2026-08-21"), document="延期审批表"
    )
    spans = clock.reckoning(CALENDAR).spans
    assert [(span.why, span.source, span.counted) for span in spans if span.counted] == [
        ("计入期限", "本系统建议值", 60),
        ("延期30日", "延期审批表", 30),
    ]


# --- ends --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stopped", "state"),
    [
        ("2026-03-09 23:59", ClockState.MET),
        ("2026-03-10 00:00", ClockState.MET_LATE),
        ("2026-03-02 09:00", ClockState.MET),
    ],
)
def test_a_limit_is_met_until_midnight_of_its_last_day(stopped: str, state: ClockState) -> None:
    clock = clocks.stop(a_clock("5w", "2026-03-02 09:00"), mark(stopped))
    assert clock.state(CALENDAR) is state


def test_what_counts_is_the_day_of_effect_and_not_the_day_of_entry() -> None:
    served = mark("2026-03-09", "DocumentServed", entered="2026-03-11 10:00")
    clock = clocks.stop(a_clock("5w", "2026-03-02 09:00"), served)
    assert clock.state(CALENDAR) is ClockState.MET
    assert not clock.is_expired(at("2026-03-12 09:00"), CALENDAR)
    before = clocks.as_known_at(clock, at("2026-03-10 09:00"))
    assert before.state(CALENDAR) is ClockState.RUNNING
    assert before.is_expired(at("2026-03-10 09:00"), CALENDAR)


def test_a_cancelled_clock_is_neither_met_nor_missed() -> None:
    clock = clocks.cancel(a_clock("5w", "2026-03-02"), mark("2026-03-20"))
    assert clock.state(CALENDAR) is ClockState.CANCELLED
    assert clock.stop is not None
    assert clock.stop.kind is StopKind.CANCELLED


def test_the_first_end_stands() -> None:
    met = clocks.stop(a_clock("5w", "2026-03-02"), mark("2026-03-04"))
    assert clocks.cancel(met, mark("2026-03-05")) == met
    assert clocks.stop(met, mark("2026-03-06")) == met


def test_a_clock_stopped_while_paused_ends_its_pause_and_is_met() -> None:
    paused = clocks.pause(a_clock("5w", "2026-03-02"), PauseKind.RECUSAL, mark("2026-03-04 09:00"))
    met = clocks.stop(paused, mark("2026-03-20 09:00"))
    assert met.open_pauses == ()
    assert met.state(CALENDAR) is ClockState.MET


@pytest.mark.parametrize(
    "deed",
    [
        lambda clock: clocks.pause(clock, PauseKind.SUSPENSION, mark("2026-03-05")),
        lambda clock: clocks.extend(clock, 5, mark("2026-03-05")),
        lambda clock: clocks.restart(clock, mark("2026-03-05"), calendar_hash=""),
        lambda clock: clocks.may_extend(
            clock, asked_at=at("2026-03-05"), times_max=1, calendar=CALENDAR
        ),
    ],
    ids=["pause", "extend", "restart", "may_extend"],
)
def test_a_stopped_clock_is_neither_paused_nor_lengthened(deed: object) -> None:
    met = clocks.stop(a_clock("5w", "2026-03-02"), mark("2026-03-04"))
    with pytest.raises(clocks.ClockStopped) as refused:
        deed(met)  # type: ignore[operator] # a table of deeds
    assert "2026年3月4日" in refused.value.what_text


@law(PROPOSAL)
def test_a_report_sent_back_takes_the_stop_away_and_keeps_the_old_last_day() -> None:
    met = clocks.stop(a_clock("30w", "2026-03-27"), mark("2026-04-09"))
    again = clocks.revoke_stop(met)
    assert again.state(CALENDAR) is ClockState.RUNNING
    assert due(again) == date(2026, 5, 13)
    assert len(again.revoked_stops) == 1
    assert clocks.revoke_stop(again) == again


@law("行政执法监督条例", 29)
def test_the_next_instrument_waits_until_the_limit_has_expired() -> None:
    clock = a_clock("30c", "2026-03-10")
    for early in ("2026-03-30 09:00", "2026-04-09 23:40"):
        with pytest.raises(clocks.LimitNotExpired) as refused:
            clocks.refuse_unless_expired(clock, at(early), CALENDAR)
        assert "2026年4月9日" in refused.value.what_text
    clocks.refuse_unless_expired(clock, at("2026-04-10 00:00"), CALENDAR)


def test_a_paused_limit_has_not_expired() -> None:
    paused = clocks.pause(a_clock("5w", "2026-03-02"), PauseKind.SUSPENSION, mark("2026-03-04"))
    with pytest.raises(clocks.LimitNotExpired) as refused:
        clocks.refuse_unless_expired(paused, at("2027-03-04"), CALENDAR)
    assert "暂停中" in refused.value.what_text


# --- restarts ----------------------------------------------------------------------------------


def test_a_restart_counts_anew_and_keeps_the_run_before() -> None:
    clock = a_clock("30w", "2026-03-27")
    clock = clocks.pause(clock, PauseKind.EXPERTISE, mark("2026-04-07"))
    clock = clocks.resume(clock, PauseKind.EXPERTISE, mark("2026-04-14"))
    clock = clocks.extend(clock, 10, mark("2026-04-20"))
    anew = clocks.restart(clock, mark("2026-07-03"), calendar_hash="sha256:other")
    assert due(anew) == date(2026, 8, 14)
    assert anew.calendar_hash == "sha256:other"
    assert anew.restarts[0].extensions == clock.extensions
    assert due(clocks.as_known_at(anew, at("2026-06-01"))) == due(clock)


def test_a_pause_still_open_goes_on_over_a_restart() -> None:
    clock = clocks.pause(a_clock("5w", "2026-03-02"), PauseKind.SUSPENSION, mark("2026-03-04"))
    anew = clocks.restart(clock, mark("2026-03-10"), calendar_hash="")
    assert anew.state(CALENDAR) is ClockState.PAUSED
    resumed = clocks.resume(anew, PauseKind.SUSPENSION, mark("2026-03-16"))
    assert due(resumed) == date(2026, 3, 20)


def test_what_was_entered_after_a_moment_was_not_known_at_it() -> None:
    clock = clocks.extend(a_clock("60c", "2026-07-03"), 30, mark("2026-08-21 09:10"))
    clock = clocks.restart(clock, mark("2026-09-10"), calendar_hash="")
    clock = clocks.restart(clock, mark("2026-10-09"), calendar_hash="")
    met = clocks.stop(clock, mark("2026-11-02"))
    assert due(clocks.as_known_at(met, at("2026-08-01"))) == date(2026, 9, 1)
    assert due(clocks.as_known_at(met, at("2026-09-01"))) == date(2026, 10, 8)
    assert due(clocks.as_known_at(met, at("2026-09-11"))) == date(2026, 11, 9)
    assert clocks.as_known_at(met, at("2026-11-02")) == met


# --- keeping -----------------------------------------------------------------------------------


def test_a_clock_is_kept_and_read_back_as_it_was() -> None:
    clock = a_clock("60c", "2026-03-04 10:00", remind="5w")
    clock = clocks.pause(clock, PauseKind.EXPERTISE, mark("2026-03-10"))
    clock = clocks.resume(clock, PauseKind.EXPERTISE, mark("2026-03-20"))
    clock = clocks.extend(clock, 30, mark("2026-04-01"), document="延期审批表")
    clock = clocks.restart(clock, mark("2026-05-01"), calendar_hash="sha256:x")
    clock = clocks.revoke_stop(clocks.stop(clock, mark("2026-05-20")))
    clock = clocks.stop(clock, mark("2026-05-21"))
    assert from_plain(Clock, to_plain(clock)) == clock


days = st.dates(date(2026, 1, 5), date(2026, 12, 1))
kinds = st.sampled_from(list(PauseKind))


@given(days, st.lists(st.tuples(kinds, days, days), max_size=5), st.integers(1, 90))
def test_no_history_of_pauses_makes_a_clock_due_before_its_plain_last_day(
    start: date, history: list[tuple[PauseKind, date, date]], amount: int
) -> None:
    clock = plain = a_clock(f"{amount}c", str(start))
    for kind, one, other in history:
        first, last = sorted((one, other))
        clock = clocks.pause(clock, kind, mark(str(first)))
        clock = clocks.resume(clock, kind, mark(str(last)))
    due_on, plain_on = due(clock), due(plain)
    assert due_on is not None
    assert plain_on is not None
    assert due_on >= plain_on
    assert clock.is_expired(start_of_day(due_on), CALENDAR) is False
