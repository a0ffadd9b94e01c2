"""`Act`: one deed under way (who acts, when, under which release) and what it has brought."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.commands import periods
from engine.commands.lighting import light_rules
from engine.commands.office import Office
from engine.definitions.release import Release
from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.history import record
from engine.domain.lights import reminder_at
from engine.domain.people import Person
from engine.domain.visit import Visit
from engine.domain.work_calendar import WorkCalendar
from engine.ports import Body, Job, Notice, Transaction


@dataclass(kw_only=True)
class Act:
    """One deed under way. `at` is the same instant for everything it brings about."""

    office: Office
    tx: Transaction
    by: Person
    at: datetime
    case: Case
    release: Release
    calendar: WorkCalendar
    visit: Visit | None = None
    """The visit at hand, where there is one."""
    bodies: list[Body] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    """Documents whose content is frozen when the deed is done and all it brought is known."""

    def record(self, event: ev.Event, *, effective_at: datetime | None = None) -> None:
        """Let `event` happen, and with it whatever periods begin, pause or end by it."""
        record(self.case, event, at=self.at, actor=self.by.id, effective_at=effective_at)
        self._set_bells(event)
        for follows in periods.follow(
            event,
            self.case,
            self.release,
            calendar=self.calendar,
            at=self.at,
            new_id=self.office.ids.next,
            stated=self.stated_numbers,
        ):
            self.record(follows, effective_at=effective_at)

    def _set_bells(self, event: ev.Event) -> None:
        """A clock that runs (again) rings when it reminds and when it has expired."""
        clock = getattr(event, "clock", None)
        if clock is None or not clock.is_running:
            return
        reckoning = clock.reckoning(self.calendar)
        reminder = reminder_at(clock, self.calendar, light_rules(self.release))
        for due_at in {reminder, reckoning.ends_at} - {None}:
            self.jobs.append(
                Job(
                    kind="ring_limits",
                    key=f"limit:{clock.id}:{due_at.isoformat()}",
                    due_at=max(due_at, self.at),
                    case_id=self.case.head.id,
                )
            )

    def stated_numbers(self, document_id: str, key: str) -> object:
        """What the bodies of a document say under `key` (a period stated in it), or None."""
        document = self.case.documents.get(document_id)
        bodies = self.bodies_of(document.bodies) if document else self.bodies
        for body in reversed(bodies):
            if body.values.get(key) is not None:
                return body.values[key]
        return None

    def bodies_of(self, ids: Sequence[str]) -> list[Body]:
        """Form bodies by id, those of this deed included, in the order asked for."""
        own = {body.id: body for body in self.bodies}
        kept = self.tx.bodies([one for one in ids if one not in own])
        return [own.get(one) or kept[one] for one in ids]
