"""What people do to a case outside its diagrams, and what comes of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from engine.domain.event import Event


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


class Relation(StrEnum):
    """Why a case came of another."""

    NEW_FACTS = "new_facts"  # 不满意且有新事实，另行登记
    SPLIT = "split"  # 分案


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked(Event):
    """关联: this case came of `case_id` (`is_origin`), or that one came of this; both say so.

    What came of another bears its `title` until it is registered itself.
    """

    case_id: str
    relation: Relation
    is_origin: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplainantUnmasked(Event):
    """Somebody had the complainant's data shown in full; the data themselves are not here."""

    by_the_way: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPrinted(Event):
    """登记回执 was printed; the query code stands on it only right after registering."""

    with_query_code: bool
    by_the_way: ClassVar[bool] = True


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
