"""The seams of what belongs to a place and to no case: calendar, incidents, clues, templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.domain.calendar_change import CalendarChange
from engine.domain.clue import Clue


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDecision:
    """What a person decided about a job that failed for good, and why."""

    decision: str
    reason: str
    decided_by: str
    decided_at: datetime


class CalendarChanges(Protocol):
    """What a place changed in its calendar (放假通知, 本地放假)."""

    def lock(self, change_id: str) -> CalendarChange | None:
        """The change with its row locked until the transaction ends, or None."""

    def keep(self, change: CalendarChange) -> None:
        """Write the change as it now stands."""

    def begin_recalculation(self, recalculation_id: str, at: datetime) -> None:
        """Note that the open clocks have to follow."""


class Incidents(Protocol):
    """Jobs that failed for good (故障) of one place."""

    def retry(self, job_id: str, decision: IncidentDecision) -> bool:
        """Try it again from the beginning, and keep why; False when there is none."""

    def skip(self, job_id: str, decision: IncidentDecision) -> bool:
        """Drop it, and keep why; False when there is none."""


class Clues(Protocol):
    """The ledger of clues handed over (线索移送台账) of one place."""

    def lock(self, clue_id: str) -> Clue | None:
        """The clue with its row locked until the transaction ends, or None."""

    def keep(self, clue: Clue) -> None:
        """Write the clue as it now stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRevision:
    """样式修订: an approved Word template between two releases; `names` are the labels it uses."""

    sha256: str
    names: frozenset[str]


class Templates(Protocol):
    """The revised Word templates of one place."""

    def newest(
        self, kind: str, *, release_id: str, replaces: str, at: datetime
    ) -> Sequence[TemplateRevision]:
        """Those in force at `at` that a case of that release may take, the newest first.

        A release that came later and changed the template too (it is no longer `replaces`) goes
        before the revisions made until then.
        """

    def content(self, sha256: str) -> bytes | None:
        """The template of that hash, or None."""
