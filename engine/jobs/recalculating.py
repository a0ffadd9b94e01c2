"""Every open clock follows a calendar that was taken: in pages, resumable, with a report.

Most clocks do not move: these are only read. A case whose clocks move goes through the door, one
command each, so that its log tells it; killed in between, the work goes on where it stood.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from engine.commands.lighting import light_rules
from engine.commands.office import Office
from engine.commands.recalculate import RecalculateCase, recalculate_case
from engine.definitions.release import Release
from engine.domain.clock import Clock
from engine.domain.lights import LightRules, light_changes, reminder_at
from engine.domain.people import SYSTEM
from engine.domain.plain import from_plain
from engine.domain.work_calendar import WorkCalendar
from engine.store.calendar_rows import MovedClock, Progress, keep_progress, progress_of
from engine.store.job_rows import KeptJob
from engine.store.open_clocks import CLOCKS_AT_ONCE, OpenClock, open_clocks
from engine.store.releases import bundle_of
from engine.store.transaction import SqlStore

LIGHTS_LAST = timedelta(days=90)
"""So long after its last day no light of a clock changes any more."""

_TICK = timedelta(microseconds=1)


def recalculate(office: Office, store: SqlStore, job: KeptJob) -> None:
    """Go on with the recalculation that the job names, to its end."""
    office.refresh_calendars()
    progress = progress_of(store.engine, job.place, str(job.payload["recalculation_id"]))
    while progress is not None and progress.ended_at is None:
        progress = _page(office, store, job.place, progress)


def _page(office: Office, store: SqlStore, place: str, progress: Progress) -> Progress:
    rows = open_clocks(store.engine, place, after=progress.last_clock_id)
    at = progress.begun_at - _TICK
    before = _Before(office=office, store=store, place=place, at=at)
    moved, concerned = before.compare(rows)
    for case_id in concerned:
        key = f"recalculate:{progress.id}:{case_id}:{progress.last_clock_id}"
        command = RecalculateCase(key=key, place=place, by=SYSTEM.id, case_id=case_id)
        recalculate_case(office, command)
    last = rows[-1].id if rows else progress.last_clock_id
    after = replace(
        progress,
        last_clock_id=last,
        read_count=progress.read_count + len(rows),
        moved_count=progress.moved_count + len(moved),
        ended_at=office.clock.now() if len(rows) < CLOCKS_AT_ONCE else None,
    )
    keep_progress(store.engine, place, after, moved)
    return after


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What the clocks showed by the calendar that held until `at`."""

    office: Office
    store: SqlStore
    place: str
    at: datetime
    changed_from: dict[str, date | None] = field(default_factory=dict)
    """First changed day by release."""

    def compare(self, rows: Iterable[OpenClock]) -> tuple[list[MovedClock], list[str]]:
        """The clocks whose last day moves; the cases for which anything at all changes."""
        moved: list[MovedClock] = []
        concerned: dict[str, None] = {}
        for row in rows:
            release = self._release(row.release_id)
            if self._long_past(row, release):
                continue
            clock: Clock = from_plain(Clock, row.data)
            calendar = self.office.calendar_of(release)
            due_on = clock.due_on(calendar)
            if due_on != row.due_on:
                moved.append(_line(row, clock, due_on))
                concerned[row.case_id] = None
            elif row.case_id not in concerned and self._rings_otherwise(clock, release):
                concerned[row.case_id] = None
        return moved, list(concerned)

    def _long_past(self, row: OpenClock, release: Release) -> bool:
        """Whether the last day lies so far before every changed day that nothing can follow."""
        now, then = self.office.calendar_of(release), self.office.calendar_then(release, self.at)
        if release.id not in self.changed_from:
            self.changed_from[release.id] = now.first_difference(then)
        first = self.changed_from[release.id]
        return first is None or (row.due_on is not None and row.due_on < first - LIGHTS_LAST)

    def _release(self, release_id: str) -> Release:
        return self.office.open_release(
            release_id, lambda: bundle_of(self.store.engine, self.place, release_id)
        )

    def _rings_otherwise(self, clock: Clock, release: Release) -> bool:
        """Whether its lights or its reminder come at another hour than before."""
        rules = light_rules(release)
        now, then = self.office.calendar_of(release), self.office.calendar_then(release, self.at)
        return now is not then and _hours(clock, now, rules) != _hours(clock, then, rules)


def _hours(clock: Clock, calendar: WorkCalendar, rules: LightRules) -> tuple[object, ...]:
    return (*light_changes(clock, calendar, rules), reminder_at(clock, calendar, rules))


def _line(row: OpenClock, clock: Clock, due_on: date | None) -> MovedClock:
    return MovedClock(
        case_id=row.case_id,
        clock_id=clock.id,
        title=clock.title,
        due_before=row.due_on,
        due_on=due_on,
    )
