"""期限 time limits: from amount, unit, first day, pauses and extensions to the last day (届满日).

One computation gives both the date and the spans that explain it, so that the two can never
disagree.

- The day of the cause (起算事由发生之日) is not counted; an hour counts from the moment.
- The last day belongs to the limit until 24:00. A limit in calendar days, months or years whose
  last day is a rest day runs to the next working day (顺延); one in working days cannot end on a
  rest day.
- Months and years end on the same-numbered day of the last month, or on that month's last day.
- Days inside a pause (暂停) are not counted: from the pause's first day to the day before it
  ends, so the day of resumption counts again. Overlapping pauses count once. A pause after the
  last day changes nothing; one that begins in the days of a roll-over moves the last day behind
  itself.
- An extension (延期) is counted on from the last day before its roll-over, in the limit's own unit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from engine.domain.day_walk import add_months, reckon_days
from engine.domain.hour_walk import reckon_hours
from engine.domain.reckoning import (
    Addition,
    LimitValue,
    Reckoning,
    Span,
    SpanKind,
    Stoppage,
    Unit,
)
from engine.domain.work_calendar import WorkCalendar, local_day, start_of_day

__all__ = [
    "Addition",
    "DayLine",
    "LimitValue",
    "Reckoning",
    "Span",
    "SpanKind",
    "Stoppage",
    "Unit",
    "add_months",
    "day_table",
    "due_date",
    "reckon",
]

_ONE_DAY = timedelta(days=1)


def due_date(value: LimitValue, *, counted_from: date, calendar: WorkCalendar) -> date:
    """Last day of the limit (届满日), still within it.

    `counted_from` is the day of the cause, itself not counted. The plain case without pause and
    extension; `reckon` knows the rest.
    """
    reckoning = reckon(value, counted_from=start_of_day(counted_from), calendar=calendar)
    return cast("date", reckoning.due_on)  # only an open pause leaves it unknown; none is given


def reckon(
    value: LimitValue,
    *,
    counted_from: datetime,
    calendar: WorkCalendar,
    stoppages: Sequence[Stoppage] = (),
    additions: Sequence[Addition] = (),
) -> Reckoning:
    """Work out the limit; see the module's head for the rules.

    `counted_from` is the moment of the cause with its offset; limits in days only look at its day.
    Stoppages may overlap and come in any order. Errors: `date_out_of_calendar`.
    """
    if value.unit.by_the_clock:
        return reckon_hours(
            value,
            started_at=counted_from,
            calendar=calendar,
            stoppages=stoppages,
            additions=additions,
        )
    return reckon_days(
        value,
        started_on=local_day(counted_from),
        calendar=calendar,
        stoppages=stoppages,
        additions=additions,
    )


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line of the printed explanation: a day, whether it counted, why, and on what ground.

    `number` is how many days have counted so far; None for a limit in hours, which has no days.
    """

    day: date
    counted: bool
    why: str
    source: str = ""
    number: int | None = None


def day_table(reckoning: Reckoning, calendar: WorkCalendar) -> Iterator[DayLine]:
    """The reckoning day by day, from the day of the cause on; an open pause gives one line."""
    unit = reckoning.value.unit
    working = unit in {Unit.WORKING_DAYS, Unit.WORKING_HOURS}
    number = 0
    for span in reckoning.spans:
        counting = span.kind in {SpanKind.COUNTED, SpanKind.EXTENDED}
        day, last_on = span.first_on, span.last_on or span.first_on
        while day <= last_on:
            counts = counting and (not working or calendar.is_working_day(day))
            number += counts
            named = span.kind is SpanKind.ROLLED_OVER or (counting and working)
            why = f"{span.why}（{calendar.name_of(day)}）" if named else span.why
            if counting and not counts:
                why = f"不是工作日，不计入（{calendar.name_of(day)}）"
            grounds = (span.source if counts or not counting else "", calendar.ground_of(day))
            source = "；".join(one for one in (grounds if named else grounds[:1]) if one)
            yield DayLine(day, counts, why, source, None if unit.by_the_clock else number)
            day += _ONE_DAY
