"""What holds for every limit, whatever its dates."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.time_limit import (
    Addition,
    LimitValue,
    Reckoning,
    SpanKind,
    Stoppage,
    Unit,
    day_table,
    due_date,
    reckon,
)
from engine.domain.work_calendar import SHANGHAI, start_of_day
from tests.domain.years import ONE_DAY, real_calendar, slow_due

DAY_UNITS = {"c": Unit.CALENDAR_DAYS, "w": Unit.WORKING_DAYS, "m": Unit.MONTHS, "y": Unit.YEARS}
starts = st.dates(date(2024, 1, 1), date(2026, 12, 31))
amounts = st.integers(1, 90)
day_kinds = st.sampled_from(["c", "w"])


@st.composite
def pauses(draw: st.DrawFn) -> tuple[date, date]:
    first = draw(starts)
    return first, first + timedelta(days=draw(st.integers(0, 60)))


pause_lists = st.lists(pauses(), max_size=4)


def _stoppages(pairs: list[tuple[date, date]]) -> list[Stoppage]:
    return [
        Stoppage(began_at=start_of_day(first), ended_at=start_of_day(after), why="中止")
        for first, after in pairs
    ]


def _reckon(
    start: date, amount: int, kind: str, pairs: list[tuple[date, date]], added: int = 0
) -> Reckoning:
    return reckon(
        LimitValue(amount=amount, unit=DAY_UNITS[kind], source="试算"),
        counted_from=start_of_day(start),
        calendar=real_calendar(),
        stoppages=_stoppages(pairs),
        additions=[Addition(amount=added, why="延期")] if added else [],
    )


def _due(
    start: date, amount: int, kind: str, pairs: list[tuple[date, date]], added: int = 0
) -> date:
    due_on = _reckon(start, amount, kind, pairs, added).due_on
    assert due_on is not None
    return due_on


@given(starts, amounts, day_kinds, pause_lists, st.integers(0, 30))
def test_counting_fast_gives_the_day_counted_on_the_fingers(
    start: date, amount: int, kind: str, pairs: list[tuple[date, date]], added: int
) -> None:
    assert _due(start, amount, kind, pairs, added) == slow_due(start, amount, kind, pairs, added)


@given(starts, st.integers(1, 12), st.sampled_from(["m", "y"]), pause_lists)
def test_months_and_years_end_where_the_fingers_say(
    start: date, amount: int, kind: str, pairs: list[tuple[date, date]]
) -> None:
    assert _due(start, amount, kind, pairs) == slow_due(start, amount, kind, pairs)


@given(starts, starts, amounts, day_kinds, pause_lists)
def test_a_later_start_is_never_due_earlier(
    one: date, other: date, amount: int, kind: str, pairs: list[tuple[date, date]]
) -> None:
    earlier, later = sorted((one, other))
    assert _due(earlier, amount, kind, pairs) <= _due(later, amount, kind, pairs)


@given(starts, amounts, amounts, day_kinds, pause_lists)
def test_a_shorter_limit_is_never_due_later(
    start: date, one: int, other: int, kind: str, pairs: list[tuple[date, date]]
) -> None:
    shorter, longer = sorted((one, other))
    assert _due(start, shorter, kind, pairs) <= _due(start, longer, kind, pairs)


@given(starts, amounts, day_kinds, pause_lists, pauses())
def test_a_pause_never_makes_a_limit_due_earlier(
    start: date,
    amount: int,
    kind: str,
    pairs: list[tuple[date, date]],
    more: tuple[date, date],
) -> None:
    assert _due(start, amount, kind, pairs) <= _due(start, amount, kind, [*pairs, more])


@given(starts, amounts, day_kinds, pause_lists, st.integers(1, 30))
def test_an_extension_always_moves_the_last_day_before_roll_over_back(
    start: date, amount: int, kind: str, pairs: list[tuple[date, date]], added: int
) -> None:
    plain = _reckon(start, amount, kind, pairs)
    extended = _reckon(start, amount, kind, pairs, added)
    assert plain.unrolled_on is not None
    assert extended.unrolled_on is not None
    assert extended.unrolled_on >= plain.unrolled_on + timedelta(days=added)


@given(starts, amounts, day_kinds, pause_lists)
def test_overlapping_pauses_count_once_in_whatever_order_they_come(
    start: date, amount: int, kind: str, pairs: list[tuple[date, date]]
) -> None:
    twice = [*reversed(pairs), *pairs]
    assert _due(start, amount, kind, pairs) == _due(start, amount, kind, twice)


@given(starts, amounts, day_kinds)
def test_the_last_day_is_never_a_rest_day(start: date, amount: int, kind: str) -> None:
    assert real_calendar().is_working_day(_due(start, amount, kind, []))


@given(starts, amounts, day_kinds, pause_lists, st.integers(0, 30))
def test_the_day_table_shows_each_day_once_and_counts_the_number(
    start: date, amount: int, kind: str, pairs: list[tuple[date, date]], added: int
) -> None:
    reckoning = _reckon(start, amount, kind, pairs, added)
    lines = list(day_table(reckoning, real_calendar()))
    assert [line.day for line in lines] == [
        start + timedelta(days=ahead) for ahead in range(len(lines))
    ]
    assert lines[-1].day == reckoning.due_on
    assert sum(line.counted for line in lines) == amount + added == reckoning.counted


@given(starts, amounts, day_kinds, pause_lists, st.integers(0, 30))
def test_the_same_dates_give_the_same_reckoning_and_it_tells_itself_alike_each_time(
    start: date, amount: int, kind: str, pairs: list[tuple[date, date]], added: int
) -> None:
    reckoning = _reckon(start, amount, kind, pairs, added)
    assert reckoning == _reckon(start, amount, kind, pairs, added)
    assert reckoning.spans == reckoning.spans
    assert sum(span.counted for span in reckoning.spans) == reckoning.counted


@given(starts, amounts, day_kinds, starts)
def test_an_open_pause_leaves_the_last_day_unknown_unless_it_came_too_late(
    start: date, amount: int, kind: str, paused_on: date
) -> None:
    plain = _due(start, amount, kind, [])
    reckoning = reckon(
        LimitValue(amount=amount, unit=DAY_UNITS[kind], source="试算"),
        counted_from=start_of_day(start),
        calendar=real_calendar(),
        stoppages=[Stoppage(began_at=start_of_day(paused_on), ended_at=None, why="中止")],
    )
    assert reckoning.due_on == (plain if paused_on > plain else None)
    if reckoning.due_on is None:
        assert reckoning.ends_at is None
        assert reckoning.spans[-1].kind is SpanKind.PAUSED
        assert reckoning.spans[-1].last_on is None
        assert list(day_table(reckoning, real_calendar()))[-1].counted is False


@given(starts, amounts, day_kinds)
def test_the_plain_function_agrees_with_the_full_reckoning(
    start: date, amount: int, kind: str
) -> None:
    value = LimitValue(amount=amount, unit=DAY_UNITS[kind], source="试算")
    plain = due_date(value, counted_from=start, calendar=real_calendar())
    reckoning = _reckon(start, amount, kind, [])
    assert plain == reckoning.due_on
    assert reckoning.ends_at == start_of_day(plain + ONE_DAY)


# --- hours -------------------------------------------------------------------------------------

HOURS = LimitValue(amount=24, unit=Unit.HOURS, source="试算")
moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 1)).map(  # noqa: DTZ001 - next line
    lambda moment: moment.replace(tzinfo=SHANGHAI)
)


@given(moments, st.integers(1, 200))
def test_hours_run_day_and_night_from_the_moment(moment: datetime, hours: int) -> None:
    value = LimitValue(amount=hours, unit=Unit.HOURS, source="试算")
    reckoning = reckon(value, counted_from=moment, calendar=real_calendar())
    assert reckoning.ends_at == moment + timedelta(hours=hours)
    assert reckoning.counted == hours


@given(moments, st.integers(1, 100), st.integers(0, 300), st.integers(0, 300))
def test_a_pause_in_an_hour_limit_moves_the_end_by_its_length(
    moment: datetime, hours: int, after: int, length: int
) -> None:
    began_at = moment + timedelta(hours=after)
    ended_at = began_at + timedelta(minutes=length)
    reckoning = reckon(
        LimitValue(amount=hours, unit=Unit.HOURS, source="试算"),
        counted_from=moment,
        calendar=real_calendar(),
        stoppages=[Stoppage(began_at=began_at, ended_at=ended_at, why="中止")],
    )
    moved = timedelta(minutes=length) if after < hours else timedelta(0)
    assert reckoning.ends_at == moment + timedelta(hours=hours) + moved


@given(moments, st.integers(1, 40), st.integers(1, 40))
def test_more_working_hours_never_end_earlier_and_always_in_office_hours(
    moment: datetime, one: int, other: int
) -> None:
    ends = []
    for hours in sorted((one, other)):
        value = LimitValue(amount=hours, unit=Unit.WORKING_HOURS, source="试算")
        ends_at = reckon(value, counted_from=moment, calendar=real_calendar()).ends_at
        assert ends_at is not None
        assert real_calendar().is_working_day(ends_at.date())
        assert any(
            opens < ends_at.time() <= closes for opens, closes in real_calendar().office_hours
        )
        ends.append(ends_at)
    assert ends[0] <= ends[1]
