"""起算: which limits begin by an event, with which number, and what their runs belong to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from engine.commands.following import (
    RELEASES_INDEXED_MAX,
    Follower,
    effective,
    is_document,
    mark_of,
    matches,
)
from engine.definitions.limits import EventMark, Limit
from engine.definitions.limits import LimitValue as WrittenValue
from engine.definitions.release import Release
from engine.domain import events as ev
from engine.domain.clock import Clock, HeldBy, RemindBefore
from engine.domain.time_limit import LimitValue, Unit
from engine.domain.work_calendar import local_day, start_of_day

FROM_RECEIPT = frozenset({"dl_register", "dl_hotline_reply"})
"""Limits that count from the day a complaint came in, whenever it is entered."""

INTAKE = "acceptance"


def beginnings(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
    """The clocks that `event` starts."""
    if isinstance(event, ev.CaseOpened) and event.entry != INTAKE:
        return  # what comes in is registered; what is found ex officio is not
    for limit, marks in _begun_by(this.release).get(type(event).__name__, ()):
        if any(matches(this, mark, event) for mark in marks):
            yield from _begin(this, limit, event)


@lru_cache(maxsize=RELEASES_INDEXED_MAX)
def _begun_by(release: Release) -> Mapping[str, Sequence[tuple[Limit, Sequence[EventMark]]]]:
    """For each kind of event the limits that may begin by it, with the marks that say so."""
    found: dict[str, list[tuple[Limit, Sequence[EventMark]]]] = {}
    for limit in release.limits.values():
        for kind in dict.fromkeys(mark.event for mark in limit.counts_from):
            marks = [mark for mark in limit.counts_from if mark.event == kind]
            found.setdefault(kind, []).append((limit, marks))
    return found


def _begin(this: Follower, limit: Limit, event: ev.Event) -> Iterator[ev.Event]:
    about = _about(limit, event)
    running = [one for one in this.case.clocks_not_stopped if one.key == limit.key]
    if any(one.about == about for one in running):
        return  # the first event that happens begins it
    started = mark_of(this, event)
    if limit.key in FROM_RECEIPT and this.case.head.received_on is not None:
        received = start_of_day(this.case.head.received_on)
        started = replace(started, at=min(started.at, received))
    for value in _values(this, limit, event, local_day(started.at)):
        clock = Clock(
            id=this.new_id(),
            key=limit.key,
            title=limit.title,
            held_by=HeldBy(limit.held_by),
            value=value,
            started=started,
            calendar_hash=this.calendar.hash,
            about=about,
            remind_before=_remind_before(limit),
        )
        yield ev.LimitStarted(clock=clock, due_on=clock.due_on(this.calendar))


def _values(this: Follower, limit: Limit, event: ev.Event, day: object) -> Iterator[LimitValue]:
    """The number stated in the document, else the value in force; the promise stands beside it."""
    stated = _stated(this, limit, event)
    if stated is not None:
        yield stated
    else:
        written = limit.value_on(day)  # type: ignore[arg-type]  # a date
        if written is not None:
            yield _value(written, promised=False)
    promised = limit.promised_on(day)  # type: ignore[arg-type]  # a date
    if promised is not None:
        yield _value(promised, promised=True)


def _stated(this: Follower, limit: Limit, event: ev.Event) -> LimitValue | None:
    if limit.stated_in is None:
        return None
    said = this.stated(getattr(event, "document_id", ""), limit.stated_in.field)
    if said is None:
        return None
    text = str(said)
    by_date = "-" in text  # a date says how many days there are until it
    if by_date:
        amount = (date.fromisoformat(text) - local_day(effective(this, event))).days
    else:
        amount = int(text)
    return LimitValue(
        amount=amount,
        unit=Unit(limit.stated_in.unit),
        source="文书载明",
        stated=True,
    )


def _value(written: WrittenValue, *, promised: bool) -> LimitValue:
    return LimitValue(
        amount=written.amount,
        unit=Unit(written.unit),
        source=written.source,
        article=written.article,
        unit_confirmed=written.unit_confirmed,
        promised=promised,
    )


def _remind_before(limit: Limit) -> RemindBefore | None:
    before = limit.remind_before
    return None if before is None else RemindBefore(amount=before.amount, unit=Unit(before.unit))


def _about(limit: Limit, event: ev.Event) -> str:
    """What a run belongs to when one case may have several side by side; "" = the case itself.

    A run belongs to a task or a document when the same task or document may also end it: the
    review of one letter, but not the closing that begins when its first task opens.
    """
    if isinstance(event, ev.TaskOpened):
        by_task = any(
            mark.event == "TaskCompleted" and mark.step in {None, event.step}
            for mark in limit.met_by
        )
        return event.visit_id if by_task else ""
    document_id = getattr(event, "document_id", None)
    by_document = any(
        mark.event.startswith("Document")
        and (mark.document is None or is_document(event, mark.document))
        for mark in limit.met_by
    )
    return str(document_id) if document_id is not None and by_document else ""
