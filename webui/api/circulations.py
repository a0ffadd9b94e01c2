"""传阅: send a case to colleagues for reading, and note that it was read."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from engine.commands.circulate import (
    CirculateCase,
    OpenCirculation,
    circulate_case,
    open_circulation,
)
from engine.commands.door import Answer
from engine.queries.case_circulation import readers
from webui.access import Rule, open_to, the_desk
from webui.api.session import NO_CONTENT, nothing
from webui.api.shapes import ID_CHARACTERS_MAX, Deed, Told, blueprint, moment, text
from webui.api.task_deeds import Taker

api = blueprint("circulations", "案件的传阅")

ROWS_MAX, CHARACTERS_MAX = 1_000, 10_000
"""What is looked at at all; the command says in its own words what is too much."""


class Circulated(Deed):
    """To whom, and a line that says why."""

    readers = fields.List(
        fields.String(validate=validate.Length(1, ID_CHARACTERS_MAX)),
        required=True,
        validate=validate.Length(max=ROWS_MAX),
    )
    words = fields.String(required=True, validate=validate.Length(max=CHARACTERS_MAX))


class CirculationShown(Schema):
    """Somebody sent the case to somebody for reading; `mine` to whoever asks."""

    sender = text()
    reader = text()
    words = text()
    sent_at = moment()
    read_at = moment()
    mine = fields.Boolean(required=True)


@api.get("/cases/<case_id>/readers")
@open_to(Rule.CASE_INSIDER)
@api.response(200, Taker(many=True))
def may_read(case_id: str) -> list[Any]:
    """Who sees the whole case, so that it may be sent to him."""
    return list(readers(the_desk(), case_id))


@api.post("/cases/<case_id>/circulations")
@open_to(Rule.CASE_INSIDER)
@api.arguments(Circulated)
@api.response(200, Told)
def circulate(sent: Mapping[str, Any], case_id: str) -> Answer:
    """传阅: refuses `circulation_refused` for whoever may not see the case."""
    desk = the_desk()
    return circulate_case(
        desk.office,
        CirculateCase(
            key=sent["key"],
            place=desk.place,
            by=desk.by.id,
            case_id=case_id,
            readers=tuple(sent["readers"]),
            words=sent["words"],
        ),
    )


@api.post("/cases/<case_id>/circulations/opened")
@open_to(Rule.CASE_INSIDER)
@api.arguments(Deed)
@api.response(NO_CONTENT)
def opened(sent: Mapping[str, Any], case_id: str) -> Response:
    """已阅: the case that was sent to me is open before me."""
    desk = the_desk()
    open_circulation(
        desk.office,
        OpenCirculation(key=sent["key"], place=desk.place, by=desk.by.id, case_id=case_id),
    )
    return nothing()
