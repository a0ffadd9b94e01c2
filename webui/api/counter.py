"""窗口登记: what is looked at before a visit, a call or a letter is registered."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from engine.queries.case_words import CASE_STATUS, word
from engine.queries.similar_cases import ToCompare, similar_cases
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Shape, blueprint

api = blueprint("counter", "窗口登记")

WORDS = validate.Length(max=100)


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
