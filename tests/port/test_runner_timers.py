"""Timers of a diagram: they ask the limits of the case, and ring only when they are rung."""

from datetime import date, datetime, timedelta

import pytest

from engine.bpmn.faults import TimerNotADate
from engine.ports import Surroundings
from tests.port.diagrams.drawing import (
    MONDAY,
    SHANGHAI,
    Case,
    choice,
    end,
    flow,
    main,
    on_day,
    release,
    start,
    users,
)

REMINDER = 'limit_reminder_at("dl_accept")'
TUESDAY = MONDAY + timedelta(days=1)


def reminded(expression: str = REMINDER):
    return release(
        main(
            start(),
            users("decide"),
            on_day("remind", "decide", expression),
            choice("again", "f_again_done"),
            end(),
            end("reminded"),
            flow("begin", "decide", "again", "done"),
            flow("again", "decide", when="again"),
            flow("remind", "reminded"),
        )
    )


def surroundings(at: object, *, now: datetime = MONDAY) -> Surroundings:
    """A case whose limit reminds at `at` (None: the limit does not exist)."""
    return Surroundings(
        now=now, functions={"limit_reminder_at": lambda _: at, "limit_due_on": lambda _: at}
    )


def test_a_timer_waits_for_the_reminder_of_its_limit():
    case = Case(reminded(), around=surroundings(TUESDAY))
    (timer,) = case.moved.timers
    assert (timer.element, timer.due_at) == ("remind", TUESDAY)


def test_the_limit_is_asked_by_the_key_written_in_the_diagram():
    days = {"dl_accept": TUESDAY}
    around = Surroundings(now=MONDAY, functions={"limit_reminder_at": days.get})
    assert Case(reminded(), around=around).moved.timers[0].due_at == TUESDAY
    other = 'limit_reminder_at("dl_other")'
    assert Case(reminded(other), around=around).moved.timers == ()


def test_a_timer_rings_when_due_and_the_task_stays_open():
    case = Case(reminded(), around=surroundings(TUESDAY)).ring(at=TUESDAY)
    assert case.passed == ["remind", "f_remind_reminded", "reminded"]
    assert case.open == ["decide"]
    assert case.moved.timers == ()
    assert case.finish("decide").moved.ended


def test_a_timer_that_is_not_due_stays_silent():
    case = Case(reminded(), around=surroundings(TUESDAY))
    before = case.moved.state
    case.ring(at=TUESDAY - timedelta(seconds=1))
    assert (case.passed, case.moved.state) == ([], before)


def test_a_timer_rung_twice_rings_once():
    case = Case(reminded(), around=surroundings(TUESDAY)).ring(at=TUESDAY).ring(at=TUESDAY)
    assert case.passed == []


def test_a_due_timer_does_not_ring_in_passing():
    case = Case(reminded(), {"again": True}, around=surroundings(MONDAY - timedelta(days=3)))
    assert "remind" not in case.passed
    assert case.finish("decide").passed == ["decide", "f_decide_again", "again", "f_again_decide"]


def test_a_limit_that_does_not_exist_never_rings():
    case = Case(reminded(), around=surroundings(None))
    assert case.moved.timers == ()
    assert case.ring(at=MONDAY + timedelta(days=9999)).open == ["decide"]
    assert case.passed == []
    assert case.finish("decide").moved.ended


def test_an_extended_limit_moves_its_reminder():
    case = Case(reminded(), around=surroundings(TUESDAY))
    later = TUESDAY + timedelta(days=30)
    case.around = surroundings(later)
    case.ring(at=TUESDAY)
    assert case.passed == []
    assert [timer.due_at for timer in case.moved.timers] == [later]


def test_a_timer_is_armed_again_when_its_task_is_entered_again():
    case = Case(reminded(), {"again": True}, around=surroundings(TUESDAY))
    first = case.moved.timers[0].token_id
    case.ring(at=TUESDAY).finish("decide")
    (timer,) = case.moved.timers
    assert timer.token_id != first


def test_a_date_rings_at_the_beginning_of_its_day():
    case = Case(reminded("meeting_on"), {"meeting_on": date(2026, 3, 5)})
    assert case.moved.timers[0].due_at == datetime(2026, 3, 5, tzinfo=SHANGHAI)


def test_every_due_time_has_an_offset():
    for at in (TUESDAY, TUESDAY.replace(tzinfo=None), date(2026, 3, 3)):
        case = Case(reminded(), around=surroundings(at))
        assert case.moved.timers[0].due_at.utcoffset() == timedelta(hours=8)


def test_a_timer_without_a_date_is_a_fault():
    with pytest.raises(TimerNotADate):
        Case(reminded("meeting_on"), {"meeting_on": "soon"})


def test_an_interrupting_timer_takes_the_task_away():
    diagrams = release(
        main(
            start(),
            users("wait", "after"),
            on_day("over", "wait", "meeting_on", interrupting=True),
            end(),
            flow("begin", "wait", "done"),
            flow("over", "after", "done"),
        )
    )
    case = Case(diagrams, {"meeting_on": date(2026, 3, 3)})
    lost = case.tokens[0].id
    assert case.ring(at=TUESDAY).open == ["after"]
    assert case.moved.cancelled == (lost,)
    assert case.finish("after").moved.ended


def test_of_two_timers_due_together_one_cancelled_by_the_other_stays_silent():
    diagrams = release(
        main(
            start(),
            users("wait"),
            on_day("over", "wait", "first_on", interrupting=True),
            on_day("late", "wait", "second_on", interrupting=True),
            end(),
            flow("begin", "wait", "done"),
            flow("over", "done"),
            flow("late", "done"),
        )
    )
    case = Case(diagrams, {"first_on": date(2026, 3, 3), "second_on": date(2026, 3, 3)})
    assert case.ring(at=TUESDAY).moved.ended
    assert len({"over", "late"} & set(case.passed)) == 1
