"""送出提醒的时间: at once, once a day, and after the quiet hours."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.delivering import CHANNELS, Way, after_quiet, choice_fault, deliveries
from engine.domain.work_calendar import SHANGHAI

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
HOURS = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"mail": "hourly"}, "不发、即时"),
        ({"pigeon": "at_once"}, "没有“pigeon”"),
        ({"quiet_from": "25:00"}, "21:00"),
        ({"digest_at": 8}, "21:00"),
    ],
)
def test_a_choice_nobody_understands_is_refused(chosen, why):
    assert why in choice_fault(chosen)
    assert choice_fault({"mail": "digest", "quiet_from": "20:00"}) is None


def test_a_way_that_does_not_exist_is_not_used():
    assert deliveries({}, open_ways=frozenset(), now=NOON) == []
    found = deliveries({"sms": "at_once"}, open_ways=frozenset(CHANNELS), now=NOON)
    assert [(one.channel, one.way) for one in found] == [
        ("mail", Way.AT_ONCE),
        ("sms", Way.AT_ONCE),
        ("webhook", Way.AT_ONCE),
    ]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)), HOURS, HOURS)  # noqa: DTZ001
def test_what_goes_out_is_never_in_quiet_hours_nor_early_nor_a_day_late(moment, begins, ends):
    moment = moment.replace(tzinfo=SHANGHAI)
    due = after_quiet(moment, quiet_from=begins, quiet_to=ends)
    assert moment <= due < moment + timedelta(days=1)
    assert after_quiet(due, quiet_from=begins, quiet_to=ends) == due


def test_the_end_of_the_quiet_hours_is_not_quiet():
    night = NOON.replace(hour=23)
    assert after_quiet(night, quiet_from=time(21), quiet_to=time(7)).hour == 7
    assert after_quiet(NOON, quiet_from=time(12), quiet_to=time(13)).hour == 13
