"""登录、退出、在哪些地方登录着; and the places one may choose from before."""

from collections.abc import Mapping

from flask import Response, g
from marshmallow import Schema, fields, validate

from engine.domain.passwords import PASSWORD_CHARACTERS_MAX
from engine.wiring import House
from webui import passwords
from webui.access import (
    SESSION_COOKIE,
    TOKEN_HEADER,
    Rule,
    form_token,
    open_to,
    the_house,
    the_person,
    the_place,
)
from webui.api.shapes import Shape, blueprint
from webui.refusals import SessionNotFound, SignOnFailed
from webui.sign_on import provider_of
from webui.signing_in import LOGIN_CHARACTERS_MAX, begin_session, checked, confirm

api = blueprint("session", "登录、退出")

PLACE_CHARACTERS_MAX = 12
CODE_CHARACTERS_MAX = 20
NO_CONTENT = 204


def a_password() -> fields.String:
    """A password as it is typed."""
    return fields.String(required=True, validate=validate.Length(max=PASSWORD_CHARACTERS_MAX))


class PlaceToChoose(Schema):
    """A place of this installation."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    sign_on = fields.String(required=True, allow_none=True)
    """What its single sign-on is called, begun at ``/sign-on/<code>``; none without one."""


class SignIn(Shape):
    """What somebody types who logs in; `code` once he was asked for it."""

    place = fields.String(required=True, validate=validate.Length(max=PLACE_CHARACTERS_MAX))
    login = fields.String(required=True, validate=validate.Length(max=LOGIN_CHARACTERS_MAX))
    password = a_password()
    code = fields.String(load_default="", validate=validate.Length(max=CODE_CHARACTERS_MAX))


class SessionLine(Schema):
    """One session of mine."""

    id = fields.String(required=True)
    begun_at = fields.AwareDateTime(required=True)
    seen_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    browser = fields.String(required=True)
    is_this = fields.Boolean(required=True)


class SessionList(Schema):
    """My sessions, the latest used first."""

    rows = fields.List(fields.Nested(SessionLine), required=True)


class NewPassword(Shape):
    """A change of password; who sits there proves once more who he is."""

    password = a_password()
    new_password = a_password()


@api.get("/places")
@open_to(Rule.EVERYONE)
@api.response(200, PlaceToChoose(many=True))
def places() -> tuple[list[dict[str, str | None]], int, dict[str, str]]:
    """The places; the header carries the token that logging in has to send."""
    house = the_house()
    found = []
    for code, title in house.sign_ins.places():
        found.append({"code": code, "title": title, "sign_on": _sign_on(house, code)})
    return found, 200, {TOKEN_HEADER: form_token()}


def _sign_on(house: House, place: str) -> str | None:
    """None also where its settings cannot be read: a password still opens the door."""
    try:
        provider = provider_of(house, place)
    except SignOnFailed:
        return None
    return provider.title if provider else None


@api.post("/session")
@open_to(Rule.EVERYONE)
@api.arguments(SignIn)
@api.response(NO_CONTENT)
def sign_in(asked: Mapping[str, str]) -> Response:
    """Log in; refuses `sign_in_failed`, `sign_in_locked`, `second_factor_needed`."""
    house, place = the_house(), asked["place"]
    person = checked(house, place, asked["login"].strip(), asked["password"], asked["code"].strip())
    response = nothing()
    begin_session(house, place, person, response)
    return response


@api.delete("/session")
@open_to(Rule.OWN_ACCOUNT)
@api.response(NO_CONTENT)
def sign_out() -> Response:
    """Log out."""
    the_house().sign_ins.end(the_place(), g.session_token)
    response = nothing()
    response.delete_cookie(SESSION_COOKIE)
    return response


@api.get("/sessions")
@open_to(Rule.SIGNED_IN)
@api.response(200, SessionList)
def sessions() -> dict[str, object]:
    """Where I am logged in."""
    found = the_house().sign_ins.sessions(the_place(), the_person().id, token=g.session_token)
    return {"rows": found}


@api.delete("/sessions/<session_id>")
@open_to(Rule.SIGNED_IN)
@api.response(NO_CONTENT)
def revoke(session_id: str) -> Response:
    """End one of my sessions; refuses `session_not_found`."""
    if not the_house().sign_ins.revoke(the_place(), the_person().id, session_id):
        raise SessionNotFound
    return nothing()


@api.put("/me/password")
@open_to(Rule.OWN_ACCOUNT)
@api.arguments(NewPassword)
@api.response(NO_CONTENT)
def change_password(asked: Mapping[str, str]) -> Response:
    """Change my password; every other session of mine ends."""
    house, person = the_house(), the_person()
    confirm(house, the_place(), person, asked["password"])
    kept = passwords.hashed(asked["new_password"], owner=person)
    house.sign_ins.set_password(the_place(), person.id, kept, keep_token=g.session_token)
    return nothing()


def nothing() -> Response:
    """Done; there is nothing to say."""
    return Response(status=NO_CONTENT)
