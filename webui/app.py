"""The application factory: every page and every error handler in sight."""

from collections.abc import Callable

import structlog
from flask import Flask, Response, g, request

from engine.wiring import House
from webui import access, api, browser_app, refusal_pages
from webui.pages import health, query, sign_on, verify

BODY_BYTES_MAX = 2 << 20
FORM_PARTS_MAX = 5_000

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""No script at all, nothing from elsewhere, in no other site's frame."""

TRACE_CHARACTERS = 12

log = structlog.get_logger()


def create_app(house: House) -> Flask:
    """The web of one house."""
    app = Flask(__name__, template_folder="pages/templates", static_folder="pages/static")
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_BYTES_MAX,
        MAX_FORM_MEMORY_SIZE=BODY_BYTES_MAX,
        MAX_FORM_PARTS=FORM_PARTS_MAX,
    )
    app.extensions[access.HOUSE] = house
    access.open_to(access.Rule.EVERYONE)(_static(app))
    app.url_map.converters["app_address"] = browser_app.AppAddress
    for one in (browser_app, sign_on, query, verify, health):
        app.register_blueprint(one.pages)
    api.register(app)
    refusal_pages.register(app)
    app.before_request(_begin)
    app.before_request(access.check_access)
    app.after_request(_protect)
    app.after_request(access.keep_browser)
    app.after_request(_note)
    app.jinja_env.globals["form_token"] = access.form_token
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def _static(app: Flask) -> Callable[..., object]:
    return app.view_functions["static"]


def _begin() -> None:
    g.trace = access.the_house().office.ids.next()[-TRACE_CHARACTERS:]
    g.browser = request.cookies.get(access.BROWSER_COOKIE, "")


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint not in access.FILES:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _note(response: Response) -> Response:
    """One line per request: the route, never the address or anything that was typed."""
    if request.endpoint not in access.FILES:
        log.info(
            "request",
            trace=g.get("trace", ""),
            method=request.method,
            route=request.endpoint,
            status=response.status_code,
        )
    return response
