"""What a person may do with a task besides its form: give it back, away, or send it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.commands.act import Act
from engine.commands.claim_task import may_be_released
from engine.commands.reassign_task import item_to_give, refuse_unfit
from engine.commands.refusals import TaskNotFound
from engine.commands.returning import targets, what_to_take_back
from engine.domain.sight import Sight, sight
from engine.domain.visit import Visit, WorkItem
from engine.errors import Refusal
from engine.queries.looking import Desk, looking
from engine.queries.task_case import task_case


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDeeds:
    """`may` are words of the API; `send_back_to` the steps it may go back to, with their titles."""

    may: Sequence[str]
    send_back_to: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Somebody an item may be given to."""

    person_id: str
    name: str
    unit: str | None


def task_deeds(act: Act, item: WorkItem, visit: Visit) -> TaskDeeds:
    """What whoever holds the item, or may claim it, may do with it now."""
    back = [(one.step, one.title) for one in targets(act, visit)]
    claimed = item.assignee is not None
    may = (
        ("claim", not claimed),
        ("save", True),
        ("complete", True),
        ("release", claimed and may_be_released(item)),
        ("reassign", True),
        ("send_back", bool(back)),
    )
    return TaskDeeds(may=[word for word, holds in may if holds], send_back_to=back)


def may_take_back(act: Act, item: WorkItem) -> bool:
    """Whether the item is the person's own last act at its step, and nobody acted on it yet."""
    try:
        visit, _opened = what_to_take_back(act, act.case.visits[item.visit_id].step)
    except Refusal:
        return False
    return visit.id == item.visit_id


def takers(desk: Desk, item_id: str) -> list[Taker]:
    """Who may have the item instead; refuses as giving it away would."""
    with looking(desk, task_case(desk, item_id)) as act:
        if sight(act.case, desk.by) is Sight.NOTHING:
            raise TaskNotFound(where={"item": item_id})
        item, visit = item_to_give(act, item_id)
        found = []
        for person in act.tx.directory.holders(item.role):
            try:
                refuse_unfit(act, item, visit, person)
            except Refusal:
                continue
            found.append(Taker(person_id=person.id, name=person.name, unit=person.unit))
        return found


def step_of(desk: Desk, item_id: str) -> tuple[str, str]:
    """Case and step of an item the person may know of; raises `task_not_found`."""
    case_id = task_case(desk, item_id)
    with looking(desk, case_id) as act:
        if sight(act.case, desk.by) is Sight.NOTHING:
            raise TaskNotFound(where={"item": item_id})
        return case_id, act.case.visits[act.case.items[item_id].visit_id].step
