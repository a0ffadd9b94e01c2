"""补录: a case that still runs on paper is registered, walked to its sealed letter, handed over."""

import os
from datetime import date, time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.domain.work_calendar import start_of_day
from engine.scenarios.hand_clock import HandClock
from tests.browser.bureau import COMPLAINT
from tests.browser.hand import fill
from tests.browser.test_demo_case import _form
from tests.commands.paper_walk import PDF_BYTES

pytestmark = pytest.mark.browser

PAPER = {"received_date": "2026-02-24", "fact_time": "2026-02-20 10:00"}
LETTER_NO = "纸复〔2026〕31号"
STEPS = (
    ("P1.2", "intake_clerk", "2026-02-26", {}),
    ("P1.3", "intake_clerk", "2026-02-27", {}),
    ("P1.4", "section_head", "2026-02-27", {}),
    ("P1.6", "intake_clerk", "2026-02-28", {"numbers.D02": LETTER_NO}),
    ("P1.6", "seal_keeper", "2026-02-28", {"scans.D02": "扫描件.pdf"}),
)


def bar(player, doer: str, on: str, more):
    """The fields above the form, as they are given and what they are given."""
    name = player.cast.person(doer)
    shown = f"{name.name}（{name.unit}）" if name.unit else name.name
    options = {"options": [{"value": name.id, "label": shown}]}
    fields = [
        {"key": "done_on", "component": "datetime", "type": "date"},
        {"key": "doer", "component": "select", "type": "choice", **options},
    ]
    for key, value in more.items():
        chosen = {"options": [{"value": value, "label": value}]}
        kind = "select" if key.startswith("scans") else "textfield"
        fields.append({"key": key, "component": kind, "type": "choice", **chosen})
    form = {"components": [{"read_only": False, **one} for one in fields]}
    return form, {"done_on": on, "doer": name.id, **more}


def filled_then(player, on: str, fill_in):
    """As somebody would have filled it in on that day."""
    today = player.clock
    player.clock = HandClock(start_of_day(date.fromisoformat(on), time(0, 0)))
    try:
        return fill_in()
    finally:
        player.clock = today


def look(page, name: str) -> None:
    """Keep a picture where somebody asks for it."""
    folder = os.environ.get("ZHIJIAN_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_a_running_paper_case_is_walked_and_handed_over(bureau, window, tmp_path):
    player = bureau.stage.player()
    desk = window("section_head")
    page = desk.go("/start/paper")
    page.get_by_role("link", name="补录仍在办理的纸质案件").click()
    expect(page.get_by_role("heading", name="补录仍在办理的纸质案件")).to_be_visible()
    expect(page.locator("#f-facts")).to_be_visible()
    visit = player._first_visit("P1.1")
    body = filled_then(
        player,
        "2026-02-25",
        lambda: player._filled(
            None, visit, "intake_clerk", "intake_clerk", {**COMPLAINT, **PAPER}, ()
        ),
    )
    fill(page, *bar(player, "intake_clerk", "2026-02-25", {"numbers.D01": "纸登〔2026〕31号"}))
    fill(page, _form(page, "counter/paper-cases/running/form"), body)
    assert desk.barriers() == []
    look(page, "paper-start")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", name="已登记")).to_be_visible()
    page.get_by_role("link", name="继续补录以后的步骤").click()
    expect(page.get_by_role("heading", name="补录：形式审查")).to_be_visible()
    player.case_id = page.url.split("/")[-2]
    for number, (step, doer, on, more) in enumerate(STEPS):
        enter(bureau, desk, player, (step, doer, on, more), scan=tmp_path / "扫描件.pdf")
        if number == 0:
            too_early(desk, player)
            on_the_phone(window("section_head", phone=True, dark=True), player)
    end(bureau, desk, player)


def enter(bureau, desk, player, asked, *, scan):
    """One step as its paper tells it."""
    step, doer, on, more = asked
    page, case = desk.page, player.case()
    (visit, item) = next(
        (visit, item)
        for visit in case.open_visits
        for item in case.items_of(visit.id)
        if visit.step == step
    )
    expect(page.get_by_role("heading", name=f"补录：{visit.title}")).to_be_visible()
    if any(key.startswith("scans") for key in more):
        scan.write_bytes(PDF_BYTES)
        page.get_by_label("选择要上传的文件").set_input_files(scan)
        expect(page.get_by_role("progressbar")).to_have_count(0)
    fill(page, *bar(player, doer, on, more))
    expect(page.get_by_role("button", name="补录这一步")).to_be_visible()
    person = player.cast.person(doer).id
    path = f"counter/paper-cases/{player.case_id}/steps/{item.id}/form"
    body = filled_then(player, on, lambda: player._filled(case, visit, item.role, doer, {}, ()))
    fill(page, _form(page, f"{path}?doer={person}&done_on={on}"), body)
    if more:
        assert desk.barriers() == []
        look(page, f"paper-step-{step}-{doer}")
    page.get_by_role("button", name="补录这一步").click()
    expect(page.get_by_role("status").get_by_text(f"已补录：{visit.title}。")).to_be_visible()


def too_early(desk, player):
    """A day before the step before is refused where it was typed."""
    page = desk.page
    (visit,) = player.case().open_visits
    expect(page.get_by_role("heading", name=f"补录：{visit.title}")).to_be_visible()
    fill(page, *bar(player, "intake_clerk", "2026-02-25", {}))
    expect(page.locator("#f-done_on-e")).to_contain_text("办理日期不能早于上一步")


def on_the_phone(desk, player):
    """The same step, small and in the dark."""
    page = desk.go(f"/cases/{player.case_id}/paper")
    (visit,) = player.case().open_visits
    expect(page.get_by_role("heading", name=f"补录：{visit.title}")).to_be_visible()
    expect(page.locator("#f-done_on")).to_be_visible()
    assert desk.barriers() == []
    look(page, "paper-walk-phone")


def end(bureau, desk, player):
    """From now on the case is worked on in the system."""
    page = desk.page
    page.goto(f"{bureau.address}/cases/{player.case_id}?part=course")
    expect(page.get_by_text("补录中", exact=True)).to_be_visible()
    enterer = player.cast.person("section_head").name
    doer = player.cast.person("seal_keeper").name
    expect(page.get_by_text(f"{doer}（经{enterer}补录）").first).to_be_visible()
    look(page, "paper-case")
    assert desk.barriers() == []
    page.get_by_role("button", name="继续补录").click()
    page.get_by_role("button", name="补录完毕，转入系统办理").click()
    page.get_by_role("dialog").get_by_role("button", name="转入系统办理").click()
    expect(page.get_by_role("status").get_by_text("补录完毕，已转入系统办理。")).to_be_visible()
    expect(page.get_by_text("补录中", exact=True)).to_have_count(0)
    page.goto(f"{bureau.address}/cases/{player.case_id}?part=log")
    expect(page.get_by_text("实际办于").first).to_be_visible()
    look(page, "paper-log")
    assert desk.barriers() == []
    letter = player.case().latest_document("D02")
    assert (letter.doc_no, letter.file.is_scan) == (LETTER_NO, True)


def test_the_page_of_a_walk_is_for_phones_and_for_the_dark_too(bureau, window):
    desk = window("section_head", phone=True, dark=True)
    page = desk.go("/start/paper/running")
    expect(page.locator("#f-done_on")).to_be_visible()
    assert desk.barriers() == []
    look(page, "paper-start-phone")
