"""数日子: counting days by their ordinals, so that a last day is looked up and not searched for.

Two ways to count, one for each kind of limit: `WorkingDays` by tables prepared once for a place,
`CalendarDays` by adding. A day is its ordinal (``date.toordinal()``) throughout.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Protocol, Self

from engine.errors import Refusal


class DateOutOfCalendar(Refusal):
    """A date that no calendar of the product reaches; mostly a mistyped year."""

    code = "date_out_of_calendar"
    http_status = 422
    what = "日期{day}超出工作日历的范围（{first}至{last}）。"
    mend = "请核对年份；确需使用的，请管理员补充该年的工作日历。"


class DayCount(Protocol):
    """How the days of a limit are counted."""

    def after(self, day: int, count: int, /) -> int:
        """The `count`-th day that counts after `day`."""

    def between(self, after: int, until: int, /) -> int:
        """Days that count after `after`, up to and with `until`; negative the other way round."""


class CalendarDays:
    """自然日: every day counts."""

    __slots__ = ()

    def after(self, day: int, count: int, /) -> int:
        """See `DayCount`."""
        return day + count

    def between(self, after: int, until: int, /) -> int:
        """See `DayCount`."""
        return until - after


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """工作日 of one place from `first` to `last`; a day beyond is refused.

    `days` are the working days in order, `_so_far` how many of them there are up to each day,
    beginning with the day before `first`.
    """

    first: int
    last: int
    days: tuple[int, ...]
    _so_far: "array[int]" = field(repr=False)

    @classmethod
    def build(cls, first: int, last: int, days: Iterable[int]) -> Self:
        """The tables for working days that come in order."""
        known = tuple(days)
        worked = frozenset(known)
        so_far = accumulate((day in worked for day in range(first, last + 1)), initial=0)
        return cls(first, last, known, array("I", so_far))

    def after(self, day: int, count: int, /) -> int:
        """See `DayCount`; 0 is the last working day up to `day`, below 0 those before that."""
        number = self.so_far(day) + count
        if 0 < number <= len(self.days):
            return self.days[number - 1]
        raise self._refusal(f"{date.fromordinal(day)}起算的日期")

    def between(self, after: int, until: int, /) -> int:
        """See `DayCount`."""
        return self.so_far(until) - self.so_far(after)

    def so_far(self, day: int) -> int:
        """How many working days the calendar has up to and with `day`."""
        at = day - self.first + 1
        if 0 <= at < len(self._so_far):
            return self._so_far[at]
        raise self._refusal(date.fromordinal(min(max(day, 1), date.max.toordinal())))

    def _refusal(self, day: date | str) -> DateOutOfCalendar:
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        return DateOutOfCalendar(day=day, first=first, last=last)
