"""What follows when an item is done: its visit decides, and the diagram or the chain goes on."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands import chains, moving
from engine.commands.act import Act
from engine.commands.case_facts import Done
from engine.commands.operations import BY_STEP, Operation, links_of
from engine.domain import events as ev
from engine.domain.visit import CloseReason, Visit, VisitRule
from engine.ports import Moved

RESULT_KEY = "result"
TURNED_DOWN = frozenset({"不同意", "退回"})
"""Results that draw no branch (STEPS 0.2)."""


def is_turned_down(values: Mapping[str, object]) -> bool:
    """Whether somebody judged and said no: nothing is signed and numbered by that."""
    return values.get(RESULT_KEY) in TURNED_DOWN


WAITS_FOR_ALL = frozenset({VisitRule.ALL, VisitRule.SEQUENTIAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The visit decided: what opened by it, as (step, role), and whether its step is over."""

    opened: frozenset[tuple[str, str]]
    step_left: bool
    refused: bool = False
    """An application that was not granted: its drafts are void."""


def decide(done: Done) -> Gone | None:
    """Let the visit decide if its rule is satisfied; None = it still waits for others."""
    act, visit = done.act, done.visit
    waiting = [item for item in act.case.items_of(visit.id) if item.is_open]
    if waiting and _waits(done):
        return None
    for item in waiting:
        act.record(ev.ItemClosed(item_id=item.id, reason=CloseReason.DONE_BY_OTHER))
    act.record(ev.VisitDecided(visit_id=visit.id))
    if chains.is_operation(visit):
        return _next_link(done)
    moved = moving.complete(act, visit)
    return Gone(
        opened=frozenset(_opened(act, moved)), step_left=moving.step_is_left(act, visit, moved)
    )


def _waits(done: Done) -> bool:
    """The chair decides a ballot; everyone must have spoken in the other joint visits."""
    if done.visit.rule is VisitRule.BALLOT:
        return done.role != done.visit.roles[0]
    return done.visit.rule in WAITS_FOR_ALL


def _next_link(done: Done) -> Gone:
    """The chain goes on, takes effect at its deciding link, and ends at the last."""
    act, visit = done.act, done.visit
    operation = BY_STEP[visit.step]
    had_ended = act.case.head.ended
    asked = chains.application_values(act, visit) or done.values
    links = links_of(act, operation, asked)
    position = chains.position_of(visit)
    if is_turned_down(done.values):
        return _refused(act, visit, operation, asked)
    if position == 0:
        operation.on_application(act, done.values)
    if _takes_effect(links, position):
        operation.on_grant(act, {**asked, **done.values})
    ended_now = act.case.head.ended and not had_ended
    if ended_now or position >= len(links):
        return Gone(opened=frozenset(), step_left=True)
    opened = chains.open_link(act, visit, links[position])
    return Gone(opened=frozenset({opened}), step_left=False)


def _takes_effect(links: list[chains.Link], position: int) -> bool:
    """After the deciding link; without any approver, with the application itself."""
    if not any(link.decides for link in links):
        return position == 0
    return position > 0 and links[position - 1].decides


def _refused(act: Act, visit: Visit, operation: Operation, asked: Mapping[str, object]) -> Gone:
    operation.on_refusal(act, asked)
    act.record(ev.OperationRefused(step=visit.step))
    return Gone(opened=frozenset(), step_left=False, refused=True)


def _opened(act: Act, moved: Moved) -> set[tuple[str, str]]:
    return {
        (task.step, role)
        for token in moved.opened
        for task in (act.release.tasks[(token.process, token.element)],)
        for role in task.roles
    }
