"""重新推算报告: which clocks moved when a change of the calendar was taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

from engine.commands.refusals import NotYourTask
from engine.commands.time_refusals import RecalculationUnknown
from engine.domain.calendar_change import CalendarChange
from engine.domain.separation import WATCHERS
from engine.queries.looking import Desk
from engine.queries.visible_cases import may_open
from engine.store import tables as t
from engine.store.calendar_rows import change_of, progress_of
from engine.store.calendar_tables import moved_clocks
from engine.store.connection import reading
from engine.store.register import Register

REPORT_ROWS_MAX = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """A clock whose last day moved; None: while time is stopped there is no last day."""

    case_id: str
    case_no: str | None
    case_title: str
    clock_id: str
    title: str
    due_before: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalculationReport:
    """`rows_left_out`: more than a page holds."""

    id: str
    begun_at: datetime
    ended_at: datetime | None
    read_count: int
    moved_count: int
    source: str
    document_no: str
    decided_by: str
    rows: Sequence[MovedLine]
    rows_left_out: int


def recalculation_report(desk: Desk, recalculation_id: str) -> RecalculationReport:
    """For those who see all cases; raises `recalculation_unknown`."""
    if not desk.by.roles & WATCHERS:
        raise NotYourTask(where={"place": desk.place}, task="重新推算报告")
    progress = progress_of(desk.store.engine, desk.place, recalculation_id)
    change = change_of(desk.store.engine, desk.place, recalculation_id)
    if progress is None or change is None:
        raise RecalculationUnknown(where={"recalculation": recalculation_id})
    rows, total = _moved(desk, recalculation_id)
    with reading(desk.store.engine) as connection:
        person = Register(connection, desk.place).person(change.decided_by or "")
    same = ("id", "begun_at", "ended_at", "read_count", "moved_count")
    return RecalculationReport(
        **{name: getattr(progress, name) for name in same},
        source=_source(change),
        document_no=change.document_no,
        decided_by=person.name if person else "",
        rows=rows,
        rows_left_out=total - len(rows),
    )


def _source(change: CalendarChange) -> str:
    year = change.content.year
    return year.source if year else "、".join(f"{one.day}{one.name}" for one in change.content.days)


def _moved(desk: Desk, recalculation_id: str) -> tuple[list[MovedLine], int]:
    """The first lines, soonest last day first, and how many there are."""
    moved, cases = moved_clocks.c, t.cases.c
    of_case = and_(cases.place == moved.place, cases.id == moved.case_id)
    of_it = and_(
        moved.place == desk.place, moved.recalculation_id == recalculation_id, may_open(desk.by)
    )
    names = ("case_id", "clock_id", "title", "due_before", "due_on")
    query = (
        select(*(moved[name] for name in names), cases.case_no, cases.intake_no)
        .add_columns(cases.title.label("case_title"))
        .select_from(moved_clocks)
        .join(t.cases, of_case)
        .where(of_it)
        .order_by(moved.due_on, moved.id)
    )
    with reading(desk.store.engine) as connection:
        counted = select(func.count()).select_from(moved_clocks).join(t.cases, of_case).where(of_it)
        total = connection.execute(counted).scalar_one()
        found = connection.execute(query.limit(REPORT_ROWS_MAX)).mappings().all()
    rows = [
        MovedLine(
            **{name: row[name] for name in (*names, "case_title")},
            case_no=row["case_no"] or row["intake_no"],
        )
        for row in found
    ]
    return rows, total
