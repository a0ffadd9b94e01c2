"""The app's page and files as the server hands them out, and the routes it calls."""

import gzip
import re
from pathlib import Path

import pytest

from webui import browser_app
from webui.api.shapes import PREFIX

ROUTES = Path(__file__).parents[2] / "webui" / "frontend" / "src" / "api" / "routes.ts"


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A build of the app of three files."""
    (tmp_path / "assets").mkdir()
    for name, text in {
        "index.html": "<!doctype html><title>app</title>",
        "assets/a.js": "1",
        "mark.svg": "<svg/>",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    monkeypatch.setattr(browser_app, "BUILT", tmp_path)


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["/", "/cases/1", "/items/1"])
def test_every_address_of_the_app_is_the_one_page_with_a_strict_policy(web, path):
    answer = web.browser().get(path)
    assert "<title>app" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("built")
def test_a_file_named_by_its_content_is_kept_for_ever_and_travels_packed(web):
    plain = web.browser().get("/assets/a.js")
    packed = web.browser().get("/assets/a.js", headers={"Accept-Encoding": "gzip"})
    assert plain.data == b"1"
    assert gzip.decompress(packed.data) == b"1"
    assert packed.headers["Content-Encoding"] == "gzip"
    for answer in (plain, packed):
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("name", ["nothing.js", "../../access.py", "%2e%2e/%2e%2e/access.py"])
def test_only_built_files_are_handed_out(web, name):
    answer = web.browser().get(f"/assets/{name}")
    assert b"open_to" not in answer.data
    assert answer.status_code == 404 or "<title>app" in answer.text


def test_an_app_that_was_never_built_says_what_to_do(web, tmp_path, monkeypatch):
    monkeypatch.setattr(browser_app, "BUILT", tmp_path)
    assert "make setup" in web.browser().get("/").text


def _called() -> set[str]:
    table = ROUTES.read_text(encoding="utf-8")
    return set(re.findall(r"'((?:GET|POST|PUT|PATCH|DELETE) /[^']*)'", table))


def _nameless(route: str) -> str:
    return re.sub(r"\{\w+\}", "{}", route)


def test_every_route_the_app_calls_is_one_the_server_describes(web):
    described = web.browser("section_head").get(f"{PREFIX}/openapi.json").json
    served = {
        _nameless(f"{method.upper()} {path.removeprefix(PREFIX)}")
        for path, methods in described["paths"].items()
        for method in methods
    }
    unknown = {route for route in _called() if _nameless(route) not in served}
    assert unknown == set()
