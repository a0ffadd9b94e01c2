"""Clocks as rows, and each of their entries (pause, extension, restart) for the registers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.domain.case import Case
from engine.domain.clock import Clock, Mark, Pause, Restart
from engine.domain.lights import Light
from engine.domain.plain import from_plain, to_plain

PAUSE, EXTENSION, RESTART = "pause", "extension", "restart"


def read_clocks(case: Case, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put the clocks that `rows` hold into the case."""
    for row in rows:
        clock_id = row["id"]
        case.clocks[clock_id] = from_plain(Clock, row["data"])
        case.due_on[clock_id] = row["due_on"]
        case.reminded.update({clock_id} if row["reminded"] else ())
        case.overdue.update({clock_id} if row["overdue"] else ())
        if row["light"] is not None:
            case.lights[clock_id] = Light(row["light"])
        if row["rungs"]:
            case.rungs[clock_id] = tuple(row["rungs"])


def clock_rows(case: Case) -> list[dict[str, Any]]:
    """The rows of the clocks that changed."""
    return [
        {
            "place": case.head.place,
            "id": clock.id,
            "case_id": case.head.id,
            "key": clock.key,
            "state": _state(clock),
            "due_on": case.due_on.get(clock.id),
            "reminded": clock.id in case.reminded,
            "overdue": clock.id in case.overdue,
            "light": light.value if (light := case.lights.get(clock.id)) else None,
            "rungs": list(case.rungs.get(clock.id, ())),
            "data": to_plain(clock),
        }
        for clock in (case.clocks[one] for one in sorted(case.touched.clocks))
    ]


def _state(clock: Clock) -> str:
    if clock.stop is not None:
        return clock.stop.kind.value
    return "paused" if clock.open_pauses else "running"


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
