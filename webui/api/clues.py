"""线索移送: the ledger of clues between departments and towns, and the deeds on a clue."""

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from flask import Response, send_file
from marshmallow import Schema, fields, validate

from engine.commands.clue_transfer import (
    DesignateReceiver,
    ReceiveClue,
    RecordClueFeedback,
    RefuseClue,
    SendClue,
    designate_receiver,
    receive_clue,
    record_clue_feedback,
    refuse_clue,
    send_clue,
)
from engine.commands.door import Answer
from engine.domain.clue import ClueDirection, ClueState
from engine.queries.clue_ledger import (
    LEDGER_ROWS_MAX,
    LedgerAsked,
    choices,
    clue_ledger,
    whole_ledger,
)
from engine.queries.clue_sheet import write_clue_sheet
from webui.access import Rule, open_to, the_desk, the_house
from webui.api.people_lists import XLSX
from webui.api.shapes import Deed, Shape, an_id, blueprint, day, many, moment, text

api = blueprint("clues", "线索移送台账")

PAGES_MAX = 10_000
TEXT = validate.Length(max=2_000)


class LedgerWanted(Shape):
    """What of the ledger."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *ClueState]))
    q = fields.String(load_default="", validate=validate.Length(max=100))
    late = fields.Boolean(load_default=False)
    page = fields.Integer(load_default=1, validate=validate.Range(1, PAGES_MAX))


class TrailShown(Schema):
    """Who did what and when."""

    at = moment()
    move = text()
    by = text()
    organ = text()
    note = text()


class ClueShown(Schema):
    """One clue; `may` names the deeds that are the person's now."""

    clue_id = text()
    direction = text()
    from_organ = text()
    to_organ = text()
    summary = text()
    is_urgent = fields.Boolean(required=True)
    handed_over_by = fields.List(fields.String(), required=True)
    material_count = fields.Integer(required=True)
    sent_at = moment()
    due_on = day()
    state = text()
    is_overdue = fields.Boolean(required=True)
    feedback = text()
    trail = many(TrailShown)
    may = fields.List(fields.String(), required=True)


class StateNamed(Schema):
    """A state the ledger can be narrowed to."""

    state = text()
    title = text()


class Ledger(Schema):
    """A page of the ledger; `more` when another follows."""

    rows = many(ClueShown)
    more = fields.Boolean(required=True)
    states = many(StateNamed)


class Named(Schema):
    """An organ or a person."""

    id = text()
    name = text()


class SendingShown(Schema):
    """A way to send on."""

    direction = text()
    title = text()
    from_organs = many(Named)
    to_organs = many(Named)
    people = many(Named)


class ChoicesShown(Schema):
    """Whom and what may be chosen in the deeds."""

    sendings = many(SendingShown)
    receivers = many(Named)


class ClueSent(Deed):
    """A clue handed over by two people."""

    direction = fields.Enum(ClueDirection, by_value=True, required=True)
    from_organ = an_id(required=True)
    to_organ = an_id(required=True)
    summary = fields.String(required=True, validate=TEXT)
    handed_over_by = fields.List(an_id(), required=True, validate=validate.Length(equal=2))
    materials = fields.Integer(required=True, strict=True)
    is_urgent = fields.Boolean(load_default=False)


class Reasoned(Deed):
    """Why, or what came of it."""

    text = fields.String(required=True, validate=TEXT)


class Designated(Reasoned):
    """Which organ takes it."""

    organ = an_id(required=True)


class ClueStands(Schema):
    """How the clue stands after a deed."""

    clue_id = text()
    state = text()
    due_on = text()


@api.get("/clues")
@open_to(Rule.SIGNED_IN)
@api.arguments(LedgerWanted, location="query")
@api.response(200, Ledger)
def ledger(asked: Mapping[str, Any]) -> dict[str, object]:
    """The ledger, as much of it as is mine to see."""
    rows = clue_ledger(the_desk(), _wanted(asked))
    states = [{"state": one.value, "title": one.label} for one in ClueState]
    return {"rows": rows, "more": len(rows) == LEDGER_ROWS_MAX, "states": states}


