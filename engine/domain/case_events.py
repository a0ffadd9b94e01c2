"""What happens to a case as a whole: from opening to archive, its facts and its diagram."""

from dataclasses import dataclass
from datetime import date

from engine.domain.event import Event, PlainFact
from engine.domain.facts import CallPath
from engine.domain.visit import WorkItem


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
class PaperCaseEntered(Event):
    """补录: a case that ended on paper stands in the register; the days are those of the paper."""

    case_no: str
    case_source: str
    organ_id: str | None
    organ_name: str
    title: str
    received_on: date
    filed_on: date | None
    closed_on: date
    outcome: str
    volume_place: str
    body_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntryStarted(Event):
    """补录开始: the steps of a case that still runs on paper are entered from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntryEnded(Event):
    """补录完毕: the case goes on here; `items` are its open ones, with whoever does them now."""

    items: tuple[WorkItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganIdentified(Event):
    """The organ a complaint named by hand was entered in the register since."""

    organ_id: str


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
class TaskRenewed:
    """What an open visit asks for under the new release."""

    visit_id: str
    form: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMigrated(Event):
    """迁移: the case goes on under another release of its place; its clocks stay as they are."""

    from_release: str
    to_release: str
    reason: str
    tasks: tuple[TaskRenewed, ...] = ()


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
