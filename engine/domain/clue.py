"""线索移送: a clue (执法线索) handed over between a department and a town, and its few states.

It is no case of supervision and has no complainant: who reported the matter stays with the organ
that sends it. The trail tells who did what; nothing of it is ever taken away.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import cast

from engine.domain.people import Organ
from engine.domain.time_limit import LimitValue, reckon
from engine.domain.work_calendar import WorkCalendar
from engine.errors import Refusal

TOWN_LEVEL = "乡镇街道"
"""`Organ.level` of a town or a street (镇街), as the register writes it."""


class ClueMoveNotPossible(Refusal):
    """The state of the clue does not allow this step."""

    code = "clue_move_not_possible"
    what = "这件线索的状态是“{state}”，不能再办理“{move}”。"
    mend = "请刷新移送台账，按最新状态办理。"


class ClueDirection(StrEnum):
    """Which side gives and which side takes."""

    DEPT_TO_TOWN = "dept_to_town"
    TOWN_TO_DEPT = "town_to_dept"

    @property
    def label(self) -> str:
        """As an official reads it."""
        return _DIRECTION_LABELS[self]

    @property
    def giving_role(self) -> str:
        """The role that sends (移出) on this way."""
        return _GIVING_ROLES[self]

    @property
    def taking_role(self) -> str:
        """The role that receives (接收) on this way."""
        return next(role for way, role in _GIVING_ROLES.items() if way is not self)

    def fits(self, giver: Organ, taker: Organ) -> bool:
        """Whether the organs stand on their sides; an organ without a level fits either side."""
        if giver.id == taker.id:
            return False
        town, dept = (taker, giver) if self is ClueDirection.DEPT_TO_TOWN else (giver, taker)
        return town.level in {None, TOWN_LEVEL} and dept.level != TOWN_LEVEL


_DIRECTION_LABELS = {
    ClueDirection.DEPT_TO_TOWN: "部门移镇街",
    ClueDirection.TOWN_TO_DEPT: "镇街移部门",
}
_GIVING_ROLES = {
    ClueDirection.DEPT_TO_TOWN: "dept_supervisor",
    ClueDirection.TOWN_TO_DEPT: "station_supervisor",
}


class ClueState(StrEnum):
    """待接收 → 已接收, or 不予接收 → 已指定 → 已接收."""

    SENT = "sent"
    RECEIVED = "received"
    REFUSED = "refused"
    DESIGNATED = "designated"

    @property
    def label(self) -> str:
        """As an official reads it."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    ClueState.SENT: "待接收",
    ClueState.RECEIVED: "已接收",
    ClueState.REFUSED: "不予接收",
    ClueState.DESIGNATED: "已指定，待接收",
}

MOVES: dict[ClueState, frozenset[ClueState]] = {
    ClueState.SENT: frozenset({ClueState.RECEIVED, ClueState.REFUSED}),
    ClueState.REFUSED: frozenset({ClueState.DESIGNATED}),
    ClueState.DESIGNATED: frozenset({ClueState.RECEIVED}),  # who is designated cannot refuse again
    ClueState.RECEIVED: frozenset(),
}

ANSWERED_STATES = frozenset({ClueState.RECEIVED, ClueState.REFUSED})
"""States in which the organ the clue went to has answered: its limit no longer runs."""


class ClueMove(StrEnum):
    """What may be done to a clue."""

    SEND = "send"
    RECEIVE = "receive"
    REFUSE = "refuse"
    DESIGNATE = "designate"
    FEEDBACK = "feedback"

    @property
    def label(self) -> str:
        """As an official reads it."""
        return _MOVE_LABELS[self]


_MOVE_LABELS = {
    ClueMove.SEND: "移送线索",
    ClueMove.RECEIVE: "接收线索",
    ClueMove.REFUSE: "不予接收",
    ClueMove.DESIGNATE: "指定接收机关",
    ClueMove.FEEDBACK: "反馈处理情况",
}

LEADS_TO: dict[ClueMove, ClueState] = {
    ClueMove.RECEIVE: ClueState.RECEIVED,
    ClueMove.REFUSE: ClueState.REFUSED,
    ClueMove.DESIGNATE: ClueState.DESIGNATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueStep:
    """One line of the trail. `organ_id` is the organ the clue lay with; `note` is the reason."""

    move: ClueMove
    at: datetime
    by: str
    organ_id: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptDue:
    """Until when the clue is to be received.

    `due_on` is the last day, still within the limit; `due_at` is the first instant after it.
    """

    due_on: date
    due_at: datetime


def receipt_due(value: LimitValue, *, from_at: datetime, calendar: WorkCalendar) -> ReceiptDue:
    """The limit counted from `from_at`; that day is not counted, an hour counts from the moment.

    Errors: `date_out_of_calendar`.
    """
    found = reckon(value, counted_from=from_at, calendar=calendar)
    # Only an open pause leaves these unknown, and none is given.
    return ReceiptDue(due_on=cast("date", found.due_on), due_at=cast("datetime", found.ends_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A clue as the ledger keeps it.

    `release_id` is the release whose limit gave `due_on` and `due_at` (see `ReceiptDue`).
    `handed_over_by` are two people of the organ that gives; `material_count` counts pieces.
    """

    id: str
    release_id: str
    direction: ClueDirection
    from_organ_id: str
    to_organ_id: str
    summary: str
    is_urgent: bool
    handed_over_by: tuple[str, str]
    material_count: int
    sent_at: datetime
    due_on: date
    due_at: datetime
    state: ClueState
    feedback: str | None = None
    trail: tuple[ClueStep, ...]

    @property
    def answered_at(self) -> datetime | None:
        """When the organ it lies with received or refused it; None while it has not."""
        if self.state not in ANSWERED_STATES:
            return None
        return next(step.at for step in reversed(self.trail) if LEADS_TO.get(step.move))

    def is_overdue(self, at: datetime) -> bool:
        """Whether at `at` the answer is late, or came late."""
        return (self.answered_at or at) >= self.due_at

    def after(self, step: ClueStep) -> "Clue":
        """The clue one move on; raises `clue_move_not_possible`."""
        to = LEADS_TO[step.move]
        if to not in MOVES[self.state]:
            raise self._not_possible(step.move)
        return replace(self, state=to, trail=(*self.trail, step))

    def after_designation(self, step: ClueStep, due: ReceiptDue, *, release_id: str) -> "Clue":
        """As `after`; the clue lies with the designated organ and its limit begins anew."""
        return replace(
            self.after(step),
            to_organ_id=step.organ_id,
            release_id=release_id,
            due_on=due.due_on,
            due_at=due.due_at,
        )

    def after_feedback(self, step: ClueStep) -> "Clue":
        """With the feedback, which is given once; raises `clue_move_not_possible`."""
        if self.state is not ClueState.RECEIVED or self.feedback is not None:
            raise self._not_possible(step.move)
        return replace(self, feedback=step.note, trail=(*self.trail, step))

    def _not_possible(self, move: ClueMove) -> ClueMoveNotPossible:
        state = self.state.label if self.feedback is None else f"{self.state.label}，已反馈"
        return ClueMoveNotPossible(where={"clue": self.id}, state=state, move=move.label)
