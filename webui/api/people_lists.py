"""导入人员名单: the template, and a list taken in with a report per row."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Response, request
from marshmallow import Schema, fields

from engine.commands.take_people_list import ENTERED, TakePeopleList, take_people_list
from engine.definitions.people_sheet import people_template, read_people
from webui import passwords
from webui.access import Rule, open_to, the_house
from webui.api.people import who
from webui.api.shapes import Shape, a_key, blueprint

api = blueprint("people_lists", "导入人员名单（系统管理员）")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HowToTake(Shape):
    """How to take the list; the file itself is the body."""

    key = a_key()
    all_or_none = fields.Boolean(load_default=True)
    check_only = fields.Boolean(load_default=False)


class RowReport(Schema):
    """What became of a row: entered, changed, same, refused (and why), left."""

    line = fields.Integer(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)
    outcome = fields.String(required=True)
    why = fields.String(required=True, allow_none=True)
    first_password = fields.String(required=True, allow_none=True)


class ListReport(Schema):
    """What became of the list."""

    rows = fields.List(fields.Nested(RowReport), required=True)
    entered = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    refused = fields.Integer(required=True)


@api.get("/admin/imports/template.xlsx")
@open_to(Rule.SYS_ADMIN)
@api.response(200, content_type=XLSX)
def template() -> Response:
    """An empty list to fill in."""
    response = Response(people_template(), mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename="people.xlsx")
    return response


@api.post("/admin/imports")
@open_to(Rule.SYS_ADMIN)
@api.arguments(HowToTake, location="query")
@api.response(200, ListReport)
def take(asked: Mapping[str, Any]) -> dict[str, object]:
    """Take a list in; first passwords are shown this once."""
    content = request.get_data()
    rows = read_people(content)
    made = {str(row.line): passwords.first_password(the_house()) for row in rows}
    hashes = {line: kept for line, (_, kept) in made.items()}
    order = TakePeopleList(
        **who(asked),
        file_sha256=hashlib.sha256(content).hexdigest(),
        rows=rows,
        all_or_none=asked["all_or_none"],
        check_only=asked["check_only"],
        password_hashes=hashes,
    )
    done: Mapping[str, Any] = take_people_list(the_house().office, order)
    now = done["password_hash"] == next(iter(hashes.values()), "") and not asked["check_only"]
    return {
        **{name: done[name] for name in ("entered", "changed", "refused")},
        "rows": [
            {
                **row,
                "first_password": made[str(row["line"])][0]
                if now and row["outcome"] == ENTERED
                else None,
            }
            for row in done["rows"]
        ],
    }
