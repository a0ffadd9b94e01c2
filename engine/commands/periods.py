"""期限: which clocks begin, end or pause because of an event. The limits say so, not this file.

Several runs of one limit may stand side by side when it belongs to something smaller than the
case: to a task (counted from ``TaskOpened``) or to a document (begun and met by what happens to
that document).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from engine.definitions.limits import EventMark, Limit
from engine.definitions.limits import LimitValue as WrittenValue
from engine.definitions.release import Release
from engine.domain import clock as clocks
from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.clock import Clock, HeldBy, Mark, PauseKind, RemindBefore
from engine.domain.time_limit import LimitValue, Unit
from engine.domain.work_calendar import WorkCalendar, local_day, start_of_day
from engine.feel import compile_expression

PAUSES: dict[PauseKind, tuple[frozenset[str], frozenset[str]]] = {
    PauseKind.SUPPLEMENT: (
        frozenset({"SupplementRequested"}),
        frozenset({"SupplementGiven", "SupplementLapsed"}),
    ),
    PauseKind.SUSPENSION: (frozenset({"CaseSuspended"}), frozenset({"CaseResumed"})),
    PauseKind.RECUSAL: (
        frozenset({"RecusalRequested"}),
        frozenset({"RecusalGranted", "RecusalRejected"}),
    ),
}
"""Pause → the events that begin it and those that end it."""

ALWAYS_PAUSES = frozenset({PauseKind.SUSPENSION, PauseKind.RECUSAL})
"""中止 and 回避审查 stop every clock of the case, whatever its limit says."""

RECTIFICATION = frozenset({"dl_correct", "dl_urging_reply", "dl_correct_again"})
"""整改期间: limits of the organ during which the total period rests; not the decision's report."""

CANCELLED_WHEN = {
    "dl_supplement_notice": EventMark(
        event="TaskCompleted", step="P1.2", when="is_complete = true"
    ),
}
"""Limits that fall away when something makes them pointless."""

CANCELLING_KINDS = frozenset(mark.event for mark in CANCELLED_WHEN.values())

OUTLIVE_THE_CASE = frozenset({"dl_lookback"})
FROM_RECEIPT = frozenset({"dl_register", "dl_hotline_reply"})
"""Limits that count from the day a complaint came in, whenever it is entered."""

ENDINGS = (ev.CaseEnded, ev.CaseTerminated)
"""Events with which every period of the case falls away."""

INTAKE = "acceptance"
INVESTIGATION = "dl_investigate"
FIRST_OF_INQUIRY = "P3.3"
NEVER_PAUSED = frozenset({"dl_suspension_check"})
"""Limits that watch a suspension and so run during it."""

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
    new_id: Callable[[], str]
    stated: Stated


def follow(
    event: ev.Event,
    case: Case,
    release: Release,
    **around: object,
) -> Iterator[ev.Event]:
    """The clock events that `event` brings about, in order: ends, pauses, then beginnings."""
    this = Follower(case=case, release=release, **around)  # type: ignore[arg-type]  # named above
    yield from _cancellations(this, event)
    yield from _ends(this, event)
    yield from _reopenings(this, event)
    yield from _pauses(this, event)
    yield from _rectification(this, event)
    yield from _beginnings(this, event)


def matches(this: Follower, mark: EventMark, event: ev.Event) -> bool:
    """Whether `event` is the one that `mark` names."""
    if mark.event != type(event).__name__:
        return False
    if mark.document is not None and not _is_document(event, mark.document):
        return False
    if mark.step is not None and getattr(event, "step", None) != mark.step:
        return False
    if mark.role is not None and getattr(event, "role", None) != mark.role:
        return False
    return mark.when is None or _holds(this, mark.when)


def _holds(this: Follower, condition: str) -> bool:
    facts = this.case.facts.values
    return compile_expression(condition).evaluate(facts, now=this.at) is True


def _is_document(event: ev.Event, wanted: str) -> bool:
    code = getattr(event, "document", "")
    return code == wanted or code.partition("-")[0] == wanted


