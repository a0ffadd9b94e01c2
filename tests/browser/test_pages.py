"""Every page of the app, in light and dark, on a desk and on a phone: no barrier, small enough."""

import pytest
from playwright.sync_api import expect

from engine.commands.drafting import BeginDraft, begin_draft
from engine.queries.drawing_board import draft_list, publications
from engine.queries.looking import Desk
from tests.browser.bureau import PLACE
from tests.browser.window import Window

pytestmark = pytest.mark.browser

INBOX_BYTES_MAX = 350 * 1024
LOOKS = [
    pytest.param(phone, dark, id=f"{'phone' if phone else 'desk'}-{'dark' if dark else 'light'}")
    for phone in (False, True)
    for dark in (False, True)
]


def _pages(bureau):
    grown = bureau.grown.case_id
    young = bureau.young
    item = next(iter(young.case().items_of(young.case().open_visits[-1].id))).id
    clock = bureau.grown.case().clocks_of("dl_case_total")[-1].id
    parts = ("cover", "diagram", "course", "documents", "files", "periods", "log")
    return {
        "section_head": [
            "/",
            "/?tab=claim",
            "/?tab=done",
            f"/items/{item}",
            "/cases",
            *(f"/cases/{grown}?part={part}" for part in parts),
            "/clues",
            "/start",
            "/start/P1.1",
            "/start/paper",
            "/account",
            "/notices",
            "/documents",
            "/search?q=云雀",
            "/time",
            "/time/suspensions",
            "/time/extensions",
            f"/cases/{grown}/periods/{clock}",
            "/time/incidents",
            "/time/calendar",
        ],
        "intake_clerk": ["/start/hotline"],
        "sys_admin": ["/people", "/people/import", "/organs", "/sign-on-settings"],
        "auditor": ["/audit"],
        "process_designer": ["/design", "/design/changes", *_designs(bureau)],
        "org_liaison": [f"/cases/{grown}"],
    }


def _designs(bureau):
    """The pages of a draft, and of the first publication."""
    designer = bureau.stage.cast.person("process_designer")
    house = bureau.stage.house
    desk = Desk(office=house.office, store=house.store, place=PLACE, by=designer)
    drafts = draft_list(desk)
    if drafts:
        draft = drafts[0].id
    else:
        about = {"key": "draft to look at", "place": PLACE, "by": designer.id}
        draft = str(begin_draft(house.office, BeginDraft(**about, title="看一看"))["draft_id"])
    parts = (
        "processes/510000-sichuan/filing/limits.yaml",
        "processes/510116-shuangliu/place.yaml",
        "processes/national/filing/decisions/is_major.dmn",
        "forms/510000-sichuan/D04-filing-notice/form.json",
        "forms/national/D04-filing-notice/template.docx",
        "forms/national/D04-filing-notice/document.yaml",
    )
    yield from (f"/design/drafts/{draft}?part={part}" for part in parts)
    yield from (f"/design/drafts/{draft}/{page}" for page in ("trial", "publish", "exchange"))
    published = publications(desk)[-1]
    yield f"/design/publications/{published.id}"
    yield f"/design/migrations/{published.release_id}"


@pytest.mark.parametrize(("phone", "dark"), LOOKS)
def test_no_page_has_a_serious_barrier(bureau, window, phone, dark):
    barriers = {}
    for login, paths in _pages(bureau).items():
        person: Window = window(login, phone=phone, dark=dark)
        for path in paths:
            person.go(path)
            if found := person.barriers():
                barriers[path] = found
    assert not barriers, "\n".join(
        f"{path}: {one}" for path, found in barriers.items() for one in found
    )


@pytest.mark.parametrize(("phone", "dark"), LOOKS)
def test_the_login_page_has_no_serious_barrier(window, phone, dark):
    anybody: Window = window(phone=phone, dark=dark)
    anybody.go("/login")
    assert anybody.barriers() == []


@pytest.mark.parametrize("path", ["/", "/cases", "/start/P1.1", "/account"])
def test_no_page_is_wider_than_a_phone(window, path):
    page = window("section_head", phone=True).go(path)
    wide, seen = page.evaluate("[document.querySelector('main').scrollWidth, innerWidth]")
    assert wide <= seen


def test_the_inbox_is_small_enough_for_a_slow_line(window):
    person: Window = window("section_head")
    sizes = []
    person.page.on(
        "response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"])
    )
    person.context.clear_cookies()
    person.page.evaluate("caches && 0")
    fresh: Window = window()
    fresh.page.on(
        "response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"])
    )
    fresh.log_in("section_head", "a long password of a test")
    assert 0 < sum(sizes) <= INBOX_BYTES_MAX


def test_whoever_is_not_logged_in_comes_back_to_where_he_wanted_to_go(bureau, window):
    person: Window = window()
    page = person.go(f"/cases/{bureau.grown.case_id}")
    expect(page).to_have_url(f"{bureau.address}/login?next=/cases/{bureau.grown.case_id}")
    page.get_by_label("账号").fill("section_head")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("账号或者密码不对")
    page.get_by_label("密码").fill("a long password of a test")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation", name="案件的各部分")).to_be_visible()


def test_a_person_chooses_how_he_is_told_and_finds_it_again(bureau, window):
    page = window("archivist").go("/account")
    page.get_by_label("每日汇总时间").fill("09:15")
    page.get_by_label("免打扰开始").fill("20:00")
    page.get_by_role("button", name="保存提醒方式").click()
    expect(page.get_by_text("提醒方式已保存。")).to_be_visible()
    page.goto(f"{bureau.address}/account")
    expect(page.get_by_label("每日汇总时间")).to_have_value("09:15")
    expect(page.get_by_label("免打扰开始")).to_have_value("20:00")


def test_an_administrator_begins_with_what_is_his(window):
    page = window("sys_admin").page
    expect(page.get_by_role("heading", name="人员")).to_be_visible()
    expect(page.get_by_role("navigation", name="主菜单")).not_to_contain_text("待办")


def test_the_supervised_organ_never_meets_the_complainant(bureau, window):
    page = window("org_liaison").go(f"/cases/{bureau.grown.case_id}")
    for name, number in (("林示例", "13900000001"),):
        assert name not in page.content()
        assert number not in page.content()
    expect(page.get_by_role("link", name="流程图")).to_have_count(0)
