"""节点轮次 (visit), 办理项 (work item) and 意见 (opinion): their states and what each state allows.

A visit begins when a token enters a user task and decides at most once. Its work items are what
people hold; an opinion is what they said, never changed afterwards.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.facts import CallPath


class VisitState(StrEnum):
    """A visit is open, has decided, or was closed by something else (returned, terminated …)."""

    OPEN = "open"
    DECIDED = "decided"
    CLOSED = "closed"


class ItemState(StrEnum):
    """未激活 → 待签收 → 办理中 ⇄ 等待 → 已办结 or 系统关闭."""

    INACTIVE = "inactive"
    TO_CLAIM = "to_claim"
    IN_HAND = "in_hand"
    WAITING = "waiting"
    DONE = "done"
    CLOSED_BY_SYSTEM = "closed_by_system"


MOVES: dict[ItemState, frozenset[ItemState]] = {
    ItemState.INACTIVE: frozenset(
        {ItemState.TO_CLAIM, ItemState.IN_HAND, ItemState.CLOSED_BY_SYSTEM}
    ),
    ItemState.TO_CLAIM: frozenset({ItemState.IN_HAND, ItemState.CLOSED_BY_SYSTEM}),
    ItemState.IN_HAND: frozenset(
        {ItemState.TO_CLAIM, ItemState.WAITING, ItemState.DONE, ItemState.CLOSED_BY_SYSTEM}
    ),
    ItemState.WAITING: frozenset({ItemState.IN_HAND, ItemState.CLOSED_BY_SYSTEM}),
    ItemState.DONE: frozenset(),  # an act stays; to change it, take back and act anew
    ItemState.CLOSED_BY_SYSTEM: frozenset(),
}

OPEN_ITEM_STATES = frozenset(
    {ItemState.INACTIVE, ItemState.TO_CLAIM, ItemState.IN_HAND, ItemState.WAITING}
)


class CloseReason(StrEnum):
    """The thirteen reasons for which an item may be closed; nothing is ever deleted."""

    COMPLETED = "已办结"
    BALLOT_REACHED = "已达票"
    DONE_BY_OTHER = "他人已办"
    SENT_BACK = "被退回"
    TAKEN_BACK = "被撤回"
    REDIRECTED = "被改派"
    SIGNER_REMOVED = "减签"
    REASSIGNED = "转办"
    CASE_ENDED = "流程终止"
    JUMPED = "跳转"
    TIMED_OUT = "超时处理"
    MIGRATED = "改版迁移"
    DEDUPLICATED = "自动去重"


class CameBy(StrEnum):
    """Why an item came, where it did not come the way the diagram leads."""

    SENT_BACK = "退回"
    TAKEN_BACK = "撤回"
    REASSIGNED = "改派"


class ItemKind(StrEnum):
    """What somebody holds an item for."""

    MAIN = "主办"
    SIGN_BEFORE = "前加签"
    SIGN_AFTER = "后加签"
    SIGN_BESIDE = "并加签"
    DELEGATED = "委派"
    CONSULTED = "沟通"
    COPIED = "抄送"
    CIRCULATED = "传阅"


class VisitRule(StrEnum):
    """How a visit decides (FORMATS 5, attribute ``visit``)."""

    SINGLE = "single"
    ANY = "any"
    ALL = "all"
    SEQUENTIAL = "sequential"
    BALLOT = "ballot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One token in one user task, for one round."""

    id: str
    token_id: str
    process: str
    element: str
    step: str
    roles: tuple[str, ...]
    form: str
    path: CallPath = ()
    title: str = ""
    rule: VisitRule = VisitRule.SINGLE
    round_no: int = 1
    previous: tuple[str, ...] = ()
    opened_at: datetime
    state: VisitState = VisitState.OPEN
    decision: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One slot of a visit for one person or one pool. `owner` stays; `assignee` acts now."""

    id: str
    visit_id: str
    role: str
    candidates: tuple[str, ...]
    kind: ItemKind = ItemKind.MAIN
    owner: str | None = None
    assignee: str | None = None
    parent_id: str | None = None
    position: int = 0
    weight: int = 1
    state: ItemState = ItemState.TO_CLAIM
    outcome: str | None = None
    opened_at: datetime
    first_read_at: datetime | None = None
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: CloseReason | None = None
    body_id: str | None = None
    """The form body it was finished with."""
    came_by: CameBy | None = None
    came_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody may still act on it."""
        return self.state in OPEN_ITEM_STATES

    def may_be_done_by(self, person_id: str) -> bool:
        """Whether it is in this person's hands or in a pool this person belongs to."""
        if self.assignee is not None:
            return self.assignee == person_id
        return person_id in self.candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What somebody said on an item; never changed, at most voided by a later event."""

    id: str
    item_id: str
    visit_id: str
    step: str
    role: str
    author: str
    on_behalf_of: str | None = None
    result: str | None = None
    text: str = ""
    body_sha256: str | None = None
    given_at: datetime
    voided_by: int | None = None
    """Number of the event in the case log that voided it; None = effective."""
