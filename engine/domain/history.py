"""How each event changes a case: one applier per event, found by type.

Loading a case from its rows and folding its log from empty give the same case; that is what makes
the log proof and the rows a mere convenience.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.domain import events as ev
from engine.domain.case import Case, CaseHead
from engine.domain.document import DocumentFile, DocumentState
from engine.domain.facts import FactSheet, fact_from_plain
from engine.domain.visit import MOVES, CloseReason, ItemState, VisitState

REGISTRATION_DOCUMENT = "D01"
"""Its number is the registration number (登记编号) of the case."""

Applier = Callable[[Case, Any, ev.Logged], None]
APPLIERS: dict[type[ev.Event], Applier] = {}


def applies(kind: type[ev.Event]) -> Callable[[Applier], Applier]:
    """Register the one applier of an event."""

    def register(applier: Applier) -> Applier:
        if kind in APPLIERS:
            message = f"{kind.__name__} has two appliers"
            raise ValueError(message)
        APPLIERS[kind] = applier
        return applier

    return register


def record(  # noqa: PLR0913 - one line of the log, field by field
    case: Case,
    event: ev.Event,
    *,
    at: datetime,
    actor: str,
    acting_for: str | None = None,
    effective_at: datetime | None = None,
) -> ev.Logged:
    """Let `event` happen to `case` now: number it, fold it in, keep it for the log."""
    logged = ev.Logged(
        seq=case.head.log_seq + 1,
        at=at,
        actor=actor,
        event=event,
        acting_for=acting_for,
        effective_at=effective_at,
    )
    fold(case, logged)
    case.new_events.append(logged)
    return logged


def fold(case: Case, logged: ev.Logged) -> None:
    """Apply one line of the log."""
    APPLIERS[type(logged.event)](case, logged.event, logged)
    case.head = replace(case.head, log_seq=logged.seq)


def replay(log: Iterable[ev.Logged], *, local_facts: frozenset[str] = frozenset()) -> Case:
    """The case that its log tells, from empty. The engine's state is not part of it."""
    lines = iter(log)
    first = next(lines)
    if not isinstance(first.event, ev.CaseOpened):
        message = "a case log begins with CaseOpened"
        raise TypeError(message)
    case = empty_case(first.event, local_facts=local_facts)
    fold(case, first)
    for line in lines:
        fold(case, line)
    return case


def empty_case(opened: ev.CaseOpened, *, local_facts: frozenset[str]) -> Case:
    """A case of which nothing is known but that it was opened."""
    head = CaseHead(
        id=opened.case_id,
        place=opened.place,
        release_id=opened.release_id,
        entry=opened.entry,
        query_code_hash=opened.query_code_hash,
        received_on=opened.received_on,
    )
    return Case(head, facts=FactSheet(local_names=local_facts))


# --- the case as a whole -----------------------------------------------------------------------


@applies(ev.CaseOpened)
def _case_opened(_case: Case, _event: ev.CaseOpened, _line: ev.Logged) -> None:
    """Nothing more: `empty_case` made the head from it."""


@applies(ev.CaseRegistered)
def _registered(case: Case, event: ev.CaseRegistered, line: ev.Logged) -> None:
    case.head = replace(
        case.head,
        source=event.case_source,
        organ_id=event.organ_id,
        organ_name=event.organ_name,
        title=event.title,
        discovered_on=event.discovered_on,
        registered_at=line.at,
    )


@applies(ev.CaseAccepted)
def _accepted(case: Case, _event: ev.CaseAccepted, line: ev.Logged) -> None:
    case.head = replace(case.head, accepted_on=line.at.date())


@applies(ev.CaseFiled)
def _filed(case: Case, event: ev.CaseFiled, line: ev.Logged) -> None:
    case.head = replace(
        case.head,
        filed_on=line.at.date(),
        case_no=event.case_no,
        instrument_set=event.instrument_set,
    )


@applies(ev.CaseClosed)
def _closed(case: Case, event: ev.CaseClosed, line: ev.Logged) -> None:
    case.head = replace(case.head, outcome=event.outcome, closed_on=line.at.date())


