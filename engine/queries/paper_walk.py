"""补录中: what is open on paper, who may have done it, which numbers and scans its papers have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.assigning import candidates
from engine.commands.paper_sources import CASE
from engine.commands.paper_steps import (
    PaperDeed,
    done_on_paper,
    latest_deed,
    refuse_unless_walking,
)
from engine.commands.paper_window import refuse_unless_entering, refuse_unless_named
from engine.commands.refusals import TaskNotFound
from engine.commands.start_case import entry_task, first_visit
from engine.commands.task_form import call_of, definitions_at
from engine.commands.task_form import task_form as form_of_task
from engine.definitions.document import TaskMark
from engine.domain.people import COMPLAINANT, Person
from engine.domain.separation import COMPLAINANT_ROLE, HANDLER_ROLES
from engine.domain.visit import Visit, WorkItem
from engine.domain.work_calendar import local_day
from engine.errors import Refusal
from engine.queries.asked_form import AskedForm, asked_form
from engine.queries.looking import Desk, looking, looking_ahead
from engine.queries.task_papers import papers_of

APPROVES_FILING = "P2.4"
"""With this step a case has its number."""

MAKES_WHOLE = frozenset({"seal", "sign", "approve"})
"""What may make a document whole, so that there is a paper of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doer:
    """Somebody who may have done it."""

    person_id: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAsked:
    """A number or a scan a step may have had on paper; `kind` names the document, or the case."""

    kind: str
    title: str
    number: bool
    scan: bool
    required: bool = True
    """Whether the step cannot be entered without; what stays in the house may have neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperStep:
    """An open item of the case, to be entered next."""

    item_id: str
    step: str
    title: str
    role: str
    doers: Sequence[Doer]
    papers: Sequence[PaperAsked]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWalk:
    """Where the entering stands. `open` says whether more may be entered today."""

    case_id: str
    case_no: str | None
    title: str
    version: int
    open: bool
    until: date | None
    not_before: datetime | None
    steps: Sequence[PaperStep]


def paper_walk(desk: Desk, case_id: str) -> PaperWalk:
    """For whoever enters the case; refuses `case_not_found`, `case_not_on_paper` and others."""
    with looking(desk, case_id) as act:
        refuse_unless_walking(act)
        refuse_unless_named(act)
        head, window = act.case.head, act.release.place_info.paper_entry
        return PaperWalk(
            case_id=head.id,
            case_no=head.case_no or head.intake_no,
            title=head.title,
            version=head.version,
            open=_is_open(act),
            until=window.closes_on if window else None,
            not_before=latest_deed(act),
            steps=list(_steps(act)),
        )


def paper_step_form(desk: Desk, case_id: str, item_id: str, deed: PaperDeed) -> AskedForm:
    """The form as whoever did it had it on that day; refuses as entering it would."""
    with looking(desk, case_id) as act:
        refuse_unless_walking(act)
        refuse_unless_entering(act)
        item = act.case.items.get(item_id)
        if item is None:
            raise TaskNotFound(where={"item": item_id})
        visit = act.case.visits[item.visit_id]
        then = done_on_paper(act, deed, earliest=latest_deed(act))
        then.visit = visit
        asked = form_of_task(then.release, visit, item.role)
        known = automatic.known_values(then, asked)
        return asked_form(then, asked, known, None, papers_of(then, asked, visit, item.role))


def paper_start(desk: Desk, step: str) -> tuple[PaperStep, AskedForm]:
    """How a case that runs on paper begins with `step`; refuses whom the place does not name."""
    with looking_ahead(desk) as act:
        refuse_unless_entering(act)
        task = entry_task(act, step)
        role = task.roles[0]
        visit = first_visit(act, task)
        asked = form_of_task(act.release, visit, role)
        first = PaperStep(
            item_id="",
            step=task.step,
            title=task.name,
            role=act.release.place_info.role_title(role),
            doers=_people(act, [one.id for one in act.tx.directory.holders(role)]),
            papers=list(_papers(act, visit, role)),
        )
        return first, asked_form(act, asked, {}, None, ())


def may_enter(act: Act) -> bool:
    """Whether the person may go on entering the case, or end it."""
    try:
        refuse_unless_walking(act)
        refuse_unless_named(act)
    except Refusal:
        return False
    return True


def _is_open(act: Act) -> bool:
    try:
        refuse_unless_entering(act)
    except Refusal:
        return False
    return True


def _steps(act: Act) -> Iterator[PaperStep]:
    for visit in act.case.open_visits:
        for item in act.case.items_of(visit.id):
            if item.is_open:
                yield PaperStep(
                    item_id=item.id,
                    step=visit.step,
                    title=visit.title,
                    role=act.release.place_info.role_title(item.role),
                    doers=_people(act, _may_have_done(act, item, visit)),
                    papers=list(_papers(act, visit, item.role)),
                )


def _may_have_done(act: Act, item: WorkItem, visit: Visit) -> list[str]:
    """Those it was opened for, those who may have it today, and who held the role and left."""
    if item.role == COMPLAINANT_ROLE:
        return [COMPLAINANT.id]
    today = candidates(act, item.role, step=visit.step)
    named = act.case.head.handlers if item.role in HANDLER_ROLES else ()
    left = (
        [] if named else [one.id for one in act.tx.directory.holders(item.role) if _left(act, one)]
    )
    assigned = [item.assignee] if item.assignee else []
    return list(dict.fromkeys((*assigned, *item.candidates, *today, *left)))


def _left(act: Act, person: Person) -> bool:
    recused = person.id in act.case.head.recused
    return not recused and not person.is_active_on(local_day(act.at))


def _people(act: Act, ids: Sequence[str]) -> list[Doer]:
    found = (act.tx.directory.person(one) for one in ids)
    return [
        Doer(person_id=one.id, name=one.name, unit=one.unit or one.post or "")
        for one in found
        if one is not None
    ]


def _papers(act: Act, visit: Visit, role: str) -> Iterator[PaperAsked]:
    """The case's own number, and of the documents at hand their numbers and scans."""
    if visit.step == APPROVES_FILING:
        yield PaperAsked(kind=CASE, title="案件编号", number=True, scan=False)
    path = call_of(act.release, visit)
    for definition in definitions_at(act.release, visit):
        entries = definition.entries(visit.step, role)
        document = act.case.latest_document(definition.kind, path=path)
        under_way = document is not None and document.completed_at is None
        if not entries or not (under_way or any(one.fills for one in entries)):
            continue
        marks = {TaskMark(step=visit.step, role=one) for one in (role, "*")}
        number = definition.number is not None and bool(marks & set(definition.numbered_at))
        scan = under_way and any(one.does in MAKES_WHOLE for one in entries)
        if number or scan:
            yield PaperAsked(
                kind=definition.kind,
                title=definition.title,
                number=number,
                scan=scan,
                required=definition.seal is not None,
            )
    for kind in _proofs(act, visit, role):
        title = act.release.documents[kind].title
        yield PaperAsked(kind=kind, title=title, number=False, scan=True, required=False)


def _proofs(act: Act, visit: Visit, role: str) -> list[str]:
    """Kinds that prove the service done in this task (送达回证)."""
    served = (
        one.form
        for definition in definitions_at(act.release, visit)
        for one in definition.entries(visit.step, role)
        if one.does == "serve" and one.form is not None
    )
    return list(dict.fromkeys(served))
