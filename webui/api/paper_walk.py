"""补录: a case that still runs on paper is registered, walked step by step, and handed over."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from engine.commands.door import Answer
from engine.commands.end_paper_entry import EndPaperEntry, end_paper_entry
from engine.commands.paper_sources import NUMBER_CHARACTERS_MAX
from engine.commands.paper_steps import (
    EnterPaperStep,
    PaperDeed,
    StartPaperCase,
    enter_paper_step,
    start_paper_case,
)
from engine.commands.start_case import PORTAL_STEP
from engine.queries.paper_walk import PaperWalk, paper_start, paper_step_form, paper_walk
from webui.access import Rule, open_to, the_desk
from webui.api.paper_cases import FormShown
from webui.api.shapes import (
    Deed,
    Shape,
    Told,
    an_id,
    blueprint,
    day,
    many,
    maybe_text,
    moment,
    text,
)
from webui.api.starting import CaseStarted

api = blueprint("paper_walk", "补录仍在办理的纸质案件")

KIND_CHARACTERS_MAX = 12


def _by_kind(most: int) -> fields.Dict:
    """Something by the kind of the document, or by the word for the case itself."""
    bounds = validate.Length(min=1, max=KIND_CHARACTERS_MAX)
    return fields.Dict(
        keys=fields.String(validate=bounds),
        values=fields.String(validate=validate.Length(max=most)),
        load_default=dict,
    )


class PaperSent(Shape):
    """What the paper says of the step."""

    doer = an_id(required=True)
    done_on = fields.Date(required=True)
    done_time = fields.Time(load_default=None, allow_none=True)
    numbers = _by_kind(NUMBER_CHARACTERS_MAX)
    scans = _by_kind(64)


class PaperStepSent(Deed):
    """A step with its form."""

    paper = fields.Nested(PaperSent, required=True)
    data = fields.Dict(keys=fields.String(), required=True)


class PaperStartSent(PaperStepSent):
    """The first step of a case with its form."""

    step = fields.String(required=True, validate=validate.Length(max=KIND_CHARACTERS_MAX))


class WhichStart(Shape):
    """The step a case began with."""

    step = fields.String(
        load_default=PORTAL_STEP, validate=validate.Length(max=KIND_CHARACTERS_MAX)
    )


class WhenAndWho(Shape):
    """Whose form, on which day."""

    doer = an_id(required=True)
    done_on = fields.Date(required=True)
    done_time = fields.Time(load_default=None)


class DoerShown(Schema):
    """Somebody who may have done it."""

    person_id = text()
    name = text()
    unit = text()


class PaperAskedShown(Schema):
    """A number or a scan the step may have had."""

    kind = text()
    title = text()
    number = fields.Boolean(required=True)
    scan = fields.Boolean(required=True)
    required = fields.Boolean(required=True)


class PaperStepShown(Schema):
    """A step to be entered."""

    item_id = text()
    step = text()
    title = text()
    role = text()
    doers = many(DoerShown)
    papers = many(PaperAskedShown)


class PaperWalkShown(Schema):
    """Where the entering of a case stands."""

    case_id = text()
    case_no = maybe_text()
    title = text()
    version = fields.Integer(required=True)
    open = fields.Boolean(required=True)
    until = day()
    not_before = moment()
    steps = many(PaperStepShown)


class PaperStartShown(FormShown):
    """How such a case is registered."""

    step = fields.Nested(PaperStepShown, required=True)


@api.get("/counter/paper-cases/running/form")
@open_to(Rule.REGISTRAR)
@api.arguments(WhichStart, location="query")
@api.response(200, PaperStartShown)
def start_form(sent: Mapping[str, Any]) -> dict[str, object]:
    """The first form; refuses `not_your_task`, `paper_entry_closed` and `start_not_here`."""
    step, asked = paper_start(the_desk(), sent["step"])
    return {"step": step, "form": asked.form, "data": dict(asked.values)}


@api.post("/counter/paper-cases/running")
@open_to(Rule.REGISTRAR)
@api.arguments(PaperStartSent)
@api.response(201, CaseStarted)
def start(sent: Mapping[str, Any]) -> Answer:
    """Register it as it was registered on paper; the query code is told once."""
    desk = the_desk()
    command = StartPaperCase(
        key=sent["key"],
        place=desk.place,
        by=desk.by.id,
        step=sent["step"],
        paper=PaperDeed(**sent["paper"]),
        body=sent["data"],
    )
    return start_paper_case(desk.office, command)


@api.get("/counter/paper-cases/<case_id>")
@open_to(Rule.CASE_INSIDER)
@api.response(200, PaperWalkShown)
def walk(case_id: str) -> PaperWalk:
    """The steps that are open on paper; refuses `case_not_on_paper` and `not_your_task`."""
    return paper_walk(the_desk(), case_id)


@api.get("/counter/paper-cases/<case_id>/steps/<item_id>/form")
@open_to(Rule.CASE_INSIDER)
@api.arguments(WhenAndWho, location="query")
@api.response(200, FormShown)
def step_form(sent: Mapping[str, Any], case_id: str, item_id: str) -> dict[str, object]:
    """The form as whoever did the step had it on that day."""
    asked = paper_step_form(the_desk(), case_id, item_id, PaperDeed(**sent))
    return {"form": asked.form, "data": dict(asked.values)}


@api.post("/counter/paper-cases/<case_id>/steps/<item_id>")
@open_to(Rule.CASE_INSIDER)
@api.arguments(PaperStepSent)
@api.response(200, Told)
def enter(sent: Mapping[str, Any], case_id: str, item_id: str) -> Answer:
    """Enter the step; refuses what its completion refuses of the doer on that day."""
    desk = the_desk()
    command = EnterPaperStep(
        key=sent["key"],
        place=desk.place,
        by=desk.by.id,
        case_id=case_id,
        item_id=item_id,
        paper=PaperDeed(**sent["paper"]),
        body=sent["data"],
    )
    return enter_paper_step(desk.office, command)


@api.post("/counter/paper-cases/<case_id>/end")
@open_to(Rule.CASE_INSIDER)
@api.arguments(Deed)
@api.response(200, Told)
def end(sent: Mapping[str, Any], case_id: str) -> Answer:
    """补录完毕: from now on the case is worked on here; refuses `paper_document_open`."""
    desk = the_desk()
    order = EndPaperEntry(key=sent["key"], place=desk.place, by=desk.by.id, case_id=case_id)
    return end_paper_entry(desk.office, order)
