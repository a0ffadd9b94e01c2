"""Clocks as rows, and each of their entries (pause, extension, restart) for the registers."""

from collections.abc import Iterator
from typing import Any

from engine.domain.case import Case
from engine.domain.clock import Clock, Mark, Pause, Restart
from engine.domain.lights import Light
from engine.domain.plain import to_plain

PAUSE, EXTENSION, RESTART = "pause", "extension", "restart"


YES = (True,)


def read_beside_clocks(case: Case) -> None:
    """What the rows of the clocks say besides the clocks: last days, bells rung, lights, rungs."""
    clocks = case.clocks
    case.due_on = dict(zip(clocks, clocks.told("due_on"), strict=True))
    case.reminded = set(clocks.keys_having("reminded", *YES))
    case.overdue = set(clocks.keys_having("overdue", *YES))
    lights = zip(clocks, clocks.told("light"), strict=True)
    case.lights = {one: Light(light) for one, light in lights if light is not None}
    rungs = zip(clocks, clocks.told("rungs"), strict=True)
    case.rungs = {one: tuple(reached) for one, reached in rungs if reached}


def clock_rows(case: Case) -> list[dict[str, Any]]:
    """The rows of the clocks that changed."""
    return [
        {
            "place": case.head.place,
            "id": clock.id,
            "case_id": case.head.id,
            "key": clock.key,
            "state": clock.standing,
            "due_on": case.due_on.get(clock.id),
            "reminded": clock.id in case.reminded,
            "overdue": clock.id in case.overdue,
            "light": light.value if (light := case.lights.get(clock.id)) else None,
            "rungs": list(case.rungs.get(clock.id, ())),
            "data": to_plain(clock),
        }
        for clock in (case.clocks[one] for one in sorted(case.touched.clocks))
    ]


def entry_rows(case: Case) -> list[dict[str, Any]]:
    """The rows of every entry of the clocks that changed."""
    return [
        {"place": case.head.place, "case_id": case.head.id, **row}
        for clock_id in sorted(case.touched.clocks)
        for row in _entries(case.clocks[clock_id])
    ]


def _entries(clock: Clock) -> Iterator[dict[str, Any]]:
    runs: list[Restart | Clock] = [*clock.restarts, clock]
    pauses: dict[tuple[str, Mark], Pause] = {}
    for run in runs:  # a pause that goes on through a restart is one entry
        pauses.update({(one.kind.value, one.began): one for one in run.pauses})
    for number, pause in enumerate(pauses.values(), 1):
        ended_at = pause.ended.at if pause.ended else None
        yield _entry(clock, PAUSE, number, pause.began, reason=pause.kind.value, ended_at=ended_at)
    extensions = [one for run in runs for one in run.extensions]
    for number, extension in enumerate(extensions, 1):
        row = _entry(clock, EXTENSION, number, extension.mark, amount=extension.amount)
        yield row | {"document": extension.mark.document or extension.document}
    for number, restart in enumerate(clock.restarts, 1):
        yield _entry(clock, RESTART, number, restart.mark)


def _entry(clock: Clock, kind: str, number: int, mark: Mark, **more: object) -> dict[str, Any]:
    return {
        "id": f"{clock.id}-{kind[0]}{number}",
        "clock_id": clock.id,
        "key": clock.key,
        "kind": kind,
        "reason": None,
        "began_at": mark.at,
        "ended_at": None,
        "amount": None,
        "entered_at": mark.entered_at,
        "ground": mark.ground,
        "article": mark.article,
        "document": mark.document,
        "approver": mark.approver,
        **more,
    }
