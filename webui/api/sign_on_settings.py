"""统一身份认证的设置: what stands there, and whether the provider answers; never the secret."""

from marshmallow import Schema, fields

from engine.queries.sign_on_use import sign_on_use
from webui.access import Rule, open_to, the_desk, the_house, the_place
from webui.api.shapes import blueprint, many, maybe_text, moment, text
from webui.refusals import SignOnFailed
from webui.sign_on import SETTINGS_UNREADABLE, Provider, provider_of, way_back
from webui.sign_on_trial import Found, tried

api = blueprint("sign_on_settings", "统一身份认证的设置")

OFF, ON, UNREADABLE = "off", "on", "unreadable"


class SignOnSettings(Schema):
    """As set on the server; `state` is on, off or unreadable. Empty where nothing is set."""

    state = text()
    title = maybe_text()
    issuer = maybe_text()
    client_id = maybe_text()
    way_back = text()
    matched = fields.Integer(required=True)
    used_at = moment()


class TrialLine(Schema):
    """One thing that was looked at; `right` is null where the way there was barred before."""

    title = text()
    right = fields.Boolean(required=True, allow_none=True)
    why = text()


class TrialAnswer(Schema):
    """All of them, in their order, and when."""

    rows = many(TrialLine)
    tried_at = moment()


@api.get("/admin/sign-on")
@open_to(Rule.ADMINISTRATOR)
@api.response(200, SignOnSettings)
def settings() -> dict[str, object]:
    """What is set for this place."""
    state, provider = _set()
    shown = {name: getattr(provider, name, None) for name in ("title", "issuer", "client_id")}
    use = sign_on_use(the_desk(), provider.issuer if provider else "")
    return {
        "state": state,
        "way_back": way_back(the_house()),
        "matched": use.matched,
        "used_at": use.used_at,
        **shown,
    }


@api.post("/admin/sign-on/trial")
@open_to(Rule.ADMINISTRATOR)
@api.response(200, TrialAnswer)
def trial() -> dict[str, object]:
    """Ask the provider for all that a login needs; nothing is changed by it."""
    state, provider = _set()
    why = SETTINGS_UNREADABLE if state == UNREADABLE else "本地方没有设置统一身份认证"
    rows = tried(provider) if provider else [Found(title="设置", right=False, why=why)]
    return {"rows": rows, "tried_at": the_house().office.clock.now()}


def _set() -> tuple[str, Provider | None]:
    try:
        provider = provider_of(the_house(), the_place())
    except SignOnFailed:
        return UNREADABLE, None
    return (ON if provider else OFF), provider
