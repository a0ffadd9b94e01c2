"""Some four hundred last days of a dozen laws, worked out on a printed calendar (worked_dates.csv).

Each is gone through as a case would: the clock runs, is paused, resumed and extended by deeds.
"""

import ast
import csv
import inspect
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from engine.domain import clock as clocks
from engine.domain.clock import Clock, HeldBy, Mark, PauseKind
from engine.domain.plain import from_plain, to_plain
from engine.domain.time_limit import LimitValue, Unit, day_table
from engine.domain.work_calendar import start_of_day
from tests.law import work_out_dates
from tests.law.shipped import calendar
from tests.laws import law

UNITS = {"日": Unit.CALENDAR_DAYS, "工作日": Unit.WORKING_DAYS, "月": Unit.MONTHS}
MORNING, EVENING = time(9), time(17, 30)


@dataclass(frozen=True)
class Worked:
    ground: str
    amount: int
    unit: Unit
    start: date
    stops: tuple[tuple[date, date], ...]
    added: int
    due_on: date

    def clock(self) -> Clock:
        clock = Clock(
            id="clock",
            key="dl_case_total",
            title=self.ground,
            held_by=HeldBy.US,
            value=LimitValue(amount=self.amount, unit=self.unit, source=self.ground),
            started=mark(start_of_day(self.start, EVENING)),
            calendar_hash=calendar().hash,
        )
        if self.added:
            clock = clocks.extend(clock, self.added, clock.started)
        kinds = (PauseKind.SUSPENSION, PauseKind.EXPERTISE)
        for kind, (first, after) in zip(kinds, self.stops, strict=False):
            clock = clocks.pause(clock, kind, mark(start_of_day(first, EVENING)))
            clock = clocks.resume(clock, kind, mark(start_of_day(after, MORNING)))
        return clock


def mark(at: datetime) -> Mark:
    return Mark(event="Happened", at=at, entered_at=at)


def _stop(text: str) -> tuple[date, date]:
    first, after = text.split("..")
    return date.fromisoformat(first), date.fromisoformat(after)


def _worked(row: list[str]) -> Worked:
    ground, amount, unit, start, stops, added, due = row
    return Worked(
        ground=ground,
        amount=int(amount),
        unit=UNITS[unit],
        start=date.fromisoformat(start),
        stops=tuple(_stop(one) for one in stops.split()),
        added=int(added),
        due_on=date.fromisoformat(due),
    )


with work_out_dates.TABLE.open(encoding="utf-8") as file:
    TABLE = [_worked(row) for row in list(csv.reader(file))[1:]]


def test_the_table_holds_three_hundred_dates_with_pauses_and_extensions():
    assert len(TABLE) >= 400
    assert sum(bool(one.stops) for one in TABLE) >= 150
    assert sum(len(one.stops) > 1 for one in TABLE) >= 50
    assert sum(one.added > 0 for one in TABLE) >= 20
    assert len({one.ground for one in TABLE}) >= 30


def test_the_table_was_worked_out_without_the_product():
    imports = [
        one.module or "" if isinstance(one, ast.ImportFrom) else one.names[0].name
        for one in ast.walk(ast.parse(inspect.getsource(work_out_dates)))
        if isinstance(one, ast.Import | ast.ImportFrom)
    ]
    assert set(imports) <= {"csv", "io", "calendar", "datetime", "pathlib"}
    assert work_out_dates.TABLE.read_text(encoding="utf-8") == work_out_dates.table()


@law("中华人民共和国民法典", 201, 202, 203)
@law("中华人民共和国行政处罚法", 60, 61, 64, 67, 85)
@law("中华人民共和国行政复议法", 20, 30, 31, 48, 62, 88)
@law("中华人民共和国行政强制法", 25, 54, 69)
@law("中华人民共和国行政许可法", 32, 42, 44, 82)
@law("中华人民共和国民事诉讼法", 85)
@law("信访工作条例", 23, 34, 35)
@law("行政执法机关移送涉嫌犯罪案件的规定", 5)
@law("四川省行政执法监督条例", 31, 32, 34, 36)
@law("山东省行政执法监督条例", 28)
@pytest.mark.parametrize(
    "worked", TABLE, ids=[f"{number}-{one.start}" for number, one in enumerate(TABLE, 2)]
)
def test_the_last_day_is_the_one_found_on_the_printed_calendar(worked):
    assert worked.clock().due_on(calendar()) == worked.due_on


def test_the_days_counted_in_the_explanation_are_the_number_of_the_limit():
    for worked in TABLE:
        reckoning = worked.clock().reckoning(calendar())
        lines = list(day_table(reckoning, calendar()))
        assert sum(line.counted for line in lines) == reckoning.counted
        assert lines[-1].day == worked.due_on
        if worked.unit is not Unit.MONTHS:
            assert reckoning.counted == worked.amount + worked.added


def test_a_clock_kept_and_read_again_is_due_on_the_same_day():
    for worked in TABLE:
        kept = to_plain(worked.clock())
        again = from_plain(Clock, kept)
        assert again == worked.clock()
        assert again.due_on(calendar()) == worked.due_on
