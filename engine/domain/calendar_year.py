"""一年的放假安排: one year as its notice arranges it, and the days a place adds.

Values only; what follows for counting stands in `engine.domain.work_calendar`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a local extra day is."""

    REST = "rest"
    WORKING = "working"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One public holiday (法定节假日) with the days joined to it; both days inclusive."""

    name: str
    first_on: date
    last_on: date

    def days(self) -> Iterator[date]:
        """Every day of the holiday."""
        for ahead in range((self.last_on - self.first_on).days + 1):
            yield self.first_on + timedelta(days=ahead)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraDay:
    """A day a place adds: a festival, a closure, a make-up day; `document` is the ground."""

    day: date
    kind: DayKind
    name: str
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """One year as its notice arranges it; `confirmed` is false for a provisional year."""

    year: int
    confirmed: bool
    source: str
    holidays: tuple[Holiday, ...] = ()
    makeup_workdays: tuple[date, ...] = ()
    working_days: int | None = None
    """The total stated in the file; the check proves it."""

    def count_working_days(self) -> int:
        """Working days of the year by its own lists."""
        rest = {day for holiday in self.holidays for day in holiday.days()}
        makeup = set(self.makeup_workdays)
        return sum(works(day, rest, makeup) for day in days_of(self.year))

    def contradictions(self) -> tuple[str, ...]:
        """What is wrong with the lists, as Chinese sentences; empty when they agree."""
        found = [*self._clashes(), *self._strange_makeup_days(), *self._days_of_other_years()]
        counted = self.count_working_days()
        if self.working_days is not None and counted != self.working_days:
            found.append(
                f"{self.year}年写明工作日{self.working_days}天，按所列日期计算为{counted}天。"
            )
        return tuple(found)

    def _clashes(self) -> Iterator[str]:
        """Holidays that run backwards or share a day."""
        taken: dict[date, str] = {}
        for holiday in self.holidays:
            if holiday.last_on < holiday.first_on:
                yield f"{holiday.name}的结束日早于开始日。"
            for day in holiday.days():
                if day in taken:
                    yield f"{day}同时列在{taken[day]}和{holiday.name}。"
                taken[day] = holiday.name

    def _strange_makeup_days(self) -> Iterator[str]:
        """Make-up workdays that rest, or that are no weekend."""
        rest = {day: holiday.name for holiday in self.holidays for day in holiday.days()}
        for day in self.makeup_workdays:
            if day in rest:
                yield f"{day}既列为{rest[day]}放假，又列为调休上班。"
            if day.weekday() < _SATURDAY:
                yield f"调休上班日{day}不是星期六或者星期日。"

    def _days_of_other_years(self) -> Iterator[str]:
        rest = [day for holiday in self.holidays for day in holiday.days()]
        for day in (*rest, *self.makeup_workdays):
            if day.year != self.year:
                yield f"{day}不属于{self.year}年。"


def provisional_year(year: int) -> CalendarYear:
    """A year whose notice is missing: weekends and 1 January rest, nothing is made up."""
    new_year = date(year, 1, 1)
    return CalendarYear(
        year=year,
        confirmed=False,
        source="暂定：国务院办公厅通知尚未发布",
        holidays=(Holiday(name="元旦", first_on=new_year, last_on=new_year),),
    )


def days_of(year: int) -> Iterator[date]:
    """Every day of a year."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += _ONE_DAY


def works(day: date, rest: set[date], makeup: set[date]) -> bool:
    """Whether a year's lists make the day a working day."""
    return day in makeup or (day.weekday() < _SATURDAY and day not in rest)
