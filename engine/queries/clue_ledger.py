"""移送台账: the clues handed over in a place, newest first, the late ones marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.clue import TOWN_LEVEL, Clue, ClueStep
from engine.domain.people import Person
from engine.domain.separation import LEADERS, THREE_ADMINISTRATORS
from engine.queries.looking import Desk
from engine.store.clue_rows import newest_clues
from engine.store.connection import reading
from engine.store.register import Register

LEDGER_ROWS_MAX = 200
"""Lines of one page."""

SUPERVISORS = frozenset({"dept_supervisor", "station_supervisor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """Who did what and when, in words; `note` is the reason or the feedback."""

    at: datetime
    move: str
    by: str
    organ: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One clue. `due_on` is the last day to receive it, still in time; `due_at` the end of that.

    `direction`, `from_organ`, `to_organ`, `state` and names are words to show.
    """

    clue_id: str
    direction: str
    from_organ: str
    to_organ: str
    summary: str
    is_urgent: bool
    handed_over_by: Sequence[str]
    material_count: int
    sent_at: datetime
    due_on: date
    due_at: datetime
    state: str
    is_overdue: bool
    feedback: str
    trail: Sequence[TrailLine]


def clue_ledger(desk: Desk, *, page: int = 0) -> list[LedgerLine]:
    """A page (from 0) of the ledger of the place, as much of it as the person may see.

    The leaders of the bureau see all; a supervisor what went from or to the own organ, or to the
    town whose station it is; the rest nothing.
    """
    with reading(desk.store.engine) as connection:
        register = Register(connection, desk.place)
        organ_ids = _seen_organs(desk.by, register)
        found = newest_clues(
            connection,
            desk.place,
            organ_ids=organ_ids,
            skip=max(page, 0) * LEDGER_ROWS_MAX,
            most=LEDGER_ROWS_MAX,
        )
        names = {organ.id: organ.name for organ in register.organs()}
        people = {one.id: one.name for one in register.everybody()}
        now = desk.office.clock.now()
        return [_line(clue, names, people, now) for clue in found]


def _seen_organs(person: Person, register: Register) -> frozenset[str] | None:
    """None = every organ."""
    if person.roles & THREE_ADMINISTRATORS:
        return frozenset()
    if person.roles & LEADERS:
        return None
    if not person.roles & SUPERVISORS:
        return frozenset()
    home = register.organ(person.organ_id)
    above = register.organ(home.parent_id) if home is not None and home.parent_id else None
    town = above.id if above is not None and above.level == TOWN_LEVEL else None
    return frozenset({person.organ_id} | ({town} if town else set()))


def _line(
    clue: Clue, organs: Mapping[str, str], people: Mapping[str, str], now: datetime
) -> LedgerLine:
    return LedgerLine(
        clue_id=clue.id,
        direction=clue.direction.label,
        from_organ=organs.get(clue.from_organ_id, ""),
        to_organ=organs.get(clue.to_organ_id, ""),
        summary=clue.summary,
        is_urgent=clue.is_urgent,
        handed_over_by=[people.get(one, "") for one in clue.handed_over_by],
        material_count=clue.material_count,
        sent_at=clue.sent_at,
        due_on=clue.due_on,
        due_at=clue.due_at,
        state=clue.state.label,
        is_overdue=clue.is_overdue(now),
        feedback=clue.feedback or "",
        trail=_trail(clue.trail, organs, people),
    )


def _trail(
    steps: Iterable[ClueStep], organs: Mapping[str, str], people: Mapping[str, str]
) -> list[TrailLine]:
    return [
        TrailLine(
            at=step.at,
            move=step.move.label,
            by=people.get(step.by, ""),
            organ=organs.get(step.organ_id, ""),
            note=step.note,
        )
        for step in steps
    ]
