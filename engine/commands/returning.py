"""退回、撤回 within one procedure: back to a task that this very run went through.

Only along the run: the target is an ancestor of the open task in the same call of the same
procedure, and nothing parallel lies in that procedure, so the new marking is one the diagram can
reach (SEMANTICS 2.4, case A). Whatever lies further away is refused, never guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.commands import moving
from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import recused, refuse_unless_holding
from engine.commands.office import Office
from engine.commands.refusals import (
    NotYourTask,
    RecusedPerson,
    TakeBackTooLate,
    TargetNotReachable,
    TaskNotFound,
)
from engine.commands.standing import settle_status
from engine.domain import events as ev
from engine.domain.visit import CloseReason, Visit, VisitState, WorkItem
from engine.ports import Position

SPLITS = frozenset({"parallelGateway", "inclusiveGateway"})
SENT_OUT = frozenset({"seal", "serve"})
"""What a document went through on its way out; taking that back is too late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(CaseCommand):
    """退回: one person's motion, to a step his task allows, with a reason."""

    item_id: str
    to_step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(CaseCommand):
    """撤回: the last handler takes his own act back while nobody has acted on it."""

    step: str
    reason: str = field(default="")


def send_back(office: Office, command: SendBack) -> Answer:
    """Back to `to_step`; refuses `target_not_reachable`."""

    def deed(act: Act) -> Answer:
        _item, visit = refuse_unless_holding(act, command.item_id)
        return_to(act, visit, command.to_step, command.reason)
        settle_status(act, since=0)
        return answer(act)

    return change_case(office, command, deed)


def take_back(office: Office, command: TakeBack) -> Answer:
    """Take one's own act back; refuses `not_your_task` and `take_back_too_late`."""

    def deed(act: Act) -> Answer:
        visit, opened = what_to_take_back(act, command.step)
        _void_opinions(act, [visit])
        for one in opened:
            act.record(ev.VisitClosed(visit_id=one.id, reason=CloseReason.TAKEN_BACK))
        act.record(ev.TaskTakenBack(visit_id=visit.id, reason=command.reason))
        _reopen(act, visit, taken=tuple(one.token_id for one in opened))
        settle_status(act, since=0)
        return answer(act)

    return change_case(office, command, deed)


def what_to_take_back(act: Act, step: str) -> tuple[Visit, list[Visit]]:
    """One's own last act at the step, and the visits it opened, if it may still be taken back."""
    visit, item = _own_last(act, step)
    opened = _opened_by(act, visit)
    late = not opened or any(not _is_untouched(act, one) for one in opened)
    if late or _went_out(act, visit, item) or any(not _same_place(visit, one) for one in opened):
        raise TakeBackTooLate(where={"step": step}, task=visit.title)
    return visit, opened


def targets(act: Act, visit: Visit) -> list[Visit]:
    """The earlier visits that this task may be sent back to, in the order the diagram names."""
    task = act.release.tasks.get((visit.process, visit.element))
    found = [_target(act, visit, step) for step in task.returns] if task else []
    return [one for one in found if one is not None]


def return_to(act: Act, visit: Visit, to_step: str, reason: str) -> None:
    """Close `visit`, void what was said since, open the target anew for its last hand."""
    task = act.release.tasks.get((visit.process, visit.element))
    target = _target(act, visit, to_step)
    if task is None or target is None or to_step not in task.returns:
        raise TargetNotReachable(
            where={"step": visit.step, "field": "to"}, task=visit.title, to=to_step
        )
    act.record(ev.TaskSentBack(visit_id=visit.id, to_step=to_step, reason=reason))
    _void_opinions(act, _after(act, visit, target))
    if act.case.visits[visit.id].state is VisitState.OPEN:
        act.record(ev.VisitClosed(visit_id=visit.id, reason=CloseReason.SENT_BACK))
    _reopen(act, target, taken=(visit.token_id,))


def _reopen(act: Act, target: Visit, *, taken: tuple[str, ...]) -> None:
    """A new round of `target`, in the hands of its last handler if he may still have it."""
    position = Position(process=target.process, element=target.element, path=target.path)
    moving.put_back(act, position, taken=taken, reached_from=target.previous)
    again = act.case.open_visits[-1]
    last = [item.assignee for item in act.case.items_of(target.id) if item.assignee]
    for item in act.case.items_of(again.id):
        if last and item.assignee is None and last[-1] in item.candidates:
            act.record(ev.TaskClaimed(item_id=item.id, person_id=last[-1]))


def _target(act: Act, visit: Visit, to_step: str) -> Visit | None:
    """The first task of the step's latest pass among the run's ancestors, or None."""
    if _splits(act, visit.process):
        return None
    found = [one for one in _ancestors(act, visit) if one.step == to_step]
    if not found:
        return None
    latest = max(one.round_no for one in found)
    return min((one for one in found if one.round_no == latest), key=lambda one: one.id)


def _ancestors(act: Act, visit: Visit) -> Iterator[Visit]:
    """The visits this run came through, nearest first, within the same call of the procedure."""
    seen: set[str] = set()
    todo = list(visit.previous)
    while todo:
        earlier = act.case.visits[todo.pop()]
        if earlier.id in seen:
            continue
        seen.add(earlier.id)
        todo.extend(earlier.previous)
        if _same_place(visit, earlier):
            yield earlier


def _after(act: Act, visit: Visit, target: Visit) -> list[Visit]:
    """Everything done since the target in the same call, whose opinions no longer count."""
    return [
        one
        for one in act.case.visits.values()
        if _same_place(visit, one) and one.id > target.id and one.opened_at >= target.opened_at
    ]


def _void_opinions(act: Act, visits: list[Visit]) -> None:
    ids = {one.id for one in visits}
    for opinion in list(act.case.opinions.values()):
        if opinion.visit_id in ids and opinion.voided_by is None:
            act.record(ev.OpinionVoided(opinion_id=opinion.id))


def _own_last(act: Act, step: str) -> tuple[Visit, WorkItem]:
    if act.by.id in recused(act):
        raise RecusedPerson(where={"step": step})
    visits = act.case.visits.having("step", step)
    if not visits:
        raise TaskNotFound(where={"step": step})
    done = [
        (visit, item)
        for visit in visits
        for item in act.case.items_of(visit.id)
        if item.assignee == act.by.id and visit.state is VisitState.DECIDED
    ]
    if not done:
        raise NotYourTask(where={"step": step}, task=visits[-1].title)
    return done[-1]


def _opened_by(act: Act, visit: Visit) -> list[Visit]:
    return [
        one
        for one in act.case.visits.values()
        if visit.id in one.previous and one.state is not VisitState.CLOSED
    ]


def _is_untouched(act: Act, visit: Visit) -> bool:
    items = act.case.items_of(visit.id)
    return visit.state is VisitState.OPEN and all(item.closed_at is None for item in items)


def _went_out(act: Act, visit: Visit, item: WorkItem) -> bool:
    """Whether the act sealed or served something."""
    return any(
        entry.does in SENT_OUT
        for document in act.release.documents.values()
        for entry in document.entries(visit.step, item.role)
    )


def _splits(act: Act, process: str) -> bool:
    nodes = act.release.process_definitions[process].nodes.values()
    return any(node.kind in SPLITS for node in nodes)


def _same_place(one: Visit, other: Visit) -> bool:
    return (one.process, one.path) == (other.process, other.path)
