"""登录: who knows the password gets in; who guesses is locked out and learns nothing."""

from pathlib import Path

from engine.store.sign_ins import SESSION_HOURS, SESSION_IDLE_MINUTES
from tests.web.programs import PREFIX, Program
from webui.access import SESSION_COOKIE
from webui.signing_in import FAILURES_MAX, FAILURES_MINUTES

LIST = f"{PREFIX}/items"


def test_five_failures_lock_the_login_even_for_the_right_password(web):
    browser = web.browser()
    for _ in range(FAILURES_MAX):
        assert browser.sign_in("intake_clerk", "wrong").json["code"] == "sign_in_failed"
    answer = browser.sign_in("intake_clerk")
    assert (answer.status_code, answer.json["code"]) == (429, "sign_in_locked")
    assert str(FAILURES_MINUTES) in answer.json["mend"]
    assert web.browser().sign_in("section_head").status_code == 204


def test_the_lock_opens_after_a_quarter_of_an_hour(web):
    browser = web.browser()
    for _ in range(FAILURES_MAX):
        browser.sign_in("intake_clerk", "wrong")
    web.later(minutes=FAILURES_MINUTES, seconds=1)
    assert browser.sign_in("intake_clerk").status_code == 204


def test_a_success_forgets_the_failures_before_it(web):
    for _ in range(2):
        for _ in range(FAILURES_MAX - 1):
            web.browser().sign_in("intake_clerk", "wrong")
        assert web.browser().sign_in("intake_clerk").status_code == 204


def test_logging_out_ends_the_session_also_for_a_copied_cookie(web):
    program = Program.of(web, "intake_clerk")
    copied = program.client.get_cookie(SESSION_COOKIE).value
    assert program.send("delete", "/session", b"", "application/json").status_code == 204
    thief = web.browser()
    thief.client.set_cookie(SESSION_COOKIE, copied)
    assert thief.get(LIST).json["code"] == "not_signed_in"


def test_a_session_in_use_ends_after_eight_hours(web):
    browser = web.browser("intake_clerk")
    minutes = SESSION_HOURS * 60
    for _ in range(minutes // 20 - 1):
        web.later(minutes=20)
        assert browser.get(LIST).status_code == 200
    web.later(minutes=20)
    assert browser.get(LIST).status_code == 401


def test_a_session_ends_when_it_lies_idle(web):
    browser = web.browser("intake_clerk")
    web.later(minutes=SESSION_IDLE_MINUTES, seconds=-1)
    assert browser.get(LIST).status_code == 200
    web.later(minutes=SESSION_IDLE_MINUTES)
    assert browser.get(LIST).status_code == 401


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
