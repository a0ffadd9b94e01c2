"""谁可以打开哪一页: every route states its rule; without one it opens for nobody."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TypeVar, cast

from flask import Flask, current_app, g, request
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from engine.commands.change_calendar import KEEPERS, READERS
from engine.commands.end_incident import INCIDENT_READERS, INCIDENT_ROLES
from engine.domain.people import Person
from engine.domain.separation import THREE_ADMINISTRATORS, WATCHERS
from engine.errors import Fault
from engine.queries.looking import Desk
from engine.wiring import House
from webui.connectors import check_connector
from webui.refusals import FirstPasswordKept, FormStale, NotSignedIn, NotYourPart

SESSION_COOKIE = "zhijian_session"
BROWSER_COOKIE = "zhijian_browser"
SECRET_CHARACTERS = 40
SESSION_SECONDS = 8 * 3600
"""As long as the session itself (`engine.store.sign_ins.SESSION_HOURS`)."""

FILES = frozenset({"static", "browser_app.asset", "browser_app.mark"})
"""Routes that hand out files which are the same for everybody; who asks is not looked up."""

HOUSE = "zhijian_house"
RULE = "zhijian_rule"
BY_ITSELF = "zhijian_by_itself"
TOKEN_HEADER = "X-Form-Token"  # noqa: S105 - the name of a header
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

View = TypeVar("View", bound=Callable[..., object])


class Rule(Enum):
    """Who may open a route; the sentence is the rule as the manual says it."""

    EVERYONE = "任何人"
    SIGNED_IN = "登录的人，只看到自己的"
    OWN_ACCOUNT = "登录的人，包括还没有更换初始口令的"
    SYS_ADMIN = "系统管理员"
    SECURITY_ADMIN = "安全管理员"
    AUDITOR = "审计员"
    ADMINISTRATOR = "三员之一：系统管理员、安全管理员、审计员"
    TIME_WATCHER = "科室负责人、分管负责人、主要负责人、督查管理员"
    CALENDAR_KEEPER = "系统管理员、安全管理员、科室负责人"
    CALENDAR_READER = "系统管理员、安全管理员、科室负责人、分管负责人、主要负责人、督查管理员"
    INCIDENT_KEEPER = "系统管理员、科室负责人"
    INCIDENT_READER = "系统管理员、科室负责人、督查管理员"
    CONNECTOR = "持有密钥的对接系统"
    DESIGNER = "流程设计人员、流程发布审核人员"
    REGISTRAR = "担任登记、立案起点角色的人"
    TASK_HOLDER = "持有该办理项，或者在其待签收范围内的人"
    CASE_READER = "承办人、有办理项的人、监督机关负责人；被监督机关人员只见自己的任务和送达的文书"
    CASE_INSIDER = "同上，但不含被监督机关人员"


ROLES_OF: Mapping[Rule, frozenset[str]] = {
    Rule.DESIGNER: frozenset({"process_designer", "process_approver"}),
    Rule.SYS_ADMIN: frozenset({"sys_admin"}),
    Rule.SECURITY_ADMIN: frozenset({"security_admin"}),
    Rule.AUDITOR: frozenset({"auditor"}),
    Rule.ADMINISTRATOR: THREE_ADMINISTRATORS,
    Rule.TIME_WATCHER: WATCHERS,
    Rule.CALENDAR_KEEPER: KEEPERS,
    Rule.CALENDAR_READER: READERS,
    Rule.INCIDENT_KEEPER: INCIDENT_ROLES,
    Rule.INCIDENT_READER: INCIDENT_READERS,
}
"""Rules that ask for one of these roles before anything else is looked at."""


class RouteWithoutRule(Fault):
    """Somebody added a page and forgot to say who may open it."""

    code = "route_without_rule"
    what = "页面没有规定谁可以打开。"
    mend = "请把这次操作的编号告诉系统管理员。"


def open_to(rule: Rule) -> Callable[[View], View]:
    """State the rule of a view."""

    def state(view: View) -> View:
        setattr(view, RULE, rule)
        return view

    return state


def asked_by_itself(view: View) -> View:
    """State that open pages ask this again and again: it keeps no session from lying idle."""
    setattr(view, BY_ITSELF, True)
    return view


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """The rule of a route, or None where nobody stated one."""
    return getattr(app.view_functions[endpoint], RULE, None)


def the_house() -> House:
    """The house behind these pages."""
    return cast("House", current_app.extensions[HOUSE])


def the_person() -> Person:
    """Who asks; raises `not_signed_in`."""
    person: Person | None = g.get("person")
    if person is None:
        raise NotSignedIn
    return person


def the_place() -> str:
    """Where who asks belongs."""
    the_person()
    return cast("str", g.place)


def the_desk() -> Desk:
    """Who asks, and where; what every query takes."""
    house = the_house()
    return Desk(office=house.office, store=house.store, place=the_place(), by=the_person())


def check_access() -> None:
    """Before every view: who asks, may he open this route, is a changing form one of ours?"""
    if request.endpoint is None:
        return  # there is no such page; Flask says so next
    rule = rule_of(current_app, request.endpoint)
    if rule is None:
        raise RouteWithoutRule(where={"route": request.endpoint})
    g.browser = request.cookies.get(BROWSER_COOKIE, "") or the_house().office.ids.secret(
        SECRET_CHARACTERS
    )
    if rule is Rule.CONNECTOR:
        check_connector(the_house())
        return
    if request.endpoint not in FILES:
        _recognise()
    if rule is not Rule.EVERYONE:
        _check_person(rule)
    if request.method in CHANGING and not hmac.compare_digest(_token_sent(), form_token()):
        raise FormStale


def _check_person(rule: Rule) -> None:
    """Somebody is logged in, with a password of his own, and has the role the rule asks for."""
    person = the_person()
    if g.limited and rule is not Rule.OWN_ACCOUNT:
        raise FirstPasswordKept
    if rule in ROLES_OF and not person.roles & ROLES_OF[rule]:
        raise NotYourPart(who=rule.value)


def _token_sent() -> str:
    """Programs of ours send it in a header, forms in a field; never a character that is none."""
    sent = request.headers.get(TOKEN_HEADER) or request.form.get("form_token", "")
    return sent if sent.isascii() else ""


def _recognise() -> None:
    place, _, token = request.cookies.get(SESSION_COOKIE, "").partition(".")
    g.session_token = ""
    if not token:
        return
    house = the_house()
    view = current_app.view_functions[str(request.endpoint)]
    by_itself = getattr(view, BY_ITSELF, False)
    found = house.sign_ins.visitor(place, token, by_itself=by_itself)
    if found is not None and found.person.is_active_on(house.office.clock.now().date()):
        g.person, g.place, g.session_token = found.person, place, token
        g.limited = found.limited


def form_token() -> str:
    """What every form carries: known only to this browser and, once logged in, this session."""
    words = f"form\0{g.get('session_token', '')}"
    return hmac.new(g.browser.encode(), words.encode(), hashlib.sha256).hexdigest()


def keep_browser(response: FlaskResponse) -> FlaskResponse:
    """Give the browser its secret, once."""
    known = request.cookies.get(BROWSER_COOKIE, "")
    if g.get("browser") and g.browser != known and request.endpoint not in FILES:
        set_cookie(response, BROWSER_COOKIE, g.browser)
    return response


def set_cookie(response: Response, name: str, value: str) -> None:
    """A cookie no script reads and no other site sends along."""
    response.set_cookie(
        name,
        value,
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
