"""检索: one box for cases, documents, organs and people."""

from collections.abc import Mapping

from marshmallow import Schema, fields, validate

from engine.queries.search import ASKED_CHARACTERS_MAX, search
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Shape, blueprint

api = blueprint("search", "检索")


class Asked(Shape):
    """What to look for: words with blanks between them, all of which must be there."""

    q = fields.String(required=True, validate=validate.Length(max=ASKED_CHARACTERS_MAX))


class FoundLine(Schema):
    """One thing that was found."""

    kind = fields.String(required=True)
    id = fields.String(required=True)
    case_id = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    no = fields.String(required=True, allow_none=True)
    by = fields.String(required=True)


class FoundAnswer(Schema):
    """What was found; `more` names the kinds of which not all are shown."""

    rows = fields.List(fields.Nested(FoundLine), required=True)
    more = fields.List(fields.String(), required=True)


@api.get("/search")
@open_to(Rule.SIGNED_IN)
@api.arguments(Asked, location="query")
@api.response(200, FoundAnswer)
def show(asked: Mapping[str, str]) -> object:
    """What the person may open anyway and is called so."""
    return search(the_desk(), asked["q"])
