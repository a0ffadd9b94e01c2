"""登录、退出: the pages without a program in the browser."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.wiring import House
from webui.access import SESSION_COOKIE, Rule, open_to, the_house
from webui.refusals import SecondFactorNeeded, SignInFailed, SignInLocked
from webui.signing_in import LOGIN_CHARACTERS_MAX, begin_session, checked

pages = Blueprint("sign_in", __name__)

Refused = SignInFailed | SignInLocked | SecondFactorNeeded


@pages.get("/login")
@open_to(Rule.EVERYONE)
def login() -> Response | str:
    """The login page; whoever is logged in goes on to the list."""
    if g.get("person"):
        return redirect(url_for("to_do.index"))
    return _page()


@pages.post("/login")
@open_to(Rule.EVERYONE)
def sign_in() -> Response | tuple[str, int]:
    """Log in; refusals stand on the page itself."""
    house = the_house()
    place = chosen_place(house, request.form.get("place", ""))
    name = request.form.get("login", "").strip()[:LOGIN_CHARACTERS_MAX]
    password, code = request.form.get("password", ""), request.form.get("code", "").strip()
    try:
        person = checked(house, place, name, password, code)
    except (SignInFailed, SignInLocked, SecondFactorNeeded) as refused:
        return _page(refused=refused, login=name), refused.http_status
    return begin_session(house, place, person, redirect(_inside(request.args.get("next"))))


@pages.post("/logout")
@open_to(Rule.OWN_ACCOUNT)
def logout() -> Response:
    """End the session."""
    the_house().sign_ins.end(g.place, g.session_token)
    response = redirect(url_for("sign_in.login"))
    response.delete_cookie(SESSION_COOKIE)
    return response


def _page(*, refused: Refused | None = None, login: str = "") -> str:
    places = the_house().sign_ins.places()
    return render_template("login.html", places=places, refused=refused, login=login)


def chosen_place(house: House, chosen: str) -> str:
    """The place chosen; the only one where there is one."""
    places = [code for code, _ in house.sign_ins.places()]
    if len(places) == 1:
        return places[0]
    return chosen if chosen in places else ""


def _inside(address: str | None) -> str:
    """Where to go after logging in: a path of this site, never another host."""
    if address and address.startswith("/") and address[1:2] not in {"/", "\\"}:
        return address
    return url_for("to_do.index")