def _ends(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
    if type(event).__name__ not in _ending_kinds(this.release):
        return
    for clock in this.case.clocks_not_stopped:
        limit = this.release.limits.get(clock.key)
        if limit is None:
            continue
        if not any(matches(this, mark, event) for mark in limit.met_by):
            continue
        if clock.about and clock.about not in _belongings(event):
            continue
        stopped = clocks.stop(clock, _mark(this, event))
        yield ev.LimitMet(
            clock=stopped,
            limit=clock.key,
            due_on=stopped.due_on(this.calendar),
            in_time=not stopped.is_expired(stopped.stop.mark.at, this.calendar)
            if stopped.stop
            else False,
        )


@lru_cache(maxsize=RELEASES_INDEXED_MAX)
def _ending_kinds(release: Release) -> frozenset[str]:
    """The kinds of events that may meet a limit: most meet none, and no clock is looked at."""
    return frozenset(mark.event for limit in release.limits.values() for mark in limit.met_by)


def _pauses(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
    name = type(event).__name__
    for kind, (begins, ends) in PAUSES.items():
        if name not in begins and name not in ends:
            continue
        for clock in this.case.clocks_not_stopped:
            if not stops(this.release, clock, kind):
                continue
            if name in begins:
                yield _paused(this, clock, kind, event)
            elif name in ends and any(pause.kind is kind for pause in clock.open_pauses):
                yield _resumed(this, clock, kind, event)


def _rectification(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
    """定论二: the total period rests while the organ rectifies: service until report or expiry."""
    kind = PauseKind.RECTIFICATION
    if getattr(event, "limit", None) not in RECTIFICATION and not (
        isinstance(event, ev.LimitStarted) and event.clock.key in RECTIFICATION
    ):
        return
    begins = isinstance(event, ev.LimitStarted)
    ends = isinstance(event, ev.LimitMet | ev.LimitCancelled | ev.LimitExpired)
    for clock in this.case.clocks_not_stopped:
        if not stops(this.release, clock, kind):
            continue
        resting = any(pause.kind is kind for pause in clock.open_pauses)
        if begins and not resting:
            yield _paused(this, clock, kind, event)
        elif ends and resting:
            yield _resumed(this, clock, kind, event)


def _paused(this: Follower, clock: Clock, kind: PauseKind, event: ev.Event) -> ev.LimitPaused:
    paused = clocks.pause(clock, kind, _mark(this, event))
    return ev.LimitPaused(
        clock=paused,
        limit=clock.key,
        kind=kind.value,
        due_on=paused.due_on(this.calendar),
    )


def _resumed(this: Follower, clock: Clock, kind: PauseKind, event: ev.Event) -> ev.LimitResumed:
    resumed = clocks.resume(clock, kind, _mark(this, event))
    return ev.LimitResumed(
        clock=resumed,
        limit=clock.key,
        kind=kind.value,
        due_on=resumed.due_on(this.calendar),
    )


def _cancellations(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
    """注销: what fell away is neither met nor missed."""
    ended = isinstance(event, ENDINGS) or (isinstance(event, ev.ProcessMoved) and event.ended)
    closed = event.visit_id if isinstance(event, ev.VisitClosed) else None
    if not ended and closed is None and type(event).__name__ not in CANCELLING_KINDS:
        return
    for clock in this.case.clocks_not_stopped:
        falls_away = CANCELLED_WHEN.get(clock.key)
        if clock.key in OUTLIVE_THE_CASE:
            continue
        of_closed_visit = closed is not None and clock.about == closed
        if (
            ended
            or of_closed_visit
            or (falls_away is not None and matches(this, falls_away, event))
        ):
            cancelled = clocks.cancel(clock, _mark(this, event))
            yield ev.LimitCancelled(
                clock=cancelled, limit=clock.key, due_on=cancelled.due_on(this.calendar)
            )


def _reopenings(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
    """退回补充调查: when the inquiry opens again its stop is undone, the old last day stands."""
    if not isinstance(event, ev.TaskOpened) or event.step != FIRST_OF_INQUIRY:
        return
    runs = this.case.clocks_of(INVESTIGATION)
    if runs and runs[-1].stop is not None and runs[-1].stop.kind is clocks.StopKind.MET:
        again = clocks.revoke_stop(runs[-1], _mark(this, event))
        yield ev.LimitReopened(clock=again, limit=again.key, due_on=again.due_on(this.calendar))


def stops(release: Release, clock: Clock, kind: PauseKind) -> bool:
    """Whether time of that kind does not count for the clock, by what its limit says."""
    limit = release.limits.get(clock.key)
    if clock.key in NEVER_PAUSED:
        return False
    return kind in ALWAYS_PAUSES or (limit is not None and kind.value in limit.stops_during)


def _beginnings(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
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
    started = _mark(this, event)
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
        amount = (date.fromisoformat(text) - local_day(_effective(this, event))).days
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
        and (mark.document is None or _is_document(event, mark.document))
        for mark in limit.met_by
    )
    return str(document_id) if document_id is not None and by_document else ""


def _belongings(event: ev.Event) -> set[str]:
    return {
        str(getattr(event, name)) for name in ("visit_id", "document_id") if hasattr(event, name)
    }


def _effective(this: Follower, event: ev.Event) -> datetime:
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


def _mark(this: Follower, event: ev.Event) -> Mark:
    return Mark(event=type(event).__name__, at=_effective(this, event), entered_at=this.at)
