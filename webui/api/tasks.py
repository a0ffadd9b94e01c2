"""办理: one task with its form; claim, keep a draft, hand in."""

from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from marshmallow import Schema, fields

from engine.commands.claim_task import ClaimTask, claim_task
from engine.commands.complete_task import CompleteTask, complete_task
from engine.commands.door import Answer
from engine.commands.refusals import TaskNotFound
from engine.commands.save_draft import SaveDraft, save_draft
from engine.errors import Refusal
from engine.queries.task_case import sees_case, task_case
from engine.queries.task_page import TaskPage, task_page
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Deed, SeenDeed, Shape, Told, blueprint, day, many, maybe_text, text
from webui.api.wording import LightWords, light_words

api = blueprint("tasks", "办理项")


class About(TypedDict):
    """What every command about a task names."""

    place: str
    by: str
    case_id: str
    item_id: str


class TaskShown(Schema):
    """The task itself; `may` are the deeds the person may do now."""

    item_id = text()
    step = text()
    title = text()
    role = text()
    state = text()
    may = fields.List(fields.String(), required=True)


class TaskDue(Schema):
    """The step's own limit."""

    title = text()
    due_on = day()
    light = fields.Nested(LightWords, required=True, allow_none=True)
    source = text()


class CaseShort(Schema):
    """The case a task belongs to."""

    case_id = text()
    case_no = maybe_text()
    title = text()
    version = fields.Integer(required=True)
    whole = fields.Boolean(required=True)


class PaperLine(Schema):
    """A label and the words under it."""

    label = text()
    words = text()


class PaperShown(Schema):
    """What stands in a document the task is about."""

    title = text()
    in_draft = fields.Boolean(required=True)
    lines = many(PaperLine)


class StepNamed(Schema):
    """A step of the procedure."""

    step = text()
    title = text()


class TaskOpened(Schema):
    """Everything the page of a task needs."""

    item = fields.Nested(TaskShown, required=True)
    case = fields.Nested(CaseShort, required=True)
    due = fields.Nested(TaskDue, required=True, allow_none=True)
    form = fields.Dict(required=True)
    data = fields.Dict(required=True)
    standing = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    has_draft = fields.Boolean(required=True)
    guidance = maybe_text()
    documents = many(PaperShown)
    send_back_to = many(StepNamed)


class DraftSent(Shape):
    """What was typed so far."""

    data = fields.Dict(keys=fields.String(), required=True)


class DraftKept(Schema):
    """The draft is kept."""

    saved = fields.Boolean(required=True)


class TaskDone(SeenDeed):
    """A form handed in."""

    data = fields.Dict(keys=fields.String(), required=True)


@api.get("/items/<item_id>")
@open_to(Rule.TASK_HOLDER)
@api.response(200, TaskOpened)
def show(item_id: str) -> dict[str, object]:
    """An open task as the person who holds it sees it."""
    return opened(task_page(the_desk(), item_id))


@api.put("/items/<item_id>/draft")
@open_to(Rule.TASK_HOLDER)
@api.arguments(DraftSent)
@api.response(200, DraftKept)
def keep_draft(sent: Mapping[str, Any], item_id: str) -> Answer:
    """Keep what was typed; no event, no version, invisible to others."""
    office = the_desk().office
    return on_task(
        item_id,
        lambda about: save_draft(
            office, SaveDraft(key=office.ids.next(), body=sent["data"], **about)
        ),
    )


@api.post("/items/<item_id>/claim")
@open_to(Rule.TASK_HOLDER)
@api.arguments(Deed)
@api.response(200, Told)
def claim(sent: Mapping[str, Any], item_id: str) -> Answer:
    """签收."""
    office = the_desk().office
    return on_task(item_id, lambda about: claim_task(office, ClaimTask(key=sent["key"], **about)))


@api.post("/items/<item_id>/complete")
@open_to(Rule.TASK_HOLDER)
@api.arguments(TaskDone)
@api.response(200, Told)
def complete(sent: Mapping[str, Any], item_id: str) -> Answer:
    """办结: hand the form in; sent twice with one key, it is done once."""
    office = the_desk().office
    return on_task(
        item_id,
        lambda about: complete_task(
            office,
            CompleteTask(
                key=sent["key"], seen_version=sent["seen_version"], body=sent["data"], **about
            ),
        ),
    )


def on_task(item_id: str, deed: Callable[[About], Answer]) -> Answer:
    """Let `deed` happen; who may not know of the case is told that there is no such task."""
    desk = the_desk()
    case_id = task_case(desk, item_id)
    try:
        return deed({"place": desk.place, "by": desk.by.id, "case_id": case_id, "item_id": item_id})
    except Refusal as refused:
        if not sees_case(desk, case_id):
            raise TaskNotFound(where={"item": item_id}) from refused
        raise


def opened(page: TaskPage) -> dict[str, object]:
    """The page of a task as JSON."""
    today = the_desk().office.clock.now().date()
    due = page.due
    return {
        "item": {
            "item_id": page.item_id,
            "step": page.step,
            "title": page.title,
            "role": page.role,
            "state": "to_claim" if page.to_claim else "in_hand",
            "may": list(page.deeds.may),
        },
        "case": {
            "case_id": page.case_id,
            "case_no": page.case_no,
            "title": page.case_title,
            "version": page.version,
            "whole": page.whole_case,
        },
        "due": due
        and {
            "title": due.title,
            "due_on": due.due_on,
            "light": light_words(due.light, due.due_on, today),
            "source": due.source,
        },
        "form": page.asked.form,
        "data": dict(page.asked.values),
        "standing": dict(page.asked.standing),
        "has_draft": page.draft,
        "guidance": page.basis,
        "send_back_to": [{"step": step, "title": title} for step, title in page.deeds.send_back_to],
        "documents": [
            {
                "title": paper.title,
                "in_draft": paper.in_draft,
                "lines": [{"label": label, "words": words} for label, words in paper.lines],
            }
            for paper in page.asked.background
        ],
    }