@api.get("/clues.xlsx")
@open_to(Rule.SIGNED_IN)
@api.arguments(LedgerWanted, location="query")
@api.response(200, content_type=XLSX)
def sheet(asked: Mapping[str, Any]) -> Response:
    """All that is asked for, whichever page, as a spreadsheet; refuses `ledger_too_long`."""
    with ExitStack() as until_written:
        file = until_written.enter_context(tempfile.TemporaryFile())
        with whole_ledger(the_desk(), _wanted(asked)) as lines:
            write_clue_sheet(lines, file)
        until_written.pop_all()  # from here on the answer closes it
    file.seek(0)
    return send_file(file, XLSX, as_attachment=True, download_name="clues.xlsx")


@api.get("/clues/choices")
@open_to(Rule.SIGNED_IN)
@api.response(200, ChoicesShown)
def choosing() -> dict[str, object]:
    """On which ways I may send, and whom to choose."""
    found = choices(the_desk())
    sendings = [
        {
            "direction": one.direction.value,
            "title": one.direction.label,
            "from_organs": one.from_organs,
            "to_organs": one.to_organs,
            "people": one.people,
        }
        for one in found.sendings
    ]
    return {"sendings": sendings, "receivers": found.receivers}


@api.post("/clues")
@open_to(Rule.SIGNED_IN)
@api.arguments(ClueSent)
@api.response(201, ClueStands)
def send(sent: Mapping[str, Any]) -> Answer:
    """移送."""
    one, other = sent["handed_over_by"]
    return send_clue(
        the_house().office, SendClue(**_who(), **{**sent, "handed_over_by": (one, other)})
    )


@api.post("/clues/<clue_id>/receive")
@open_to(Rule.SIGNED_IN)
@api.arguments(Deed)
@api.response(200, ClueStands)
def receive(sent: Mapping[str, Any], clue_id: str) -> Answer:
    """接收."""
    return receive_clue(the_house().office, ReceiveClue(**_about(sent, clue_id)))


@api.post("/clues/<clue_id>/refuse")
@open_to(Rule.SIGNED_IN)
@api.arguments(Reasoned)
@api.response(200, ClueStands)
def refuse(sent: Mapping[str, Any], clue_id: str) -> Answer:
    """不予接收."""
    return refuse_clue(the_house().office, RefuseClue(**_about(sent, clue_id), reason=sent["text"]))


@api.post("/clues/<clue_id>/designate")
@open_to(Rule.SIGNED_IN)
@api.arguments(Designated)
@api.response(200, ClueStands)
def designate(sent: Mapping[str, Any], clue_id: str) -> Answer:
    """指定接收机关."""
    order = DesignateReceiver(**_about(sent, clue_id), organ=sent["organ"], reason=sent["text"])
    return designate_receiver(the_house().office, order)


@api.post("/clues/<clue_id>/feedback")
@open_to(Rule.SIGNED_IN)
@api.arguments(Reasoned)
@api.response(200, ClueStands)
def feedback(sent: Mapping[str, Any], clue_id: str) -> Answer:
    """反馈."""
    order = RecordClueFeedback(**_about(sent, clue_id), feedback=sent["text"])
    return record_clue_feedback(the_house().office, order)


def _wanted(asked: Mapping[str, Any]) -> LedgerAsked:
    return LedgerAsked(
        state=ClueState(asked["state"]) if asked["state"] else None,
        words=asked["q"].strip(),
        only_late=asked["late"],
        page=asked["page"] - 1,
    )


def _who() -> dict[str, Any]:
    desk = the_desk()
    return {"place": desk.place, "by": desk.by.id}


def _about(sent: Mapping[str, Any], clue_id: str) -> dict[str, Any]:
    return {**_who(), "key": sent["key"], "clue_id": clue_id}
