"""The seams: what the rules ask of the outside, each a small Protocol."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from engine.designs import Designs
from engine.diagrams import (
    Arrival,
    Moved,
    Passed,
    Position,
    ProcessSet,
    Repositioning,
    Runner,
    Surroundings,
    Token,
    WaitingTimer,
)
from engine.domain.biting import Bite
from engine.domain.case import Case
from engine.domain.people import Organ, Person
from engine.domain.plain import Plain
from engine.outgoing import Contact, Hotline, Job, KeptNotice, Message, Messenger, Notice, Outbox
from engine.papers import (
    Documents,
    PrintedCode,
    Rendered,
    SealOrder,
    Seals,
    SignedFiles,
    Signer,
)
from engine.place_ports import (
    CalendarChanges,
    Clues,
    IncidentDecision,
    Incidents,
    TemplateRevision,
    Templates,
)
from engine.roster import OpenWork, Roster, RosterChange

__all__ = [
    "Arrival",
    "Body",
    "CalendarChanges",
    "Clock",
    "Clues",
    "Contact",
    "Designs",
    "Directory",
    "Documents",
    "Files",
    "IdSource",
    "IncidentDecision",
    "Incidents",
    "Job",
    "KeptNotice",
    "Message",
    "Messenger",
    "Moved",
    "Notice",
    "OpenWork",
    "Outbox",
    "Passed",
    "Position",
    "PrintedCode",
    "ProcessSet",
    "Recorded",
    "Rendered",
    "Repositioning",
    "Roster",
    "RosterChange",
    "Runner",
    "SealOrder",
    "Seals",
    "SignedFiles",
    "Signer",
    "Store",
    "StoredAnswer",
    "Surroundings",
    "TemplateRevision",
    "Templates",
    "Token",
    "Transaction",
    "WaitingTimer",
]

# --- Clock -------------------------------------------------------------------------------------


class Clock(Protocol):
    """What time it is in Asia/Shanghai."""

    def now(self) -> datetime:
        """This instant, with the offset +08:00."""


# --- Ids, files, documents, notices --------------------------------------------------------------


class IdSource(Protocol):
    """The next id and the next secret."""

    def next(self) -> str:
        """A new id (UUIDv7 as 32 hex digits): later ids sort after earlier ones."""

    def secret(self, length: int) -> str:
        """An unguessable code of `length` characters (查询码), easy to read aloud."""


class Files(Protocol):
    """Keeps contents by their hash; a content once put is never changed."""

    def put(self, content: bytes) -> str:
        """Keep `content` and answer its SHA-256 in hex; keeping it twice is keeping it once."""

    def get(self, sha256: str) -> bytes:
        """The content of that hash; raises `file_missing` (Fault) when it is not there."""


# --- Store ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A form as handed in, kept apart from the log and never changed.

    `identity` holds the keys that could tell who complained; the store keeps them encrypted.
    `sha256` is that of the canonical JSON of both.
    """

    id: str
    case_id: str
    item_id: str
    step: str
    role: str
    form: str
    values: Mapping[str, Plain]
    identity: Mapping[str, Plain]
    sha256: str
    given_at: datetime
    given_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """The answer once given to a command key."""

    key: str
    kind: str
    answer: Mapping[str, Plain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Everything one command adds to the store, written with one commit."""

    case: Case
    bodies: Sequence[Body] = ()
    jobs: Sequence[Job] = ()
    notices: Sequence[Notice] = ()
    bites: Mapping[str, Bite | None] = field(default_factory=dict)
    """By item id: the period that each open item shows, where that may have changed."""


class Directory(Protocol):
    """People and organs of one place."""

    def person(self, person_id: str) -> Person | None:
        """The person of that id."""

    def person_of_login(self, login: str) -> Person | None:
        """The person who logs in by that name."""

    def holders(self, role: str) -> Sequence[Person]:
        """Everyone with the role, in the order they were entered; inactive ones included."""

    def everybody(self) -> Sequence[Person]:
        """All people, in the order they were entered."""

    def organ(self, organ_id: str) -> Organ | None:
        """The organ of that id."""

    def organ_named(self, name: str) -> Organ | None:
        """The organ of exactly that name."""

    def organs(self) -> Sequence[Organ]:
        """All organs, in the order they were entered."""


class Transaction(Protocol):
    """One transaction of one place; ends with one commit or with nothing."""

    @property
    def directory(self) -> Directory:
        """People and organs, as this transaction sees them."""

    @property
    def clues(self) -> Clues:
        """The clues handed over, as this transaction sees them."""

    @property
    def hotline(self) -> Hotline:
        """Work orders of the hotline."""

    @property
    def outbox(self) -> Outbox:
        """Notices on their way out."""

    @property
    def roster(self) -> Roster:
        """The same register, for those who keep it."""

    @property
    def calendar(self) -> CalendarChanges:
        """The changes of the calendar, as this transaction sees them."""

    @property
    def incidents(self) -> Incidents:
        """The jobs that failed for good, as this transaction sees them."""

    @property
    def templates(self) -> Templates:
        """The revised templates, as this transaction sees them."""

    @property
    def designs(self) -> Designs:
        """Drafts and publications of definitions, as this transaction sees them."""

    def lock(self, case_id: str, *, key: str, by: str, wait: bool) -> str | None:
        """Lock the case until the transaction ends; answers the id of its release, or None.

        What the command asks next (the answer to `key`, the person `by`, the case) is read along.
        Without `wait` None is also the answer when somebody else holds the lock.
        """

    def answer_to(self, key: str) -> StoredAnswer | None:
        """What was answered to this command key before, or None."""

    def look(self, case_id: str) -> str | None:
        """Read the case without a lock, for whoever changes nothing; answers as `lock` does."""

    def case(self, case_id: str, *, local_facts: frozenset[str] = frozenset()) -> Case | None:
        """The case as it was locked or looked at; else its row is locked now. None without one."""

    def release_of_case(self, case_id: str) -> str | None:
        """Id of the release a case is pinned to, or None."""

    def case_of_item(self, item_id: str) -> str | None:
        """Id of the case an item belongs to, or None."""

    def bodies(self, ids: Sequence[str]) -> Mapping[str, Body]:
        """Form bodies by id, identity included."""

    def next_in_series(self, series: str, year: int) -> int:
        """Take the next number (from 1) of a counter; given back only if the transaction fails."""

    def begun_after(self, series: str, year: int) -> int:
        """The last number of a series that was given before us; 0 where none was."""

    def has_case_numbered(self, case_no: str) -> bool:
        """Whether a case of the place has that number."""

    def has_document_numbered(self, doc_no: str) -> bool:
        """Whether a document of the place has that number."""

    def release_in_force(
        self, at: datetime, *, case_id: str | None = None, organ_name: str | None = None
    ) -> str | None:
        """Id of the release a case registered at `at` takes, or None.

        Without a case only releases for all new cases count.
        """

    def release_bundle(self, release_id: str) -> bytes | None:
        """The frozen files of a release, or None."""

    def unread_circulations(self, case_id: str, person_id: str) -> Sequence[str]:
        """Ids of what the person was sent of the case (传阅) and has not opened, oldest first."""

    def draft(self, item_id: str, person_id: str) -> Mapping[str, Plain] | None:
        """What the person saved for an item, or None."""

    def save_draft(self, item_id: str, person_id: str, values: Mapping[str, Plain]) -> None:
        """Keep what the person typed for an item; no event, no version."""

    def record(self, recorded: Recorded) -> None:
        """Write events, rows, jobs, notices; raises `changed_meanwhile` if the version moved."""

    def tell(self, notices: Sequence[Notice]) -> None:
        """Give notices that belong to no change of a case."""

    def remember(self, answer: StoredAnswer, *, case_id: str | None) -> None:
        """Keep the answer to a command key."""


class Store(Protocol):
    """Opens transactions."""

    def begin(self, place: str) -> AbstractContextManager[Transaction]:
        """A write transaction of `place`; commits if left without an error, else no trace.

        Raises `database_interrupted` when the same may be tried again.
        """

    def pause(self, tries: int) -> None:
        """Wait a moment before the next try; longer, and less evenly, the more there were."""
