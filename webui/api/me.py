"""我: who is logged in, what stands in the head of the page, and the token of every change."""

from flask import g
from marshmallow import Schema, fields

from engine.commands.change_calendar import READERS
from engine.commands.design_door import APPROVER, DESIGNER
from engine.commands.end_incident import INCIDENT_READERS
from engine.commands.reassign_task import MAY_REASSIGN
from engine.domain.people import Person
from engine.domain.separation import LEADERS, ORGAN_ROLES, THREE_ADMINISTRATORS, WATCHERS
from engine.queries.clue_ledger import SUPERVISORS
from engine.queries.myself import myself
from engine.queries.task_page import entries
from webui.access import Rule, form_token, open_to, the_desk, the_house
from webui.api.settings import my_settings
from webui.api.shapes import blueprint

api = blueprint("me", "登录的人")

EVERYDAY = ("inbox", "cases", "documents")
OF_ADMINISTRATOR = {"sys_admin": "people", "security_admin": "people", "auditor": "audit"}
TIME_PARTS = {
    "overview": WATCHERS,
    "registers": WATCHERS,
    "incidents": INCIDENT_READERS,
    "calendar": READERS,
}


class RoleTitle(Schema):
    """A role of the place."""

    id = fields.String(required=True)
    title = fields.String(required=True)


class Myself(Schema):
    """The person who is logged in."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    organ = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    post = fields.String(required=True, allow_none=True)
    roles = fields.List(fields.Nested(RoleTitle), required=True)


class PlaceTitle(Schema):
    """A place of this installation."""

    code = fields.String(required=True)
    title = fields.String(required=True)


class Me(Schema):
    """What every page begins with."""

    person = fields.Nested(Myself, required=True)
    place = fields.Nested(PlaceTitle, required=True)
    form_token = fields.String(required=True)
    nav = fields.List(fields.String(), required=True)
    settings = fields.Dict(keys=fields.String(), required=True)
    first_password = fields.Boolean(required=True)


@api.get("/me")
@open_to(Rule.OWN_ACCOUNT)
@api.response(200, Me)
def show() -> dict[str, object]:
    """Who I am, where, and which parts of the product are mine."""
    desk = the_desk()
    by, found = desk.by, myself(desk)
    return {
        "person": {
            "id": by.id,
            "name": by.name,
            "organ": found.organ,
            "unit": by.unit,
            "post": by.post,
            "roles": [{"id": one, "title": title} for one, title in found.roles],
        },
        "place": {"code": g.place, "title": dict(the_house().sign_ins.places()).get(g.place, "")},
        "form_token": form_token(),
        "nav": _nav(by),
        "settings": my_settings(),
        "first_password": g.limited,
    }


def _nav(by: Person) -> list[str]:
    """The parts of the product the person has to do with."""
    if by.roles & THREE_ADMINISTRATORS:
        kept = sorted({OF_ADMINISTRATOR[one] for one in by.roles & THREE_ADMINISTRATORS})
        return [*kept, *_time_parts(by)]
    if by.roles & ORGAN_ROLES:
        return ["inbox", "cases"]
    begin = ["register"] if entries(the_desk()) else []
    draw = ["design"] if by.roles & {DESIGNER, APPROVER} else []
    clues = ["clues"] if by.roles & (SUPERVISORS | LEADERS) else []
    give = ["inbox.reassign"] if by.roles & MAY_REASSIGN else []
    return [*EVERYDAY[:1], *give, *begin, *EVERYDAY[1:], *clues, *_time_parts(by), *draw]


def _time_parts(by: Person) -> list[str]:
    """``time`` and the parts of it that are open to the person."""
    mine = [f"time.{part}" for part, roles in TIME_PARTS.items() if by.roles & roles]
    return ["time", *mine] if mine else []
