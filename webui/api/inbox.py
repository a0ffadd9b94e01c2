"""待办: the lists of one person, with counts of each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, fields, validate

from engine.domain.lights import Light
from engine.queries.inbox import PAGE_ROWS, PAGE_ROWS_MAX, InboxRow, Narrowed, Page, Tab, inbox
from engine.queries.inbox_lists import SORTS
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Shape, blueprint, day, many, maybe_text, moment, text
from webui.api.wording import LightWords, light_words

api = blueprint("inbox", "待办、待签收、在办、已办、我发起、抄送传阅、草稿")

WORDS_CHARACTERS_MAX = 100
CODE_CHARACTERS_MAX = 64
PAGES_MAX = 10_000


class InboxAsked(Shape):
    """Which list, and what of it; a minus before `sort` turns the order round."""

    tab = fields.String(load_default=Tab.TODO.value, validate=validate.OneOf(list(Tab)))
    q = fields.String(load_default="", validate=validate.Length(max=WORDS_CHARACTERS_MAX))
    step = fields.String(load_default="", validate=validate.Length(max=CODE_CHARACTERS_MAX))
    process = fields.String(load_default="", validate=validate.Length(max=CODE_CHARACTERS_MAX))
    light = fields.String(load_default="", validate=validate.OneOf(["", *Light]))
    due_before = fields.Date(load_default=None)
    sort = fields.String(
        load_default="", validate=validate.OneOf(["", *SORTS, *(f"-{one}" for one in SORTS)])
    )
    page = fields.Integer(load_default=1, validate=validate.Range(1, PAGES_MAX))
    rows = fields.Integer(load_default=PAGE_ROWS, validate=validate.Range(1, PAGE_ROWS_MAX))


class ItemRow(Schema):
    """One line: `why` it came, `now` where its case stands (on the lists of what is done)."""

    item_id = text()
    case_id = text()
    case_no = maybe_text()
    case_title = text()
    task = text()
    step = text()
    process = text()
    role = text()
    opened_at = moment()
    closed_at = moment()
    whose = text()
    why = text()
    now = text()
    light = fields.Nested(LightWords, required=True, allow_none=True)
    due_on = day()
    limit_title = maybe_text()
    limit_of = maybe_text()
    priority = fields.Integer(required=True)


class Paged(Schema):
    """Which part of a list this is; `total` is a lower bound where it says so."""

    total = fields.Integer(required=True, allow_none=True)
    total_is_at_least = fields.Boolean(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)


class Inbox(Paged):
    """A page of one list, and how many there are in each (up to 200)."""

    tab = text()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    rows = many(ItemRow)


@api.get("/items")
@open_to(Rule.SIGNED_IN)
@api.arguments(InboxAsked, location="query")
@api.response(200, Inbox)
def index(asked: Mapping[str, Any]) -> dict[str, object]:
    """One of the lists."""
    desk = the_desk()
    narrowed = Narrowed(
        words=asked["q"].strip(),
        step=asked["step"],
        process=asked["process"],
        light=Light(asked["light"]) if asked["light"] else None,
        due_before=asked["due_before"],
    )
    page = Page(number=asked["page"], rows=asked["rows"], sort=asked["sort"])
    found = inbox(desk, Tab(asked["tab"]), narrowed, page)
    today = desk.office.clock.now().date()
    return {
        "tab": found.tab.value,
        "counts": {tab.value: count for tab, count in found.counts.items()},
        "rows": [_row(row, today) for row in found.rows],
        "total": found.total,
        "total_is_at_least": found.counted_up,
        "page": found.page,
        "pages": found.pages,
    }


def _row(row: InboxRow, today: date) -> dict[str, object]:
    kept: dict[str, object] = {name: getattr(row, name) for name in InboxRow.__slots__}
    return {**kept, "light": light_words(row.light, row.due_on, today)}
