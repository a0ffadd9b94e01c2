"""The shipped calendars against the State Council's notices, day by day."""

import pytest

from tests.domain.years import NOTICES, WORKING_DAYS, days_of, slow_is_working, year_table
from tests.law.shipped import calendar, release
from tests.laws import PROPOSAL, law


@law("全国年节及纪念日放假办法")
@pytest.mark.parametrize("year", list(NOTICES))
def test_the_shipped_year_is_as_the_notice_says_on_every_day(year: int) -> None:
    wrong = [day for day in days_of(year) if calendar().is_working_day(day) != slow_is_working(day)]
    assert wrong == []


@pytest.mark.parametrize("year", list(NOTICES))
def test_the_shipped_year_names_its_holidays_and_total_as_the_notice_does(year: int) -> None:
    (file,) = [file for file in release("national").calendar if file.year.year == year]
    typed = year_table(year)
    assert file.year.holidays == typed.holidays
    assert file.year.makeup_workdays == typed.makeup_workdays
    assert file.year.working_days == WORKING_DAYS[year] == file.year.count_working_days()
    assert file.year.confirmed
    assert file.year.contradictions() == ()
    assert str(year) in file.year.source


@law(PROPOSAL)
def test_2027_is_provisional_until_its_notice_is_there() -> None:
    (file,) = [file for file in release("national").calendar if file.year.year == 2027]
    assert not file.year.confirmed
    assert file.year.makeup_workdays == ()
    assert all(calendar().is_provisional(day) for day in days_of(2027))
    assert not any(calendar().is_provisional(day) for day in list(days_of(2026))[:350])


def test_the_number_of_a_notice_is_left_open_until_two_people_checked_it() -> None:
    for file in release("national").calendar:
        if None in file.checked_by:
            assert file.document_no is None
