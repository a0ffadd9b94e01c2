"""Drawing in the browser: nothing is lost on the way, all of it is Chinese, and it is checked."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.definitions.source_tree import PROCEDURES
from tests.browser.drawing import Canvas, layout, meaning
from tests.waiting import until

pytestmark = pytest.mark.browser

PROCESSES = Path(__file__).parents[2] / "processes"
DIAGRAMS = sorted(PROCESSES.glob("*/*/process.bpmn"))
DESIGNER_BYTES_MAX = 800 * 1024
LANE = re.compile(r'<bpmn:lane id="([^"]+)"')
FILING = PROCESSES / "national" / "filing" / "process.bpmn"
ONE_OF_EACH = """all => [...new Map(all.map((one) =>
  [one.querySelector('.djs-visual').innerHTML.length, one.dataset.elementId])).values()]"""
"""Ids of elements that look otherwise than each other."""

FLOW, TARGET = "f_p2_begin_to_p2_1_appoint", "p2_1_appoint"


@pytest.fixture
def designer(window):
    return window("process_designer")


def test_drawings_come_back_from_the_canvas_as_they_went(designer):
    canvas = Canvas.begun(designer, "往返")
    assert len(DIAGRAMS) >= len(PROCEDURES)
    for file in DIAGRAMS:
        procedure, drawn = file.parts[-2], file.read_text(encoding="utf-8")
        again = _there_and_back(canvas, procedure, drawn)
        assert again != drawn, f"the canvas never wrote {file}"
        assert meaning(again, procedure) == meaning(drawn, procedure), file
        assert layout(again) == layout(drawn), file


def _there_and_back(canvas, procedure, drawn):
    """The drawing as the canvas writes it: a lane is renamed, and the renaming undone."""
    path = canvas.draw(procedure, drawn)
    canvas.open(path)
    canvas.choose(LANE.search(drawn)[1])
    name = canvas.page.get_by_label("名称", exact=True)
    name.fill("改一下")
    name.press("Tab")
    canvas.wait_until_kept()
    assert "改一下" in canvas.kept(path)
    canvas.page.get_by_role("button", name="撤销").click()
    until(lambda: "改一下" not in canvas.kept(path), "the undone name is still kept")
    return canvas.kept(path)


def test_no_word_of_the_canvas_is_untranslated(designer):
    canvas = Canvas.begun(designer, "都是中文")
    canvas.open(canvas.draw("filing", FILING.read_text(encoding="utf-8")))
    page = canvas.page
    said = page.locator(".djs-palette [title]").evaluate_all("all => all.map((one) => one.title)")
    for element in page.locator(".djs-shape, .djs-connection").evaluate_all(ONE_OF_EACH):
        page.locator(f'[data-element-id="{element}"] > .djs-hit').first.dispatch_event("click")
        pad = page.locator(".djs-context-pad [title]")
        said += pad.evaluate_all("all => all.map((one) => one.title)")
        change = page.locator('.djs-context-pad .entry[data-action="replace"]')
        if change.count():
            change.click()
            menu = page.locator(".djs-popup")
            expect(menu).to_be_visible()
            said += menu.inner_text().splitlines()
            page.keyboard.press("Escape")
    page.get_by_role("button", name="查找", exact=True).click()
    expect(page.locator(".djs-search-container input")).to_be_visible()
    assert len(said) > 20
    assert [one for one in said if re.search(r"[A-Za-z]{2}", one)] == []
    assert page.locator(".paper").get_attribute("data-untranslated") in {"", None}


def test_the_mark_of_the_makers_is_in_sight(designer):
    canvas = Canvas.begun(designer, "标识可见")
    canvas.open(canvas.draw("filing", FILING.read_text(encoding="utf-8")))
    mark = canvas.page.locator(".bjs-powered-by")
    expect(mark).to_be_visible()
    box = mark.bounding_box()
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    on_top = "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.bjs-powered-by'))"
    assert canvas.page.evaluate(on_top, middle)


def test_the_designer_is_small_enough(designer, window):
    canvas = Canvas.begun(designer, "大小")
    path = canvas.draw("filing", FILING.read_text(encoding="utf-8"))
    fresh = window("process_designer")
    sizes = []
    fresh.page.on(
        "response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"])
    )
    fresh.page.goto("about:blank")
    Canvas(window=fresh, draft=canvas.draft).open(path)
    assert 0 < sum(sizes) <= DESIGNER_BYTES_MAX


def test_a_stage_is_put_into_a_flow_and_judged_at_once(designer):
    canvas = Canvas.begun(designer, "加一个环节")
    path = canvas.draw("filing", FILING.read_text(encoding="utf-8"))
    canvas.open(path)
    page = canvas.page
    canvas.choose(FLOW)
    page.get_by_role("button", name="插入环节").click()
    page.get_by_role("menuitem", name="集体讨论环节").click()
    panel = page.get_by_label("所选元素的设置")
    expect(panel.get_by_label("名称", exact=True)).to_have_value("集体讨论")
    expect(panel).to_contain_text("表单“L1”不存在")
    expect(page.locator(".mark-badge.error")).to_have_count(1)
    panel.get_by_role("button", name="为这一步新建任务表单").click()
    canvas.wait_until_kept()
    drawn = meaning(canvas.kept(path), "filing")
    (task,) = [one for one in drawn.tasks.values() if one.step == "L1"]
    assert (task.visit, task.roles) == ("ballot", ("section_head",))
    assert {(one.source, one.target) for one in drawn.flows.values()} >= {
        ("p2_begin", task.element),
        (task.element, TARGET),
    }
    assert drawn.based_on is None or drawn.based_on.startswith("sha256:")
    page.get_by_role("link", name="改动").click()
    expect(page.get_by_label("改动清单")).to_contain_text("集体讨论")
    expect(page.locator(".mark-badge.added").first).to_be_visible()
    assert designer.barriers() == []


def test_a_condition_is_built_without_writing(designer):
    canvas = Canvas.begun(designer, "条件")
    path = canvas.draw("filing", FILING.read_text(encoding="utf-8"))
    canvas.open(path)
    page = canvas.page
    canvas.choose("f_p2_ga_legal_to_p2_3_legal")
    group = page.get_by_role("group", name="条件", exact=True)
    expect(group.locator("code")).to_have_text("is_major")
    group.get_by_role("button", name="＋且").click()
    group.get_by_role("combobox", name="案件要素").last.click()
    page.get_by_role("option", name=re.compile(r"处理方式.*（proposal）")).click()
    group.get_by_role("combobox", name="值").last.select_option("受理")
    expect(group.locator("code")).to_have_text('is_major and proposal = "受理"')
    canvas.wait_until_kept()
    flow = meaning(canvas.kept(path), "filing").flows["f_p2_ga_legal_to_p2_3_legal"]
    assert flow.condition == 'is_major and proposal = "受理"'


def test_a_step_the_law_requires_is_missed_with_its_law(designer):
    canvas = Canvas.begun(designer, "删去审批")
    canvas.open(canvas.draw("filing", FILING.read_text(encoding="utf-8")))
    page = canvas.page
    canvas.choose("p2_4_deputy")
    expect(page.get_by_label("所选元素的设置")).to_contain_text("第三十一条")
    page.locator('.djs-context-pad .entry[data-action="delete"]').click()
    said = page.get_by_role("alert", name="必经步骤")
    expect(said).to_contain_text("《四川省行政执法监督条例》第三十一条")
    assert designer.barriers() == []
