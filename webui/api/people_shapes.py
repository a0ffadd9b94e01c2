"""The shapes of what administrators send and see."""

from marshmallow import Schema, fields, validate

from engine.queries.roster_pages import PersonLine
from webui.api.shapes import Deed, a_reason, an_id

WORDS = validate.Length(max=200)


def _words(**more: object) -> fields.String:
    return fields.String(validate=WORDS, load_default=None, allow_none=True, **more)  # type: ignore[arg-type]  # as marshmallow takes them


class OrganEntry(Deed):
    """What is written of an organ."""

    name = fields.String(required=True, validate=WORDS)
    uscc = _words()
    level = _words()
    kind = _words()
    parent_id = _words()
    address = _words()
    head_name = _words()
    head_title = _words()
    liaison_name = _words()
    liaison_phone = _words()


class PersonBody(Deed):
    """What is written of a person; roles are proposed, not granted."""

    login = _words()
    name = fields.String(required=True, validate=WORDS)
    organ_id = an_id(required=True)
    unit = _words()
    post = _words()
    office_phone = _words()
    mobile = _words()
    mail = _words()
    certificate_no = _words()
    certificate_to = fields.Date(load_default=None, allow_none=True)
    roles = fields.List(fields.String(validate=WORDS), load_default=None, allow_none=True)


class Grant(Deed):
    """Exactly these roles from now on."""

    roles = fields.List(fields.String(validate=WORDS), required=True)
    reason = a_reason()


class Leaving(Deed):
    """The last day, and who takes over."""

    last_day = fields.Date(required=True)
    hand_over_to = fields.String(load_default=None, allow_none=True)
    reason = a_reason()


class Coming(Deed):
    """The first day."""

    from_day = fields.Date(required=True)


class WithReason(Deed):
    """A deed that touches somebody's access."""

    reason = a_reason()


class Subject(Deed):
    """Who the person is to the single sign-on; none = no longer."""

    issuer = fields.String(required=True, validate=WORDS)
    subject = fields.String(required=True, allow_none=True, validate=WORDS)


class OrganAnswer(Schema):
    """An organ of the tree."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    uscc = fields.String(required=True, allow_none=True)
    level = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, allow_none=True)
    parent_id = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    head_name = fields.String(required=True, allow_none=True)
    head_title = fields.String(required=True, allow_none=True)
    liaison_name = fields.String(required=True, allow_none=True)
    liaison_phone = fields.String(required=True, allow_none=True)
    people = fields.Integer(required=True)


class OrganList(Schema):
    """Every organ."""

    rows = fields.List(fields.Nested(OrganAnswer), required=True)


class PersonAnswer(Schema):
    """A person of the list."""

    id = fields.String(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)
    organ_id = fields.String(required=True)
    organ_name = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    post = fields.String(required=True, allow_none=True)
    office_phone = fields.String(required=True, allow_none=True)
    mobile = fields.String(required=True, allow_none=True)
    mail = fields.String(required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)
    proposed = fields.List(fields.String(), required=True)
    certificate_no = fields.String(required=True, allow_none=True)
    certificate_to = fields.Date(required=True, allow_none=True)
    certificate = fields.String(required=True, validate=validate.OneOf(
        ["none", "valid", "ending", "over"]
    ))  # fmt: skip
    active = fields.Boolean(required=True)
    active_from = fields.Date(required=True, allow_none=True)
    active_to = fields.Date(required=True, allow_none=True)
    has_second_factor = fields.Boolean(required=True)
    last_seen_on = fields.Date(required=True, allow_none=True)
    subject = fields.String(required=True, allow_none=True)


class PeopleAnswer(Schema):
    """A page of people."""

    rows = fields.List(fields.Nested(PersonAnswer), required=True)
    total = fields.Integer(required=True)
    total_is_at_least = fields.Boolean(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)


class NewPerson(Schema):
    """The person, and the first password, shown this once: none when the deed was done before."""

    person_id = fields.String(required=True)
    first_password = fields.String(required=True, allow_none=True)


class Done(Schema):
    """What a deed on the register answers."""

    person_id = fields.String()
    organ_id = fields.String()
    roles = fields.List(fields.String())
    tasks_handed_over = fields.Integer()
    cases_handed_over = fields.Integer()


class LogLine(Schema):
    """One deed of an administrator."""

    seq = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    kind = fields.String(required=True)
    words = fields.String(required=True)


class LogAnswer(Schema):
    """A page of the administrators' log, and whether it is whole."""

    rows = fields.List(fields.Nested(LogLine), required=True)
    total = fields.Integer(required=True)
    total_is_at_least = fields.Boolean(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    faults = fields.List(fields.String(), required=True)


def person_answer(line: PersonLine) -> dict[str, object]:
    """A line of the list as it is answered."""
    person = line.person
    names = (
        "id login name organ_id unit post office_phone certificate_no certificate_to "
        "active_from active_to"
    )
    own = "organ_name mobile mail certificate active has_second_factor last_seen_on subject"
    return {
        **{one: getattr(person, one) for one in names.split()},
        **{one: getattr(line, one) for one in own.split()},
        "roles": sorted(person.roles),
        "proposed": sorted(line.proposed),
    }
