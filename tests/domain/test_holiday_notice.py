"""A pasted notice becomes the table of its year, or says what is wrong with it."""

from datetime import date
from pathlib import Path

import pytest

from engine.domain.calendar_year import DayKind
from engine.domain.holiday_notice import NOTICE_CHARACTERS_MAX, read_notice
from tests.domain.years import WORKING_DAYS, year_table
from tests.laws import law

NOTICES = Path(__file__).with_name("notices")


def notice(year: int) -> str:
    return (NOTICES / f"{year}.txt").read_text(encoding="utf-8")


@law("全国年节及纪念日放假办法")
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_notice_as_it_was_published_gives_its_year_day_for_day(year):
    found = read_notice(notice(year))
    typed = year_table(year)
    assert found.faults == ()
    assert found.year.holidays == typed.holidays
    assert found.year.makeup_workdays == tuple(sorted(typed.makeup_workdays))
    assert found.year.count_working_days() == WORKING_DAYS[year]
    assert found.year.confirmed
    assert found.days_before == ()


def test_the_number_and_the_day_of_a_notice_are_read():
    found = read_notice(notice(2025))
    assert found.document_no == "国办发明电〔2024〕12号"
    assert found.published_on == date(2024, 11, 12)
    assert read_notice(notice(2026)).document_no is None
    assert read_notice(notice(2026)).published_on == date(2025, 11, 4)


def test_days_of_the_year_before_are_arranged_by_the_next_notice():
    text = """国务院办公厅关于2023年部分节假日安排的通知
        一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
        二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。"""
    found = read_notice(text)
    assert found.faults == ()
    assert found.year.holidays[0].first_on == date(2023, 1, 1)
    assert found.days_before == ()  # 31 December 2022 is a Saturday anyway
    found = read_notice(
        """关于2019年部分节假日安排的通知
        一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。"""
    )
    assert [(one.day, one.kind) for one in found.days_before] == [
        (date(2018, 12, 31), DayKind.REST),
        (date(2018, 12, 29), DayKind.WORKING),
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("共9天", "共8天", "“春节”写明共8天，按起止日期是9天。"),
        ("1月4日(周日)上班", "1月4日(周六)上班", "2026-01-04写的是周六，按日历是周日。"),
        ("5月9日(周六)上班", "5月8日上班", "调休上班日2026-05-08不是星期六或者星期日。"),
        ("5月9日(周六)上班", "5月3日上班", "2026-05-03既列为劳动节放假，又列为调休上班。"),
        ("6月19日(周五)", "6月31日(周五)", "没有6月31日这一天。"),
        (
            "三、清明节:4月4日(周六)至6日(周一)放假,共3天。",
            "三、清明节:另行通知。",
            "“清明节”没有写明日期。",
        ),
        (
            "关于2026年部分节假日安排",
            "关于节假日安排",
            "没有找到“关于××××年部分节假日安排的通知”，无法确定年份。",
        ),
    ],
)
def test_what_does_not_fit_is_told(old, new, fault):
    text = notice(2026)
    assert old in text
    assert fault in read_notice(text.replace(old, new)).faults


def test_anything_else_is_no_notice():
    assert read_notice("").year is None
    assert read_notice("今天天气很好").faults
    assert read_notice("关于2026年部分节假日安排的通知").faults
    assert read_notice("一" * (NOTICE_CHARACTERS_MAX + 1)).faults
