"""Working days and rest days: the notices day by day, a small invented year, and counting."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.work_calendar import (
    SHANGHAI,
    CalendarYear,
    DateOutOfCalendar,
    DayKind,
    ExtraDay,
    Holiday,
    WorkCalendar,
    local_day,
    provisional_year,
    start_of_day,
)
from tests.domain.years import (
    NOTICES,
    WORKING_DAYS,
    days_of,
    real_calendar,
    slow_is_working,
    year_table,
)
from tests.laws import PROPOSAL, law

known_days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def an_invented_year(**changes: object) -> CalendarYear:
    """2031 with one holiday, Monday 6 to Wednesday 8 January, made up on Saturday the 11th."""
    plain: dict[str, object] = {
        "year": 2031,
        "confirmed": True,
        "source": "虚构",
        "holidays": (Holiday(name="虚构节", first_on=date(2031, 1, 6), last_on=date(2031, 1, 8)),),
        "makeup_workdays": (date(2031, 1, 11),),
        "working_days": 259,
    }
    return CalendarYear(**(plain | changes))  # type: ignore[arg-type] # built from a table


def a_calendar(*extra: ExtraDay) -> WorkCalendar:
    return WorkCalendar.build([an_invented_year()], extra_days=extra)


# --- the notices -------------------------------------------------------------------------------


@law("全国年节及纪念日放假办法")
@pytest.mark.parametrize("year", list(NOTICES))
def test_every_day_of_the_year_is_as_the_notice_says(year: int) -> None:
    wrong = [
        day for day in days_of(year) if real_calendar().is_working_day(day) != slow_is_working(day)
    ]
    assert wrong == []


@pytest.mark.parametrize("year", list(NOTICES))
def test_the_year_has_as_many_working_days_as_the_notice_leaves(year: int) -> None:
    counted = sum(real_calendar().is_working_day(day) for day in days_of(year))
    assert counted == WORKING_DAYS[year] == year_table(year).count_working_days()
    assert year_table(year).contradictions() == ()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 2, 20), "春节"),
        (date(2026, 2, 14), "调休上班"),
        (date(2026, 3, 7), "周末"),
        (date(2026, 3, 9), "工作日"),
        (date(2025, 10, 6), "国庆节、中秋节"),
        (date(2027, 1, 1), "元旦"),
    ],
)
def test_a_day_is_called_by_its_name(day: date, name: str) -> None:
    assert real_calendar().name_of(day) == name


# --- a year without a notice -------------------------------------------------------------------


@law(PROPOSAL)
def test_a_year_without_a_notice_rests_on_weekends_and_new_year_and_is_provisional() -> None:
    calendar = real_calendar()
    for day in days_of(2027):
        expected = day.weekday() < 5 and (day.month, day.day) != (1, 1)
        assert calendar.is_working_day(day) == expected
        assert calendar.is_provisional(day)


def test_a_provisional_table_changes_no_day_but_stays_provisional() -> None:
    with_table = WorkCalendar.build([year_table(2026), provisional_year(2027)])
    without = WorkCalendar.build([year_table(2026)])
    for day in days_of(2027):
        assert with_table.is_working_day(day) == without.is_working_day(day)
    assert with_table.is_provisional(date(2027, 6, 1))


@pytest.mark.parametrize(
    ("day", "provisional"),
    [
        (date(2026, 12, 24), False),
        (date(2026, 12, 25), True),
        (date(2026, 12, 31), True),
        (date(2025, 12, 31), False),
        (date(2023, 12, 31), True),
        (date(2024, 1, 1), False),
    ],
)
def test_the_last_week_of_a_year_waits_for_the_next_notice(day: date, provisional: bool) -> None:  # noqa: FBT001 - a table of answers
    assert real_calendar().is_provisional(day) is provisional


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2200, 1, 1), date.max])
def test_a_day_no_calendar_reaches_is_refused(day: date) -> None:
    with pytest.raises(DateOutOfCalendar) as refused:
        real_calendar().is_working_day(day)
    assert f"{day.year}年{day.month}月{day.day}日" in refused.value.what_text


@pytest.mark.parametrize("count", [100_000, -100_000])
def test_counting_past_the_end_of_the_calendar_is_refused(count: int) -> None:
    with pytest.raises(DateOutOfCalendar):
        real_calendar().add_working_days(date(2026, 3, 2), count)


def test_a_calendar_of_no_year_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one year"):
        WorkCalendar.build([])


# --- counting ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2031, 1, 3), 0, date(2031, 1, 3)),
        (date(2031, 1, 3), 1, date(2031, 1, 9)),
        (date(2031, 1, 4), 1, date(2031, 1, 9)),
        (date(2031, 1, 9), 2, date(2031, 1, 11)),
        (date(2031, 1, 9), 3, date(2031, 1, 13)),
        (date(2031, 1, 11), -1, date(2031, 1, 10)),
        (date(2031, 1, 12), -1, date(2031, 1, 11)),
        (date(2031, 1, 9), -1, date(2031, 1, 3)),
        (date(2031, 1, 13), -3, date(2031, 1, 9)),
    ],
)
def test_working_days_are_added_and_taken_away_without_the_day_itself(
    day: date, count: int, expected: date
) -> None:
    assert a_calendar().add_working_days(day, count) == expected


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        (date(2031, 1, 3), date(2031, 1, 9), 1),
        (date(2031, 1, 3), date(2031, 1, 3), 0),
        (date(2031, 1, 5), date(2031, 1, 8), 0),
        (date(2031, 1, 8), date(2031, 1, 13), 4),
        (date(2031, 1, 13), date(2031, 1, 8), -4),
    ],
)
def test_working_days_between_leave_out_the_first_day_and_count_the_last(
    after: date, until: date, count: int
) -> None:
    assert a_calendar().working_days_between(after, until) == count


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2031, 1, 6), date(2031, 1, 9)),
        (date(2031, 1, 9), date(2031, 1, 9)),
        (date(2031, 1, 11), date(2031, 1, 11)),
        (date(2031, 1, 12), date(2031, 1, 13)),
    ],
)
def test_the_next_working_day_is_the_day_itself_if_it_is_one(day: date, expected: date) -> None:
    assert a_calendar().next_working_day(day) == expected


@given(known_days, st.integers(1, 300))
def test_adding_and_counting_working_days_are_each_others_opposite(day: date, count: int) -> None:
    calendar = real_calendar()
    due_on = calendar.add_working_days(day, count)
    assert calendar.working_days_between(day, due_on) == count
    assert calendar.is_working_day(due_on)
    assert calendar.working_days_between(due_on, day) == -count
    assert calendar.add_working_days(due_on + timedelta(days=1), -1) == due_on


@given(known_days, st.integers(-5, 5))
def test_days_counted_by_ordinals_are_those_counted_one_by_one(day: date, count: int) -> None:
    calendar = real_calendar()
    working = [one for one in days_of(day.year) if slow_is_working(one)]
    so_far = [one for one in working if one <= day]
    number = len(so_far) + count
    if 0 < number <= len(working):
        found = calendar.working_days.after(day.toordinal(), count)
        assert date.fromordinal(found) == working[number - 1]


@given(known_days)
def test_a_day_is_either_a_working_day_or_a_rest_day(day: date) -> None:
    assert real_calendar().is_working_day(day) is not real_calendar().is_rest_day(day)


@given(known_days, known_days)
def test_a_later_day_never_has_an_earlier_next_working_day(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert real_calendar().next_working_day(earlier) <= real_calendar().next_working_day(later)


# --- a place's own days ------------------------------------------------------------------------


@law("全国年节及纪念日放假办法", 4)
def test_a_place_may_rest_on_a_festival_of_its_own() -> None:
    festival = ExtraDay(day=date(2031, 7, 28), kind=DayKind.REST, name="火把节", document="某文")
    calendar = a_calendar(festival)
    assert not calendar.is_working_day(date(2031, 7, 28))
    assert calendar.is_rest_day(date(2031, 7, 28))
    assert calendar.name_of(date(2031, 7, 28)) == "火把节"
    assert a_calendar().is_working_day(date(2031, 7, 28))


def test_a_places_working_day_goes_before_the_notices_rest_day() -> None:
    calendar = a_calendar(ExtraDay(day=date(2031, 1, 7), kind=DayKind.WORKING, name="应急值守"))
    assert calendar.is_working_day(date(2031, 1, 7))
    assert calendar.name_of(date(2031, 1, 7)) == "应急值守"


def test_equal_days_give_equal_hashes_and_any_moved_day_another() -> None:
    plain = a_calendar()
    assert plain.hash == a_calendar().hash
    renamed = an_invented_year(source="另一来源")
    assert WorkCalendar.build([renamed]).hash == plain.hash
    others = {
        a_calendar(ExtraDay(day=date(2031, 3, 3), kind=DayKind.REST, name="停工")).hash,
        WorkCalendar.build([an_invented_year(makeup_workdays=())]).hash,
        WorkCalendar.build([an_invented_year(confirmed=False)]).hash,
        WorkCalendar.build([an_invented_year()], office_hours=((time(8), time(16)),)).hash,
    }
    assert len({*others, plain.hash}) == 5


# --- contradictions of a year's file -----------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"working_days": 258}, "写明工作日258天"),
        ({"makeup_workdays": (date(2031, 1, 7),)}, "既列为虚构节放假，又列为调休上班"),
        ({"makeup_workdays": (date(2031, 1, 15),)}, "不是星期六或者星期日"),
        ({"makeup_workdays": (date(2030, 1, 5),)}, "不属于2031年"),
    ],
)
def test_a_years_file_that_contradicts_itself_says_where(
    changes: dict[str, object], said: str
) -> None:
    assert any(said in sentence for sentence in an_invented_year(**changes).contradictions())


def test_a_holiday_that_ends_before_it_begins_or_stands_twice_is_found() -> None:
    backwards = Holiday(name="倒", first_on=date(2031, 3, 5), last_on=date(2031, 3, 4))
    twice = Holiday(name="重", first_on=date(2031, 1, 8), last_on=date(2031, 1, 9))
    year = an_invented_year(holidays=(*an_invented_year().holidays, backwards, twice))
    said = year.contradictions()
    assert any("倒的结束日早于开始日" in one for one in said)
    assert any("同时列在虚构节和重" in one for one in said)


# --- days and instants -------------------------------------------------------------------------


def test_an_instant_belongs_to_the_day_it_has_in_china() -> None:
    assert local_day(datetime(2026, 3, 1, 16, 30, tzinfo=UTC)) == date(2026, 3, 2)
    assert local_day(datetime(2026, 3, 2, 0, 0, tzinfo=SHANGHAI)) == date(2026, 3, 2)
    assert start_of_day(date(2026, 3, 2), time(9)).isoformat() == "2026-03-02T09:00:00+08:00"


def test_an_instant_without_an_offset_has_no_day() -> None:
    with pytest.raises(ValueError, match="offset"):
        local_day(datetime(2026, 3, 2, 0, 0))  # noqa: DTZ001 - that is the mistake


def test_the_first_day_on_which_two_calendars_differ_is_found() -> None:
    years = [year_table(2026)]
    storm = ExtraDay(day=date(2026, 8, 12), kind=DayKind.REST, name="暴雨停工")
    plain, changed = WorkCalendar.build(years), WorkCalendar.build(years, extra_days=[storm])
    assert plain.first_difference(changed) == date(2026, 8, 12)
    assert changed.first_difference(plain) == date(2026, 8, 12)
    assert plain.first_difference(WorkCalendar.build(years)) is None
