"""共享的筛选: given in one window, used and copied in another, and taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.window import Window

pytestmark = pytest.mark.browser

NAME = "云雀街道的"


def _open(person: Window, at: str = "/") -> None:
    person.go(at)
    person.page.get_by_role("button", name="我的筛选").click()
    expect(person.page.get_by_label("筛选名称")).to_be_visible()


def _save(person: Window, name: str, at: str = "/") -> Page:
    _open(person, at)
    person.page.get_by_label("筛选名称").fill(name)
    person.page.get_by_label("筛选名称").press("Enter")
    expect(person.page.get_by_text(f"已保存筛选“{name}”。")).to_be_visible()
    return person.page


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_a_filter_is_given_used_copied_and_taken_back(bureau, window, phone, dark):
    owner: Window = window("section_head", phone=phone, dark=dark)
    name = f"{NAME}{'手机' if phone else ''}"
    page = _save(owner, name, at="/?tab=active&q=云雀")
    page.get_by_role("button", name=f"共享筛选{name}").click()
    expect(page.get_by_role("button", name=f"收回筛选{name}")).to_be_visible()
    assert owner.barriers() == []

    colleague: Window = window("bureau_head", phone=phone, dark=dark)
    _open(colleague)
    theirs = colleague.page.get_by_role("group", name="同事共享的筛选")
    line = theirs.get_by_role("listitem").filter(has_text=name)
    expect(line).to_contain_text(bureau.stage.cast.person("section_head").name)
    assert colleague.barriers() == []
    line.get_by_role("button", name="复制").click()
    copied = colleague.page.get_by_role("button", name=f"共享筛选{name}")
    expect(copied).to_be_visible()
    line.get_by_role("button", name=name).first.click()
    expect(colleague.page.get_by_role("textbox", name="搜索", exact=True)).to_have_value("云雀")
    expect(colleague.page.get_by_role("link", name="在办")).to_have_attribute(
        "aria-current", "page"
    )

    page.get_by_role("button", name=f"收回筛选{name}").click()
    expect(page.get_by_role("button", name=f"共享筛选{name}")).to_be_visible()
    _open(colleague)
    expect(copied).to_be_visible()
    expect(line).to_have_count(0)


def test_what_the_server_refuses_is_told_and_stays_as_it_was(window):
    person: Window = window("bureau_deputy")
    _save(person, "留下的")
    person.page.route(
        "**/api/v1/me/settings",
        lambda asked: asked.fulfill(
            status=422,
            json={"code": "settings_unfit", "what": "个人设置没有保存。", "mend": "请更正。"},
        ),
    )
    person.page.get_by_role("button", name="共享筛选留下的").click()
    expect(person.page.get_by_text("个人设置没有保存。")).to_be_visible()
    expect(person.page.get_by_role("button", name="共享筛选留下的")).to_be_visible()
