"""Pages for whoever has no account: they work without a program, in light and dark, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.bureau import COMPLAINT

pytestmark = pytest.mark.browser

LOOKS = [(False, False), (False, True), (True, False), (True, True)]


@pytest.mark.parametrize(("phone", "dark"), LOOKS)
def test_public_pages_have_no_serious_barrier(window, phone, dark):
    anybody = window(phone=phone, dark=dark)
    for path in ("/query", "/verify", "/verify/510116/0", "/sign-on/510116", "/nothing/here"):
        anybody.go(path)
        assert anybody.barriers() == [], path


def test_a_complainant_asks_without_any_program(bureau, chromium):
    with chromium.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"{bureau.address}/query")
        page.get_by_label("查询码").fill(bureau.young.query_code)
        page.get_by_role("button", name="查询").click()
        expect(page.get_by_role("status")).to_contain_text("已登记")


def test_a_complainant_withdraws_without_any_program(bureau, chromium, window):
    player = bureau.stage.player()
    player.start("P1.1", "intake_clerk", COMPLAINT)
    with chromium.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"{bureau.address}/query")
        page.get_by_label("查询码").fill(player.query_code)
        page.get_by_role("button", name="查询").click()
        page.get_by_text("撤回投诉举报").click()
        page.get_by_label("撤回理由").fill("问题已经解决。")
        page.get_by_role("button", name="提出撤回").click()
        expect(page.get_by_text("您的撤回申请已经收到")).to_be_visible()
    anybody = window(phone=True, dark=True)
    page = anybody.go("/query")
    page.get_by_label("查询码").fill(bureau.grown.query_code)
    page.get_by_role("button", name="查询").click()
    page.get_by_text("撤回投诉举报").click()
    assert anybody.barriers() == []


def test_an_address_that_leads_nowhere_says_so(window):
    page = window("section_head").go("/nothing/here")
    expect(page.get_by_role("heading", name="没有这个页面")).to_be_visible()
    page.get_by_role("link", name="回到首页").click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
