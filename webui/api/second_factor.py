"""第二重验证: begin, confirm by the first code, and put an end to it."""

from collections.abc import Mapping

import segno
from flask import Response, g
from marshmallow import Schema, fields, validate

from webui.access import Rule, open_to, the_house, the_person, the_place
from webui.api.session import CODE_CHARACTERS_MAX, NO_CONTENT, a_password, nothing
from webui.api.shapes import Shape, blueprint
from webui.refusals import CodeWrong, SecondFactorInForce
from webui.signing_in import confirm

api = blueprint("second_factor", "第二重验证")

PIXELS_PER_MODULE = 5


class Proof(Shape):
    """The present password once more."""

    password = a_password()


class FirstCode(Shape):
    """The first code the phone shows."""

    code = fields.String(required=True, validate=validate.Length(max=CODE_CHARACTERS_MAX))


class FactorState(Schema):
    """Whether it is in force, and how many recovery codes are left."""

    in_force = fields.Boolean(required=True)
    recovery_codes_left = fields.Integer(required=True, allow_none=True)


class Enrolment(Schema):
    """What the phone has to learn: to be scanned, or typed. Shown once."""

    secret = fields.String(required=True)
    address = fields.String(required=True)
    svg = fields.String(required=True)


class RecoveryCodes(Schema):
    """Codes for the day the phone is gone. Shown once; each works once."""

    recovery_codes = fields.List(fields.String(), required=True)


@api.get("/me/second-factor")
@open_to(Rule.SIGNED_IN)
@api.response(200, FactorState)
def show() -> dict[str, object]:
    """Whether I have one."""
    left = the_house().second_factors.recovery_codes_left(the_place(), the_person().id)
    return {"in_force": left is not None, "recovery_codes_left": left}


@api.post("/me/second-factor")
@open_to(Rule.SIGNED_IN)
@api.arguments(Proof)
@api.response(200, Enrolment)
def begin(asked: Mapping[str, str]) -> dict[str, str]:
    """A new secret; in force only once a code of it was given."""
    house, person = the_house(), the_person()
    confirm(house, the_place(), person, asked["password"])
    made = house.second_factors.begin(the_place(), person.id, login=person.login)
    if made is None:
        raise SecondFactorInForce
    square = segno.make(made.address, micro=False).svg_inline(scale=PIXELS_PER_MODULE)
    return {"secret": made.secret, "address": made.address, "svg": square}


@api.put("/me/second-factor")
@open_to(Rule.SIGNED_IN)
@api.arguments(FirstCode)
@api.response(200, RecoveryCodes)
def take_into_force(asked: Mapping[str, str]) -> dict[str, object]:
    """The first code proves that the phone has learned it; refuses `second_factor_wrong`."""
    factors = the_house().second_factors
    codes = factors.confirm(the_place(), the_person().id, asked["code"].strip())
    if codes is None:
        raise CodeWrong
    return {"recovery_codes": codes}


@api.delete("/me/second-factor")
@open_to(Rule.SIGNED_IN)
@api.arguments(Proof)
@api.response(NO_CONTENT)
def drop(asked: Mapping[str, str]) -> Response:
    """Put an end to it; every other session of mine ends too."""
    house, person = the_house(), the_person()
    confirm(house, the_place(), person, asked["password"])
    house.second_factors.drop(the_place(), person.id, keep_token=g.session_token)
    return nothing()
