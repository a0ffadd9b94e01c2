"""A year of the calendar (processes/calendar/2026.yaml), read into the domain's year table."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.definitions.entry import Entry
from engine.domain.work_calendar import CalendarYear, Holiday

SATURDAY = 5
CHECKERS = 2
HOLIDAY_DAYS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """The year table and who answers for it."""

    year: CalendarYear
    document_no: str | None
    published_on: date | None
    checked_by: tuple[str | None, ...]
    file: str = ""


def read_calendar(entry: Entry) -> CalendarFile:
    """One year's file; a day twice, no weekend, a wrong total or another year goes to the entry."""
    entry.known(
        *("year", "status", "source", "document_no", "published_on", "checked_by", "holidays"),
        *("makeup_workdays", "working_days"),
    )
    before = len(entry.faults)
    status = entry.choice("status", ("confirmed", "provisional"))
    year = CalendarYear(
        year=entry.whole("year", least=2000),
        confirmed=status == "confirmed",
        source=entry.text("source"),
        holidays=tuple(_holiday(one) for one in entry.subs("holidays")),
        makeup_workdays=_makeup_workdays(entry),
        working_days=entry.whole("working_days"),
    )
    _check_days(entry, year)
    if len(entry.faults) == before:
        _check_total(entry, year)
    return CalendarFile(
        year=year,
        document_no=entry.text_or_none("document_no"),
        published_on=entry.day_or_none("published_on"),
        checked_by=_checked_by(entry),
        file=entry.node.file,
    )


def _holiday(entry: Entry) -> Holiday:
    entry.known("name", "from", "to")
    first, last = entry.day("from"), entry.day("to")
    if not timedelta(0) <= last - first < timedelta(days=HOLIDAY_DAYS_MAX):
        entry.fault("calendar_day", "假期的起止日期颠倒或者过长。", "请核对放假通知。", key="to")
        last = first
    return Holiday(name=entry.text("name"), first_on=first, last_on=last)


def _makeup_workdays(entry: Entry) -> tuple[date, ...]:
    child = entry.children.get("makeup_workdays")
    items = child.value if child is not None and isinstance(child.value, tuple) else ()
    days: list[date] = []
    for item in items:
        if not isinstance(item.value, date):
            entry.fault("value_type", "调休上班日应当是日期。", "请改正。", at=item)
        elif item.value in days:
            entry.fault("value_repeated", f"{item.value} 写了两次。", "请只留一个。", at=item)
        else:
            days.append(item.value)
    return tuple(days)


def _checked_by(entry: Entry) -> tuple[str | None, ...]:
    child = entry.children.get("checked_by")
    items = child.value if child is not None and isinstance(child.value, tuple) else ()
    names = tuple(item.value if isinstance(item.value, str) else None for item in items)
    people = [name for name in names if name]
    if len(names) != CHECKERS or len(set(people)) != len(people):
        mend = "请写两个不同的核对人；尚未核对写 [null, null]。"
        entry.fault("calendar_checkers", "核对人应当是两个不同的人。", mend, key="checked_by")
    return names


def _check_days(entry: Entry, calendar: CalendarYear) -> None:
    off = {day for holiday in calendar.holidays for day in holiday.days()}
    for day in calendar.makeup_workdays:
        if day in off:
            entry.fault(
                "calendar_day_twice",
                f"{day} 既在假期里又列为调休上班。",
                "请核对放假通知。",
                key="makeup_workdays",
            )
        if day.weekday() < SATURDAY:
            entry.fault(
                "calendar_no_weekend",
                f"{day} 不是周末，不能列为调休上班。",
                "请核对放假通知。",
                key="makeup_workdays",
            )
    for day in sorted({*off, *calendar.makeup_workdays}):
        if day.year != calendar.year:
            entry.fault("calendar_other_year", f"{day} 不在本年。", "请写到该年的文件里。")


def _check_total(entry: Entry, calendar: CalendarYear) -> None:
    counted = calendar.count_working_days()
    if counted != calendar.working_days:
        what = f"按本表全年工作日是 {counted} 天，文件写的是 {calendar.working_days} 天。"
        entry.fault("calendar_total", what, "请核对放假通知后改正。", key="working_days")
