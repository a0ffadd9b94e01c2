"""Separation of duties (S1, S2) for the item at hand, from who did what to the same document."""

from collections.abc import Iterator, Mapping

from engine.commands.act import Act
from engine.commands.assigning import NOT_THE_SAME_AS, did
from engine.commands.refusals import SeparationOfDuties
from engine.commands.task_form import TaskForm, definitions_at
from engine.domain.document import Document
from engine.domain.facts import CallPath
from engine.domain.separation import HANDLER_ROLES, breaks_separation
from engine.domain.separation import Act as DocumentAct
from engine.domain.visit import Visit, WorkItem
from engine.domain.work_calendar import local_day


def refuse_joined_duties(act: Act, item: WorkItem, visit: Visit, asked: TaskForm) -> None:
    """Refuse with `separation_of_duties` when the person would check his own work."""
    _refuse_uncertified(act, item, visit)
    if act.by.id in did(act, NOT_THE_SAME_AS.get(visit.step)):
        raise SeparationOfDuties(
            where={"item": item.id, "step": visit.step}, why="审签人不得是本件的办理人"
        )
    if asked.verb is None:
        return
    why = breaks_separation(
        person_id=act.by.id,
        verb=asked.verb,
        role=item.role,
        handlers=act.case.head.handlers,
        earlier=list(_earlier(act, visit, item, asked.path)),
    )
    if why is not None:
        raise SeparationOfDuties(where={"item": item.id, "step": visit.step}, why=why)


def _refuse_uncertified(act: Act, item: WorkItem, visit: Visit) -> None:
    """S3: whoever handles the case holds a valid certificate on the day ([SC]29, [SD]22)."""
    if item.role in HANDLER_ROLES and not act.by.is_certified_on(local_day(act.at)):
        raise SeparationOfDuties(
            where={"item": item.id, "step": visit.step}, why="您的行政执法监督证件今日无效"
        )


def _earlier(act: Act, visit: Visit, item: WorkItem, path: CallPath) -> Iterator[DocumentAct]:
    """What was done before to each unfinished document that this step touches."""
    for definition in definitions_at(act.release, visit):
        entry = definition.entry(visit.step, item.role)
        document = act.case.latest_document(definition.kind, path=path)
        if entry is None or document is None:
            continue
        steps = {(one.step, one.role): one.does for one in definition.steps}
        yield from _acts_on(act, document, steps)


def _acts_on(
    act: Act, document: Document, steps: Mapping[tuple[str, str], str | None]
) -> Iterator[DocumentAct]:
    case = act.case
    step_of = dict(zip(case.visits, case.visits.told("step"), strict=True))
    told = (case.items.told(name) for name in ("visit_id", "role", "assignee", "closed_at"))
    for visit_id, role, assignee, closed_at in zip(*told, strict=True):
        key = (step_of[visit_id], role)
        if (
            key in steps
            and assignee
            and closed_at
            and closed_at >= document.drafted_at  # the draft itself closes at that instant
        ):
            yield DocumentAct(person_id=assignee, verb=steps[key] or "draft", role=role)
