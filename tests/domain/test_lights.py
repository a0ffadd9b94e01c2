"""The colour a clock shows, when it changes, and when the reminder rings."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import clock as clocks
from engine.domain.clock import Clock, PauseKind
from engine.domain.lights import (
    Light,
    LightRules,
    light_changes,
    light_of,
    reminder_at,
    worst_of,
)
from tests.domain.clocks import RULES, a_clock, at, mark
from tests.domain.years import real_calendar
from tests.laws import PROPOSAL, law

CALENDAR = real_calendar()
ORANGE = replace(RULES, orange=True)


def light(clock: Clock, moment: str, rules: LightRules = RULES) -> Light:
    return light_of(clock, at(moment), CALENDAR, rules)


@law(PROPOSAL)
@pytest.mark.parametrize(
    ("limit", "started", "moment", "shown"),
    [
        # 意见书载明三十日：3月10日送达，4月9日届满
        ("30c", "2026-03-10", "2026-03-25 09:00", Light.GREEN),
        ("30c", "2026-03-10", "2026-03-30 23:59", Light.GREEN),
        ("30c", "2026-03-10", "2026-03-31 00:00", Light.YELLOW),
        ("30c", "2026-03-10", "2026-04-07 09:00", Light.YELLOW),
        ("30c", "2026-03-10", "2026-04-09 23:30", Light.YELLOW),
        ("30c", "2026-03-10", "2026-04-10 00:00", Light.RED),
        ("30c", "2026-03-10", "2026-04-10 09:30", Light.RED),
        ("30c", "2026-03-10", "2026-04-15 23:59", Light.RED),
        ("30c", "2026-03-10", "2026-04-16 00:00", Light.BLACK),
        ("30c", "2026-03-10", "2026-04-17 09:00", Light.BLACK),
        # 补正十个工作日：9月18日起算，10月9日届满
        ("10w", "2026-09-18 09:00", "2026-09-23 09:00", Light.GREEN),
        ("10w", "2026-09-18 09:00", "2026-09-28 23:59", Light.GREEN),
        ("10w", "2026-09-18 09:00", "2026-09-29 00:00", Light.YELLOW),
        ("10w", "2026-09-18 09:00", "2026-10-09 23:30", Light.YELLOW),
        ("10w", "2026-09-18 09:00", "2026-10-10 09:05", Light.RED),
        # 调查三十个工作日：8月14日届满；三成是九个工作日，先到
        ("30w", "2026-07-03 09:00", "2026-08-02 12:00", Light.GREEN),
        ("30w", "2026-07-03 09:00", "2026-08-03 00:00", Light.YELLOW),
        ("30w", "2026-07-03 09:00", "2026-08-14 23:30", Light.YELLOW),
        ("30w", "2026-07-03 09:00", "2026-08-15 00:30", Light.RED),
        # 受理审查五个工作日：剩三个工作日先到
        ("5w", "2026-03-02 09:00", "2026-03-03 23:59", Light.GREEN),
        ("5w", "2026-03-02 09:00", "2026-03-04 00:00", Light.YELLOW),
        # 二日的短期限：起算当日是绿灯，次日起黄灯
        ("2w", "2026-03-02 09:00", "2026-03-02 18:00", Light.GREEN),
        ("2w", "2026-03-02 09:00", "2026-03-03 00:00", Light.YELLOW),
        # 二十四小时：剩三成即七小时十二分
        ("24h", "2026-03-06 16:00", "2026-03-07 08:47", Light.GREEN),
        ("24h", "2026-03-06 16:00", "2026-03-07 08:48", Light.YELLOW),
        ("24h", "2026-03-06 16:00", "2026-03-07 16:00", Light.RED),
        ("24h", "2026-03-06 16:00", "2026-03-13 00:00", Light.BLACK),
    ],
)
def test_the_light_at_a_moment(limit: str, started: str, moment: str, shown: Light) -> None:
    assert light(a_clock(limit, started), moment) is shown


def test_the_extended_total_is_yellow_on_its_rolled_over_last_day_and_red_after_it() -> None:
    clock = clocks.extend(a_clock("60c", "2026-07-03 09:00"), 30, mark("2026-08-21"))
    assert light(clock, "2026-09-02 09:00") is Light.GREEN
    assert light(clock, "2026-10-08 23:30") is Light.YELLOW
    assert light(clock, "2026-10-09 00:30") is Light.RED


def test_orange_is_the_last_day_and_off_unless_the_place_wants_it() -> None:
    clock = a_clock("30c", "2026-03-10")
    assert light(clock, "2026-04-08 23:59", ORANGE) is Light.YELLOW
    assert light(clock, "2026-04-09 00:00", ORANGE) is Light.ORANGE
    assert light(clock, "2026-04-10 00:00", ORANGE) is Light.RED


def test_a_paused_clock_is_blue_and_changes_by_nobodys_doing() -> None:
    paused = clocks.pause(a_clock("5w", "2026-09-16"), PauseKind.SUPPLEMENT, mark("2026-09-18"))
    assert light(paused, "2026-10-30 09:00") is Light.BLUE
    assert light_changes(paused, CALENDAR, RULES) == ()
    assert reminder_at(paused, CALENDAR, RULES) is None


def test_a_pause_after_expiry_hides_nothing() -> None:
    late = clocks.pause(a_clock("5w", "2026-03-02"), PauseKind.SUSPENSION, mark("2026-03-12"))
    assert light(late, "2026-03-13 09:00") is Light.RED
    assert light(late, "2026-03-20 09:00") is Light.BLACK


@pytest.mark.parametrize(
    ("stopped", "shown"), [("2026-03-09 23:00", Light.GREY), ("2026-03-10 01:00", Light.DARKRED)]
)
def test_a_stopped_clock_is_grey_in_time_and_dark_red_late(stopped: str, shown: Light) -> None:
    clock = clocks.stop(a_clock("5w", "2026-03-02"), mark(stopped))
    assert light(clock, "2026-12-01 09:00") is shown
    assert light_changes(clock, CALENDAR, RULES) == ()


def test_a_cancelled_clock_is_grey() -> None:
    clock = clocks.cancel(a_clock("5w", "2026-03-02"), mark("2026-04-30"))
    assert light(clock, "2026-05-01 09:00") is Light.GREY


@law(PROPOSAL)
@pytest.mark.parametrize(
    ("limit", "started", "remind", "rings"),
    [
        ("30c", "2026-03-10", "5w", "2026-04-01 09:00"),
        ("30c", "2026-03-10", "5c", "2026-04-04 09:00"),
        ("30c", "2026-03-10", "12h", "2026-04-09 12:00"),
        ("30c", "2026-03-10", None, "2026-03-31 09:00"),
        ("3w", "2026-03-10 10:00", "5w", "2026-03-10 10:00"),
        ("5w", "2026-03-02 09:00", None, "2026-03-04 09:00"),
        ("24h", "2026-03-06 16:00", None, "2026-03-07 08:48"),
    ],
)
def test_the_reminder_rings_on_its_day_at_the_places_hour(
    limit: str, started: str, remind: str | None, rings: str
) -> None:
    clock = a_clock(limit, started, remind=remind)
    assert reminder_at(clock, CALENDAR, RULES) == at(rings)


def test_no_reminder_for_a_clock_that_has_ended() -> None:
    clock = clocks.stop(a_clock("5w", "2026-03-02"), mark("2026-03-03"))
    assert reminder_at(clock, CALENDAR, RULES) is None


def test_a_row_shows_its_worst_light() -> None:
    assert worst_of([Light.GREY, Light.YELLOW, Light.GREEN]) is Light.YELLOW
    assert worst_of([Light.BLUE, Light.RED, Light.BLACK]) is Light.BLACK
    assert worst_of([]) is None


def test_every_light_has_a_name_beside_its_colour() -> None:
    assert len({one.label for one in Light}) == len(Light)


limits = st.tuples(st.integers(1, 90), st.sampled_from("cwh")).map(lambda one: f"{one[0]}{one[1]}")


@given(limits, st.dates(at("2026-01-05").date(), at("2026-06-30").date()), st.booleans())
def test_the_announced_changes_are_the_lights_shown(
    limit: str,
    start: object,
    orange: bool,  # noqa: FBT001 - drawn by the property
) -> None:
    rules = ORANGE if orange else RULES
    clock = a_clock(limit, f"{start} 09:00")
    changes = light_changes(clock, CALENDAR, rules)
    assert [one.at for one in changes] == sorted(one.at for one in changes)
    for change, after in zip(changes, [*changes[1:], None], strict=True):
        if after is None or after.at > change.at:
            assert light_of(clock, change.at, CALENDAR, rules) is change.light
    tick = timedelta(microseconds=1)
    if changes[0].at > clock.started.at:
        assert light_of(clock, changes[0].at - tick, CALENDAR, rules) is Light.GREEN
    red = next(one for one in changes if one.light is Light.RED)
    assert light_of(clock, red.at - tick, CALENDAR, rules) in {Light.YELLOW, Light.ORANGE}
