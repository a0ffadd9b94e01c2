"""May this person do this item now? In the order of STEPS 0.5."""

from engine.commands.act import Act
from engine.commands.refusals import (
    CaseSuspended,
    NotYourTask,
    RecusedPerson,
    TaskAlreadyCompleted,
    TaskNotFound,
)
from engine.day_words import moment_words
from engine.domain import events as ev
from engine.domain.separation import THREE_ADMINISTRATORS
from engine.domain.visit import Visit, WorkItem

WORKS_WHILE_SUSPENDED = frozenset({"EX4", "EX4b", "EX5", "EX7", "EX8", "EX15"})
"""Steps that go on while the case is suspended; so does everything of 移送 (P5)."""

TRANSFER_STEPS = "P5."


def refuse_unless_holding(act: Act, item_id: str) -> tuple[WorkItem, Visit]:
    """The item and its visit, if the person may act on it now; else refuses and says why not."""
    item = act.case.items.get(item_id)
    if item is None:
        raise TaskNotFound(where={"item": item_id})
    visit = act.case.visits[item.visit_id]
    where = {"item": item_id, "step": visit.step}
    if act.by.id in recused(act):
        raise RecusedPerson(where=where)
    if act.by.roles & THREE_ADMINISTRATORS or not item.may_be_done_by(act.by.id):
        raise NotYourTask(where=where, task=visit.title)
    if not item.is_open:
        raise TaskAlreadyCompleted(
            where=where,
            task=visit.title,
            completed_by=_name(act, item.assignee),
            completed_at=moment_words(item.closed_at) if item.closed_at else "此前",
        )
    if "suspended" in act.case.head.flags and not _goes_on(visit):
        raise CaseSuspended(where=where, task=visit.title)
    return item, visit


def recused(act: Act) -> frozenset[str]:
    """People who left this case by recusal."""
    return act.case.head.recused


def claim_if_needed(act: Act, item: WorkItem) -> None:
    """未签收的先签收."""
    if item.assignee is None:
        act.record(ev.TaskClaimed(item_id=item.id, person_id=act.by.id))


def _goes_on(visit: Visit) -> bool:
    return visit.step in WORKS_WHILE_SUSPENDED or visit.step.startswith(TRANSFER_STEPS)


def _name(act: Act, person_id: str | None) -> str:
    person = act.tx.directory.person(person_id) if person_id else None
    return person.name if person else "其他办理人"
