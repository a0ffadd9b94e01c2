"""What can happen to a case: facts in the past tense, the only things that change it.

Each event is plain data (see `engine.domain.plain`), kept in the case log in order; folding them
from empty gives the case again (`engine.domain.history`). No event carries a complainant's
identity: bodies of forms are kept apart and named here by id and hash.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from engine.domain.case_events import (
    CallEnded,
    CaseAccepted,
    CaseArchived,
    CaseClosed,
    CaseFiled,
    CaseMigrated,
    CaseNotAccepted,
    CaseNotFiled,
    CaseOpened,
    CaseRegistered,
    FactWritten,
    FilingRevoked,
    FlagLowered,
    FlagRaised,
    HandlerReplaced,
    HandlersAppointed,
    JurisdictionDenied,
    LookbackScheduled,
    OrganIdentified,
    OutcomeFixed,
    PaperCaseEntered,
    PaperEntryEnded,
    PaperEntryStarted,
    StatusChanged,
    TaskRenewed,
)
from engine.domain.document_events import (
    AttachmentAdded,
    ComplainantAnswered,
    DocumentCompleted,
    DocumentCorrected,
    DocumentDrafted,
    DocumentFilled,
    DocumentFrozen,
    DocumentRendered,
    DocumentScanned,
    DocumentSealed,
    DocumentServed,
    DocumentSigned,
    DocumentVoided,
)
from engine.domain.event import Event, PlainFact
from engine.domain.limit_events import (
    CaseListed,
    CaseUnlisted,
    LightChanged,
    LimitCancelled,
    LimitExpired,
    LimitExtended,
    LimitMet,
    LimitPaused,
    LimitRecalculated,
    LimitReminded,
    LimitReopened,
    LimitRestarted,
    LimitResumed,
    LimitStarted,
    OverdueRecorded,
    RungHeld,
    RungReached,
    UrgingSent,
)
from engine.domain.operation_events import (
    CaseEnded,
    CaseLinked,
    CaseMerged,
    CaseReopened,
    CaseResumed,
    CaseSuspended,
    CaseTakenOffline,
    CaseTerminated,
    ClueTransferred,
    ComplainantUnmasked,
    InstrumentEscalated,
    LevelRaised,
    ObjectionAnswered,
    ObjectionRaised,
    OperationRefused,
    ReceiptPrinted,
    RecusalGranted,
    RecusalRejected,
    RecusalRequested,
    SupplementGiven,
    SupplementLapsed,
    SupplementRequested,
    TransferReceived,
)
from engine.domain.task_events import (
    BodyGiven,
    CaseCirculated,
    CirculationOpened,
    ItemClosed,
    MeetingDecided,
    MembersRecused,
    OpinionGiven,
    OpinionVoided,
    PersonAppointed,
    ProcessMoved,
    TaskClaimed,
    TaskCompleted,
    TaskOpened,
    TaskReassigned,
    TaskReleased,
    TaskReminded,
    TaskSentBack,
    TaskTakenBack,
    VisitClosed,
    VisitDecided,
    VisitOpened,
    VoteCast,
)

__all__ = [
    "AttachmentAdded",
    "BodyGiven",
    "CallEnded",
    "CaseAccepted",
    "CaseArchived",
    "CaseCirculated",
    "CaseClosed",
    "CaseEnded",
    "CaseFiled",
    "CaseLinked",
    "CaseListed",
    "CaseMerged",
    "CaseMigrated",
    "CaseNotAccepted",
    "CaseNotFiled",
    "CaseOpened",
    "CaseRegistered",
    "CaseReopened",
    "CaseResumed",
    "CaseSuspended",
    "CaseTakenOffline",
    "CaseTerminated",
    "CaseUnlisted",
    "CirculationOpened",
    "ClueTransferred",
    "ComplainantAnswered",
    "ComplainantUnmasked",
    "DocumentCompleted",
    "DocumentCorrected",
    "DocumentDrafted",
    "DocumentFilled",
    "DocumentFrozen",
    "DocumentRendered",
    "DocumentScanned",
    "DocumentSealed",
    "DocumentServed",
    "DocumentSigned",
    "DocumentVoided",
    "Event",
    "FactWritten",
    "FilingRevoked",
    "FlagLowered",
    "FlagRaised",
    "HandlerReplaced",
    "HandlersAppointed",
    "InstrumentEscalated",
    "ItemClosed",
    "JurisdictionDenied",
    "LevelRaised",
    "LightChanged",
    "LimitCancelled",
    "LimitExpired",
    "LimitExtended",
    "LimitMet",
    "LimitPaused",
    "LimitRecalculated",
    "LimitReminded",
    "LimitReopened",
    "LimitRestarted",
    "LimitResumed",
    "LimitStarted",
    "Logged",
    "LookbackScheduled",
    "MeetingDecided",
    "MembersRecused",
    "ObjectionAnswered",
    "ObjectionRaised",
    "OperationRefused",
    "OpinionGiven",
    "OpinionVoided",
    "OrganIdentified",
    "OutcomeFixed",
    "OverdueRecorded",
    "PaperCaseEntered",
    "PaperEntryEnded",
    "PaperEntryStarted",
    "PersonAppointed",
    "PlainFact",
    "ProcessMoved",
    "ReceiptPrinted",
    "RecusalGranted",
    "RecusalRejected",
    "RecusalRequested",
    "RungHeld",
    "RungReached",
    "StatusChanged",
    "SupplementGiven",
    "SupplementLapsed",
    "SupplementRequested",
    "TaskClaimed",
    "TaskCompleted",
    "TaskOpened",
    "TaskReassigned",
    "TaskReleased",
    "TaskReminded",
    "TaskRenewed",
    "TaskSentBack",
    "TaskTakenBack",
    "TransferReceived",
    "UrgingSent",
    "VisitClosed",
    "VisitDecided",
    "VisitOpened",
    "VoteCast",
    "event_types",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One line of the case log: an event with its number, author and instant."""

    seq: int
    at: datetime
    actor: str
    event: Event
    acting_for: str | None = None
    """Who did it on paper; `actor` entered it. None = it was done here."""
    effective_at: datetime | None = None

    @property
    def is_from_paper(self) -> bool:
        """补录: it happened on paper, and was entered afterwards."""
        return self.acting_for is not None

    @property
    def done_by(self) -> str:
        """Who did it, by whomever it was entered."""
        return self.acting_for or self.actor

    @property
    def done_at(self) -> datetime:
        """When it was done: what was entered from paper has the instant it had there."""
        return self.effective_at if self.is_from_paper and self.effective_at else self.at


@cache
def event_types() -> Mapping[str, type[Event]]:
    """Every event by its name."""
    return {kind.__name__: kind for kind in Event.__subclasses__()}
