"""办理: one task as the person who holds it sees it — the form, what is known, what is proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.complete_task import CompleteTask
from engine.commands.holding import refuse_unless_holding
from engine.commands.lighting import light_rules
from engine.commands.refusals import NotYourTask, StartNotHere, TaskNotFound
from engine.commands.start_case import ENTRY_OF_STEP
from engine.commands.task_form import TaskForm
from engine.commands.task_form import task_form as form_of_task
from engine.definitions.describe import Described, describe
from engine.definitions.form import Form
from engine.definitions.form_body import read_values
from engine.definitions.form_choices import Choices
from engine.definitions.form_fields import Field
from engine.definitions.form_standing import standings
from engine.definitions.process import TaskDefinition
from engine.domain.document import Document
from engine.domain.lights import Light, light_of
from engine.domain.visit import Visit
from engine.queries.looking import Desk, case_of_item, looking, looking_ahead
from engine.queries.sight import Sight, sight
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.transaction import SqlTransaction

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedForm:
    """A form laid out for a page.

    `form` is plain JSON (`engine.definitions.describe`), `values` what its fields hold now,
    `standing` how each field stands by place (``a`` or ``rows[0].b``): required, optional, hidden
    or unsure. `background` is what others wrote in the documents the task is about.
    """

    form: Described
    values: Values
    standing: Mapping[str, str]
    has_conditions: bool
    background: Sequence["Paper"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands in a document the task is about: labels and words, identity never."""

    title: str
    in_draft: bool
    lines: Sequence[tuple[str, str]]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step a case may begin with."""

    step: str
    title: str


def task_page(desk: Desk, item_id: str, typed: Values | None = None) -> TaskPage:
    """The page of an open item; `typed` goes before the draft, the draft before the proposals.

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
        item, visit = refuse_unless_holding(act, item_id)
        tx = act.tx
        assert isinstance(tx, SqlTransaction)  # noqa: S101 - looking() gives no other
        draft = tx.draft(item_id)
        asked = form_of_task(act.release, visit, item.role)
        known = automatic.known_values(act, asked)
        role = act.release.place_info.roles.get(item.role)
        task = act.release.tasks.get((visit.process, visit.element))
        return TaskPage(
            case_id=case_id,
            case_no=act.case.head.case_no or act.case.head.intake_no,
            case_title=act.case.head.title,
            version=act.case.head.version,
            item_id=item_id,
            step=visit.step,
            title=visit.title,
            role=role.title if role else item.role,
            basis=task.basis if task else None,
            to_claim=item.assignee is None,
            whole_case=seen is Sight.WHOLE,
            asked=_asked(
                act,
                asked,
                known,
                draft if typed is None else typed,
                _papers(act, asked, visit, item.role) if seen is Sight.WHOLE else (),
            ),
            due=_due(act, task),
            draft=draft is not None and typed is None,
        )


def handed_in(desk: Desk, item_id: str, key: str) -> str | None:
    """Id of the case, when the person finished that item with the command of that key; else None.

    A form sent twice is thereby answered like the first time, though its item is no longer open.
    """
    items, commands = t.work_items, t.commands
    query = (
        select(items.c.case_id)
        .join(
            commands,
            (commands.c.place == items.c.place) & (commands.c.case_id == items.c.case_id),
        )
        .where(
            items.c.place == desk.place,
            items.c.id == item_id,
            items.c.assignee == desk.by.id,
            items.c.closed_at.is_not(None),
            commands.c.key == key,
            commands.c.kind == CompleteTask.__name__,
        )
    )
    with reading(desk.store.engine) as connection:
        found = connection.execute(query).scalar()
    return None if found is None else str(found)


def entries(desk: Desk) -> list[Entry]:
    """The steps the person may begin a case with; none where no release is in force."""
    with looking_ahead(desk) as act:
        return [
            Entry(step=task.step, title=task.name)
            for task in act.release.tasks.values()
            if task.step in ENTRY_OF_STEP and desk.by.roles & set(task.roles)
        ]