@applies(ev.OutcomeFixed)
def _outcome(case: Case, event: ev.OutcomeFixed, _line: ev.Logged) -> None:
    case.head = replace(case.head, outcome=event.outcome)


@applies(ev.StatusChanged)
def _status(case: Case, event: ev.StatusChanged, _line: ev.Logged) -> None:
    case.head = replace(case.head, status=event.status)


@applies(ev.FlagRaised)
def _flag_raised(case: Case, event: ev.FlagRaised, _line: ev.Logged) -> None:
    case.head = replace(case.head, flags=case.head.flags | {event.flag})


@applies(ev.FlagLowered)
def _flag_lowered(case: Case, event: ev.FlagLowered, _line: ev.Logged) -> None:
    case.head = replace(case.head, flags=case.head.flags - {event.flag})


@applies(ev.HandlersAppointed)
def _handlers(case: Case, event: ev.HandlersAppointed, _line: ev.Logged) -> None:
    case.head = replace(case.head, handlers=event.handlers)


@applies(ev.HandlerReplaced)
def _replaced(case: Case, event: ev.HandlerReplaced, _line: ev.Logged) -> None:
    handlers = tuple(event.came if one == event.left else one for one in case.head.handlers)
    case.head = replace(case.head, handlers=handlers)


@applies(ev.PersonAppointed)
def _appointed(case: Case, event: ev.PersonAppointed, _line: ev.Logged) -> None:
    appointed = {**case.head.appointed, event.step: event.person_id}
    case.head = replace(case.head, appointed=appointed)


@applies(ev.MembersRecused)
def _members_recused(case: Case, event: ev.MembersRecused, _line: ev.Logged) -> None:
    case.head = replace(case.head, recused=case.head.recused | set(event.people))


@applies(ev.RecusalGranted)
def _recused(case: Case, event: ev.RecusalGranted, _line: ev.Logged) -> None:
    case.head = replace(case.head, recused=case.head.recused | {event.person_id})


@applies(ev.ObjectionRaised)
def _objected(case: Case, event: ev.ObjectionRaised, _line: ev.Logged) -> None:
    case.head = replace(case.head, objected=case.head.objected | {event.document_id})


@applies(ev.CaseReopened)
def _reopened(case: Case, _event: ev.CaseReopened, _line: ev.Logged) -> None:
    case.head = replace(case.head, ended=False, outcome=None, closed_on=None)


@applies(ev.CaseEnded)
def _ended(case: Case, event: ev.CaseEnded, _line: ev.Logged) -> None:
    case.head = replace(case.head, outcome=event.outcome, ended=True)


@applies(ev.FactWritten)
def _fact(case: Case, event: ev.FactWritten, _line: ev.Logged) -> None:
    case.facts.write(event.name, fact_from_plain(event.value), path=event.path)
    case.touched.facts = True


@applies(ev.CallEnded)
def _call_ended(case: Case, event: ev.CallEnded, _line: ev.Logged) -> None:
    case.facts.close_call(event.path)
    case.touched.facts = True


@applies(ev.ProcessMoved)
def _moved(case: Case, event: ev.ProcessMoved, _line: ev.Logged) -> None:
    case.head = replace(case.head, ended=event.ended)


# --- tasks -------------------------------------------------------------------------------------


@applies(ev.VisitOpened)
def _visit_opened(case: Case, event: ev.VisitOpened, _line: ev.Logged) -> None:
    case.visits[event.visit.id] = event.visit
    case.touched.visits.add(event.visit.id)
    for item in event.items:
        case.items[item.id] = item
        case.touched.items.add(item.id)


@applies(ev.TaskClaimed)
def _claimed(case: Case, event: ev.TaskClaimed, line: ev.Logged) -> None:
    _move_item(case, event.item_id, ItemState.IN_HAND, assignee=event.person_id, claimed_at=line.at)


@applies(ev.TaskReassigned)
def _reassigned(case: Case, event: ev.TaskReassigned, line: ev.Logged) -> None:
    item = case.items[event.item_id]
    case.items[item.id] = replace(
        item,
        assignee=event.to_person,
        candidates=(event.to_person,),
        state=ItemState.IN_HAND if item.state is ItemState.TO_CLAIM else item.state,
        owner=item.owner or event.from_person or event.to_person,
        claimed_at=item.claimed_at or line.at,
    )
    case.touched.items.add(item.id)


