"""The working calendar of each release, with what its place has taken since.

Deeds never look into the database for it: whoever begins a round of work says `refresh`, and a
process that was a moment late is found out by the recalculation.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock

from sqlalchemy import Engine

from engine.definitions.release import Release
from engine.domain.calendar_change import CalendarChange, with_changes
from engine.domain.work_calendar import WorkCalendar
from engine.store.calendar_rows import changes_of, taken_by_place

CALENDARS_KEPT_MAX = 256


class CalendarShelf:
    """`shipped` gives a release's own calendar, which is that of a place that took nothing."""

    def __init__(self, engine: Engine, shipped: Callable[[Release], WorkCalendar]) -> None:
        self._engine = engine
        self._shipped = shipped
        self._counts: dict[str, int] = {}
        self._taken: dict[str, Sequence[CalendarChange]] = {}
        self._built: dict[tuple[str, int], WorkCalendar] = {}
        self._lock = Lock()

    def refresh(self) -> None:
        """Look whether any place has taken a change; costs one small query."""
        counts = taken_by_place(self._engine)
        with self._lock:
            stale = [place for place, count in counts.items() if self._counts.get(place) != count]
        for place in stale:
            taken = changes_of(self._engine, place, taken=True)
            with self._lock:
                self._taken[place], self._counts[place] = taken, counts[place]

    def of(self, release: Release) -> WorkCalendar:
        """The calendar in force now."""
        return self._build(release, self._taken.get(release.place, ()))

    def then(self, release: Release, at: datetime) -> WorkCalendar:
        """The calendar that was in force at `at`."""
        taken = self._taken.get(release.place, ())
        before = [one for one in taken if one.decided_at is not None and one.decided_at <= at]
        return self._build(release, before)

    def _build(self, release: Release, taken: Sequence[CalendarChange]) -> WorkCalendar:
        if not taken:
            return self._shipped(release)
        key = (release.id, len(taken))
        with self._lock:
            if key not in self._built:
                if len(self._built) >= CALENDARS_KEPT_MAX:
                    self._built.clear()
                years = [file.year for file in release.calendar]
                days = release.place_info.extra_days
                self._built[key] = with_changes(years, days, taken)
            return self._built[key]
