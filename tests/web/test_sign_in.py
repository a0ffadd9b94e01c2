"""登录: who knows the password gets in; who guesses is locked out and learns nothing."""

from pathlib import Path

import pytest

from engine.store.sign_ins import SESSION_HOURS, SESSION_IDLE_MINUTES
from webui.access import SESSION_COOKIE
from webui.signing_in import FAILURES_MAX, FAILURES_MINUTES


def test_the_right_password_leads_to_the_list_of_tasks(web):
    browser = web.browser()
    answer = browser.sign_in("intake_clerk")
    assert answer.status_code == 302
    assert answer.location == "/"
    assert "我的任务" in browser.get("/").text


def test_a_wrong_password_and_an_unknown_login_are_answered_alike(web):
    wrong = web.browser().sign_in("intake_clerk", "wrong")
    unknown = web.browser().sign_in("nobody", "wrong")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert "账号或者密码不对" in wrong.text
    assert wrong.text.count("\n") == unknown.text.count("\n")


def test_five_failures_lock_the_login_even_for_the_right_password(web):
    browser = web.browser()
    for _ in range(FAILURES_MAX):
        assert browser.sign_in("intake_clerk", "wrong").status_code == 401
    answer = browser.sign_in("intake_clerk")
    assert answer.status_code == 429
    assert "暂时锁定" in answer.text
    assert web.browser().sign_in("section_head").status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(web):
    browser = web.browser()
    for _ in range(FAILURES_MAX):
        browser.sign_in("intake_clerk", "wrong")
    web.later(minutes=FAILURES_MINUTES, seconds=1)
    assert browser.sign_in("intake_clerk").status_code == 302


def test_a_success_forgets_the_failures_before_it(web):
    for _ in range(2):
        for _ in range(FAILURES_MAX - 1):
            web.browser().sign_in("intake_clerk", "wrong")
        assert web.browser().sign_in("intake_clerk").status_code == 302


def test_logging_out_ends_the_session_also_for_a_copied_cookie(web):
    browser = web.browser("intake_clerk")
    copied = browser.client.get_cookie(SESSION_COOKIE).value
    browser.post("/logout", {}, page="/")
    thief = web.browser()
    thief.client.set_cookie(SESSION_COOKIE, copied)
    assert thief.get("/").location.startswith("/login")


def test_a_session_in_use_ends_after_eight_hours(web):
    browser = web.browser("intake_clerk")
    minutes = SESSION_HOURS * 60
    for _ in range(minutes // 20 - 1):
        web.later(minutes=20)
        assert browser.get("/").status_code == 200
    web.later(minutes=20)
    assert browser.get("/").status_code == 302


def test_a_session_ends_when_it_lies_idle(web):
    browser = web.browser("intake_clerk")
    web.later(minutes=SESSION_IDLE_MINUTES, seconds=-1)
    assert browser.get("/").status_code == 200
    web.later(minutes=SESSION_IDLE_MINUTES)
    assert browser.get("/").status_code == 302


def test_the_cookies_are_for_this_site_and_no_script(web):
    answer = web.browser().sign_in("intake_clerk")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all("HttpOnly" in one and "SameSite=Lax" in one for one in cookies)


def test_the_token_is_kept_only_as_its_hash(web):
    browser = web.browser("intake_clerk")
    token = browser.client.get_cookie(SESSION_COOKIE).value.partition(".")[2]
    database = web.house.settings.database.removeprefix("sqlite:///")
    assert token.encode() not in Path(database).read_bytes()


def test_who_asked_for_a_page_gets_it_after_logging_in(web):
    browser = web.browser()
    asked = browser.get("/?tab=done").location
    answer = browser.post(asked, {"login": "intake_clerk", "password": "a long password of a test"})
    assert answer.location == "/?tab=done"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example"]
)
def test_logging_in_never_leads_to_another_host(web, elsewhere):
    answer = web.browser().client.get("/login")
    browser = web.browser()
    answer = browser.post(
        f"/login?next={elsewhere}",
        {"login": "intake_clerk", "password": "a long password of a test"},
        page="/login",
    )
    assert answer.location == "/"
