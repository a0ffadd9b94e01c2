"""补录: cases that ended on paper before go-live are entered in the register."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from engine.commands.door import Answer
from engine.commands.enter_paper_case import EnterPaperCase, enter_paper_case
from engine.queries.paper_cases import PaperWindow, paper_form, paper_window
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Deed, Told, blueprint, day

api = blueprint("paper_cases", "补录纸质案件")


class WindowShown(Schema):
    """Whether the person may enter cases now; the last day of it."""

    open = fields.Boolean(required=True)
    until = day()


class FormShown(Schema):
    """The form, laid out as every other."""

    form = fields.Dict(required=True)
    data = fields.Dict(required=True)


class PaperCase(Deed):
    """What is entered."""

    data = fields.Dict(keys=fields.String(), required=True)


@api.get("/counter/paper-cases/window")
@open_to(Rule.SIGNED_IN)
@api.response(200, WindowShown)
def window() -> PaperWindow:
    """Whether I may enter cases now."""
    return paper_window(the_desk())


@api.get("/counter/paper-cases/form")
@open_to(Rule.REGISTRAR)
@api.response(200, FormShown)
def form() -> dict[str, object]:
    """The form; refuses `not_your_task` and `paper_entry_closed`."""
    asked = paper_form(the_desk())
    return {"form": asked.form, "data": dict(asked.values)}


@api.post("/counter/paper-cases")
@open_to(Rule.REGISTRAR)
@api.arguments(PaperCase)
@api.response(201, Told)
def enter(sent: Mapping[str, Any]) -> Answer:
    """Enter one; refuses `form_invalid`, `paper_number_taken` and `paper_number_ours` besides."""
    desk = the_desk()
    order = EnterPaperCase(key=sent["key"], place=desk.place, by=desk.by.id, body=sent["data"])
    return enter_paper_case(desk.office, order)
