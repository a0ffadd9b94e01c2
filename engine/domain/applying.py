"""The one applier of each event: a function that changes a case by it."""

from collections.abc import Callable
from typing import Any

from engine.domain import events as ev
from engine.domain.case import Case

Applier = Callable[[Case, Any, ev.Logged], None]
APPLIERS: dict[type[ev.Event], Applier] = {}


def applies(kind: type[ev.Event]) -> Callable[[Applier], Applier]:
    """Register the one applier of an event."""

    def register(applier: Applier) -> Applier:
        if kind in APPLIERS:
            message = f"{kind.__name__} has two appliers"
            raise ValueError(message)
        APPLIERS[kind] = applier
        return applier

    return register