@applies(ev.BodyGiven)
def _body_given(case: Case, event: ev.BodyGiven, _line: ev.Logged) -> None:
    case.items[event.item_id] = replace(case.items[event.item_id], body_id=event.body_id)
    case.touched.items.add(event.item_id)


@applies(ev.OpinionGiven)
def _opinion(case: Case, event: ev.OpinionGiven, _line: ev.Logged) -> None:
    case.opinions[event.opinion.id] = event.opinion
    case.touched.opinions.add(event.opinion.id)


@applies(ev.OpinionVoided)
def _opinion_voided(case: Case, event: ev.OpinionVoided, line: ev.Logged) -> None:
    opinion = case.opinions[event.opinion_id]
    case.opinions[opinion.id] = replace(opinion, voided_by=line.seq)
    case.touched.opinions.add(opinion.id)


@applies(ev.TaskCompleted)
def _completed(case: Case, event: ev.TaskCompleted, line: ev.Logged) -> None:
    _move_item(
        case,
        event.item_id,
        ItemState.DONE,
        assignee=line.actor,
        outcome=event.outcome,
        closed_at=line.at,
        close_reason=CloseReason.COMPLETED,
    )


@applies(ev.ItemClosed)
def _item_closed(case: Case, event: ev.ItemClosed, line: ev.Logged) -> None:
    _move_item(
        case,
        event.item_id,
        ItemState.CLOSED_BY_SYSTEM,
        closed_at=line.at,
        close_reason=event.reason,
    )


@applies(ev.VisitDecided)
def _decided(case: Case, event: ev.VisitDecided, line: ev.Logged) -> None:
    _end_visit(case, event.visit_id, VisitState.DECIDED, line, decision=event.decision)


@applies(ev.VisitClosed)
def _visit_closed(case: Case, event: ev.VisitClosed, line: ev.Logged) -> None:
    _end_visit(case, event.visit_id, VisitState.CLOSED, line, decision=event.reason.value)
    for item in case.items_of(event.visit_id):
        if item.is_open:
            _move_item(
                case,
                item.id,
                ItemState.CLOSED_BY_SYSTEM,
                closed_at=line.at,
                close_reason=event.reason,
            )


def _move_item(case: Case, item_id: str, to: ItemState, **changes: object) -> None:
    item = case.items[item_id]
    if to not in MOVES[item.state] and not (to is item.state is ItemState.IN_HAND):
        message = f"an item cannot go from {item.state} to {to}"
        raise ValueError(message)
    case.items[item_id] = replace(item, state=to, **changes)  # type: ignore[arg-type]  # by name
    case.touched.items.add(item_id)


def _end_visit(
    case: Case, visit_id: str, state: VisitState, line: ev.Logged, *, decision: str | None
) -> None:
    visit = case.visits[visit_id]
    if visit.state is not VisitState.OPEN:
        message = "a visit ends at most once"
        raise ValueError(message)
    case.visits[visit_id] = replace(visit, state=state, decision=decision, ended_at=line.at)
    case.touched.visits.add(visit_id)


# --- documents ---------------------------------------------------------------------------------


@applies(ev.DocumentDrafted)
def _drafted(case: Case, event: ev.DocumentDrafted, _line: ev.Logged) -> None:
    case.documents[event.document.id] = event.document
    case.touched.documents.add(event.document.id)


@applies(ev.DocumentFilled)
def _filled(case: Case, event: ev.DocumentFilled, _line: ev.Logged) -> None:
    document = case.documents[event.document_id]
    _change(
        case,
        event.document_id,
        bodies=(*document.bodies, event.body_id),
        variant=event.variant or document.variant,
    )


@applies(ev.DocumentSigned)
def _signed(case: Case, event: ev.DocumentSigned, line: ev.Logged) -> None:
    _change(
        case,
        event.document_id,
        state=DocumentState.SIGNED,
        issuer=event.issuer,
        issuer_name=event.issuer_name,
        doc_no=event.doc_no,
        series=event.series,
        year=event.year,
        sequence=event.sequence,
        signed_at=line.at,
    )
    if event.document == REGISTRATION_DOCUMENT:
        case.head = replace(case.head, intake_no=event.doc_no)


