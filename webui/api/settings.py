"""个人设置: columns, saved filters and those that colleagues share, phrases, ways of notices."""

from collections.abc import Mapping
from typing import cast

from flask import Response
from marshmallow import Schema, fields

from engine.domain.plain import Plain
from engine.domain.preferences import given_filters, settings_fault, with_defaults
from engine.queries.shared_filters import shared_filters
from webui.access import Rule, open_to, the_desk, the_house, the_person, the_place
from webui.api.inbox import InboxAsked
from webui.api.session import NO_CONTENT, nothing
from webui.api.shapes import Shape, blueprint, many, text
from webui.refusals import SettingsUnfit

api = blueprint("settings", "个人设置")


class Settings(Shape):
    """The parts that are set; a part left out goes back to what holds for everybody."""

    columns = fields.Dict(keys=fields.String())
    filters = fields.List(fields.Dict(keys=fields.String()))
    """Name, list and query of each; ``shared`` gives it to everybody of the person's organ."""
    phrases = fields.List(fields.String())
    notices = fields.Dict(keys=fields.String())
    page = fields.Dict(keys=fields.String())


class SharedFilter(Schema):
    """A filter that a colleague shares."""

    name = text()
    owner = text()
    tab = text()
    query = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class SharedFilters(Schema):
    """Those of one's own organ, by owner and name."""

    rows = many(SharedFilter)


@api.put("/me/settings")
@open_to(Rule.SIGNED_IN)
@api.arguments(Settings)
@api.response(NO_CONTENT)
def save(asked: Mapping[str, Plain]) -> Response:
    """Keep my settings; refuses `settings_unfit`."""
    why = settings_fault(asked) or _shared_fault(asked)
    if why is not None:
        raise SettingsUnfit(why=why)
    the_house().personal_settings.save(the_place(), the_person().id, asked)
    return nothing()


@api.get("/shared-filters")
@open_to(Rule.SIGNED_IN)
@api.response(200, SharedFilters)
def shared() -> dict[str, object]:
    """What colleagues of my organ share."""
    return {"rows": shared_filters(the_desk())}


def _shared_fault(asked: Mapping[str, Plain]) -> str | None:
    """What is given to others has to be a question that the inbox understands."""
    for one in given_filters(asked):
        if InboxAsked().validate({**cast("Mapping[str, Plain]", one["query"]), "tab": one["tab"]}):
            return "共享的筛选里有清单不认识的条件"
    return None


def my_settings() -> dict[str, Plain]:
    """What holds for who asks."""
    return with_defaults(the_house().personal_settings.of(the_place(), the_person().id))
