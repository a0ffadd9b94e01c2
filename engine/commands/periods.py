"""期限: which clocks begin, end or pause because of an event. The limits say so, not this file.

Several runs of one limit may stand side by side when it belongs to something smaller than the
case: to a task (counted from ``TaskOpened``) or to a document (begun and met by what happens to
that document).
"""

from collections.abc import Iterator
from functools import lru_cache

from engine.commands.beginning import beginnings
from engine.commands.following import RELEASES_INDEXED_MAX, Follower, mark_of, matches
from engine.commands.resting import pauses, rectification
from engine.definitions.limits import EventMark
from engine.definitions.release import Release
from engine.domain import clock as clocks
from engine.domain import events as ev
from engine.domain.case import Case

CANCELLED_WHEN = {
    "dl_supplement_notice": EventMark(
        event="TaskCompleted", step="P1.2", when="is_complete = true"
    ),
}
"""Limits that fall away when something makes them pointless."""

CANCELLING_KINDS = frozenset(mark.event for mark in CANCELLED_WHEN.values())

OUTLIVE_THE_CASE = frozenset({"dl_lookback"})

ENDINGS = (ev.CaseEnded, ev.CaseTerminated)
"""Events with which every period of the case falls away."""

INVESTIGATION = "dl_investigate"
FIRST_OF_INQUIRY = "P3.3"


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
    yield from pauses(this, event)
    yield from rectification(this, event)
    yield from beginnings(this, event)


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
        stopped = clocks.stop(clock, mark_of(this, event))
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
            cancelled = clocks.cancel(clock, mark_of(this, event))
            yield ev.LimitCancelled(
                clock=cancelled, limit=clock.key, due_on=cancelled.due_on(this.calendar)
            )


def _reopenings(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
    """退回补充调查: when the inquiry opens again its stop is undone, the old last day stands."""
    if not isinstance(event, ev.TaskOpened) or event.step != FIRST_OF_INQUIRY:
        return
    runs = this.case.clocks_of(INVESTIGATION)
    if runs and runs[-1].stop is not None and runs[-1].stop.kind is clocks.StopKind.MET:
        again = clocks.revoke_stop(runs[-1], mark_of(this, event))
        yield ev.LimitReopened(clock=again, limit=again.key, due_on=again.due_on(this.calendar))


def _belongings(event: ev.Event) -> set[str]:
    return {
        str(getattr(event, name)) for name in ("visit_id", "document_id") if hasattr(event, name)
    }
