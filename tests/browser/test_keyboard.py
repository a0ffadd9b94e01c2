"""Inbox, task and case page without a mouse."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def _tab_to(page, name, *, most=60):
    """Press Tab until the control of that name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        words = page.evaluate(
            """() => { const it = document.activeElement;
            return (it.getAttribute('aria-label') ?? it.textContent ?? '').trim(); }"""
        )
        if words.startswith(name):
            return
    raise AssertionError(name)


def test_the_inbox_is_worked_with_single_keys(window):
    page = window("section_head").go("/?tab=claim")
    row = page.locator("tbody tr").first
    expect(row).to_be_visible()
    page.keyboard.press("j")
    expect(row).to_have_attribute("aria-current", "true")
    page.keyboard.press("x")
    expect(row.get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_text("已选1件")).to_be_visible()
    page.keyboard.press("x")
    expect(row.get_by_role("checkbox")).not_to_be_checked()
    page.keyboard.press("/")
    expect(page.get_by_label("搜索")).to_be_focused()
    page.keyboard.type("jxo")
    expect(page.get_by_label("搜索")).to_have_value("jxo")
    page.get_by_label("搜索").press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("o")
    expect(page.get_by_role("button", name="提交", exact=True)).to_be_visible()


def test_single_keys_can_be_switched_off(window):
    page = window("co_handler").go("/account")
    page.get_by_text("在待办清单里用单个字母").click()
    page.wait_for_load_state("networkidle")
    page.goto(page.url.replace("/account", "/"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    expect(page.get_by_label("搜索")).not_to_be_focused()


def test_a_task_is_answered_without_a_mouse_and_a_refusal_takes_the_focus(bureau, window):
    young = bureau.young
    visit = young.case().open_visits[-1]
    item = next(iter(young.case().items_of(visit.id)))
    page = window("section_head").go(f"/items/{item.id}")
    _tab_to(page, "提交")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".fault").first).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.refused') !== null")


def test_a_case_is_read_without_a_mouse(bureau, window):
    page = window("section_head").go(f"/cases/{bureau.grown.case_id}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    for part, seen in (("流程图", "svg.bpmn"), ("期限", "table"), ("日志", "table")):
        page.locator("#main").focus()
        _tab_to(page, part)
        page.keyboard.press("Enter")
        expect(page.locator(seen).first).to_be_visible()
        expect(page.get_by_role("link", name=part).first).to_have_attribute("aria-current", "page")