@applies(ev.DocumentSealed)
def _sealed(case: Case, event: ev.DocumentSealed, line: ev.Logged) -> None:
    _change(case, event.document_id, state=DocumentState.SEALED, seal=event.seal, sealed_at=line.at)


@applies(ev.DocumentServed)
def _served(case: Case, event: ev.DocumentServed, _line: ev.Logged) -> None:
    _change(
        case,
        event.document_id,
        state=DocumentState.SERVED,
        served_on=event.served_on,
        service_mode=event.service_mode,
    )


@applies(ev.DocumentCompleted)
def _document_completed(case: Case, event: ev.DocumentCompleted, line: ev.Logged) -> None:
    document = case.documents[event.document_id]
    unsealed = document.state in {DocumentState.DRAFT, DocumentState.SIGNED}
    state = DocumentState.COMPLETED if unsealed else document.state
    _change(case, event.document_id, state=state, completed_at=line.at)


@applies(ev.DocumentRendered)
def _rendered(case: Case, event: ev.DocumentRendered, line: ev.Logged) -> None:
    file = DocumentFile(
        docx_sha256=event.docx_sha256, pdf_sha256=event.pdf_sha256, rendered_at=line.at
    )
    _change(case, event.document_id, file=file)


@applies(ev.DocumentVoided)
def _voided(case: Case, event: ev.DocumentVoided, _line: ev.Logged) -> None:
    _change(case, event.document_id, state=DocumentState.VOID, void_reason=event.reason)


def _change(case: Case, document_id: str, **changes: object) -> None:
    document = case.documents[document_id]
    case.documents[document_id] = replace(document, **changes)  # type: ignore[arg-type]  # by name
    case.touched.documents.add(document_id)


# --- periods -----------------------------------------------------------------------------------


def _clock_changed(case: Case, event: Any, _line: ev.Logged) -> None:  # noqa: ANN401 - six events
    case.clocks[event.clock.id] = event.clock
    case.due_on[event.clock.id] = event.due_on
    case.reminded.discard(event.clock.id)  # another last day has its own reminder
    case.touched.clocks.add(event.clock.id)


for _of_a_clock in (
    ev.LimitStarted,
    ev.LimitMet,
    ev.LimitCancelled,
    ev.LimitPaused,
    ev.LimitResumed,
    ev.LimitExtended,
    ev.LimitReopened,
):
    applies(_of_a_clock)(_clock_changed)


@applies(ev.LimitReminded)
def _limit_reminded(case: Case, event: ev.LimitReminded, _line: ev.Logged) -> None:
    case.reminded.add(event.clock_id)
    case.touched.clocks.add(event.clock_id)


@applies(ev.OverdueRecorded)
def _overdue(case: Case, event: ev.OverdueRecorded, _line: ev.Logged) -> None:
    case.overdue.add(event.clock_id)
    case.touched.clocks.add(event.clock_id)


def _only_logged(_case: Case, _event: object, _line: ev.Logged) -> None:
    """The event is a fact for the log; nothing that is kept changes by it."""


for _kind in (
    ev.CaseNotAccepted,
    ev.JurisdictionDenied,
    ev.CaseNotFiled,
    ev.FilingRevoked,
    ev.CaseArchived,
    ev.LookbackScheduled,
    ev.TaskOpened,
    ev.OperationRefused,
    ev.TaskSentBack,
    ev.TaskTakenBack,
    ev.SupplementRequested,
    ev.SupplementGiven,
    ev.SupplementLapsed,
    ev.CaseSuspended,
    ev.CaseResumed,
    ev.RecusalRequested,
    ev.RecusalRejected,
    ev.CaseTerminated,
    ev.CaseTakenOffline,
    ev.LevelRaised,
    ev.CaseMerged,
    ev.ClueTransferred,
    ev.TransferReceived,
    ev.ObjectionAnswered,
    ev.InstrumentEscalated,
    ev.VoteCast,
    ev.MeetingDecided,
    ev.ComplainantAnswered,
    ev.LimitExpired,
    ev.UrgingSent,
):
    applies(_kind)(_only_logged)
