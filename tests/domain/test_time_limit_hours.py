"""Limits in hours and working hours: worked moments."""

from datetime import date, datetime, time

import pytest

from engine.domain.time_limit import Addition, LimitValue, Stoppage, Unit, day_table, reckon
from engine.domain.work_calendar import SHANGHAI, DateOutOfCalendar, start_of_day
from tests.domain.years import real_calendar
from tests.laws import law


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def hours(amount: int, unit: Unit = Unit.HOURS) -> LimitValue:
    return LimitValue(amount=amount, unit=unit, source="试算")


@law("中华人民共和国民法典", 201)
@law("行政执法机关移送涉嫌犯罪案件的规定", 5)
@pytest.mark.parametrize(
    ("begins", "amount", "ends"),
    [
        ("2026-03-06 16:00", 24, "2026-03-07 16:00"),
        ("2026-09-30 09:10", 24, "2026-10-01 09:10"),
        ("2026-02-28 00:00", 24, "2026-03-01 00:00"),
        ("2026-12-31 23:59", 1, "2027-01-01 00:59"),
    ],
)
def test_hours_count_from_the_moment_and_never_roll_over(
    begins: str, amount: int, ends: str
) -> None:
    reckoning = reckon(hours(amount), counted_from=at(begins), calendar=real_calendar())
    assert reckoning.ends_at == at(ends)
    assert not reckoning.provisional


@pytest.mark.parametrize(
    ("begins", "amount", "ends"),
    [
        ("2026-03-02 09:00", 3, "2026-03-02 12:00"),
        ("2026-03-02 09:00", 4, "2026-03-02 14:00"),
        ("2026-03-02 09:00", 7, "2026-03-02 17:00"),
        ("2026-03-02 09:00", 8, "2026-03-03 10:00"),
        ("2026-03-06 16:00", 2, "2026-03-09 10:00"),
        ("2026-03-06 18:00", 1, "2026-03-09 10:00"),
        ("2026-03-07 10:00", 1, "2026-03-09 10:00"),
        ("2026-03-02 12:30", 1, "2026-03-02 14:00"),
        ("2026-02-14 16:00", 2, "2026-02-24 10:00"),
    ],
)
def test_working_hours_count_office_hours_of_working_days_only(
    begins: str, amount: int, ends: str
) -> None:
    value = hours(amount, Unit.WORKING_HOURS)
    assert reckon(value, counted_from=at(begins), calendar=real_calendar()).ends_at == at(ends)


def test_a_limit_that_ends_at_midnight_is_due_on_the_day_before() -> None:
    reckoning = reckon(hours(24), counted_from=at("2026-03-06 00:00"), calendar=real_calendar())
    assert reckoning.due_on == date(2026, 3, 6)


def test_an_open_pause_leaves_the_end_of_an_hour_limit_unknown() -> None:
    reckoning = reckon(
        hours(24),
        counted_from=at("2026-03-06 09:00"),
        calendar=real_calendar(),
        stoppages=[Stoppage(began_at=at("2026-03-06 15:00"), ended_at=None, why="中止")],
    )
    assert reckoning.ends_at is None
    assert reckoning.due_on is None
    assert reckoning.counted == 6


def test_an_extension_of_an_hour_limit_is_in_hours_and_told_apart() -> None:
    reckoning = reckon(
        hours(24),
        counted_from=at("2026-03-06 09:00"),
        calendar=real_calendar(),
        additions=[Addition(amount=12, why="延期12小时", source="批准")],
    )
    assert reckoning.ends_at == at("2026-03-07 21:00")
    assert [(span.counted, span.why) for span in reckoning.spans][-1] == (12, "延期12小时")
    assert all(line.counted for line in day_table(reckoning, real_calendar()))


def test_working_hours_over_a_year_without_a_notice_are_provisional() -> None:
    value = hours(8, Unit.WORKING_HOURS)
    moment = start_of_day(date(2026, 12, 31), time(9))
    assert reckon(value, counted_from=moment, calendar=real_calendar()).provisional


def test_pauses_of_an_hour_limit_may_overlap_and_lie_around_office_hours() -> None:
    stops = [
        Stoppage(began_at=at("2026-03-02 10:00"), ended_at=at("2026-03-02 13:30"), why="中止"),
        Stoppage(began_at=at("2026-03-02 11:00"), ended_at=at("2026-03-02 11:30"), why="鉴定"),
        Stoppage(began_at=at("2026-03-03 09:00"), ended_at=at("2026-03-03 12:00"), why="听证"),
    ]
    reckoning = reckon(
        hours(6, Unit.WORKING_HOURS),
        counted_from=at("2026-03-02 09:00"),
        calendar=real_calendar(),
        stoppages=stops,
    )
    assert reckoning.ends_at == at("2026-03-03 14:30")
    assert reckoning.counted == 6


@pytest.mark.parametrize("unit", [Unit.HOURS, Unit.WORKING_HOURS])
def test_hours_past_the_end_of_the_calendar_are_refused(unit: Unit) -> None:
    with pytest.raises(DateOutOfCalendar):
        reckon(hours(500_000, unit), counted_from=at("2026-03-02 09:00"), calendar=real_calendar())
