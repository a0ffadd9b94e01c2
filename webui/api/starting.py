"""登记、依职权立案: the forms a case begins with, and its beginning."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from engine.commands.door import Answer
from engine.commands.start_case import StartCase, start_case
from engine.queries.task_page import entries, entry_page
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Deed, Told, blueprint, text
from webui.api.tasks import TaskOpened, opened

api = blueprint("starting", "开始一个案件")


class StartForm(Schema):
    """A step a case may begin with."""

    step = text()
    title = text()


class CaseStart(Deed):
    """The first form of a case."""

    step = text()
    data = fields.Dict(keys=fields.String(), required=True)


class CaseStarted(Told):
    """Where the new case stands; the query code is told once and kept nowhere."""

    query_code = text()


@api.get("/start-forms")
@open_to(Rule.SIGNED_IN)
@api.response(200, StartForm(many=True))
def forms() -> list[dict[str, str]]:
    """The steps the person may begin a case with."""
    return [{"step": one.step, "title": one.title} for one in entries(the_desk())]


@api.get("/start-forms/<step>")
@open_to(Rule.REGISTRAR)
@api.response(200, TaskOpened)
def form(step: str) -> dict[str, object]:
    """The form of such a step."""
    return opened(entry_page(the_desk(), step))


@api.post("/cases")
@open_to(Rule.REGISTRAR)
@api.arguments(CaseStart)
@api.response(201, CaseStarted)
def begin(sent: Mapping[str, Any]) -> Answer:
    """Begin a case with its first form."""
    desk = the_desk()
    command = StartCase(
        key=sent["key"], place=desk.place, by=desk.by.id, step=sent["step"], body=sent["data"]
    )
    return start_case(desk.office, command)
