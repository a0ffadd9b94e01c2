"""个人设置: columns, saved filters, phrases, ways of notices."""

from collections.abc import Mapping

from flask import Response
from marshmallow import fields

from engine.domain.plain import Plain
from engine.domain.preferences import settings_fault, with_defaults
from webui.access import Rule, open_to, the_house, the_person, the_place
from webui.api.session import NO_CONTENT, nothing
from webui.api.shapes import Shape, blueprint
from webui.refusals import SettingsUnfit

api = blueprint("settings", "个人设置")


class Settings(Shape):
    """The parts that are set; a part left out goes back to what holds for everybody."""

    columns = fields.Dict(keys=fields.String())
    filters = fields.List(fields.Dict(keys=fields.String()))
    phrases = fields.List(fields.String())
    notices = fields.Dict(keys=fields.String())
    page = fields.Dict(keys=fields.String())


@api.put("/me/settings")
@open_to(Rule.SIGNED_IN)
@api.arguments(Settings)
@api.response(NO_CONTENT)
def save(asked: Mapping[str, Plain]) -> Response:
    """Keep my settings; refuses `settings_unfit`."""
    why = settings_fault(asked)
    if why is not None:
        raise SettingsUnfit(why=why)
    the_house().personal_settings.save(the_place(), the_person().id, asked)
    return nothing()


def my_settings() -> dict[str, Plain]:
    """What holds for who asks."""
    return with_defaults(the_house().personal_settings.of(the_place(), the_person().id))
