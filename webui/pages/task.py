"""办理: the page of a task, and of a case's first step; claim, save, hand in."""

from collections.abc import Mapping
from typing import TypedDict

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.claim_task import ClaimTask, claim_task
from engine.commands.complete_task import CompleteTask, complete_task
from engine.commands.refusals import TaskAlreadyCompleted
from engine.commands.save_draft import SaveDraft, save_draft
from engine.commands.start_case import StartCase, start_case
from engine.definitions.form_reasons import FormInvalid
from engine.errors import Refusal
from engine.queries.asked_form import without_hidden
from engine.queries.task_page import TaskPage, entry_page, handed_in, task_page
from webui.access import Rule, open_to, the_desk
from webui.form_input import read_body
from webui.form_view import FormView
from webui.refusals import RequestMalformed

pages = Blueprint("task", __name__)

Typed = Mapping[str, object]
Page = Response | str | tuple[str, int]


class _About(TypedDict):
    place: str
    by: str
    case_id: str
    item_id: str


DEEDS = ("refresh", "save", "claim", "finish")
"""更新表单、暂存、签收、提交: what the buttons of the page send as `deed`."""


@pages.get("/tasks/<item_id>")
@open_to(Rule.TASK_HOLDER)
def show(item_id: str) -> str:
    """The form of an open task."""
    return _render(task_page(the_desk(), item_id), saved=request.args.get("saved") == "1")


@pages.post("/tasks/<item_id>")
@open_to(Rule.TASK_HOLDER)
def act(item_id: str) -> Page:
    """What the button says; a refusal comes back on the same page, with what was typed."""
    deed = request.form.get("deed", "")
    if deed not in DEEDS:
        raise RequestMalformed
    desk = the_desk()
    if deed == "finish" and (case_id := handed_in(desk, item_id, _key())):
        return redirect(url_for("case.show", case_id=case_id, done=1))
    page = task_page(desk, item_id)
    typed = read_body(page.asked.form, request.form)
    again = task_page(desk, item_id, typed)
    if deed == "refresh":
        return _render(again)
    body = without_hidden(again.asked, typed)
    try:
        return _do(deed, page, body)
    except TaskAlreadyCompleted:
        raise
    except Refusal as refused:
        return _render(task_page(desk, item_id, typed), refused=refused), refused.http_status


@pages.get("/cases/new/<step>")
@open_to(Rule.REGISTRAR)
def new(step: str) -> str:
    """The form a case begins with."""
    return _render(entry_page(the_desk(), step))


@pages.post("/cases/new/<step>")
@open_to(Rule.REGISTRAR)
def begin(step: str) -> Page:
    """Begin the case; the page that follows tells the query code, once."""
    desk = the_desk()
    page = entry_page(desk, step)
    typed = read_body(page.asked.form, request.form)
    again = entry_page(desk, step, typed)
    if request.form.get("deed") == "refresh":
        return _render(again)
    command = StartCase(
        key=_key(),
        place=desk.place,
        by=desk.by.id,
        step=step,
        body=without_hidden(again.asked, typed),
    )
    try:
        begun = start_case(desk.office, command)
    except Refusal as refused:
        return _render(again, refused=refused), refused.http_status
    return render_template("begun.html", begun=begun, title=page.title)


def _do(deed: str, page: TaskPage, body: Typed) -> Response:
    desk = the_desk()
    about: _About = {
        "place": desk.place,
        "by": desk.by.id,
        "case_id": page.case_id,
        "item_id": page.item_id,
    }
    office = desk.office
    if deed == "claim":
        claim_task(office, ClaimTask(key=office.ids.next(), **about))
        return redirect(url_for("task.show", item_id=page.item_id))
    if deed == "save":
        save_draft(office, SaveDraft(key=office.ids.next(), body=body, **about))
        return redirect(url_for("task.show", item_id=page.item_id, saved=1))
    complete_task(office, CompleteTask(key=_key(), seen_version=_version(), body=body, **about))
    return redirect(url_for("case.show", case_id=page.case_id, done=1))


def _render(page: TaskPage, *, refused: Refusal | None = None, saved: bool = False) -> str:
    reasons = refused.reasons if isinstance(refused, FormInvalid) else {}
    view = FormView(asked=page.asked, reasons=reasons)
    return render_template(
        "task.html",
        page=page,
        view=view,
        refused=refused,
        saved=saved,
        key=request.form.get("key") or the_desk().office.ids.next(),
    )


def _key() -> str:
    return request.form.get("key", "")


def _version() -> int:
    text = request.form.get("version", "")
    if not text.isascii() or not text.isdigit():
        raise RequestMalformed
    return int(text[:9])
