"""办理: one task as the person who holds it sees it — the form, what is known, what is proposed."""

from dataclasses import dataclass
from datetime import date

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.holding import refuse_unless_holding
from engine.commands.lighting import light_rules
from engine.commands.refusals import (
    CaseOnPaper,
    NoRelease,
    NotYourTask,
    TaskNotFound,
)
from engine.commands.start_case import ENTRY_OF_STEP, entry_task, first_visit
from engine.commands.task_form import task_form as form_of_task
from engine.definitions.process import TaskDefinition
from engine.domain.lights import Light, light_of
from engine.domain.sight import Sight, sight
from engine.queries.asked_form import AskedForm, asked_form
from engine.queries.looking import Desk, case_of_item, looking, looking_ahead
from engine.queries.task_deeds import TaskDeeds, task_deeds
from engine.queries.task_papers import papers_of
from engine.store.connection import reading
from engine.store.transaction import SqlTransaction

ONLY_TO_HAND_IN = TaskDeeds(may=("complete",), send_back_to=())


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDue:
    """The last day of the step's own limit."""

    title: str
    due_on: date
    light: Light
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """Everything the page of a task shows. `case_id` is empty for a case that begins with it."""

    case_id: str
    case_no: str | None
    case_title: str
    version: int
    item_id: str
    step: str
    title: str
    role: str
    basis: str | None
    to_claim: bool
    whole_case: bool
    asked: AskedForm
    due: TaskDue | None = None
    draft: bool = False
    deeds: TaskDeeds = ONLY_TO_HAND_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step a case may begin with."""

    step: str
    title: str


def task_page(desk: Desk, item_id: str) -> TaskPage:
    """The page of an open item; the draft goes before the proposals.

    Refuses as the deed itself would: `task_not_found`, `not_your_task`, `task_already_completed` …
    """
    by = desk.by
    with reading(desk.store.engine) as connection:
        case_id = case_of_item(connection, desk.place, item_id)
    if case_id is None:
        raise TaskNotFound(where={"item": item_id})
    with looking(desk, case_id) as act:
        seen = sight(act.case, by)
        if seen is Sight.NOTHING:
            raise TaskNotFound(where={"item": item_id})
        if act.case.head.runs_on_paper:
            raise CaseOnPaper(where={"item": item_id})
        item, visit = refuse_unless_holding(act, item_id)
        tx = act.tx
        assert isinstance(tx, SqlTransaction)  # noqa: S101 - looking() gives no other
        draft = tx.draft(item_id, by.id)
        asked = form_of_task(act.release, visit, item.role)
        known = automatic.known_values(act, asked)
        task = act.release.tasks.get((visit.process, visit.element))
        return TaskPage(
            case_id=case_id,
            case_no=act.case.head.case_no or act.case.head.intake_no,
            case_title=act.case.head.title,
            version=act.case.head.version,
            item_id=item_id,
            step=visit.step,
            title=visit.title,
            role=act.release.place_info.role_title(item.role),
            basis=task.basis if task else None,
            to_claim=item.assignee is None,
            whole_case=seen is Sight.WHOLE,
            asked=asked_form(
                act,
                asked,
                known,
                draft,
                papers_of(act, asked, visit, item.role) if seen is Sight.WHOLE else (),
            ),
            due=_due(act, task),
            draft=draft is not None,
            deeds=task_deeds(act, item, visit),
        )


def entries(desk: Desk) -> list[Entry]:
    """The steps the person may begin a case with; none where no release is in force."""
    try:
        with looking_ahead(desk) as act:
            return [
                Entry(step=task.step, title=task.name)
                for task in act.release.tasks.values()
                if task.step in ENTRY_OF_STEP and desk.by.roles & set(task.roles)
            ]
    except NoRelease:
        return []


def entry_page(desk: Desk, step: str) -> TaskPage:
    """The page of the first step of a case that does not exist yet."""
    with looking_ahead(desk) as act:
        task = entry_task(act, step)
        roles = [one for one in task.roles if one in desk.by.roles]
        if not roles:
            raise NotYourTask(where={"step": step}, task=task.name)
        visit = first_visit(act, task)
        asked = form_of_task(act.release, visit, roles[0])
        return TaskPage(
            case_id="",
            case_no=None,
            case_title="新案件",
            version=0,
            item_id="",
            step=step,
            title=task.name,
            role=act.release.place_info.role_title(roles[0]),
            basis=task.basis,
            to_claim=False,
            whole_case=True,
            asked=asked_form(act, asked, {}, None, ()),
        )


def _due(act: Act, task: TaskDefinition | None) -> TaskDue | None:
    if task is None or task.limit is None:
        return None
    running = [one for one in act.case.clocks_of(task.limit) if one.stop is None]
    for clock in reversed(running):
        due_on = clock.due_on(act.calendar)
        if due_on is not None:
            light = light_of(clock, act.at, act.calendar, light_rules(act.release))
            return TaskDue(title=clock.title, due_on=due_on, light=light, source=clock.value.source)
    return None
