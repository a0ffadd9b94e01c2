"""The seams of what machines do later: jobs, and notices on their way out of the building."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from engine.domain.plain import Plain

BELLS = frozenset({"ring_case", "ring_limits", "weigh_case", "index_again"})
"""Kinds of jobs whose effect lies in the database and is there with their end: short, and on time.
All others leave something outside and are done under a lease, when no bell is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A machine's work at or after `due_at`; `key` is unique in a place: twice is once."""

    kind: str
    key: str
    due_at: datetime
    case_id: str | None = None
    payload: Mapping[str, Plain] = field(default_factory=dict)

    @property
    def leased(self) -> bool:
        """Whether whoever does it takes a lease first."""
        return self.kind not in BELLS


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """提醒: tells one person something; has no legal effect."""

    person_id: str
    subject: str
    text: str
    case_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNotice:
    """A notice as it lies in the table, without its text."""

    id: str
    person_id: str
    subject: str
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where somebody is reached outside; never in a log."""

    login: str
    mobile: str | None
    mail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What leaves the building; tried again it has the same id."""

    id: str
    to: str
    subject: str
    text: str


class Messenger(Protocol):
    """One way out: mail, SMS, webhook."""

    def send(self, message: Message) -> None:
        """Hand it to the other side; raises `message_not_sent` (Fault)."""


class Outbox(Protocol):
    """What the jobs that carry notices out ask of the store."""

    def notice(self, notice_id: str) -> KeptNotice | None:
        """A notice by its id."""

    def unread(self, person_id: str, *, since: datetime, until: datetime) -> Sequence[KeptNotice]:
        """What the person got in that time and has not read yet, oldest first."""

    def contact(self, person_id: str) -> Contact | None:
        """Where the person is reached."""

    def chosen_ways(self, person_id: str) -> Mapping[str, Plain]:
        """How the person wants to be told."""

    def add(self, jobs: Sequence[Job]) -> None:
        """Jobs that follow; one whose key is there already is there once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineOrder:
    """A work order of the hotline (12345 工单), its content opened."""

    id: str
    order_no: str
    received_at: datetime
    answer_by: date | None
    content: Mapping[str, Plain]
    case_id: str | None
    told_status: str | None


class Hotline(Protocol):
    """The work orders of one place."""

    def take(
        self, order_no: str, content: Mapping[str, Plain], *, answer_by: date | None, at: datetime
    ) -> str:
        """Keep an order; one that came before keeps its id and its content."""

    def order(self, order_id: str) -> HotlineOrder | None:
        """The order of that id."""

    def waiting(self) -> Sequence[HotlineOrder]:
        """Those of which no case has come yet, the oldest first."""

    def change(self, order_id: str, **values: str) -> None:
        """Write which case came of it, or which status the hotline was told."""


class StatusTeller(Protocol):
    """Tells the hotline how a work order stands (状态回传)."""

    def tell(self, *, id: str, order_no: str, status: str, ended: bool) -> None:  # noqa: A002 - the message's id
        """Hand it to the other side; raises `message_not_sent` (Fault)."""
