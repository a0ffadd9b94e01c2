"""机关与人员: accounts by the 系统管理员, roles by the 安全管理员, the log for the 审计员."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from marshmallow import fields, validate

from engine.commands.door import Answer
from engine.commands.enter_organ import EnterOrgan, enter_organ
from engine.commands.enter_person import (
    ChangePerson,
    EnterPerson,
    PersonEntry,
    change_person,
    enter_person,
)
from engine.commands.grant_roles import GrantRoles, grant_roles
from engine.commands.leave_post import LeavePost, TakePost, leave_post, take_post
from engine.commands.refusals import PersonUnknown
from engine.commands.reset_access import (
    DropSecondFactor,
    MatchSubject,
    ReplacePassword,
    drop_second_factor,
    match_subject,
    replace_password,
)
from engine.queries.roster_log import roster_log
from engine.queries.roster_pages import (
    PeopleAsked,
    organ_lines,
    people_page,
    person_line,
    role_titles,
)
from webui import passwords
from webui.access import Rule, open_to, the_desk, the_house, the_person, the_place
from webui.api import people_shapes as shapes
from webui.api.me import RoleTitle
from webui.api.shapes import Deed, Shape, blueprint

api = blueprint("people", "机关与人员（三员）")


class Asked(Shape):
    """What to look for."""

    q = fields.String(load_default="", validate=validate.Length(max=50))
    organ = fields.String(load_default="")
    role = fields.String(load_default="")
    proposed = fields.Boolean(load_default=False)
    page = fields.Integer(load_default=1, validate=validate.Range(min=1))


class PageAsked(Shape):
    """Which page."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1))


