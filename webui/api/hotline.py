"""12345 工单: taken in from the hotline, listed for whoever registers, linked to a case."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from engine.commands.hotline import LinkOrder, link_order, take_order
from engine.queries.hotline_list import waiting_orders
from webui.access import Rule, open_to, the_desk, the_house, the_person, the_place
from webui.api.session import NO_CONTENT, PLACE_CHARACTERS_MAX, nothing
from webui.api.shapes import Shape, an_id, blueprint
from webui.refusals import NoSuchPage

api = blueprint("hotline", "12345工单对接")

WORDS = validate.Length(max=200)
TEXT = validate.Length(max=5_000)


def _words() -> fields.String:
    return fields.String(load_default="", validate=WORDS)


class Order(Shape):
    """A work order as the hotline's system sends it."""

    order_no = fields.String(required=True, validate=validate.Length(min=1, max=60))
    answer_by = fields.Date(load_default=None, allow_none=True)
    name = _words()
    phone = _words()
    org_name = _words()
    fact_place = _words()
    facts = fields.String(required=True, validate=TEXT)
    requests = fields.String(load_default="", validate=TEXT)


class OrderTaken(Schema):
    """The order's id here, the same each time it is sent."""

    id = fields.String(required=True)


class OrderLine(Schema):
    """An order of which no case has come yet."""

    id = fields.String(required=True)
    order_no = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    answer_by = fields.Date(required=True, allow_none=True)
    content = fields.Dict(keys=fields.String(), required=True)


class OrderList(Schema):
    """Those that wait, the oldest first."""

    rows = fields.List(fields.Nested(OrderLine), required=True)


class Link(Shape):
    """The case that came of it."""

    case_id = an_id(required=True)


@api.post("/hotline/<place>/orders")
@open_to(Rule.CONNECTOR)
@api.arguments(Order)
@api.response(200, OrderTaken)
def take(sent: Mapping[str, Any], place: str) -> dict[str, str]:
    """Take an order in; sent twice, it is there once."""
    house = the_house()
    known = {code for code, _ in house.sign_ins.places()}
    if len(place) > PLACE_CHARACTERS_MAX or place not in known:
        raise NoSuchPage
    content = {name: value for name, value in sent.items() if name not in {"order_no", "answer_by"}}
    order_id = take_order(
        house.office, place, sent["order_no"], content, answer_by=sent["answer_by"]
    )
    return {"id": order_id}


@api.get("/hotline/orders")
@open_to(Rule.REGISTRAR)
@api.response(200, OrderList)
def waiting() -> dict[str, object]:
    """What waits to be registered."""
    return {"rows": waiting_orders(the_desk())}


@api.put("/hotline/orders/<order_id>/case")
@open_to(Rule.REGISTRAR)
@api.arguments(Link)
@api.response(NO_CONTENT)
def link(sent: Mapping[str, str], order_id: str) -> Response:
    """A case was registered from it; from now on the hotline is told how it stands."""
    order = LinkOrder(
        place=the_place(), by=the_person().id, order_id=order_id, case_id=sent["case_id"]
    )
    link_order(the_house().office, order)
    return nothing()
