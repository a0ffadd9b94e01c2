"""How the events of visits, work items and opinions change a case."""

from dataclasses import replace

from engine.domain import events as ev
from engine.domain.applying import applies
from engine.domain.case import Case
from engine.domain.visit import MOVES, CameBy, CloseReason, ItemState, VisitState


@applies(ev.VisitOpened)
def _visit_opened(case: Case, event: ev.VisitOpened, _line: ev.Logged) -> None:
    case.visits[event.visit.id] = event.visit
    case.touched.visits.add(event.visit.id)
    turned_back, case.turned_back = case.turned_back, None
    for item in event.items:
        case.items[item.id] = item
        if turned_back is not None:
            came_by, reason = turned_back
            case.items[item.id] = replace(item, came_by=came_by, came_reason=reason)
        case.touched.items.add(item.id)


@applies(ev.TaskClaimed)
def _claimed(case: Case, event: ev.TaskClaimed, line: ev.Logged) -> None:
    _move_item(
        case, event.item_id, ItemState.IN_HAND, assignee=event.person_id, claimed_at=line.done_at
    )


@applies(ev.TaskReleased)
def _released(case: Case, event: ev.TaskReleased, _line: ev.Logged) -> None:
    _move_item(case, event.item_id, ItemState.TO_CLAIM, assignee=None, claimed_at=None)


@applies(ev.TaskReminded)
def _reminded(_case: Case, _event: ev.TaskReminded, _line: ev.Logged) -> None:
    """Nothing that is kept changes by it; the notice is a row of its own."""


@applies(ev.CaseCirculated)
def _circulated(_case: Case, _event: ev.CaseCirculated, _line: ev.Logged) -> None:
    """Nothing of the case itself; who has it to read is a row of its own."""


@applies(ev.CirculationOpened)
def _circulation_opened(_case: Case, _event: ev.CirculationOpened, _line: ev.Logged) -> None:
    """Nothing of the case itself; the reader's row says when he read it."""


@applies(ev.TaskReassigned)
def _reassigned(case: Case, event: ev.TaskReassigned, line: ev.Logged) -> None:
    item = case.items[event.item_id]
    case.items[item.id] = replace(
        item,
        assignee=event.to_person,
        candidates=(event.to_person,),
        state=ItemState.IN_HAND if item.state is ItemState.TO_CLAIM else item.state,
        owner=item.owner or event.from_person or event.to_person,
        claimed_at=item.claimed_at or line.done_at,
        came_by=None if line.done_by == event.to_person else CameBy.REASSIGNED,
        came_reason=event.reason,
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
        assignee=line.done_by,
        outcome=event.outcome,
        closed_at=line.done_at,
        close_reason=CloseReason.COMPLETED,
    )


@applies(ev.ItemClosed)
def _item_closed(case: Case, event: ev.ItemClosed, line: ev.Logged) -> None:
    _move_item(
        case,
        event.item_id,
        ItemState.CLOSED_BY_SYSTEM,
        closed_at=line.done_at,
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
                closed_at=line.done_at,
                close_reason=event.reason,
            )


@applies(ev.TaskSentBack)
def _sent_back(case: Case, event: ev.TaskSentBack, _line: ev.Logged) -> None:
    case.turned_back = (CameBy.SENT_BACK, event.reason)


@applies(ev.TaskTakenBack)
def _taken_back(case: Case, event: ev.TaskTakenBack, _line: ev.Logged) -> None:
    case.turned_back = (CameBy.TAKEN_BACK, event.reason)


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
    case.visits[visit_id] = replace(visit, state=state, decision=decision, ended_at=line.done_at)
    case.touched.visits.add(visit_id)
