"""The seam of the register of organs and people (名册), for those who keep it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from engine.domain.roster_events import RosterEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """What an administrator did, and columns of the person's row that stand in no log."""

    event: RosterEvent
    kept: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """What somebody has in hand: open items assigned to him, open cases he handles."""

    items: Sequence[tuple[str, str, str]]
    """Case, item and title of the task."""
    cases: Sequence[str]


class Roster(Protocol):
    """The register of organs and people, and the log of those who keep it (管理日志)."""

    def lock(self) -> None:
        """Queue up at the end of the log until the transaction ends."""

    def record(self, changes: Sequence[RosterChange], *, by: str, at: datetime) -> None:
        """Write the rows and the lines of the log."""

    def open_work(self, person_id: str) -> OpenWork:
        """What the person has in hand."""

    def proposed_roles(self, person_id: str) -> frozenset[str]:
        """The roles that were proposed and not yet granted."""

    def person_of_subject(self, issuer: str, subject: str) -> str | None:
        """Id of the person matched with that subject of the single sign-on."""
