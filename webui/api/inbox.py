"""待办: the lists of one person, with counts of each."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from engine.queries.to_do_list import Tab, TaskRow, to_do_list
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Shape, blueprint, day, many, maybe_text, moment, text
from webui.api.wording import LightWords, light_words

api = blueprint("inbox", "待办、待签收、已办")


class InboxAsked(Shape):
    """Which list, and what of it."""

    tab = fields.String(load_default=Tab.IN_HAND.value, validate=validate.OneOf(list(Tab)))


class ItemRow(Schema):
    """One line of a list."""

    item_id = text()
    case_id = text()
    case_no = maybe_text()
    case_title = text()
    task = text()
    step = text()
    role = text()
    opened_at = moment()
    closed_at = moment()
    whose = text()
    light = fields.Nested(LightWords, required=True, allow_none=True)
    due_on = day()
    limit_title = maybe_text()


class Inbox(Schema):
    """A page of one list."""

    tab = text()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    rows = many(ItemRow)
    total = fields.Integer(required=True, allow_none=True)
    total_is_at_least = fields.Boolean(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)


@api.get("/items")
@open_to(Rule.SIGNED_IN)
@api.arguments(InboxAsked, location="query")
@api.response(200, Inbox)
def index(asked: Mapping[str, Any]) -> dict[str, object]:
    """One of the lists."""
    desk = the_desk()
    found = to_do_list(desk, Tab(asked["tab"]))
    today = desk.office.clock.now().date()
    return {
        "tab": found.tab.value,
        "counts": {tab.value: count for tab, count in found.counts.items()},
        "rows": [_row(row, today) for row in found.rows],
        "total": found.counts[found.tab],
        "total_is_at_least": False,
        "page": 1,
        "pages": 1,
    }


def _row(row: TaskRow, today: Any) -> dict[str, object]:  # noqa: ANN401 - a day
    kept: dict[str, object] = {name: getattr(row, name) for name in TaskRow.__slots__}
    return {**kept, "light": light_words(row.light, row.due_on, today)}
