"""登录、退出: five failures in a quarter of an hour lock a login; what was wrong is not told."""

from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.domain.people import Person
from engine.wiring import House
from webui.access import SESSION_COOKIE, Rule, open_to, set_cookie, the_house
from webui.refusals import SignInFailed, SignInLocked

FAILURES_MAX = 5
FAILURES_MINUTES = 15
LOGIN_CHARACTERS_MAX = 64
PASSWORD_CHARACTERS_MAX = 200

pages = Blueprint("sign_in", __name__)
hasher = PasswordHasher()
NOBODY_HASH = hasher.hash("nobody logs in by this")
"""Checked for logins that do not exist, so that the answer takes as long."""


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
    """Log in; refuses `sign_in_failed` and `sign_in_locked` on the page itself."""
    house = the_house()
    place = _place(house)
    name = request.form.get("login", "").strip()[:LOGIN_CHARACTERS_MAX]
    try:
        person = _checked(house, place, name, request.form.get("password", ""))
    except (SignInFailed, SignInLocked) as refused:
        return _page(refused=refused, login=name), refused.http_status
    token = house.sign_ins.begin(place, person.id)
    response = redirect(_inside(request.args.get("next")))
    set_cookie(response, SESSION_COOKIE, f"{place}.{token}")
    return response


@pages.post("/logout")
@open_to(Rule.SIGNED_IN)
def logout() -> Response:
    """End the session."""
    the_house().sign_ins.end(g.place, g.session_token)
    response = redirect(url_for("sign_in.login"))
    response.delete_cookie(SESSION_COOKIE)
    return response


def _page(*, refused: SignInFailed | SignInLocked | None = None, login: str = "") -> str:
    places = the_house().sign_ins.places()
    return render_template("login.html", places=places, refused=refused, login=login)


def _place(house: House) -> str:
    """The place chosen; the only one where there is one."""
    places = [code for code, _ in house.sign_ins.places()]
    chosen = request.form.get("place", "")
    if len(places) == 1:
        return places[0]
    return chosen if chosen in places else ""


def _checked(house: House, place: str, login: str, password: str) -> Person:
    now = house.office.clock.now()
    subject = f"login\0{login}"
    since = now - timedelta(minutes=FAILURES_MINUTES)
    if house.sign_ins.failures(place, subject, since=since) >= FAILURES_MAX:
        raise SignInLocked(minutes=FAILURES_MINUTES)
    account = house.sign_ins.account(place, login)
    kept = account.password_hash if account else None
    right = _verify(kept or NOBODY_HASH, password[:PASSWORD_CHARACTERS_MAX]) and kept is not None
    if account is None or not right or not account.person.is_active_on(now.date()):
        house.sign_ins.note_failure(place, subject)
        raise SignInFailed
    house.sign_ins.forget_failures(place, subject)
    return account.person


def _verify(kept: str, password: str) -> bool:
    try:
        return hasher.verify(kept, password)
    except VerificationError:
        return False


def _inside(address: str | None) -> str:
    """Where to go after logging in: a path of this site, never another host."""
    if address and address.startswith("/") and address[1:2] not in {"/", "\\"}:
        return address
    return url_for("to_do.index")
