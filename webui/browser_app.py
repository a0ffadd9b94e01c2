"""The caseworker's app: one page for every address nothing else answers, and its files."""

from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory
from werkzeug.routing import PathConverter

from engine.errors import Fault
from webui.access import Rule, open_to

BUILT = Path(__file__).parent / "static" / "app"
FOREVER = "public, max-age=31536000, immutable"
"""A file whose name holds the hash of its content never changes."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""No script and no style but the app's own files; nothing from elsewhere."""

pages = Blueprint("browser_app", __name__)


class AppAddress(PathConverter):
    """Any address but those of programs, where what is not there is told in JSON."""

    regex = r"(?!api/)[^/].*?"


class AppNotBuilt(Fault):
    """The files of the app were never made on this machine."""

    code = "app_not_built"
    what = "网页程序还没有生成。"
    mend = "请系统管理员运行 make setup 后重启服务。"


@pages.get("/")
@pages.get("/<app_address:_address>")
@open_to(Rule.EVERYONE)
def page(_address: str = "") -> Response:
    """The page of every address of the app; it holds no data, the app asks for them."""
    response = _file("index.html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response


@pages.get("/assets/<path:name>")
@open_to(Rule.EVERYONE)
def asset(name: str) -> Response:
    """A script, style sheet or picture of the app."""
    response = _file(f"assets/{name}")
    response.headers["Cache-Control"] = FOREVER
    return response


@pages.get("/mark.svg")
@open_to(Rule.EVERYONE)
def mark() -> Response:
    """The mark."""
    return _file("mark.svg")


def _file(name: str) -> Response:
    """A built file, packed where the browser takes it packed."""
    if not (BUILT / "index.html").is_file():
        raise AppNotBuilt
    packed = request.accept_encodings["gzip"] > 0 and (BUILT / f"{name}.gz").is_file()
    kind = guess_type(name)[0] or "application/octet-stream"
    response = send_from_directory(BUILT, f"{name}.gz" if packed else name, mimetype=kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response
