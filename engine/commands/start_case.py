"""开案: register a complaint (P1.1), or open a case ex officio (依职权, P2.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.commands import opening
from engine.commands.act import Act
from engine.commands.complete_task import finish
from engine.commands.door import Answer, Command, Start, open_case
from engine.commands.office import Office
from engine.commands.refusals import NotYourTask, StartNotHere
from engine.definitions.process import TaskDefinition
from engine.domain import events as ev
from engine.domain.people import COMPLAINANT
from engine.domain.separation import COMPLAINANT_ROLE
from engine.domain.visit import Visit

ENTRY_OF_STEP = {"P1.1": "acceptance", "P2.1": "filing"}
"""Where a case may begin → the value of the fact `entry`."""

ORGAN_FIELD = "org_name"
"""The key of the first form that names the supervised organ."""

PORTAL_STEP = "P1.1"
"""The step complainants and social supervisors may fill themselves, on line."""

FILLS_FOR_HIMSELF = frozenset({COMPLAINANT_ROLE, "social_supervisor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCase(Command):
    """Open a case and finish its first step with `body`."""

    step: str
    body: Mapping[str, object] = field(default_factory=dict)


def start_case(office: Office, command: StartCase) -> Answer:
    """Open the case; answers with its id, its version and the tasks that are open now.

    Refuses `start_not_here`, `no_release`, and whatever the first step refuses.
    """
    entry = ENTRY_OF_STEP.get(command.step)
    if entry is None:
        raise StartNotHere(where={"step": command.step}, step=command.step)
    return open_case(
        office,
        command,
        start=Start(
            entry=entry,
            received_on=received_on(command.body),
            organ_name=str(command.body.get(ORGAN_FIELD) or "") or None,
        ),
        deed=lambda act: _begin(act, command, entry),
    )


def received_on(body: Mapping[str, object]) -> date | None:
    """收到日期 as far as it can be read; the form itself refuses what is none."""
    try:
        return date.fromisoformat(str(body.get("received_date")))
    except ValueError:
        return None


def entry_task(act: Act, step: str) -> TaskDefinition:
    """The task a case begins with at that step; refuses `start_not_here`."""
    for task in act.release.tasks.values():
        if task.step == step and step in ENTRY_OF_STEP:
            return task
    raise StartNotHere(where={"step": step}, step=step)


def first_visit(act: Act, task: TaskDefinition) -> Visit:
    """The visit of a case that does not exist yet: to show its form before it begins."""
    return Visit(
        id="",
        token_id="",
        process=task.process,
        element=task.element,
        step=task.step,
        roles=task.roles,
        form=task.form,
        title=task.name,
        opened_at=act.at,
    )


def _begin(act: Act, command: StartCase, entry: str) -> Answer:
    visit, item = opening.begin(act, entry)
    if act.by.id not in item.candidates and not _fills_for_himself(act, command.step):
        raise NotYourTask(where={"step": command.step}, task=visit.title)
    if act.by.id not in item.candidates or item.assignee != act.by.id:
        act.record(
            ev.TaskReassigned(
                item_id=item.id, from_person=item.assignee, to_person=act.by.id, reason="登记人"
            )
        )
    return finish(act, item.id, command.body)


def _fills_for_himself(act: Act, step: str) -> bool:
    own_right = act.by is COMPLAINANT or bool(act.by.roles & FILLS_FOR_HIMSELF)
    return step == PORTAL_STEP and own_right
