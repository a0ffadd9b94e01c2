"""查询: a code tells one word of status; a wrong one tells nothing, and guessing ends soon."""

import re

from tests.web.conftest import PLANTED_NAME, PLANTED_PHONE
from tests.web.programs import Program
from webui.pages.query import FAILURES_MAX, FAILURES_MINUTES


def _ask(browser, code: str):
    return browser.post("/query", {"code": code})


def test_the_code_tells_the_status_without_logging_in(web):
    assert "已登记" in _ask(web.browser(), web.played.young_code).text
    assert "办理中" in _ask(web.browser(), web.played.grown_code).text


def test_the_code_may_be_written_as_it_was_printed(web):
    code = web.played.young_code.lower()
    assert "已登记" in _ask(web.browser(), f" {code[:4]}-{code[4:8]} {code[8:]} ").text


def test_the_page_tells_nothing_of_the_person_or_of_who_works_on_it(web):
    text = _ask(web.browser(), web.played.grown_code).text
    for secret in (PLANTED_NAME, PLANTED_PHONE, "演示甲", web.played.grown, "双执监案"):
        assert secret not in text


def _withdraw(web, code: str, **changed: str):
    browser = web.browser()
    shown = _ask(browser, code).text
    key = re.search(r'name="key" value="(\w+)"', shown)
    sent = {"code": code, "reason": "问题已经解决。", "key": key[1] if key else "k", **changed}
    return browser.post("/query/withdrawal", sent, page="/query")


def test_whoever_has_the_code_may_withdraw_once_and_the_head_decides(web):
    code = web.played.young_code
    assert "撤回投诉举报" in _ask(web.browser(), code).text
    done = _withdraw(web, code)
    assert done.status_code == 200
    assert "您的撤回申请已经收到" in done.text
    assert "提出撤回" not in done.text
    tasks = Program.of(web, "section_head").get("/items?tab=claim").json["rows"]
    assert [one["step"] for one in tasks if one["case_id"] == web.played.young] == ["EX8"]
    again = _withdraw(web, code)
    assert again.status_code == 409
    assert "正在审批" in again.text


def test_a_withdrawal_without_a_reason_or_a_code_changes_nothing(web):
    before = web.version_of(web.played.young)
    empty = _withdraw(web, web.played.young_code, reason=" ")
    assert empty.status_code == 422
    assert "撤回理由" in empty.text
    wrong = web.browser().post(
        "/query/withdrawal", {"code": "0" * 12, "reason": "x", "key": "k"}, page="/query"
    )
    assert "没有查到" in wrong.text
    unkeyed = _withdraw(web, web.played.young_code, key="")
    assert 400 <= unkeyed.status_code < 500
    assert web.version_of(web.played.young) == before


def test_unknown_codes_are_all_answered_alike(web):
    answers = {_ask(web.browser(), code).text.split("<form")[0] for code in ("0" * 12, "x", "'--")}
    assert len(answers) == 1


def test_guessing_ends_soon_and_may_begin_again_later(web):
    for number in range(FAILURES_MAX):
        assert _ask(web.browser(), f"{number:012}").status_code == 200
    refused = _ask(web.browser(), web.played.young_code)
    assert refused.status_code == 429
    assert "已登记" not in refused.text
    web.later(minutes=FAILURES_MINUTES, seconds=1)
    assert "已登记" in _ask(web.browser(), web.played.young_code).text


def test_asking_with_a_right_code_is_never_counted(web):
    for _ in range(FAILURES_MAX + 1):
        assert _ask(web.browser(), web.played.young_code).status_code == 200
