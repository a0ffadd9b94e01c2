"""Draws the pictures of pages for the READMEs, from a demonstration that is being served.

Run ``zhijian demo`` and beside it, with the query code that it printed and its port,
``python -m docs.pictures.draw_pages W8316F7TDNM0 8000``.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from engine.scenarios.demo import PASSWORD

ADDRESS = f"http://127.0.0.1:{sys.argv[-1]}"
CHROMIUM = "/usr/bin/chromium"
TARGET = Path(__file__).parent
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}

Steps = Callable[[Page], None]


def log_in(page: Page, login: str) -> None:
    """As a person does."""
    page.goto(f"{ADDRESS}/login")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation", name="主菜单").wait_for()


def go(path: str) -> Steps:
    """To an address of the app."""
    return lambda page: void(page.goto(f"{ADDRESS}{path}"))


def void(_answer: object) -> None:
    """A step answers nothing."""


def case_in(state: str, part: str) -> Steps:
    """To the first case of the list that stands so."""

    def steps(page: Page) -> None:
        page.goto(f"{ADDRESS}/cases")
        row = page.get_by_role("row").filter(has_text=state).first
        page.goto(f"{ADDRESS}{row.get_by_role('link').first.get_attribute('href')}?part={part}")

    return steps


def refused_form(page: Page) -> None:
    """A task handed in empty."""
    page.goto(f"{ADDRESS}/?tab=claim")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_role("button", name="提交").click()
    page.get_by_role("alert").wait_for()


def first_explanation(page: Page) -> None:
    """A date day by day."""
    case_in("调查中", "periods")(page)
    row = page.get_by_role("row").filter(has_text="受理审查")
    row.get_by_role("link", name="逐日说明").click()
    page.get_by_role("heading", name="逐日说明", exact=True).wait_for()


def drawing(page: Page) -> None:
    """The designer with a step open."""
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(f"{ADDRESS}/design")
    page.get_by_role("button", name="新建草稿").click()
    page.get_by_label("草稿的名称").fill("立案前先集体讨论")
    page.get_by_role("dialog").get_by_role("button", name="新建草稿").click()
    page.get_by_role("button", name="立案", exact=True).click()
    page.get_by_role("button", name="在本地修改").click()
    page.get_by_text("由您编辑").wait_for()
    page.wait_for_load_state("networkidle")
    step = page.locator(".djs-shape").filter(has_text=re.compile("^科室审核$"))
    step.locator("> .djs-hit").first.dispatch_event("click")
    page.locator("#el-name").wait_for()


def queried(code: str) -> Steps:
    """What the complainant sees."""

    def steps(page: Page) -> None:
        page.goto(f"{ADDRESS}/query")
        page.get_by_label("查询码").fill(code)
        page.get_by_role("button", name="查询").click()
        page.get_by_text("登记编号").wait_for()

    return steps


def draw(browser: Browser, name: str, login: str | None, steps: Steps, *, phone: bool) -> None:
    """One picture."""
    page = browser.new_page(viewport=PHONE if phone else DESK, locale="zh-CN")
    if login is not None:
        log_in(page, login)
    steps(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / f"{name}.png", animations="disabled")
    page.close()


def main(code: str) -> None:
    """All of them."""
    wanted: tuple[tuple[str, str | None, Steps], ...] = (
        ("login", None, go("/login")),
        ("to-do-list", "section_head", go("/?tab=active")),
        ("task-form", "section_head", refused_form),
        ("case", "section_head", case_in("待审批", "cover")),
        ("diagram", "section_head", case_in("调查中", "diagram")),
        ("explanation", "lead_handler", first_explanation),
        ("design", "process_designer", drawing),
        ("query", None, queried(code)),
        ("phone", "bureau_deputy", go("/?tab=claim")),
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, login, steps in wanted:
            draw(browser, name, login, steps, phone=name == "phone")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
