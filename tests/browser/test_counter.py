"""The counter: what is alike is seen while typing, orders of the hotline, lists, clues."""

from datetime import date

import pytest
from playwright.sync_api import expect

from engine.commands.hotline import take_order
from engine.definitions.people_sheet import people_template
from tests.browser.bureau import COMPLAINT, PLACE
from tests.browser.hand import fill
from tests.browser.test_demo_case import _form
from tests.waiting import until

pytestmark = pytest.mark.browser

PAPER = {
    "case_no": "双府执监〔2024〕第3号",
    "case_cause": "街道未出示证件检查案",
    "org_name": COMPLAINT["org_name"],
    "case_source": "complaint",
    "received_date": "2025-11-03",
    "filed_date": "2025-11-10",
    "closed_date": "2026-01-15",
    "outcome": "opinion_and_corrected",
}
ORDER = {"facts": "执法人员没有出示证件。", "org_name": COMPLAINT["org_name"], "name": "何示例"}


def test_who_complained_before_is_seen_while_he_is_typed(window):
    page = window("intake_clerk").go("/start/P1.1")
    page.locator("#f-complainant_type").get_by_text("自然人", exact=True).click()
    page.locator("#f-name").fill(COMPLAINT["name"])
    alike = page.get_by_text("可能重复，请先核对")
    expect(alike).to_be_visible()
    expect(page.locator(".similar li").first).to_contain_text("同一投诉举报人")


def test_an_order_of_the_hotline_fills_the_form(bureau, window):
    office = bureau.stage.house.office
    take_order(office, PLACE, "12345-2026-0001", ORDER, answer_by=date(2026, 3, 20))
    page = window("intake_clerk").go("/start")
    page.get_by_role("link", name="12345工单").click()
    page.get_by_role("link", name="登记工单12345-2026-0001").click()
    expect(page.locator("#f-facts")).to_have_value(ORDER["facts"])
    expect(page.locator("#f-name")).to_have_value(ORDER["name"])
    expect(page.locator("#f-external_no")).to_have_value("12345-2026-0001")


def test_what_is_typed_survives_a_look_elsewhere_until_it_is_emptied(window):
    page = window("intake_clerk").go("/start/P1.1")
    page.locator("#f-facts").fill("还没有写完的事实。")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="案件").click()
    expect(page.get_by_role("table", name="案件清单")).to_be_visible()
    page.go_back()
    expect(page.locator("#f-facts")).to_have_value("还没有写完的事实。")
    page.get_by_role("button", name="清空重填").click()
    expect(page.locator("#f-facts")).to_have_value("")


def test_a_head_gives_what_another_holds_to_a_third(bureau, window):
    page = window("section_head").go("/?tab=active")
    page.get_by_role("checkbox", name="选择", exact=False).nth(1).check()
    page.get_by_role("button", name="改派").click()
    expect(page.get_by_role("dialog", name="改派").get_by_label("改派给")).to_be_visible()


def test_a_list_of_people_is_looked_at_before_it_is_taken(window, tmp_path):
    page = window("sys_admin").go("/people")
    page.get_by_role("link", name="导入人员").click()
    sheet = tmp_path / "people.xlsx"
    sheet.write_bytes(people_template())
    page.get_by_label("名单（XLSX）").set_input_files(sheet)
    expect(page.get_by_role("button", name="导入", exact=True)).to_be_disabled()
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("还没有导入")).to_be_visible()


def test_the_complainant_is_shown_only_when_asked_for(bureau, window):
    page = window("section_head").go(f"/cases/{bureau.grown.case_id}")
    expect(page.get_by_role("heading", name="当事人")).to_be_visible()
    assert COMPLAINT["name"] not in page.content()
    page.get_by_role("button", name="查看完整信息").click()
    expect(page.get_by_text(COMPLAINT["name"])).to_be_visible()
    page.get_by_role("link", name="日志").click()
    expect(page.get_by_text("查看投诉举报人身份信息").first).to_be_visible()


def test_a_paper_is_read_beside_the_page_to_its_end(bureau, window):
    page = window("section_head").go(f"/cases/{bureau.grown.case_id}?part=documents")
    page.get_by_role("button", name="预览").first.click()
    last = page.get_by_role("dialog").get_by_role("img").last
    last.scroll_into_view_if_needed()
    drawn = "(one) => one.complete && one.naturalWidth > 0"
    until(lambda: last.evaluate(drawn), "the last page is not drawn")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="脱敏件").first).to_be_visible()
    expect(page.get_by_role("combobox", name="空白表的文书")).to_be_visible()


def test_the_ledger_of_clues_says_when_it_is_empty(window):
    page = window("section_head").go("/clues")
    expect(page.get_by_text("没有线索。")).to_be_visible()
    expect(page.get_by_role("link", name="导出表格")).to_be_visible()


def test_a_receipt_is_printed_from_the_case_at_the_counter(bureau, window):
    page = window("intake_clerk").go(f"/cases/{bureau.grown.case_id}")
    with page.expect_download() as saved:
        page.get_by_role("button", name="打印登记回执").click()
    assert saved.value.suggested_filename == "登记回执.pdf"
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="日志").click()
    expect(page.get_by_text("打印登记回执").first).to_be_visible()


def test_a_case_that_ended_on_paper_is_entered_with_its_own_days(window):
    page = window("section_head").go("/start")
    page.get_by_role("link", name="补录纸质案件").click()
    fill(page, _form(page, "counter/paper-cases/form"), PAPER)
    page.get_by_role("button", name="补录", exact=True).click()
    expect(page.get_by_role("heading", name="已补录：双府执监〔2024〕第3号")).to_be_visible()
    page.get_by_role("link", name="上传扫描件").click()
    expect(page.get_by_text("补录", exact=True)).to_be_visible()
    expect(page.get_by_text("已归档")).to_be_visible()
