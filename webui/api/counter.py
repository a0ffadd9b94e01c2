"""窗口登记: what is looked at before a visit, a call or a letter is registered, and its receipt."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from engine.commands.print_receipt import PrintReceipt, print_receipt
from engine.queries.case_words import CASE_STATUS, word
from engine.queries.receipt import receipt_pdf
from engine.queries.similar_cases import ToCompare, similar_cases
from webui.access import Rule, open_to, the_desk
from webui.api.case_papers import PDF
from webui.api.shapes import Deed, Shape, blueprint

api = blueprint("counter", "窗口登记")

WORDS = validate.Length(max=100)
QUERY_CODE_CHARACTERS_MAX = 40


class Compared(Shape):
    """What is about to be registered. It comes in the body: no name stands in an address."""

    org_name = fields.String(load_default="", validate=WORDS)
    name = fields.String(load_default="", validate=WORDS)
    phone = fields.String(load_default="", validate=WORDS)
    id_no = fields.String(load_default="", validate=WORDS)


class SimilarLine(Schema):
    """A case that may be the same thing; without an id the person may not open it."""

    case_id = fields.String(required=True, allow_none=True)
    no = fields.String(required=True, allow_none=True)
    registered_at = fields.AwareDateTime(required=True, allow_none=True)
    status = fields.String(required=True)
    why = fields.List(fields.String(), required=True)


class SimilarList(Schema):
    """Those of the same person first."""

    rows = fields.List(fields.Nested(SimilarLine), required=True)


class ReceiptAsked(Deed):
    """The query code as it was just told; without it the receipt says that it was told before."""

    query_code = fields.String(
        load_default="", validate=validate.Length(max=QUERY_CODE_CHARACTERS_MAX)
    )


@api.post("/counter/similar")
@open_to(Rule.REGISTRAR)
@api.arguments(Compared)
@api.response(200, SimilarList)
def similar(sent: Mapping[str, Any]) -> dict[str, object]:
    """查重; changes nothing."""
    wanted = ToCompare(
        organ_name=sent["org_name"], words=(sent["name"], sent["phone"], sent["id_no"])
    )
    rows = [
        {
            "case_id": one.case_id,
            "no": one.no,
            "registered_at": one.registered_at,
            "status": word(CASE_STATUS, one.status),
            "why": one.why,
        }
        for one in similar_cases(the_desk(), wanted)
    ]
    return {"rows": rows}


@api.post("/cases/<case_id>/receipt")
@open_to(Rule.CASE_INSIDER)
@api.arguments(ReceiptAsked)
@api.response(200, content_type=PDF)
def receipt(sent: Mapping[str, Any], case_id: str) -> Response:
    """登记回执; refuses `receipt_kept`, `no_receipt` and `query_code_not_of_case`."""
    desk, code = the_desk(), sent["query_code"]
    order = PrintReceipt(
        key=sent["key"], place=desk.place, by=desk.by.id, case_id=case_id, query_code=code
    )
    print_receipt(desk.office, order)
    return Response(receipt_pdf(desk, case_id, query_code=code), mimetype=PDF)
