"""签收、退签收: take an item out of its pool, or give it back."""

from dataclasses import dataclass

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import refuse_unless_holding
from engine.commands.office import Office
from engine.domain import events as ev
from engine.domain.visit import ItemState, WorkItem
from engine.errors import Refusal


class ReleaseRefused(Refusal):
    """Nobody else could claim the item."""

    code = "release_refused"
    what = "“{task}”只有您可以办理，不能退签收。"
    mend = "不能继续办理的，请改派给其他人，或者请负责人改派。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTask(CaseCommand):
    """Take the item into one's own hands."""

    item_id: str


def claim_task(office: Office, command: ClaimTask) -> Answer:
    """Claim the item; claiming what one holds already changes nothing."""

    def deed(act: Act) -> Answer:
        item, _visit = refuse_unless_holding(act, command.item_id)
        if item.assignee is None:
            act.record(ev.TaskClaimed(item_id=item.id, person_id=act.by.id))
        return answer(act)

    return change_case(office, command, deed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTask(CaseCommand):
    """Give the item back to the pool it was claimed from."""

    item_id: str


def release_task(office: Office, command: ReleaseTask) -> Answer:
    """退签收; refuses `release_refused` where there is no pool to give it back to."""

    def deed(act: Act) -> Answer:
        item, visit = refuse_unless_holding(act, command.item_id)
        if not may_be_released(item):
            raise ReleaseRefused(where={"item": item.id, "step": visit.step}, task=visit.title)
        if item.assignee is not None:
            act.record(ev.TaskReleased(item_id=item.id, person_id=act.by.id))
        return answer(act)

    return change_case(office, command, deed)


def may_be_released(item: WorkItem) -> bool:
    """Whether others may claim the item when it is given back."""
    return len(item.candidates) > 1 and item.state in {ItemState.IN_HAND, ItemState.TO_CLAIM}
