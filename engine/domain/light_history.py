"""灯色历史: which light a clock showed when, by the events that wrote it down.

What is recomputed from a clock's entries (`engine.domain.lights.light_then`) has to agree.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.domain import events as ev
from engine.domain.lights import Light


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """From `since` on the clock showed `light`."""

    since: datetime
    light: Light


def history_of(log: Iterable[ev.Logged], clock_id: str) -> Sequence[Shown]:
    """The lights of one clock in order; the first is that of its beginning."""
    shown: list[Shown] = []
    for line in log:
        event = line.event
        if isinstance(event, ev.LimitStarted) and event.clock.id == clock_id:
            shown.append(Shown(since=line.done_at, light=Light.GREEN))
        elif isinstance(event, ev.LightChanged) and event.clock_id == clock_id:
            since = max(event.changed_at, shown[0].since) if shown else event.changed_at
            shown.append(Shown(since=since, light=event.light))
    return sorted(shown, key=lambda one: one.since)


def shown_at(history: Sequence[Shown], at: datetime) -> Light | None:
    """The light at an instant, None before the clock ran."""
    found = [one.light for one in history if one.since <= at]
    return found[-1] if found else None


def changes_in(
    log: Iterable[ev.Logged], begin: datetime, end: datetime
) -> Counter[tuple[Light, Light]]:
    """How often a clock went from one light to another, from `begin` until before `end`."""
    return Counter(
        (line.event.before, line.event.light)
        for line in log
        if isinstance(line.event, ev.LightChanged) and begin <= line.event.changed_at < end
    )
