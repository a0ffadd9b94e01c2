"""催办: ask whoever holds an item, or may claim it, to hurry; one person at most once an hour."""

from dataclasses import dataclass

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import recused
from engine.commands.office import Office
from engine.commands.reassign_task import MAY_REASSIGN
from engine.commands.refusals import RecusedPerson, TaskNotFound
from engine.domain import events as ev
from engine.domain.separation import ORGAN_ROLES, THREE_ADMINISTRATORS
from engine.domain.visit import Visit, WorkItem
from engine.errors import Refusal
from engine.ports import Notice


class ReminderRefused(Refusal):
    """Only insiders of the case hurry others, and nobody himself."""

    code = "reminder_refused"
    http_status = 403
    what = "您不能催办“{task}”：{why}。"
    mend = "请由本案承办人、经办人或者本机关负责人催办。"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindTask(CaseCommand):
    """Hurry the holder of an item, or of what came after it, with a few words."""

    item_id: str
    words: str = ""


def hourly_key(office: Office, *, by: str, item_id: str) -> str:
    """The command key of a reminder: whoever reminds twice within the hour reminded once."""
    return f"remind:{item_id}:{by}:{office.clock.now():%Y%m%d%H}"


def remind_task(office: Office, command: RemindTask) -> Answer:
    """Hurry; refuses `reminder_refused` and `task_not_found`."""

    def deed(act: Act) -> Answer:
        for item in _meant(act, command.item_id):
            _hurry(act, item, command.words)
        return answer(act)

    return change_case(office, command, deed)


def _meant(act: Act, item_id: str) -> list[WorkItem]:
    """The item itself; for what one has done oneself (我发起), whatever others now hold."""
    item = act.case.items.get(item_id)
    if item is None or not (item.is_open or item.assignee == act.by.id):
        raise TaskNotFound(where={"item": item_id})
    if item.is_open:
        return [item]
    held = [
        one for one in act.case.items.values() if one.is_open and not one.may_be_done_by(act.by.id)
    ]
    if not held:
        title = act.case.visits[item.visit_id].title
        raise ReminderRefused(where={"item": item_id}, task=title, why="本案现在没有别人的任务")
    return held


def _hurry(act: Act, item: WorkItem, words: str) -> None:
    visit = act.case.visits[item.visit_id]
    _refuse_stranger(act, item, visit)
    act.record(ev.TaskReminded(item_id=item.id, words=words))
    number = act.case.head.case_no or act.case.head.intake_no or ""
    people = [item.assignee] if item.assignee else list(item.candidates)
    act.notices.extend(
        Notice(
            person_id=person,
            subject=f"催办：{visit.title}",
            text=f"{act.by.name}催办{number}“{visit.title}”，请尽快办理。",
            case_id=act.case.head.id,
        )
        for person in people
    )


def _refuse_stranger(act: Act, item: WorkItem, visit: Visit) -> None:
    where = {"item": item.id, "step": visit.step}
    if act.by.id in recused(act):
        raise RecusedPerson(where=where)
    if act.by.roles & (THREE_ADMINISTRATORS | ORGAN_ROLES):
        raise ReminderRefused(where=where, task=visit.title, why="您不是本案的内部人员")
    if item.may_be_done_by(act.by.id):
        raise ReminderRefused(where=where, task=visit.title, why="这是您自己的任务")
    known = act.by.id in act.case.head.handlers or any(
        act.by.id in (one.assignee, one.owner) for one in act.case.items.values()
    )
    if not (known or act.by.roles & MAY_REASSIGN):
        raise ReminderRefused(where=where, task=visit.title, why="您没有办理过本案")