def entry_page(desk: Desk, step: str, typed: Values | None = None) -> TaskPage:
    """The page of the first step of a case that does not exist yet."""
    with looking_ahead(desk) as act:
        task = _entry_task(act, step)
        roles = [one for one in task.roles if one in desk.by.roles]
        if not roles:
            raise NotYourTask(where={"step": step}, task=task.name)
        visit = Visit(
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
        asked = form_of_task(act.release, visit, roles[0])
        role = act.release.place_info.roles.get(roles[0])
        return TaskPage(
            case_id="",
            case_no=None,
            case_title="新案件",
            version=0,
            item_id="",
            step=step,
            title=task.name,
            role=role.title if role else roles[0],
            basis=task.basis,
            to_claim=False,
            whole_case=True,
            asked=_asked(act, asked, {}, typed, ()),
        )


def _entry_task(act: Act, step: str) -> TaskDefinition:
    for task in act.release.tasks.values():
        if task.step == step and step in ENTRY_OF_STEP:
            return task
    raise StartNotHere(where={"step": step}, step=step)


def _asked(
    act: Act, asked: TaskForm, known: Values, typed: Values | None, papers: Sequence[Paper]
) -> AskedForm:
    form, choices = asked.written, automatic.choices(act)
    values = automatic.with_proposals(act, form, typed or _defaults(form), known=known)
    shown = {**{key: known[key] for key in form.fields if key in known}, **values}
    standing = Standings(act=act, known=known)
    standing.read(form.fields, shown, form)
    conditional = any(one.hides or one.required_if for one in _every_field(form.fields))
    return AskedForm(
        form=describe(form, choices=choices),
        values=shown,
        standing=standing.found,
        has_conditions=conditional,
        background=papers,
    )


def without_hidden(asked: AskedForm, body: Values) -> dict[str, object]:
    """`body` less what does not apply: the values of fields its own answers hide."""

    def kept(values: Values, place: str) -> dict[str, object]:
        left: dict[str, object] = {}
        for key, value in values.items():
            here = f"{place}{key}"
            if asked.standing.get(here) == "hidden":
                continue
            if isinstance(value, list):
                left[key] = [
                    kept(row, f"{here}[{number}].") if isinstance(row, Mapping) else row
                    for number, row in enumerate(value)
                ]
            else:
                left[key] = value
        return left

    return kept(body, "")


@dataclass(slots=True, kw_only=True)
class Standings:
    """How each field of a form and of its rows stands; collected by place."""

    act: Act
    known: Values
    found: dict[str, str] = field(default_factory=dict)

    def read(self, fields: Mapping[str, Field], values: Values, form: Form) -> None:
        """The standings of the whole form for what is typed so far."""
        own = {key: one for key, one in values.items() if not fields[key].filled_by_product}
        typed, faulty = read_values(form, own)
        self._level(fields, typed, dict(self.known), "", set(faulty))

    def _level(
        self,
        fields: Mapping[str, Field],
        values: Values,
        outer: dict[str, object],
        place: str,
        faulty: set[str],
    ) -> None:
        standing = standings(fields, values, now=self.act.at, outer=outer, faulty=faulty)
        for key, one in fields.items():
            self.found[f"{place}{key}"] = standing[key].name.lower()
            rows = values.get(key)
            if one.rows is None:
                continue
            number = 0
            for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
                inner = row if isinstance(row, dict) else {}
                here = f"{place}{key}[{number - 1}]."
                self._level(one.rows, inner, {**outer, **values}, here, set())
            blank = f"{place}{key}[+]."
            self._level(one.rows, {}, {**outer, **values}, blank, set())


def _defaults(form: Form) -> dict[str, object]:
    return {key: one.default for key, one in form.fields.items() if one.default is not None}


def _every_field(fields: Mapping[str, Field]) -> list[Field]:
    found = list(fields.values())
    for one in fields.values():
        found.extend(_every_field(one.rows or {}))
    return found


def _papers(act: Act, asked: TaskForm, visit: Visit, role: str) -> list[Paper]:
    """The documents that the step fills, reviews, approves, seals or serves, as they stand."""
    kinds = {
        kind: definition.title
        for kind, definition in act.release.documents.items()
        if kind == visit.form or definition.entries(visit.step, role)
    }
    found = []
    for kind, title in kinds.items():
        document = act.case.latest_document(kind, path=asked.path)
        lines = _lines(act, asked, document) if document else []
        if document and lines:
            found.append(Paper(title=title, in_draft=document.is_in_draft, lines=lines))
    return found


def _lines(act: Act, asked: TaskForm, document: Document) -> list[tuple[str, str]]:
    """Labels and words of a document; neither what identifies nor what the task itself asks."""
    form, choices = act.release.forms.get(document.kind), automatic.choices(act)
    values: dict[str, object] = {}
    for body in act.bodies_of(document.bodies):
        values.update(body.values)
    own = asked.written.fields if asked.shown.code == document.kind else {}
    fields = form.fields if form else {}
    return [
        (one.label, words)
        for key, one in fields.items()
        if key not in own and not one.secret
        if (words := words_of(one, values.get(key), choices))
    ]


def words_of(one: Field, value: object, choices: Choices) -> str:
    """A stored value as a person reads it: option labels, yes and no, rows one after the other."""
    if value in (None, "", []):
        return ""
    if one.rows is not None and isinstance(value, list):
        rows = (_row_words(one.rows, row, choices) for row in value if isinstance(row, Mapping))
        return "\n".join(f"{number}. {row}" for number, row in enumerate(rows, start=1))
    if isinstance(value, list):
        return "、".join(words_of(one, item, choices) for item in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    labels = {option.value: option.label for option in one.options}
    if one.options_from is not None and one.options_from in choices:
        labels.update({k: v for k, v in choices[one.options_from].items() if v is not None})
    return labels.get(str(value), str(value))


def _row_words(fields: Mapping[str, Field], row: Values, choices: Choices) -> str:
    cells = [
        words_of(one, row[key], choices)
        for key, one in fields.items()
        if row.get(key) not in (None, "", [])
    ]
    return "；".join(cells)


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
