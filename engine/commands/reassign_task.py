"""改派、转办: another person acts on an item; the owner stays, the chain stays in the log."""

from dataclasses import dataclass, replace

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.assigning import may_hold
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import recused
from engine.commands.judging import refuse_joined_duties
from engine.commands.office import Office
from engine.commands.refusals import (
    NotYourTask,
    PersonUnknown,
    ReassignmentRefused,
    RecusedPerson,
    TaskAlreadyCompleted,
    TaskNotFound,
)
from engine.commands.task_form import task_form
from engine.definitions.form_body import FormInvalid
from engine.domain import events as ev
from engine.domain.people import Person
from engine.domain.separation import THREE_ADMINISTRATORS
from engine.domain.visit import Visit, WorkItem

REASON_CHARACTERS_MAX = 500
MAY_REASSIGN = frozenset({"section_head", "bureau_deputy", "bureau_head"})
"""Who may give away an item that is not his own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignTask(CaseCommand):
    """Give an item to another person, with a reason."""

    item_id: str
    to_person: str
    reason: str


def reassign_task(office: Office, command: ReassignTask) -> Answer:
    """Give the item away; refuses `reassignment_refused` for whoever may not have it."""

    def deed(act: Act) -> Answer:
        _refuse_empty_reason(command.reason)
        item, visit = item_to_give(act, command.item_id)
        to = act.tx.directory.person(command.to_person)
        if to is None:
            raise PersonUnknown(where={"person": command.to_person})
        refuse_unfit(act, item, visit, to)
        act.record(
            ev.TaskReassigned(
                item_id=item.id,
                from_person=item.assignee,
                to_person=to.id,
                reason=command.reason,
            )
        )
        return answer(act)

    return change_case(office, command, deed)


def _refuse_empty_reason(reason: str) -> None:
    """The reason stays on record: some words, not a book, nothing unprintable."""
    if not reason.strip():
        raise FormInvalid({"reason": "required"})
    if len(reason) > REASON_CHARACTERS_MAX:
        raise FormInvalid({"reason": "too_long"})
    if not all(character.isprintable() for character in reason):
        raise FormInvalid({"reason": "forbidden_characters"})


def item_to_give(act: Act, item_id: str) -> tuple[WorkItem, Visit]:
    """The item and its visit, if the person may give it away; else refuses and says why not."""
    item = act.case.items.get(item_id)
    if item is None:
        raise TaskNotFound(where={"item": item_id})
    visit = act.case.visits[item.visit_id]
    where = {"item": item_id, "step": visit.step}
    if act.by.id in recused(act):
        raise RecusedPerson(where=where)
    holds = item.may_be_done_by(act.by.id)
    if act.by.roles & THREE_ADMINISTRATORS or not (holds or act.by.roles & MAY_REASSIGN):
        raise NotYourTask(where=where, task=visit.title)
    if not item.is_open:
        raise TaskAlreadyCompleted(
            where=where, task=visit.title, completed_by="其他办理人", completed_at="此前"
        )
    return item, visit


def refuse_unfit(act: Act, item: WorkItem, visit: Visit, to: Person) -> None:
    """Whether `to` may have the item; refuses `reassignment_refused`."""
    where = {"item": item.id, "step": visit.step}
    why = None
    if to.id == item.assignee:
        why = "该任务已由其办理"
    elif to.id in recused(act):
        why = "其已回避"
    elif item.role not in to.roles:
        why = "其不具有该任务的角色"
    elif not may_hold(act, to, item.role):
        why = "其今日不得办理（停用、证件失效，或者属于被监督机关）"
    elif any(
        other.assignee == to.id for other in act.case.items_of(visit.id) if other.id != item.id
    ):
        why = "其已在本环节办理另一项"
    if why is not None:
        raise ReassignmentRefused(where=where, person=to.name, why=why)
    refuse_joined_duties(
        replace_actor(act, to), item, visit, task_form(act.release, visit, item.role)
    )


def replace_actor(act: Act, person: Person) -> Act:
    """The same deed as if `person` did it, for asking whether he could."""
    return replace(act, by=person)
