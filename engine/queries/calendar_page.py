"""工作日历: the days of a year as they hold here, what is proposed, and what moved by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.commands.change_calendar import KEEPERS, READERS
from engine.commands.refusals import NoRelease, NotYourTask
from engine.definitions.release import Release
from engine.domain.calendar_change import CalendarChange, ChangeState
from engine.domain.calendar_year import days_of
from engine.domain.separation import WATCHERS
from engine.queries.looking import Desk, open_release
from engine.store.calendar_rows import Progress, changes_of, recalculations_of
from engine.store.connection import reading
from engine.store.register import Register
from engine.store.transaction import SqlTransaction

STATES = {
    ChangeState.PROPOSED: "待确认",
    ChangeState.TAKEN: "已生效",
    ChangeState.WITHDRAWN: "已撤销",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day: whether people work, what it is called, whether a notice may still change it."""

    day: date
    working: bool
    name: str
    ground: str
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A change with the names of those who answer for it."""

    change: CalendarChange
    state: str
    proposed_by: str
    decided_by: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """One year of the place's calendar."""

    year: int
    years: Sequence[int]
    confirmed: bool
    source: str
    working_days: int
    days: Sequence[DayCell]
    changes: Sequence[ChangeLine]
    recalculations: Sequence[Progress]
    may_change: bool
    may_see_moved: bool


def calendar_page(desk: Desk, year: int | None = None) -> CalendarPage:
    """For whoever keeps it or watches; others read it in the explanation of each date."""
    refuse_strangers(desk)
    release = _release(desk)
    calendar = desk.office.calendar_of(release)
    shown = year or desk.office.clock.now().year
    cells = [
        DayCell(
            day=day,
            working=calendar.is_working_day(day),
            name=calendar.name_of(day),
            ground=calendar.ground_of(day),
            provisional=calendar.is_provisional(day),
        )
        for day in days_of(shown)
    ]
    changes = changes_of(desk.store.engine, desk.place)
    known = {file.year.year: file.year for file in release.calendar}
    for change in reversed(changes):
        if change.state is ChangeState.TAKEN and change.content.year is not None:
            known[change.content.year.year] = change.content.year
    return CalendarPage(
        year=shown,
        years=sorted(known),
        confirmed=shown in known and known[shown].confirmed,
        source=known[shown].source if shown in known else "暂定：通知尚未发布",
        working_days=sum(one.working for one in cells),
        days=cells,
        changes=list(_lines(desk, changes)),
        recalculations=recalculations_of(desk.store.engine, desk.place),
        may_change=bool(desk.by.roles & KEEPERS),
        may_see_moved=bool(desk.by.roles & WATCHERS),
    )


def refuse_strangers(desk: Desk) -> None:
    """Keepers of the calendar, and those who watch over time."""
    if not desk.by.roles & READERS:
        raise NotYourTask(where={"place": desk.place}, task="工作日历")


def _release(desk: Desk) -> Release:
    with reading(desk.store.engine) as connection:
        tx = SqlTransaction(connection, desk.place, desk.store)
        release_id = tx.release_in_force(desk.office.clock.now())
        if release_id is None:
            raise NoRelease(where={"place": desk.place})
        return open_release(desk.office, tx, release_id)


def _lines(desk: Desk, changes: Sequence[CalendarChange]) -> Iterator[ChangeLine]:
    with reading(desk.store.engine) as connection:
        register = Register(connection, desk.place)
        for one in changes:
            people = [register.person(each or "") for each in (one.proposed_by, one.decided_by)]
            yield ChangeLine(
                change=one,
                state=STATES[one.state],
                proposed_by=people[0].name if people[0] else "",
                decided_by=people[1].name if people[1] else "",
                mine=one.proposed_by == desk.by.id,
            )
