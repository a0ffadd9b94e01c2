"""统一身份认证: to the provider and back; a way back that nobody here began leads nowhere."""

import base64
import hmac
from dataclasses import asdict
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from webui import sign_on
from webui.access import Rule, open_to, set_cookie, the_house
from webui.refusals import NoSuchPage, SignOnFailed, SignOnUnmatched
from webui.signing_in import begin_session

pages = Blueprint("sign_on", __name__)

ATTEMPT_COOKIE = "zhijian_sign_on"
SECRET_CHARACTERS = 48


@pages.get("/sign-on/<place>")
@open_to(Rule.EVERYONE)
def begin(place: str) -> Response:
    """Send the browser to the provider of that place."""
    house = the_house()
    provider = sign_on.provider_of(house, place)
    if provider is None:
        raise NoSuchPage
    secret = house.office.ids.secret
    attempt = sign_on.Attempt(
        place=place,
        state=secret(SECRET_CHARACTERS),
        nonce=secret(SECRET_CHARACTERS),
        verifier=secret(SECRET_CHARACTERS),
    )
    response = redirect(sign_on.address_to_ask(provider, attempt, back=sign_on.way_back(house)))
    sealed = house.sealed(asdict(attempt), bound_to=_bound())
    set_cookie(response, ATTEMPT_COOKIE, base64.urlsafe_b64encode(sealed).decode())
    return response


@pages.get(sign_on.BACK)
@open_to(Rule.EVERYONE)
def back() -> Response:
    """The provider sends the browser back; refuses `sign_on_failed` and `sign_on_unmatched`."""
    house = the_house()
    attempt = _attempt()
    provider = sign_on.provider_of(house, attempt.place)
    if provider is None or not hmac.compare_digest(
        request.args.get("state", "").encode(), attempt.state.encode()
    ):
        raise SignOnFailed(why="不是从这里发起的登录")
    code = request.args.get("code", "")
    if not code:
        raise SignOnFailed(why="身份提供方没有同意登录")
    back_to = sign_on.way_back(house)
    subject = sign_on.subject_of(house, provider, attempt, code=code, back=back_to)
    person = house.sign_ins.person_of_subject(attempt.place, provider.issuer, subject)
    if person is None or not person.is_active_on(house.office.clock.now().date()):
        raise SignOnUnmatched(subject=subject)
    response = begin_session(house, attempt.place, person, redirect(url_for("browser_app.page")))
    house.sign_ins.note_sign_on(attempt.place, provider.issuer, subject)
    response.delete_cookie(ATTEMPT_COOKIE)
    return response


def _attempt() -> sign_on.Attempt:
    """What this browser set out with; refuses `sign_on_failed`."""
    try:
        sealed = base64.urlsafe_b64decode(request.cookies.get(ATTEMPT_COOKIE, ""))
        opened: Any = the_house().opened(sealed, bound_to=_bound())
        return sign_on.Attempt(**opened)
    except (ValueError, TypeError) as error:
        raise SignOnFailed(why="不是从这里发起的登录") from error


def _bound() -> str:
    return f"sign-on/{g.browser}"
