"""传阅: sent from the page of a case, found unread in the tab, read by opening it."""

import pytest
from playwright.sync_api import expect

from tests.browser.window import Window
from tests.waiting import until

pytestmark = pytest.mark.browser

WORDS = "请阅看送审稿，周五前如有意见请告知"


def _send(person: Window, case_id: str, to: str) -> None:
    page = person.go(f"/cases/{case_id}")
    page.get_by_role("button", name="传阅", exact=True).click()
    dialog = page.get_by_role("dialog", name="传阅")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="传阅", exact=True).click()
    expect(dialog.get_by_text("“附言”没有填写。")).to_be_visible()
    assert person.barriers() == []
    readers = dialog.get_by_role("combobox")
    readers.press("ArrowDown")
    page.get_by_role("option", name=to).click()
    readers.press("Escape")
    dialog.get_by_role("textbox", name="附言").fill(WORDS)
    dialog.get_by_role("button", name="传阅", exact=True).click()
    expect(page.get_by_text("已送传阅。")).to_be_visible()
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_a_colleague_reads_what_he_was_sent(bureau, window, phone, dark):
    case_id = bureau.grown.case_id
    name = "bureau_deputy" if phone else "bureau_head"
    leader = bureau.stage.cast.person(name)
    handler: Window = window("lead_handler", phone=phone, dark=dark)
    _send(handler, case_id, leader.name)
    card = handler.page.get_by_role("heading", name="传阅").locator("xpath=..")
    mine = card.get_by_role("listitem").filter(has_text=leader.name)
    expect(mine).to_contain_text("未阅")
    assert handler.barriers() == []

    reader: Window = window(leader.login, phone=phone, dark=dark)
    page = reader.go("/?tab=copied")
    expect(page.get_by_role("row").filter(has_text=WORDS)).to_contain_text("未阅")
    assert reader.barriers() == []
    page.get_by_role("link", name="传阅", exact=True).first.click()
    expect(page.get_by_text("请您阅看")).to_be_visible()

    def is_read() -> bool:
        shown = handler.go(f"/cases/{case_id}")
        return "已阅" in shown.get_by_role("listitem").filter(has_text=leader.name).inner_text()

    until(is_read, "the sender does not learn that it was read")
    page = reader.go("/?tab=copied")
    expect(page.get_by_role("row").filter(has_text=WORDS)).not_to_contain_text("未阅")
