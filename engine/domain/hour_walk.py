"""Counts a limit in hours or working hours from the moment of the cause; see `time_limit`."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from engine.domain.reckoning import (
    Addition,
    LimitValue,
    Reckoning,
    SpanKind,
    Stoppage,
    Stretch,
    Unit,
)
from engine.domain.work_calendar import (
    SHANGHAI,
    DateOutOfCalendar,
    WorkCalendar,
    local_day,
    start_of_day,
)

_ONE_DAY = timedelta(days=1)
_ONE_HOUR = timedelta(hours=1)
_TICK = timedelta(microseconds=1)

_Piece = tuple[datetime, datetime]


def reckon_hours(
    value: LimitValue,
    *,
    started_at: datetime,
    calendar: WorkCalendar,
    stoppages: Sequence[Stoppage],
    additions: Sequence[Addition],
) -> Reckoning:
    """Work out a limit that ends at a moment; nothing rolls over, pauses stop it to the moment."""
    legs = [
        Addition(amount=value.amount, why="自起算时刻起按小时计入", source=value.source),
        *additions,
    ]
    counting = _Counting(_countable(value.unit, started_at, calendar, stoppages))
    stretches: list[Stretch] = []
    ends_at: datetime | None = started_at
    for leg in legs:
        kind = SpanKind.EXTENDED if stretches and leg is not legs[0] else SpanKind.COUNTED
        for first_at, last_at in counting.take(leg.amount * _ONE_HOUR):
            stretches.append(_stretch(kind, leg, first_at, last_at))
            ends_at = last_at
        if counting.ran_out:
            ends_at = None
            break
    due_on = None if ends_at is None else local_day(ends_at - _TICK)
    return Reckoning(
        value=value,
        due_on=due_on,
        unrolled_on=due_on,
        provisional=value.unit is Unit.WORKING_HOURS
        and due_on is not None
        and calendar.is_provisional(due_on),
        stretches=tuple(stretches),
        moment=ends_at,
    )


class _Counting:
    """Takes time from countable stretches; `ran_out` when an open pause leaves nothing to take."""

    __slots__ = ("_pieces", "_rest", "ran_out")

    def __init__(self, pieces: Iterator[_Piece]) -> None:
        self._pieces = pieces
        self._rest: _Piece | None = None
        self.ran_out = False

    def take(self, amount: timedelta) -> Iterator[_Piece]:
        """Stretches that together last `amount`, in order."""
        left = amount
        while left:
            piece = self._rest or next(self._pieces, None)
            if piece is None:
                self.ran_out = True
                return
            first_at, last_at = piece
            until = min(last_at, first_at + left)
            self._rest = (until, last_at) if until < last_at else None
            left -= until - first_at
            yield first_at, until


def _countable(
    unit: Unit, started_at: datetime, calendar: WorkCalendar, stoppages: Sequence[Stoppage]
) -> Iterator[_Piece]:
    """Stretches of time that count, without end unless a pause is open."""
    stops = sorted(stoppages, key=lambda stoppage: stoppage.began_at)
    windows = _office_windows if unit is Unit.WORKING_HOURS else _one_window
    for first_at, last_at in windows(started_at, calendar):
        at = first_at
        for stop in stops:
            if stop.began_at >= last_at:
                break
            if stop.began_at > at:
                yield at, stop.began_at
            if stop.ended_at is None:
                return
            at = max(at, stop.ended_at)
        if at < last_at:
            yield at, last_at
    raise DateOutOfCalendar(
        day=f"{local_day(started_at)}起算的期限", first=calendar.first_on, last=calendar.last_on
    )


def _one_window(started_at: datetime, calendar: WorkCalendar) -> Iterator[_Piece]:
    """Hours by the clock: day and night, to the end of the calendar."""
    yield started_at, start_of_day(calendar.last_on)


def _office_windows(started_at: datetime, calendar: WorkCalendar) -> Iterator[_Piece]:
    """The office hours (办公时间) of each working day from the moment on."""
    day = calendar.next_working_day(local_day(started_at))
    while True:
        for opens, closes in calendar.office_hours:
            first_at = max(started_at, datetime.combine(day, opens, tzinfo=SHANGHAI))
            last_at = datetime.combine(day, closes, tzinfo=SHANGHAI)
            if first_at < last_at:
                yield first_at, last_at
        day = calendar.next_working_day(day + _ONE_DAY)


def _stretch(kind: SpanKind, leg: Addition, first_at: datetime, last_at: datetime) -> Stretch:
    first, last = local_day(first_at).toordinal(), local_day(last_at - _TICK).toordinal()
    hours = Fraction((last_at - first_at) // _TICK, _ONE_HOUR // _TICK)
    return kind, first, last, hours, (leg.why, leg.source)
