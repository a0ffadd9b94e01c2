"""时限: what whoever watches over time sees and does, page by page, in the browser."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from engine.domain.work_calendar import SHANGHAI
from engine.jobs.job_queue import work
from engine.ports import Job
from engine.store import tables as t
from engine.store.connection import writing
from engine.store.job_rows import JOB_TRIES_MAX
from tests.browser.bureau import PLACE, open_bureau
from tests.domain.test_holiday_notice import notice

pytestmark = pytest.mark.browser

PARTS = ["督查总览", "停计登记簿", "延期登记簿", "故障任务", "工作日历"]


def grown(bureau, rest=""):
    return f"/cases/{bureau.grown.case_id}{rest}"


def dialog(page, words, **fields):
    """Open the deed of that name on the period panel, fill it in, and do it."""
    page.get_by_role("button", name=words, exact=True).click()
    box = page.get_by_role("dialog", name=words)
    for label, value in fields.items():
        control = box.get_by_label(label)
        is_day = label.startswith(("自哪天", "哪天"))
        if control.get_attribute("role") == "combobox" and not is_day:
            control.click(force=True)  # the words of the choice lie over the control
            page.get_by_role("option", name=value, exact=True).click()
        else:
            control.fill(value)
            if is_day:
                control.press("Enter")
    box.get_by_role("button", name=words, exact=True).click()
    expect(page.get_by_text(f"已{words}。").first).to_be_visible()


def test_the_supervisor_of_time_has_all_parts_and_only_looks_at_the_calendar(bureau, window):
    page = window("timeliness_supervisor").go("/time")
    expect(page.get_by_role("navigation", name="主菜单")).to_contain_text("时限")
    tabs = page.get_by_role("navigation", name="时限的各部分").get_by_role("link")
    expect(tabs).to_have_text(PARTS)
    tabs.last.click()
    expect(page.get_by_text("全年工作日").first).to_be_visible()
    expect(page.get_by_label("通知全文")).to_have_count(0)
    page = window("timeliness_supervisor").go(grown(bureau, "?part=periods"))
    expect(page.get_by_role("button", name="督办", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="登记不计入")).to_have_count(0)
    expect(page.get_by_role("heading", name="责任时间账")).to_be_visible()


def test_an_administrator_keeps_the_calendar_and_sees_no_register(window):
    page = window("sys_admin").go("/time")
    tabs = page.get_by_role("navigation", name="时限的各部分").get_by_role("link")
    expect(tabs).to_have_text(["故障任务", "工作日历"])


def test_a_case_that_is_listed_stands_in_the_overview_until_it_is_taken_off(bureau, window):
    watcher = window("timeliness_supervisor")
    page = watcher.go(grown(bureau, "?part=periods"))
    dialog(page, "督办", 方式="挂牌督办", 理由="社会关注")
    page = watcher.go("/time")
    watched = page.get_by_role("table", name="督办和挂牌督办的案件")
    expect(watched.get_by_text("挂牌督办", exact=True)).to_be_visible()
    page = watcher.go(grown(bureau, "?part=periods"))
    dialog(page, "解除督办", 方式="挂牌督办", 理由="已经办好")
    page = watcher.go("/time")
    expect(page.get_by_text("没有督办的案件。")).to_be_visible()


def test_a_date_is_explained_day_by_day_and_printed_whole(bureau, window):
    page = window("section_head").go(grown(bureau, "?part=periods"))
    page.get_by_role("link", name="逐日说明").first.click()
    days = page.get_by_role("table", name=re.compile("每一天是否计入"))
    expect(days.get_by_role("row").nth(1)).to_contain_text("不计")
    due = page.locator(".due").inner_text()
    year, month, day = (int(one) for one in re.findall(r"\d+", due)[:3])
    expect(days.get_by_role("row").last).to_contain_text(f"{year}年{month}月{day}日")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_hidden()
    expect(days.get_by_role("row").last).to_be_visible()


def test_time_left_out_is_entered_and_stands_in_the_register(bureau, window):
    head = window("section_head")
    page = head.go(grown(bureau, "?part=periods"))
    dialog(
        page, "登记不计入", 事由="委托鉴定", 自哪天起不计入="2026-03-02", 理由="委托鉴定机构鉴定"
    )
    expect(page.get_by_text("委托鉴定期间不计入").first).to_be_visible()
    page = head.go("/time/suspensions")
    expect(page.get_by_text("委托鉴定机构鉴定").first).to_be_visible()
    expect(page.get_by_text("进行中").first).to_be_visible()
    page = head.go(grown(bureau, "?part=periods"))
    dialog(page, "恢复计入", 事由="委托鉴定", 哪天恢复计入="2026-03-02", 理由="鉴定完成")
    expect(page.get_by_text("委托鉴定期间不计入")).to_have_count(0)


def test_a_pasted_notice_is_read_shown_confirmed_by_a_second_person_and_reported(bureau, window):
    keeper = window("sys_admin")
    page = keeper.go("/time/calendar")
    page.get_by_label("通知全文").fill(notice(2026).replace("共9天", "共8天"))
    page.get_by_role("button", name="读成表格").click()
    expect(page.get_by_role("alert")).to_contain_text("对不上")
    page.get_by_label("通知全文").fill(notice(2026))
    page.get_by_role("button", name="读成表格").click()
    expect(page.get_by_role("row", name=re.compile("春节"))).to_be_visible()
    page.get_by_role("button", name="录入，待另一人确认").click()
    changes = page.get_by_role("table", name=re.compile("日历变动"))
    expect(changes.get_by_text("待确认")).to_be_visible()
    expect(changes.get_by_role("button", name="确认")).to_have_count(0)
    head = window("section_head", dark=True)
    page = head.go("/time/calendar")
    changes = page.get_by_role("table", name=re.compile("日历变动"))
    changes.get_by_role("button", name="确认").click()
    expect(changes.get_by_text("已生效")).to_be_visible()
    page.get_by_role("link", name="变动的案件").first.click()
    expect(page.get_by_role("heading", name="重新推算报告")).to_be_visible()
    expect(page.get_by_text("国务院办公厅关于2026年").first).to_be_visible()
    assert head.barriers() == []


def test_an_incident_is_ended_with_a_reason_that_stays(bureau, window):
    office, store = bureau.stage.house.office, bureau.stage.house.store
    with office.store.begin(PLACE) as tx:
        tx.outbox.add([Job(kind="nobody_can", key="of a test", due_at=office.clock.now())])
    for _ in range(JOB_TRIES_MAX):
        fail_at_once(bureau)
        work(office, store, owner="test")
    watcher = window("timeliness_supervisor").go("/time/incidents")
    expect(watcher.get_by_text("job_kind_unknown")).to_be_visible()
    expect(watcher.get_by_role("button", name="跳过")).to_have_count(0)
    page = window("section_head").go("/time/incidents")
    page.get_by_role("button", name="跳过").click()
    box = page.get_by_role("dialog")
    expect(box.get_by_role("button", name="跳过")).to_be_disabled()
    box.get_by_label("理由").fill("已经手工办理")
    box.get_by_role("button", name="跳过").click()
    expect(page.get_by_role("table", name=re.compile("处理记录"))).to_contain_text("已经手工办理")


def fail_at_once(bureau):
    """Have what failed once tried again now, instead of moving the clock of everybody else."""
    jobs = t.jobs.c
    with writing(bureau.stage.house.store.engine) as connection:
        due = update(t.jobs).where(jobs.kind == "nobody_can")
        connection.execute(due.values(due_at=bureau.stage.clock.now()))


LIMIT = "法制审核"


@pytest.fixture
def slow_bureau(bureau, tmp_path):
    """A bureau of one's own, whose clock may be moved; its review is in somebody's hands."""
    with open_bureau(f"sqlite:///{tmp_path / 'zhijian.db'}", tmp_path) as opened:
        opened.grown.operation("claim")("P6.2", "legal_reviewer", {})
        yield opened


def window_at(window, bureau, at, who, **looks):
    """The window of a person when it is that hour and the bells have rung."""
    bureau.stage.clock.set(datetime.fromisoformat(at).replace(tzinfo=SHANGHAI))
    bureau.settle()
    return window(who, other=bureau, **looks)


def test_a_late_review_climbs_from_its_item_to_the_message_the_head_and_the_slip(
    slow_bureau, window
):
    """Due on 5 March 2026; the head is told when it is over, the slip comes three days later."""
    case = f"/cases/{slow_bureau.grown.case_id}"
    reviewer = window_at(window, slow_bureau, "2026-03-04 10:00", "legal_reviewer")
    row = reviewer.page.get_by_role("row").filter(has_text=LIMIT).first
    expect(row).to_contain_text("黄")
    page = reviewer.go("/notices")
    expect(page.get_by_text(f"期限提醒：{LIMIT}").first).to_be_visible()
    page = window_at(window, slow_bureau, "2026-03-06 10:00", "section_head").go("/notices")
    expect(page.get_by_text(f"超期报告：{LIMIT}").first).to_be_visible()
    expect(page.get_by_text(f"催办单：{LIMIT}")).to_have_count(0)
    page = window_at(window, slow_bureau, "2026-03-11 10:00", "legal_reviewer", dark=True).go(
        "/notices"
    )
    expect(page.get_by_text(f"催办单：{LIMIT}").first).to_be_visible()
    head = window_at(window, slow_bureau, "2026-03-13 10:00", "section_head", phone=True)
    page = head.go("/notices")
    expect(page.get_by_text(f"督办建议：{LIMIT}").first).to_be_visible()
    assert head.barriers() == []
    page = head.go(f"{case}?part=periods")
    expect(page.get_by_text(re.compile("已.*催办单")).first).to_be_visible()
    assert head.barriers() == []
    assert [one.step for one in slow_bureau.grown.case().open_visits] == ["P6.2"]
