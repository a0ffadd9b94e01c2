"""签收、退签收: take an item out of its pool, or give it back."""

from dataclasses import dataclass

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import refuse_unless_holding
from engine.commands.office import Office
from engine.domain import events as ev


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
