"""`Act`: one deed under way (who acts, when, under which release) and what it has brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.commands import lighting, periods
from engine.commands.office import Office
from engine.definitions.release import Release
from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.clock import Clock
from engine.domain.history import record
from engine.domain.lights import LightRules
from engine.domain.people import Person
from engine.domain.plain import Plain
from engine.domain.visit import Visit
from engine.domain.work_calendar import WorkCalendar
from engine.ports import Body, Job, Notice, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntry:
    """补录: who enters a deed that was done on paper, and when; what the paper had.

    `numbers` and `scans` (ids of attachments) go by the kind of document; `CASE` is the case's own.
    """

    by: Person
    at: datetime
    numbers: Mapping[str, str] = field(default_factory=dict)
    scans: Mapping[str, str] = field(default_factory=dict)


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
    paper: PaperEntry | None = None
    """Where the deed was done on paper: `by` did it `at` that time, and this says who enters it."""
    visit: Visit | None = None
    """The visit at hand, where there is one."""
    bodies: list[Body] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    """Documents whose content is frozen when the deed is done and all it brought is known."""
    offshoot: Mapping[str, Plain] | None = None
    """The case that came of this deed: where it waits, and its query code, told this once."""

    def record(self, event: ev.Event, *, effective_at: datetime | None = None) -> None:
        """Let `event` happen, and with it whatever periods begin, pause or end by it."""
        clock: Clock | None = getattr(event, "clock", None)
        if clock is not None and clock.id in self.case.clocks:
            self.light_until_now(self.case.clocks[clock.id])
        self._write(event, effective_at=effective_at)
        if clock is not None:
            self._light_anew(clock)
        for follows in periods.follow(
            event,
            self.case,
            self.release,
            calendar=self.calendar,
            at=self.at,
            entered_at=self.entered_at,
            new_id=self.office.ids.next,
            stated=self.stated_numbers,
        ):
            self.record(follows, effective_at=effective_at)

    def light_until_now(self, clock: Clock) -> None:
        """Write down the lights that time alone brought."""
        for change in lighting.changes_until(
            self.case, clock, self.at, self.calendar, self.light_rules
        ):
            self._write(change, effective_at=change.changed_at)

    def set_bell(self, clock: Clock, *, after: datetime | None = None) -> None:
        """Look at the clock again when something is to be done or shown about it next.

        While the case is entered from paper nothing rings: its time passes with its steps.
        """
        if self.on_paper:
            return
        due_at = lighting.next_bell(self.case, clock, self.at, self.calendar, self.light_rules)
        if due_at is not None and (after is None or due_at > after):
            self.jobs.append(lighting.bell(self.case, clock, due_at, now=self.at))

    @property
    def light_rules(self) -> LightRules:
        """The thresholds of the place, as the case's release has them."""
        return lighting.light_rules(self.release)

    def _light_anew(self, clock: Clock) -> None:
        for change in lighting.change_now(
            self.case, clock, self.at, self.calendar, self.light_rules
        ):
            self._write(change)
        self.set_bell(clock)

    @property
    def on_paper(self) -> bool:
        """Whether the deed, or the case so far, is one of paper."""
        return self.paper is not None or self.case.head.runs_on_paper

    @property
    def entered_at(self) -> datetime:
        """When it is written down."""
        return self.at if self.paper is None else self.paper.at

    def _write(self, event: ev.Event, *, effective_at: datetime | None = None) -> None:
        if self.paper is None:
            record(self.case, event, at=self.at, actor=self.by.id, effective_at=effective_at)
            return
        record(
            self.case,
            event,
            at=self.paper.at,
            actor=self.paper.by.id,
            acting_for=self.by.id,
            effective_at=effective_at or self.at,
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
