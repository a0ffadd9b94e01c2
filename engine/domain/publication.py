"""发布: a release proposed by one person and decided by another, from a day on, for some cases."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from engine.errors import Refusal

SHARE_WHOLE = 100


class PublicationState(StrEnum):
    """Where a publication stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    BACKED_OUT = "backed_out"


MOVES: Mapping[PublicationState, frozenset[PublicationState]] = {
    PublicationState.PROPOSED: frozenset(
        {PublicationState.APPROVED, PublicationState.REJECTED, PublicationState.WITHDRAWN}
    ),
    PublicationState.APPROVED: frozenset({PublicationState.BACKED_OUT}),
    PublicationState.REJECTED: frozenset(),
    PublicationState.WITHDRAWN: frozenset(),
    PublicationState.BACKED_OUT: frozenset(),
}
STATE_WORDS = {
    PublicationState.PROPOSED: "待审核",
    PublicationState.APPROVED: "已发布",
    PublicationState.REJECTED: "未同意",
    PublicationState.WITHDRAWN: "已撤回",
    PublicationState.BACKED_OUT: "已停用",
}


class SamePersonApproved(Refusal):
    """A release needs two persons: one who made it, one who approves it."""

    code = "release_needs_second_person"
    what = "发布版须由制作人以外的另一人批准。"
    mend = "请由另一位有发布审核角色的人员批准。"


class PublicationMoveNotPossible(Refusal):
    """The state of the publication does not allow this."""

    code = "publication_move_not_possible"
    what = "这次发布的状态是“{state}”，不能{move}。"
    mend = "请刷新发布记录，按最新状态办理。"


class ReachMalformed(Refusal):
    """For whom a release shall hold cannot be understood."""

    code = "reach_malformed"
    http_status = 422
    what = "生效范围不能使用：{fault}。"
    mend = "请写全部、若干机关（至少一个），或者新案件的百分比（1 至 99）。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """For which new cases a release holds: all, those of some organs, or a share of them."""

    organs: tuple[str, ...] = ()
    """Names of supervised organs; empty = not by organ."""
    share: int = SHARE_WHOLE
    """Percent of new cases."""

    def __post_init__(self) -> None:
        if not 1 <= self.share <= SHARE_WHOLE:
            raise ReachMalformed(
                where={"field": "share"}, fault=f"{self.share}% 不在 1 至 100 之间"
            )
        if self.organs and self.share != SHARE_WHOLE:
            raise ReachMalformed(where={"field": "organs"}, fault="不能既按机关又按百分比")

    @property
    def is_whole(self) -> bool:
        """Whether every new case takes it."""
        return not self.organs and self.share == SHARE_WHOLE

    @property
    def in_words(self) -> str:
        """The reach as people read it."""
        if self.organs:
            return f"被监督机关为{'、'.join(self.organs)}的新案件"
        return "全部新案件" if self.is_whole else f"{self.share}% 的新案件"

    def covers(self, case_id: str, organ_name: str | None) -> bool:
        """Whether a new case takes it: always the same answer for the same case."""
        if self.organs:
            return organ_name in self.organs
        return self.is_whole or lot_of(case_id) < self.share


def lot_of(case_id: str) -> int:
    """A number from 0 to 99 that the id of a case draws, evenly and for good."""
    digest = hashlib.sha256(f"reach\0{case_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % SHARE_WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One release as it was proposed, decided and perhaps backed out (停用)."""

    id: str
    release_id: str
    in_force_from: datetime
    made_by: str
    changes: str
    """Why, in the maker's words."""
    proposed_at: datetime
    state: PublicationState = PublicationState.PROPOSED
    reach: Reach = field(default_factory=Reach)
    draft_id: str | None = None
    approved_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    backed_out_by: str | None = None
    backed_out_at: datetime | None = None
    backed_out_reason: str | None = None

    def approved(self, *, by: str, at: datetime, reason: str) -> "Publication":
        """Put in force by a second person, never earlier than now."""
        self._refuse_same_person(by)
        begins = max(self.in_force_from, at)
        moved = self._moved(PublicationState.APPROVED, "批准")
        return replace(
            moved, approved_by=by, decided_at=at, decision_reason=reason, in_force_from=begins
        )

    def rejected(self, *, by: str, at: datetime, reason: str) -> "Publication":
        """Not agreed to, by a second person."""
        self._refuse_same_person(by)
        moved = self._moved(PublicationState.REJECTED, "不同意")
        return replace(moved, approved_by=by, decided_at=at, decision_reason=reason)

    def withdrawn(self, *, at: datetime) -> "Publication":
        """Taken back by its maker before anybody decided."""
        return replace(self._moved(PublicationState.WITHDRAWN, "撤回"), decided_at=at)

    def backed_out(self, *, by: str, at: datetime, reason: str) -> "Publication":
        """No new case takes it from now on; cases under way keep it."""
        moved = self._moved(PublicationState.BACKED_OUT, "停用")
        return replace(moved, backed_out_by=by, backed_out_at=at, backed_out_reason=reason)

    def _refuse_same_person(self, by: str) -> None:
        if by == self.made_by:
            raise SamePersonApproved(where={"publication": self.id})

    def _moved(self, to: PublicationState, move: str) -> "Publication":
        if to not in MOVES[self.state]:
            raise PublicationMoveNotPossible(
                where={"publication": self.id}, state=STATE_WORDS[self.state], move=move
            )
        return replace(self, state=to)
