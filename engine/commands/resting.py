"""停表: which clocks rest because of an event, and which run again."""

from collections.abc import Iterator

from engine.commands.following import Follower, mark_of
from engine.definitions.release import Release
from engine.domain import clock as clocks
from engine.domain import events as ev
from engine.domain.clock import Clock, PauseKind

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

NEVER_PAUSED = frozenset({"dl_suspension_check"})
"""Limits that watch a suspension and so run during it."""


def pauses(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
    """Pauses that `event` begins or ends for what it stops."""
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


def rectification(this: Follower, event: ev.Event) -> Iterator[ev.Event]:
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
    paused = clocks.pause(clock, kind, mark_of(this, event))
    return ev.LimitPaused(
        clock=paused,
        limit=clock.key,
        kind=kind.value,
        due_on=paused.due_on(this.calendar),
    )


def _resumed(this: Follower, clock: Clock, kind: PauseKind, event: ev.Event) -> ev.LimitResumed:
    resumed = clocks.resume(clock, kind, mark_of(this, event))
    return ev.LimitResumed(
        clock=resumed,
        limit=clock.key,
        kind=kind.value,
        due_on=resumed.due_on(this.calendar),
    )


def stops(release: Release, clock: Clock, kind: PauseKind) -> bool:
    """Whether time of that kind does not count for the clock, by what its limit says."""
    limit = release.limits.get(clock.key)
    if clock.key in NEVER_PAUSED:
        return False
    return kind in ALWAYS_PAUSES or (limit is not None and kind.value in limit.stops_during)
