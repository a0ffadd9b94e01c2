"""图外办理行为: suspend, extend, recuse …: the form of an act, and doing it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from engine.commands.door import Answer
from engine.commands.messages import VERBS, ActByMessage, act_by_message
from engine.commands.operate import Operate, operate
from engine.commands.refusals import CaseNotFound
from engine.errors import Refusal
from engine.queries.case_acts import act_form
from engine.queries.task_case import sees_case
from webui.access import Rule, open_to, the_desk
from webui.api.case_page import ActNamed
from webui.api.shapes import SeenDeed, Told, blueprint

api = blueprint("case_acts", "中止、延期、回避、终止等图外办理行为")


class ActOpened(Schema):
    """The form of an act, laid out like that of a task."""

    act = fields.Nested(ActNamed, required=True)
    version = fields.Integer(required=True)
    form = fields.Dict(required=True)
    data = fields.Dict(required=True)
    standing = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ActDone(SeenDeed):
    """What the form asked for."""

    data = fields.Dict(keys=fields.String(), required=True)


@api.get("/cases/<case_id>/acts/<verb>")
@open_to(Rule.CASE_READER)
@api.response(200, ActOpened)
def show(case_id: str, verb: str) -> dict[str, object]:
    """The form of an act the person may apply for now."""
    found = act_form(the_desk(), case_id, verb)
    act = found.act
    return {
        "act": {"id": act.verb, "step": act.step, "title": act.title},
        "version": found.version,
        "form": found.asked.form,
        "data": dict(found.asked.values),
        "standing": dict(found.asked.standing),
    }


@api.post("/cases/<case_id>/acts/<verb>")
@open_to(Rule.CASE_READER)
@api.arguments(ActDone)
@api.response(200, Told)
def do(sent: Mapping[str, Any], case_id: str, verb: str) -> Answer:
    """Apply for the act, or do it where nobody need approve."""
    desk = the_desk()
    order: dict[str, Any] = {
        "key": sent["key"],
        "place": desk.place,
        "by": desk.by.id,
        "case_id": case_id,
        "seen_version": sent["seen_version"],
        "verb": verb,
        "body": sent["data"],
    }
    try:
        if verb in VERBS:
            return act_by_message(desk.office, ActByMessage(**order))
        return operate(desk.office, Operate(**order))
    except CaseNotFound:
        raise
    except Refusal as refused:
        if not sees_case(desk, case_id):
            raise CaseNotFound(where={"case": case_id}) from refused
        raise
