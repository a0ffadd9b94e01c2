"""What can happen to a case: facts in the past tense, the only things that change it.

Each event is plain data (see `engine.domain.plain`), kept in the case log in order; folding them
from empty gives the case again (`engine.domain.history`). No event carries a complainant's
identity: bodies of forms are kept apart and named here by id and hash.
"""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.case_events import (
    CallEnded,
    CaseAccepted,
    CaseArchived,
    CaseClosed,
    CaseFiled,
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
    StatusChanged,
)
from engine.domain.document_events import (
    ComplainantAnswered,
    DocumentCompleted,
    DocumentCorrected,
    DocumentDrafted,
    DocumentFilled,
    DocumentFrozen,
    DocumentRendered,
    DocumentSealed,
    DocumentServed,
    DocumentSigned,
    DocumentVoided,
)
from engine.domain.event import Event, PlainFact
from engine.domain.limit_events import (
    LimitCancelled,
    LimitExpired,
    LimitExtended,
    LimitMet,
    LimitPaused,
    LimitReminded,
    LimitReopened,
    LimitRestarted,
    LimitResumed,
    LimitStarted,
    OverdueRecorded,
    UrgingSent,
)
from engine.domain.operation_events import (
    CaseEnded,
    CaseMerged,
    CaseReopened,
    CaseResumed,
    CaseSuspended,
    CaseTakenOffline,
    CaseTerminated,
    ClueTransferred,
    InstrumentEscalated,
    LevelRaised,
    ObjectionAnswered,
    ObjectionRaised,
    OperationRefused,
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
    TaskSentBack,
    TaskTakenBack,
    VisitClosed,
    VisitDecided,
    VisitOpened,
    VoteCast,
)

__all__ = [
    "BodyGiven",
    "CallEnded",
    "CaseAccepted",
    "CaseArchived",
    "CaseClosed",
    "CaseEnded",
    "CaseFiled",
    "CaseMerged",
    "CaseNotAccepted",
    "CaseNotFiled",
    "CaseOpened",
    "CaseRegistered",
    "CaseReopened",
    "CaseResumed",
    "CaseSuspended",
    "CaseTakenOffline",
    "CaseTerminated",
    "ClueTransferred",
    "ComplainantAnswered",
    "DocumentCompleted",
    "DocumentCorrected",
    "DocumentDrafted",
    "DocumentFilled",
    "DocumentFrozen",
    "DocumentRendered",
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
    "LimitCancelled",
    "LimitExpired",
    "LimitExtended",
    "LimitMet",
    "LimitPaused",
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
    "PersonAppointed",
    "PlainFact",
    "ProcessMoved",
    "RecusalGranted",
    "RecusalRejected",
    "RecusalRequested",
    "StatusChanged",
    "SupplementGiven",
    "SupplementLapsed",
    "SupplementRequested",
    "TaskClaimed",
    "TaskCompleted",
    "TaskOpened",
    "TaskReassigned",
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
    effective_at: datetime | None = None


def event_types() -> dict[str, type[Event]]:
    """Every event by its name."""
    return {kind.__name__: kind for kind in Event.__subclasses__()}
