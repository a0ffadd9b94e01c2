"""What a reaction of the periods to an event may look at, and when an event counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from engine.definitions.limits import EventMark
from engine.definitions.release import Release
from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.clock import Mark
from engine.domain.work_calendar import WorkCalendar, local_day, start_of_day
from engine.feel import known_expression

RELEASES_INDEXED_MAX = 64
"""Of so many releases at once it is kept which events begin which limits."""

Stated = Callable[[str, str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """What a reaction may look at."""

    case: Case
    release: Release
    calendar: WorkCalendar
    at: datetime
    entered_at: datetime
    new_id: Callable[[], str]
    stated: Stated


def matches(this: Follower, mark: EventMark, event: ev.Event) -> bool:
    """Whether `event` is the one that `mark` names."""
    if mark.event != type(event).__name__:
        return False
    if mark.document is not None and not is_document(event, mark.document):
        return False
    if mark.step is not None and getattr(event, "step", None) != mark.step:
        return False
    if mark.role is not None and getattr(event, "role", None) != mark.role:
        return False
    return mark.when is None or _holds(this, mark.when)


def _holds(this: Follower, condition: str) -> bool:
    facts = this.case.facts.values
    return known_expression(condition).evaluate(facts, now=this.at) is True


def is_document(event: ev.Event, wanted: str) -> bool:
    """Whether it happened to that document, or to one of its variants (D09 names D09-b too)."""
    code = getattr(event, "document", "")
    return code == wanted or code.partition("-")[0] == wanted


def effective(this: Follower, event: ev.Event) -> datetime:
    """From when the event counts: service has effect on its own day (D13), the rest at once."""
    if isinstance(event, ev.DocumentServed) and event.served_on != local_day(this.at):
        return start_of_day(event.served_on)
    if isinstance(event, ev.CaseRegistered) and event.discovered_on is not None:
        return min(this.at, start_of_day(event.discovered_on))
    if isinstance(event, ev.LimitExpired):
        return event.expired_at
    if isinstance(event, ev.LimitStarted):
        return event.clock.started.at
    return this.at


def mark_of(this: Follower, event: ev.Event) -> Mark:
    """What a clock keeps of `event`: when it counts, and when it was entered."""
    return Mark(event=type(event).__name__, at=effective(this, event), entered_at=this.entered_at)
