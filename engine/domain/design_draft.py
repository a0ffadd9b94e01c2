"""设计草稿: one person's changes to the definitions of a place, as differences to a release.

A part is one file of the place's own folder. The draft keeps, by part, the hash of its new content
or None where the place takes its own file away; a part that is not named is as in the release.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from engine.errors import Refusal

EDITS_KEPT_MAX = 200
"""How many changes of a draft can be undone."""

AS_RELEASED = "as_released"
TAKEN_AWAY = "taken_away"


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DISCARDED = "discarded"


MOVES: Mapping[DraftState, frozenset[DraftState]] = {
    DraftState.OPEN: frozenset({DraftState.PROPOSED, DraftState.DISCARDED}),
    DraftState.PROPOSED: frozenset({DraftState.OPEN, DraftState.PUBLISHED}),
    DraftState.PUBLISHED: frozenset(),
    DraftState.DISCARDED: frozenset(),
}
STATE_WORDS = {
    DraftState.OPEN: "编辑中",
    DraftState.PROPOSED: "待发布审核",
    DraftState.PUBLISHED: "已发布",
    DraftState.DISCARDED: "已作废",
}


class DraftMoveNotPossible(Refusal):
    """The state of the draft does not allow this."""

    code = "design_draft_move_not_possible"
    what = "这份设计草稿的状态是“{state}”，不能{move}。"
    mend = "请刷新后按最新状态办理；需要继续修改的，请先撤回发布申请或者新建草稿。"


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignDraft:
    """A draft. `parts` are the own files that differ from `base_release_id`, by path."""

    id: str
    title: str
    owner_id: str
    base_release_id: str
    state: DraftState
    begun_at: datetime
    saved_at: datetime
    parts: Mapping[str, str | None] = field(default_factory=dict)

    def moved(self, to: DraftState, *, move: str) -> "DesignDraft":
        """The draft in another state; refuses `design_draft_move_not_possible`."""
        if to not in MOVES[self.state]:
            raise DraftMoveNotPossible(
                where={"draft": self.id}, state=STATE_WORDS[self.state], move=move
            )
        return replace(self, state=to)

    def refuse_unless_open(self, move: str) -> None:
        """Refuses `design_draft_move_not_possible` while the draft may not be edited."""
        if self.state is not DraftState.OPEN:
            raise DraftMoveNotPossible(
                where={"draft": self.id}, state=STATE_WORDS[self.state], move=move
            )

    def said_of(self, part: str) -> str:
        """What the draft says of a part: as released, taken away, or the hash of its content."""
        if part not in self.parts:
            return AS_RELEASED
        return self.parts[part] or TAKEN_AWAY

    def saying(self, part: str, said: str, *, at: datetime) -> "DesignDraft":
        """The draft that says so of a part."""
        parts = {path: sha for path, sha in self.parts.items() if path != part}
        if said != AS_RELEASED:
            parts[part] = None if said == TAKEN_AWAY else said
        return replace(self, parts=dict(sorted(parts.items())), saved_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignEdit:
    """One change of one part; `before` and `after` as `DesignDraft.said_of` says it."""

    id: str
    draft_id: str
    part: str
    before: str
    after: str
    edited_by: str
    edited_at: datetime
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLock:
    """Who edits a part of the place since when, in which draft; one person at a time."""

    part: str
    draft_id: str
    person_id: str
    since: datetime
    stolen_from: str | None = None
    reason: str | None = None
    """Why it was taken over from somebody."""
