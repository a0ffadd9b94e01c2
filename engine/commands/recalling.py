"""更正、收回: what becomes of a document that was issued, and where a new one is begun."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands import moving, tracking
from engine.commands.act import Act
from engine.commands.refusals import DocumentUnknown
from engine.definitions.limits import Limit
from engine.domain import clock as clocks
from engine.domain import events as ev
from engine.domain.clock import Clock, Mark, StopKind
from engine.domain.document import Document

Values = Mapping[str, object]

RECALL = "收回"
SERVED = "DocumentServed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraft:
    """A kind of document made anew when it is recalled while one of the steps `during` is open.

    The tokens of the procedures `leaving` are taken, of all where none is named; what runs beside
    them goes on.
    """

    kinds: frozenset[str]
    during: frozenset[str]
    step: str
    leaving: frozenset[str] = frozenset()


REDRAFTS = (
    Redraft(
        kinds=frozenset(tracking.INSTRUMENTS),
        during=tracking.RECTIFYING,
        step="P6.1",
    ),
    Redraft(
        kinds=frozenset({"D11"}),
        during=frozenset({"P7.5", "P7.6", "C1", "C2", "C3"}),
        step="P7.2",
        leaving=frozenset({"proc_notification", "proc_closing"}),
    ),
)


def refuse_unknown_document(act: Act, values: Values) -> None:
    """Only a document of this case that left the house can be corrected or recalled."""
    _document_numbered(act, str(values.get("document_no")))


def correct_document(act: Act, values: Values) -> None:
    """收回: the number stays, void for ever; 更正 leaves it in force beside its correction."""
    document = _document_numbered(act, str(values.get("document_no")))
    reason = str(values.get("reason") or "")
    if values.get("kind") != RECALL:
        act.record(ev.DocumentCorrected(document_id=document.id, reason=reason))
        return
    act.record(ev.DocumentVoided(document_id=document.id, reason=reason))
    redraft = _redraft(act, document)
    _cancel_periods(act, document, redraft)
    if redraft is not None:
        _reopen_periods(act, document)
        moving.jump(act, redraft.step, leaving=redraft.leaving)


def _redraft(act: Act, document: Document) -> Redraft | None:
    """Where the new one is drafted, signed, numbered and served anew; None where none is made."""
    open_steps = {visit.step for visit in act.case.open_visits}
    fitting = [one for one in REDRAFTS if document.kind in one.kinds and one.during & open_steps]
    return fitting[0] if fitting else None


def _cancel_periods(act: Act, document: Document, redraft: Redraft | None) -> None:
    """What ran from the service of a document that is void falls away; what ran from steps left."""
    left = redraft.during if redraft else frozenset()
    for clock in act.case.clocks_not_stopped:
        marks = act.release.limits[clock.key].counts_from
        begun = any(mark.document == document.kind or mark.step in left for mark in marks)
        if begun or clock.about == document.id:
            ended = clocks.cancel(clock, _mark(act))
            act.record(
                ev.LimitCancelled(clock=ended, limit=clock.key, due_on=ended.due_on(act.calendar))
            )


def _reopen_periods(act: Act, document: Document) -> None:
    """What its service had met is met no longer: the old last day stands, for the new document."""
    for clock in list(act.case.clocks.values()):
        if _met_by(act.release.limits.get(clock.key), clock, document):
            again = clocks.revoke_stop(clock, _mark(act))
            act.record(
                ev.LimitReopened(clock=again, limit=clock.key, due_on=again.due_on(act.calendar))
            )


def _met_by(limit: Limit | None, clock: Clock, document: Document) -> bool:
    """Whether the service of the document ended this run, which belongs to the whole case."""
    if limit is None or clock.stop is None or clock.stop.kind is not StopKind.MET or clock.about:
        return False
    return clock.stop.mark.event == SERVED and any(
        mark.event == SERVED and mark.document == document.kind for mark in limit.met_by
    )


def _mark(act: Act) -> Mark:
    return Mark(event="DocumentVoided", at=act.at, entered_at=act.entered_at)


def _document_numbered(act: Act, doc_no: str) -> Document:
    for document in act.case.documents.values():
        if document.doc_no == doc_no and document.is_issued:
            return document
    raise DocumentUnknown(where={"document": doc_no}, doc_no=doc_no)
