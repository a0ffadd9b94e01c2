"""移送台账: the clues handed over in a place, newest first, the late ones marked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from engine.commands.clue_transfer import DESIGNATING_ROLE
from engine.domain.clue import (
    LEADS_TO,
    MOVES,
    TOWN_LEVEL,
    Clue,
    ClueDirection,
    ClueMove,
    ClueState,
    ClueStep,
)
from engine.domain.people import Organ, Person
from engine.domain.separation import LEADERS, THREE_ADMINISTRATORS
from engine.errors import Refusal
from engine.queries.looking import Desk
from engine.store.clue_rows import newest_clues
from engine.store.connection import reading
from engine.store.register import Register

LEDGER_ROWS_MAX = 200
"""Lines of one page."""

WHOLE_LINES_MAX = 1_000_000
"""Lines of a whole ledger: a sheet holds no more, whichever program opens it."""

SUPERVISORS = frozenset({"dept_supervisor", "station_supervisor"})


class LedgerTooLong(Refusal):
    """More lines than a sheet can hold."""

    code = "ledger_too_long"
    what = "台账超过{most}行，一张表格放不下。"
    mend = "请按状态或者摘要筛选以后，分几次导出。"


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
    may: Sequence[str]
    """Moves (`ClueMove`) the person may make now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerAsked:
    """What the ledger is narrowed to, and which page (from 0) of it."""

    state: ClueState | None = None
    words: str = ""
    only_late: bool = False
    page: int = 0


WHOLE_LEDGER = LedgerAsked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A way on which the person may send a clue: from which organs, to which, by whose hands."""

    direction: ClueDirection
    from_organs: Sequence[Organ]
    to_organs: Sequence[Organ]
    people: Sequence[Person]


def clue_ledger(desk: Desk, asked: LedgerAsked = WHOLE_LEDGER) -> list[LedgerLine]:
    """A page of the ledger of the place, as much of it as the person may see.

    The leaders of the bureau see all; a supervisor what went from or to the own organ, or to the
    town whose station it is; the rest nothing.
    """
    skip = max(asked.page, 0) * LEDGER_ROWS_MAX
    with reading(desk.store.engine) as connection:
        return list(_lines(desk, connection, asked, skip=skip, most=LEDGER_ROWS_MAX))


@contextmanager
def whole_ledger(desk: Desk, asked: LedgerAsked = WHOLE_LEDGER) -> Iterator[Iterator[LedgerLine]]:
    """Every line of it, whatever page is asked for, read while it is written elsewhere.

    Refuses `ledger_too_long` before the first line.
    """
    with reading(desk.store.engine) as connection:
        if any(True for _ in _lines(desk, connection, asked, skip=WHOLE_LINES_MAX, most=1)):
            raise LedgerTooLong(most=WHOLE_LINES_MAX)
        yield _lines(desk, connection, asked)


def _lines(
    desk: Desk,
    connection: Connection,
    asked: LedgerAsked,
    *,
    skip: int = 0,
    most: int | None = None,
) -> Iterator[LedgerLine]:
    register = Register(connection, desk.place)
    organ_ids = _seen_organs(desk.by, register)
    names = {organ.id: organ.name for organ in register.organs()}
    people = {one.id: one.name for one in register.everybody()}
    now = desk.office.clock.now()
    found = newest_clues(
        connection,
        desk.place,
        organ_ids=organ_ids,
        skip=skip,
        most=most,
        state=asked.state,
        words=asked.words,
        late_at=now if asked.only_late else None,
    )
    for clue in found:
        yield _line(clue, names, people, now, may=_may(clue, desk.by, organ_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """On which ways the person may send, and which organs he may designate; mostly none."""

    sendings: Sequence[Sending]
    receivers: Sequence[Organ]


def choices(desk: Desk) -> Choices:
    """Whom and what the person may choose in the deeds of the ledger."""
    with reading(desk.store.engine) as connection:
        register = Register(connection, desk.place)
        own = _seen_organs(desk.by, register) or frozenset()
        organs = register.organs()
        below = {one.id for one in organs if one.parent_id in own} | own
        today = desk.office.clock.now().date()
        people = [
            one for one in register.everybody() if one.organ_id in below and one.is_active_on(today)
        ]
    mine = [one for one in organs if one.id in own]
    found = []
    for way in ClueDirection:
        pairs = [(giver, taker) for giver in mine for taker in organs if way.fits(giver, taker)]
        if way.giving_role in desk.by.roles and pairs:
            found.append(
                Sending(
                    direction=way,
                    from_organs=list({giver.id: giver for giver, _ in pairs}.values()),
                    to_organs=list({taker.id: taker for _, taker in pairs}.values()),
                    people=people,
                )
            )
    designates = DESIGNATING_ROLE in desk.by.roles
    return Choices(sendings=found, receivers=organs if designates else [])


def _may(clue: Clue, by: Person, organ_ids: frozenset[str] | None) -> list[str]:
    """As far as role and state tell; the deed itself judges again."""
    designated = any(step.move is ClueMove.DESIGNATE for step in clue.trail)
    sides = set(ClueDirection) if designated else {clue.direction}
    takes = organ_ids is not None and clue.to_organ_id in organ_ids
    takes = takes and bool(by.roles & {way.taking_role for way in sides})
    able = {
        ClueMove.RECEIVE: takes,
        ClueMove.REFUSE: takes,
        ClueMove.DESIGNATE: DESIGNATING_ROLE in by.roles,
    }
    next_states = MOVES[clue.state]
    moves = [move.value for move, can in able.items() if can and LEADS_TO[move] in next_states]
    if takes and clue.state is ClueState.RECEIVED and clue.feedback is None:
        moves.append(ClueMove.FEEDBACK.value)
    return moves


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
    clue: Clue,
    organs: Mapping[str, str],
    people: Mapping[str, str],
    now: datetime,
    *,
    may: Sequence[str],
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
        may=may,
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
