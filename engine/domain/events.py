"""What can happen to a case: facts in the past tense, the only things that change it.

Each event is plain data (see `engine.domain.plain`), kept in the case log in order; folding them
from empty gives the case again (`engine.domain.history`). No event carries a complainant's
identity: bodies of forms are kept apart and named here by id and hash.
"""

from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.clock import Clock
from engine.domain.document import Document
from engine.domain.facts import CallPath
from engine.domain.visit import CloseReason, Opinion, Visit, WorkItem

PlainFact = bool | str | dict[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a case."""


# --- the case as a whole -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Event):
    """A case began under one release; nothing is registered yet."""

    case_id: str
    place: str
    release_id: str
    entry: str
    query_code_hash: str
    received_on: date | None = None
    """When the complaint came in; periods that run from receipt count from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRegistered(Event):
    """登记: the complaint or the clue found ex officio stands in the register."""

    step: str
    case_source: str
    organ_id: str | None
    organ_name: str
    title: str
    discovered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAccepted(Event):
    """受理."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotAccepted(Event):
    """不予受理, approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionDenied(Event):
    """审查发现本机关无管辖权 (P1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFiled(Event):
    """立案, approved: number and instrument set are fixed from now on."""

    case_no: str
    instrument_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotFiled(Event):
    """不予立案, approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRevoked(Event):
    """撤销立案通知书 served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Event):
    """结案, approved at the last level."""

    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseArchived(Event):
    """归档, checked by the archivist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookbackScheduled(Event):
    """回头看 is due at a later day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFixed(Event):
    """How the case ends, where no closing approval says so (不予受理 …)."""

    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Event):
    """案件状态."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRaised(Event):
    """An overlay flag: suspended, recusal_pending, extended, overdue, listed, reopened."""

    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLowered(Event):
    """An overlay flag was taken away."""

    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlersAppointed(Event):
    """主办人 first, then 协办人; the people on the case from now on."""

    handlers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerReplaced(Event):
    """A handler left the case (recusal, reassignment) and another took over."""

    role: str
    left: str
    came: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactWritten(Event):
    """One fact has a new value; `path` names the call that keeps it for itself."""

    name: str
    value: PlainFact
    path: CallPath = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(Event):
    """A called procedure ended; its own facts became those of the case."""

    path: CallPath


# --- tasks -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMoved(Event):
    """The diagrams moved; `passed` are (process, element) in order, nodes and flows."""

    state_sha256: str
    passed: tuple[tuple[str, str], ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOpened(Event):
    """A token entered a user task; its work items lie ready."""

    visit: Visit
    items: tuple[WorkItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened(Event):
    """Beside VisitOpened, for periods: a step was opened for a role."""

    step: str
    role: str
    visit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskClaimed(Event):
    """签收: somebody took an item out of a pool."""

    item_id: str
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReassigned(Event):
    """转办 or 改派: another person acts; the owner stays."""

    item_id: str
    from_person: str | None
    to_person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyGiven(Event):
    """A form was handed in; the body itself is kept apart under `body_id`."""

    body_id: str
    item_id: str
    step: str
    role: str
    form: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven(Event):
    """意见: never changed afterwards."""

    opinion: Opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted(Event):
    """办结: an item is done."""

    item_id: str
    visit_id: str
    step: str
    role: str
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemClosed(Event):
    """An item was closed by something else than its own completion."""

    item_id: str
    reason: CloseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDecided(Event):
    """The visit has decided, once; its token moves on."""

    visit_id: str
    decision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitClosed(Event):
    """The visit ended without deciding (returned, interrupted, terminated)."""

    visit_id: str
    reason: CloseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSentBack(Event):
    """退回: the run goes back to an earlier step."""

    visit_id: str
    to_step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTakenBack(Event):
    """撤回: the last handler took his act back."""

    visit_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionVoided(Event):
    """An opinion no longer counts; it stays where it is."""

    opinion_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCast(Event):
    """A ballot in a deliberation; the opinion holds its reason."""

    visit_id: str
    person_id: str
    vote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDecided(Event):
    """委员会审议 decided."""

    visit_id: str
    result: str
    votes_yes: int
    votes_no: int
    votes_abstain: int
    present: int
    eligible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAppointed(Event):
    """Somebody was named for a later step (复查人 …)."""

    step: str
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersRecused(Event):
    """Committee members who leave a deliberation (S7)."""

    people: tuple[str, ...]


# --- acts outside the diagrams -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRefused(Event):
    """An application (EX …) was not granted; nothing came of it."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequested(Event):
    """一次告知补正 went out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementGiven(Event):
    """The complainant supplemented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementLapsed(Event):
    """视为放弃, confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSuspended(Event):
    """中止: every period of the case stops counting."""

    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResumed(Event):
    """恢复: the periods run on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalRequested(Event):
    """回避 was applied for; the periods stop until it is decided."""

    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalGranted(Event):
    """回避 granted: the person leaves every lane of the case."""

    person_id: str
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalRejected(Event):
    """回避 rejected."""

    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTerminated(Event):
    """终止: nothing is left to decide; the case goes to its closing."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(Event):
    """重新办理: a new round begins on new evidence or a superior's order."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTakenOffline(Event):
    """涉密转线下: a state secret was found; only a stub stays here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRaised(Event):
    """提级、指定: the case goes to another body."""

    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMerged(Event):
    """并案: the case goes on in its parent."""

    parent_case_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEnded(Event):
    """The case ends outside the diagrams (撤回 before filing, 并案 …)."""

    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueTransferred(Event):
    """移送 served."""

    transfer_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferReceived(Event):
    """The receiver took the matter over."""

    transfer_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRaised(Event):
    """异议 against a document of this case."""

    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAnswered(Event):
    """复查答复."""

    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentEscalated(Event):
    """升级处理: the organ did not obey in time."""

    reason: str


# --- documents ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDrafted(Event):
    """拟稿: a document of the case begins."""

    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilled(Event):
    """A form body was added to a document."""

    document_id: str
    body_id: str
    variant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigned(Event):
    """签发: number and content are frozen."""

    document_id: str
    document: str
    issuer: str | None
    issuer_name: str | None
    doc_no: str | None
    series: str | None
    year: int | None
    sequence: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSealed(Event):
    """用印."""

    document_id: str
    document: str
    seal: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentServed(Event):
    """送达: `served_on` starts the periods that run from receipt."""

    document_id: str
    document: str
    served_on: date
    service_mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCompleted(Event):
    """The document is whole (last approval, seal or signature)."""

    document_id: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVoided(Event):
    """The document is void; its number is never used again."""

    document_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRendered(Event):
    """Its files were made; the PDF is the official one."""

    document_id: str
    docx_sha256: str
    pdf_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplainantAnswered(Event):
    """The complainant was told something in writing."""

    document_id: str
    document: str


# --- periods -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitStarted(Event):
    """起算: a clock runs."""

    clock: Clock
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitMet(Event):
    """The clock stopped because what it waited for happened."""

    clock: Clock
    due_on: date | None
    limit: str
    in_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCancelled(Event):
    """注销: the clock ended without being met or missed."""

    clock: Clock
    due_on: date | None
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPaused(Event):
    """中止 or another pause: the days from now on are not counted."""

    clock: Clock
    due_on: date | None
    limit: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitResumed(Event):
    """恢复: the rest of the period runs on."""

    clock: Clock
    due_on: date | None
    limit: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitExtended(Event):
    """延期."""

    clock: Clock
    due_on: date | None
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReopened(Event):
    """What stopped the clock was undone (退回补充调查): the old last day stands."""

    clock: Clock
    due_on: date | None
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReminded(Event):
    """The reminder of a clock rang."""

    clock_id: str
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitExpired(Event):
    """届满: the last day passed and the clock still ran. Moves nothing."""

    clock_id: str
    limit: str
    expired_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueRecorded(Event):
    """超期记录."""

    clock_id: str
    limit: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgingSent(Event):
    """催办: whoever holds the task was urged."""

    limit: str | None = None
    visit_id: str | None = None


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
