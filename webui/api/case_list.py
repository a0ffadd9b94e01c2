"""案件、文书: what the person may open, newest first; words, state, organ and kind narrow it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from engine.queries.case_list import Listed, Wanted, case_list, document_list
from engine.queries.inbox import PAGE_ROWS, PAGE_ROWS_MAX
from webui.access import Rule, open_to, the_desk
from webui.api.inbox import CODE_CHARACTERS_MAX, PAGES_MAX, WORDS_CHARACTERS_MAX, Paged
from webui.api.shapes import Shape, blueprint, day, many, maybe_text, moment, text

api = blueprint("case_list", "案件和文书的清单")


class ListAsked(Shape):
    """What of a list."""

    q = fields.String(load_default="", validate=validate.Length(max=WORDS_CHARACTERS_MAX))
    state = fields.String(load_default="", validate=validate.Length(max=CODE_CHARACTERS_MAX))
    organ = fields.String(load_default="", validate=validate.Length(max=CODE_CHARACTERS_MAX))
    kind = fields.String(load_default="", validate=validate.Length(max=CODE_CHARACTERS_MAX))
    page = fields.Integer(load_default=1, validate=validate.Range(1, PAGES_MAX))
    rows = fields.Integer(load_default=PAGE_ROWS, validate=validate.Range(1, PAGE_ROWS_MAX))


class CaseRowShown(Schema):
    """One case."""

    case_id = text()
    case_no = maybe_text()
    title = text()
    state = text()
    organ_name = maybe_text()
    registered_at = moment()
    filed_on = day()
    closed_on = day()
    ended = fields.Boolean(required=True)


class CasesListed(Paged):
    """A page of cases."""

    rows = many(CaseRowShown)


class DocumentRowShown(Schema):
    """One document."""

    document_id = text()
    case_id = text()
    case_title = text()
    kind = text()
    title = text()
    doc_no = maybe_text()
    state = text()
    issuer_name = maybe_text()
    signed_at = moment()
    served_on = day()


class DocumentsListed(Paged):
    """A page of documents."""

    rows = many(DocumentRowShown)


@api.get("/cases")
@open_to(Rule.SIGNED_IN)
@api.arguments(ListAsked, location="query")
@api.response(200, CasesListed)
def cases(asked: Mapping[str, Any]) -> dict[str, object]:
    """The cases I may open."""
    return _listed(case_list(the_desk(), _wanted(asked)))


@api.get("/documents")
@open_to(Rule.SIGNED_IN)
@api.arguments(ListAsked, location="query")
@api.response(200, DocumentsListed)
def documents(asked: Mapping[str, Any]) -> dict[str, object]:
    """The documents of the cases I see whole."""
    return _listed(document_list(the_desk(), _wanted(asked)))


def _wanted(asked: Mapping[str, Any]) -> Wanted:
    same = {name: asked[name] for name in ("state", "organ", "kind", "page", "rows")}
    return Wanted(words=asked["q"].strip(), **same)


def _listed(found: Listed) -> dict[str, object]:
    return {
        "rows": list(found.rows),
        "total": found.total,
        "total_is_at_least": found.counted_up,
        "page": found.page,
        "pages": found.pages,
    }
