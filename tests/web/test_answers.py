"""Every answer protects itself: headers, no other host, errors that tell nothing."""

import re

import pytest

from engine.errors import Fault
from tests.web.conftest import PLANTED_NAME
from tests.web.programs import PREFIX
from webui.access import Rule, open_to

HOSTS = re.compile(r"""(?:href|src|action|url\(|@import)\s*=?\s*["'(]?\s*(?:https?:)?//""")


def _pages(web):
    known = web.browser("lead_handler")
    yield from (web.browser().get(path) for path in ("/query", "/verify", "/verify/x/y"))
    yield web.browser().get("/static/pages.css")
    yield web.browser().get("/static/nothing")
    yield from (
        known.get(path)
        for path in (f"{PREFIX}/items", f"{PREFIX}/cases/{web.played.grown}",
                     f"{PREFIX}/cases/unknown", "/health/live", "/health/ready")
    )  # fmt: skip
    yield known.client.post("/query")


def test_every_answer_forbids_scripts_frames_and_other_hosts(web):
    for answer in _pages(web):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_names_another_host_or_holds_a_script_or_a_style(web):
    for answer in _pages(web):
        text = answer.text
        assert not HOSTS.search(text), HOSTS.search(text)
        assert "<script" not in text
        assert not re.search(r"\sstyle=|<style|\son\w+=", text)


def test_answers_are_not_kept_by_the_browser(web):
    for path in (f"{PREFIX}/items", "/query"):
        answer = web.browser("lead_handler").get(path)
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_error_nobody_foresaw_shows_and_logs_only_its_trace(web, capsys):
    @open_to(Rule.EVERYONE)
    def fails():
        raise ValueError(PLANTED_NAME)

    web.own_app().add_url_rule("/fails", "fails", fails)
    answer = web.browser().get("/fails")
    printed = "".join(capsys.readouterr())
    trace = re.search(r"编号 (\w+)", answer.text)[1]
    assert answer.status_code == 500
    assert "系统出了问题" in answer.text
    assert trace in printed
    assert "ValueError" in printed
    for told in (answer.text, printed):
        assert PLANTED_NAME not in told
    assert "Traceback" not in answer.text
    assert "ValueError" not in answer.text


def test_a_fault_is_logged_by_its_code(web, capsys):
    class Broken(Fault):
        code = "broken"
        what = "坏了。"
        mend = "请联系管理员。"

    @open_to(Rule.EVERYONE)
    def fails():
        raise Broken

    web.own_app().add_url_rule("/fails", "fails", fails)
    answer = web.browser().get("/fails")
    assert answer.status_code == 500
    assert "坏了。" in answer.text
    assert "broken" in "".join(capsys.readouterr())


@pytest.mark.parametrize("path", ["/api/nothing", "/api/"])
def test_programs_are_refused_in_json(web, path):
    answer = web.browser().get(path)
    assert answer.status_code == 404
    assert set(answer.json) == {"code", "what", "mend", "where", "fields", "trace"}
    assert answer.json["code"] == "page_not_found"


def test_health_is_told_without_logging_in(web):
    assert web.browser().get("/health/live").json == {"status": "live"}
    assert web.browser().get("/health/ready").json == {"status": "ready"}