def who(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What every order says besides its content."""
    return {"key": asked["key"], "place": the_place(), "by": the_person().id}


def without_key(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The content of an order."""
    return {name: value for name, value in asked.items() if name != "key"}


# --- organs --------------------------------------------------------------------------------------


@api.get("/admin/organs")
@open_to(Rule.ADMINISTRATOR)
@api.response(200, shapes.OrganList)
def organs() -> dict[str, object]:
    """Every organ; who stands below whom says `parent_id`."""
    rows = organ_lines(the_desk())
    return {"rows": [{**asdict(one.organ), "people": one.people} for one in rows]}


@api.post("/admin/organs")
@open_to(Rule.SYS_ADMIN)
@api.arguments(shapes.OrganEntry)
@api.response(200, shapes.Done)
def add_organ(asked: Mapping[str, Any]) -> Answer:
    """Enter an organ."""
    return enter_organ(the_house().office, EnterOrgan(**who(asked), **without_key(asked)))


@api.put("/admin/organs/<organ_id>")
@open_to(Rule.SYS_ADMIN)
@api.arguments(shapes.OrganEntry)
@api.response(200, shapes.Done)
def change_organ(asked: Mapping[str, Any], organ_id: str) -> Answer:
    """Change what is said of an organ."""
    order = EnterOrgan(organ_id=organ_id, **who(asked), **without_key(asked))
    return enter_organ(the_house().office, order)


# --- people --------------------------------------------------------------------------------------


@api.get("/admin/roles")
@open_to(Rule.ADMINISTRATOR)
@api.response(200, RoleTitle(many=True))
def roles() -> list[dict[str, str]]:
    """The roles of this place."""
    return [{"id": one, "title": title} for one, title in role_titles(the_desk()).items()]


@api.get("/admin/people")
@open_to(Rule.ADMINISTRATOR)
@api.arguments(Asked, location="query")
@api.response(200, shapes.PeopleAnswer)
def people(asked: Mapping[str, Any]) -> dict[str, object]:
    """A page of people."""
    wanted = PeopleAsked(
        text=asked["q"].strip(),
        organ_id=asked["organ"],
        role=asked["role"],
        only_proposed=asked["proposed"],
        page=asked["page"],
    )
    found = people_page(the_desk(), wanted)
    rows = [shapes.person_answer(one) for one in found.rows]
    return {
        "rows": rows,
        "total": found.total,
        "total_is_at_least": False,
        "page": found.page,
        "pages": found.pages,
    }


@api.get("/admin/people/<person_id>")
@open_to(Rule.ADMINISTRATOR)
@api.response(200, shapes.PersonAnswer)
def person(person_id: str) -> dict[str, object]:
    """One person."""
    found = person_line(the_desk(), person_id)
    if found is None:
        raise PersonUnknown(where={"person": person_id})
    return shapes.person_answer(found)


@api.post("/admin/people")
@open_to(Rule.SYS_ADMIN)
@api.arguments(shapes.PersonBody)
@api.response(200, shapes.NewPerson)
def add_person(asked: Mapping[str, Any]) -> dict[str, object]:
    """Make an account; the first password is shown this once."""
    first, kept = passwords.first_password(the_house())
    order = EnterPerson(**who(asked), entry=_entry(asked), password_hash=kept)
    done = enter_person(the_house().office, order)
    return _told_once(done, first, kept)


@api.put("/admin/people/<person_id>")
@open_to(Rule.SYS_ADMIN)
@api.arguments(shapes.PersonBody)
@api.response(200, shapes.Done)
def edit_person(asked: Mapping[str, Any], person_id: str) -> Answer:
    """Change what is said of a person."""
    order = ChangePerson(**who(asked), person_id=person_id, entry=_entry(asked))
    return change_person(the_house().office, order)


@api.post("/admin/people/<person_id>/leave")
@open_to(Rule.SYS_ADMIN)
@api.arguments(shapes.Leaving)
@api.response(200, shapes.Done)
def leave(asked: Mapping[str, Any], person_id: str) -> Answer:
    """The person leaves; the open work is handed over first."""
    order = LeavePost(person_id=person_id, **who(asked), **without_key(asked))
    return leave_post(the_house().office, order)


@api.post("/admin/people/<person_id>/return")
@open_to(Rule.SYS_ADMIN)
@api.arguments(shapes.Coming)
@api.response(200, shapes.Done)
def come_back(asked: Mapping[str, Any], person_id: str) -> Answer:
    """The person acts again."""
    order = TakePost(person_id=person_id, **who(asked), from_day=asked["from_day"])
    return take_post(the_house().office, order)


@api.post("/admin/people/<person_id>/password")
@open_to(Rule.SYS_ADMIN)
@api.arguments(Deed)
@api.response(200, shapes.NewPerson)
def new_password(asked: Mapping[str, Any], person_id: str) -> dict[str, object]:
    """A new first password, shown this once; every session of the person ends."""
    first, kept = passwords.first_password(the_house())
    order = ReplacePassword(**who(asked), person_id=person_id, password_hash=kept)
    return _told_once(replace_password(the_house().office, order), first, kept)


# --- rights --------------------------------------------------------------------------------------


@api.put("/admin/people/<person_id>/roles")
@open_to(Rule.SECURITY_ADMIN)
@api.arguments(shapes.Grant)
@api.response(200, shapes.Done)
def set_roles(asked: Mapping[str, Any], person_id: str) -> Answer:
    """Exactly these roles from now on."""
    order = GrantRoles(
        **who(asked), person_id=person_id, roles=frozenset(asked["roles"]), reason=asked["reason"]
    )
    return grant_roles(the_house().office, order)


@api.post("/admin/people/<person_id>/second-factor/drop")
@open_to(Rule.SECURITY_ADMIN)
@api.arguments(shapes.WithReason)
@api.response(200, shapes.Done)
def drop_factor(asked: Mapping[str, Any], person_id: str) -> Answer:
    """Phone and recovery codes are lost."""
    order = DropSecondFactor(**who(asked), person_id=person_id, reason=asked["reason"])
    return drop_second_factor(the_house().office, order)


@api.put("/admin/people/<person_id>/subject")
@open_to(Rule.SECURITY_ADMIN)
@api.arguments(shapes.Subject)
@api.response(200, shapes.Done)
def set_subject(asked: Mapping[str, Any], person_id: str) -> Answer:
    """Who the person is to the single sign-on of this place."""
    order = MatchSubject(
        **who(asked),
        person_id=person_id,
        issuer=asked["issuer"],
        subject=asked["subject"],
    )
    return match_subject(the_house().office, order)


@api.get("/admin/log")
@open_to(Rule.AUDITOR)
@api.arguments(PageAsked, location="query")
@api.response(200, shapes.LogAnswer)
def log(asked: Mapping[str, Any]) -> dict[str, object]:
    """What the administrators did, the latest first, and whether the chain is whole."""
    found = roster_log(the_desk(), page=asked["page"])
    return {
        "rows": found.rows,
        "total": found.total,
        "total_is_at_least": False,
        "page": found.page,
        "pages": found.pages,
        "faults": found.faults,
    }


def _told_once(done: Answer, first: str, kept: str) -> dict[str, object]:
    """The password of this deed; one that was done before has told its own."""
    told = first if done["password_hash"] == kept else None
    return {"person_id": done["person_id"], "first_password": told}


def _entry(asked: Mapping[str, Any]) -> PersonEntry:
    given = without_key(asked)
    proposed = given.pop("roles")
    return PersonEntry(**given, roles=None if proposed is None else frozenset(proposed))
