"""Last days worked out by hand (worked_dates.txt), each with the pauses and extensions it had."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from engine.domain.time_limit import (
    Addition,
    LimitValue,
    Reckoning,
    SpanKind,
    Stoppage,
    Unit,
    day_table,
    reckon,
)
from engine.domain.work_calendar import start_of_day
from tests.domain.years import ONE_DAY, real_calendar
from tests.laws import PROPOSAL, law

UNITS = {
    "c": Unit.CALENDAR_DAYS,
    "w": Unit.WORKING_DAYS,
    "m": Unit.MONTHS,
    "y": Unit.YEARS,
}


@dataclass(frozen=True)
class Worked:
    start: date
    amount: int
    unit: Unit
    pauses: tuple[Stoppage, ...]
    added: int
    due_on: date
    why: str

    def reckon(self) -> Reckoning:
        value = LimitValue(amount=self.amount, unit=self.unit, source="试算")
        additions = [Addition(amount=self.added, why="延期")] if self.added else []
        return reckon(
            value,
            counted_from=start_of_day(self.start),
            calendar=real_calendar(),
            stoppages=self.pauses,
            additions=additions,
        )


def _pauses(text: str) -> tuple[Stoppage, ...]:
    if text == "-":
        return ()
    pairs = [part.split("..") for part in text.split("+")]
    return tuple(
        Stoppage(
            began_at=start_of_day(date.fromisoformat(first)),
            ended_at=start_of_day(date.fromisoformat(after)),
            why="中止",
        )
        for first, after in pairs
    )


def _worked(line: str) -> Worked:
    start, limit, pauses, added, due_on, why = line.split(None, 5)
    return Worked(
        start=date.fromisoformat(start),
        amount=int(limit[:-1]),
        unit=UNITS[limit[-1]],
        pauses=_pauses(pauses),
        added=0 if added == "-" else int(added),
        due_on=date.fromisoformat(due_on),
        why=why,
    )


LINES = Path(__file__).with_name("worked_dates.txt").read_text(encoding="utf-8").splitlines()
TABLE = [_worked(line) for line in LINES if line.strip() and not line.startswith("#")]
each_worked_date = pytest.mark.parametrize(
    "worked", TABLE, ids=[f"{number}-{one.start}" for number, one in enumerate(TABLE, 1)]
)


def test_the_table_of_worked_dates_is_whole() -> None:
    assert len(TABLE) >= 120


@law("中华人民共和国民法典", 201, 202, 203)
@each_worked_date
def test_the_last_day_is_the_one_worked_out_by_hand(worked: Worked) -> None:
    assert worked.reckon().due_on == worked.due_on


@each_worked_date
def test_the_explanation_follows_day_upon_day_from_the_cause_to_the_last_day(
    worked: Worked,
) -> None:
    spans = worked.reckon().spans
    assert spans[0].first_on == worked.start
    assert spans[-1].last_on == worked.due_on
    for before, after in pairwise(spans):
        assert before.last_on is not None
        assert after.first_on == before.last_on + ONE_DAY


@each_worked_date
def test_the_counted_days_of_the_explanation_are_the_number_of_the_limit(worked: Worked) -> None:
    reckoning = worked.reckon()
    counted_lines = sum(line.counted for line in day_table(reckoning, real_calendar()))
    assert reckoning.counted == counted_lines
    if worked.unit in {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS}:
        assert reckoning.counted == worked.amount + worked.added


@each_worked_date
def test_every_span_says_why_and_the_roll_over_names_its_article(worked: Worked) -> None:
    for span in worked.reckon().spans:
        assert span.why
        if span.kind is SpanKind.ROLLED_OVER:
            assert "第二百零三条" in span.source
        if span.kind is SpanKind.CAUSE:
            assert "第二百零一条" in span.source


@law(PROPOSAL)
@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        ("2026-12-10", "5w", False),
        ("2026-12-17", "5w", False),
        ("2026-12-18", "5w", True),
        ("2026-12-22", "10c", True),
        ("2026-11-30", "20c", False),
        ("2027-03-01", "5c", True),
        ("2023-12-28", "5w", True),
        ("2023-12-28", "20c", False),
    ],
)
def test_a_limit_that_waits_for_a_notice_is_provisional(
    start: str,
    limit: str,
    provisional: bool,  # noqa: FBT001 - a table of answers
) -> None:
    worked = _worked(f"{start} {limit} - - {start} 暂定")
    assert worked.reckon().provisional is provisional
