"""登录的经过: the same for the page and for the API; what was wrong is not told.

Five failures in a quarter of an hour lock a login, also those made at the same time.
"""

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from engine.domain.people import Person
from engine.wiring import House
from webui import passwords
from webui.access import SESSION_COOKIE, set_cookie
from webui.refusals import PasswordWrong, SecondFactorNeeded, SignInFailed, SignInLocked

FAILURES_MAX = 5
FAILURES_MINUTES = 15
LOGIN_CHARACTERS_MAX = 64

BROWSERS = (
    ("Edg", "Edge"),
    ("QQBrowser", "QQ浏览器"),
    ("UOS", "UOS 浏览器"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def checked(house: House, place: str, login: str, password: str, code: str = "") -> Person:
    """Who logs in; refuses `sign_in_failed`, `sign_in_locked` and `second_factor_needed`."""
    subject = f"login\0{login[:LOGIN_CHARACTERS_MAX]}"
    _count_try(house, place, subject)
    account = house.sign_ins.account(place, login[:LOGIN_CHARACTERS_MAX])
    kept = account.password_hash if account else None
    if not passwords.is_right(kept, password) or account is None:
        raise SignInFailed
    person = account.person
    if not person.is_active_on(house.office.clock.now().date()):
        raise SignInFailed
    if account.has_second_factor:
        if not code:
            house.sign_ins.forget_failures(place, subject)
            raise SecondFactorNeeded
        _check_code(house, place, person, code)
    house.sign_ins.forget_failures(place, subject)
    return person


def confirm(house: House, place: str, person: Person, password: str) -> None:
    """Who sits there proves once more who he is; refuses `password_wrong`, `sign_in_locked`.

    Who came by single sign-on and has no password here proves nothing more.
    """
    account = house.sign_ins.account_of(place, person.id)
    if account is not None and account.password_hash is None:
        return
    subject = f"password\0{person.id}"
    _count_try(house, place, subject)
    if account is None or not passwords.is_right(account.password_hash, password):
        raise PasswordWrong
    house.sign_ins.forget_failures(place, subject)


def _count_try(house: House, place: str, subject: str) -> None:
    since = house.office.clock.now() - timedelta(minutes=FAILURES_MINUTES)
    if not house.sign_ins.may_try(place, subject, most=FAILURES_MAX, since=since):
        raise SignInLocked(minutes=FAILURES_MINUTES)


def _check_code(house: House, place: str, person: Person, code: str) -> None:
    """A right password does not buy tries at the code: they are counted apart."""
    subject = f"second factor\0{person.id}"
    _count_try(house, place, subject)
    if not house.second_factors.accepts(place, person.id, code):
        raise SignInFailed
    house.sign_ins.forget_failures(place, subject)


def begin_session(house: House, place: str, person: Person, response: Response) -> Response:
    """Give the browser a new session; a session it had before is another one."""
    account = house.sign_ins.account_of(place, person.id)
    limited = account is not None and account.has_first_password
    token = house.sign_ins.begin(place, person.id, browser=browser_words(), limited=limited)
    set_cookie(response, SESSION_COOKIE, f"{place}.{token}")
    return response


def browser_words() -> str:
    """Browser and system of who asks, in two words, for the list of his sessions."""
    said = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in said), "其他程序")
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    return " · ".join(one for one in (browser, system) if one)
