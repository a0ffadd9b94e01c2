"""另行登记: the clerk who calls back begins another registration, and is told its code once."""

import pytest
from playwright.sync_api import expect

from tests.browser.bureau import COMPLAINT

pytestmark = pytest.mark.browser

NEW_FACTS = "回访后又发生一次同样的行为，希望一并查处。"


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_new_facts_at_the_callback_begin_another_registration_with_what_is_known(
    bureau, window, phone
):
    player = bureau.stage.player()
    player.start("P1.1", "intake_clerk", COMPLAINT)
    player.walk("P7.6")
    case = player.case()
    (item,) = [one for visit in case.open_visits for one in case.items_of(visit.id)]
    clerk = window("intake_clerk", phone=phone, dark=phone)
    page = clerk.go(f"/items/{item.id}")
    page.get_by_text("不满意", exact=True).click()
    page.get_by_label("不满意原因").fill(NEW_FACTS)
    page.get_by_role("group", name="有新的事实").get_by_text("是", exact=True).click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已提交，另行登记一件")).to_be_focused()
    code = page.locator(".code").inner_text()
    assert len(code.replace("-", "").strip()) == len(player.query_code)
    assert clerk.barriers() == []
    page.get_by_role("link", name="去登记").click()
    expect(page.get_by_label("主要事实和理由")).to_have_value(NEW_FACTS)
    expect(page.locator("#f-name")).to_have_value(COMPLAINT["name"])
    expect(page.get_by_label("发生地点")).to_have_value("")
    page = clerk.go(f"/cases/{case.head.id}")
    expect(page.get_by_text("回访后另行登记")).to_be_visible()
