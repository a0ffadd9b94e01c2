"""A designer of 双流 changes what the place does; two persons publish; only new cases feel it.

No code is touched, no file on disk: everything happens on the pages of the app.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path

import docx
import psycopg
import pytest
from playwright.sync_api import expect

from engine.commands.proving import PROVE
from engine.definitions.release import Release
from engine.jobs.job_queue import work
from engine.scenarios.proof_round import ProofRounds
from tests.browser.bureau import COMPLAINT, PLACE, Bureau, open_bureau
from tests.browser.conftest import QUICK_HASH
from tests.browser.design_hand import DesignHand
from tests.documents.pdf_reading import text_of

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "forms" / "national" / "D04-filing-notice" / "template.docx"
SCENARIOS = ("filed-on-the-first-national-day.yaml", "anonymous-rejected.yaml")
"""Every scenario is played before a publication; two stand for them here, to save an hour."""

FLOW = "f_p6_3_section_to_p6_g63_deputy"
FIELD, GIVEN = "送达联系方式", "工作日可电话联系"
STAGE = "L1"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def bureau(postgres_server, tmp_path_factory) -> Iterator[Bureau]:
    """A bureau of its own: what is published here is not for the other tests."""
    name = f"designed_{next(NUMBERS)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    address = postgres_server.replace("/postgres?", f"/{name}?")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("webui.passwords.hasher", QUICK_HASH, raising=False)
        patch.setattr(Release, "scenarios", property(_two_scenarios))
        with open_bureau(address, tmp_path_factory.mktemp("bureau")) as opened:
            yield opened


EVERY = Release.scenarios.fget


def _two_scenarios(release: Release) -> dict[str, bytes]:
    return {name: data for name, data in EVERY(release).items() if name in SCENARIOS}


def settle(bureau: Bureau) -> None:
    house = bureau.stage.house
    also = {PROVE: ProofRounds(house).play}
    work(house.office, house.store, owner="test", also=also)


def template_with(words: str, folder: Path) -> Path:
    """The template of the filing notice with one paragraph more."""
    document = docx.Document(BytesIO(TEMPLATE.read_bytes()))
    document.add_paragraph(words)
    target = folder / "changed.docx"
    document.save(target)
    return target


def test_a_district_changes_its_procedure_form_paper_and_period(bureau, window, tmp_path):
    hand = DesignHand(page=window("process_designer").go("/design"))
    hand.begin("决定前集体讨论")
    _draw_the_discussion(hand)
    _shorten_the_notice(hand)
    _add_the_field(hand)
    _change_the_template(hand, tmp_path)
    publication = _propose(bureau, hand)
    _a_second_person_publishes(bureau, window, publication)
    _the_next_case_takes_the_new_way(bureau, window)
    _a_running_case_keeps_its_own(bureau)


def _draw_the_discussion(hand: DesignHand) -> None:
    page = hand.page
    hand.open("流程图", "审议与处理决定")
    hand.make_own()
    hand.put_stage(FLOW, "集体讨论环节")
    page.get_by_label("几个人怎样办").select_option("all")
    hand.kept()
    # The stage asks for a form that nobody has made: the check says so until it is there.
    findings = page.get_by_text(f"“{STAGE}”").first
    expect(findings).to_be_attached()
    page.get_by_role("button", name="为这一步新建任务表单").click()
    expect(page.get_by_text("已新建任务表单")).to_be_visible()


def _shorten_the_notice(hand: DesignHand) -> None:
    hand.open("期限", "立案")
    hand.make_own()
    errors = hand.page.get_by_text("可能长于上级")
    hand.set_period("立案通知被监督机关", 9, start="2026年3月1日")
    hand.kept()
    expect(errors.first).to_be_attached()
    hand.set_period("立案通知被监督机关", 3, start="2026年3月1日")
    hand.kept()
    expect(errors).to_have_count(0)


def _add_the_field(hand: DesignHand) -> None:
    hand.open("文书表单", "D04 行政执法监督立案通知书")
    hand.make_own()
    hand.add_field("监督事项", "单行文字", FIELD)
    hand.property("代号（存数据、写条件用）", "contact_way")
    hand.property("样例（演练和场景用）", GIVEN)
    hand.page.get_by_text("必填", exact=True).click()
    hand.kept()
    hand.page.get_by_text("预览", exact=True).click()
    expect(hand.page.get_by_label(FIELD)).to_be_visible()


def _change_the_template(hand: DesignHand, folder: Path) -> None:
    hand.open("文书样式", "D04 行政执法监督立案通知书")
    hand.make_own()
    hand.upload(template_with("联系：{{ 送达联系方法 }}", folder))
    expect(hand.page.get_by_role("alert")).to_contain_text("送达联系方法")
    hand.upload(template_with(f"联系：{{{{ {FIELD} }}}}", folder))
    expect(hand.page.get_by_text("样式与表单一致")).to_be_visible()
    hand.kept()


def _propose(bureau: Bureau, hand: DesignHand) -> str:
    page = hand.page
    hand.tab("检查和发布")
    changes = page.get_by_role("region", name="改动")
    for words in ("集体讨论", "立案通知被监督机关", FIELD):
        expect(changes).to_contain_text(words)
    expect(page.get_by_role("region", name="检查")).to_contain_text("没有错误")
    page.get_by_role("button", name="执行全部场景").click()
    expect(page.get_by_text("正在执行")).to_be_visible()
    settle(bureau)
    expect(page.get_by_text("个场景全部通过")).to_be_visible()
    page.get_by_label("发布理由").fill("重大事项决定前须集体讨论")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("制作人不能自己批准")).to_be_visible()
    return page.url.removeprefix(bureau.address)


def _a_second_person_publishes(bureau: Bureau, window, publication: str) -> None:
    page = window("process_approver").go(publication.removeprefix("/app"))
    page.get_by_label("意见").fill("同意发布")
    page.get_by_role("button", name="批准发布").click()
    expect(page.get_by_text("新案件现在用这一版")).to_be_visible()


def _the_next_case_takes_the_new_way(bureau: Bureau, window) -> None:
    player = replace(bureau.stage.player(), release=_release_in_force(bureau))
    player.start("P1.1", "intake_clerk", COMPLAINT)
    player.walk(STAGE)
    settle(bureau)
    visit = next(one for one in player.case().open_visits if one.step == STAGE)
    item = next(iter(player.case().items_of(visit.id)))
    head = window(player.cast.person(player.doer(item)).login)
    page = head.go(f"/items/{item.id}")
    expect(page.get_by_role("heading", name="集体讨论")).to_be_visible()
    page.get_by_label("办理情况").fill("集体讨论一致同意。")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("status").get_by_text("已提交。")).to_be_visible()
    player.walk("P6.6")
    notice = player.case().latest_document("D04")
    path = f"/api/v1/cases/{player.case_id}/documents/{notice.id}.pdf"
    paper = page.request.get(f"{bureau.address}{path}")
    assert paper.ok, paper.text()
    assert GIVEN in text_of(paper.body())


def _a_running_case_keeps_its_own(bureau: Bureau) -> None:
    running = bureau.grown
    assert running.case().head.release_id == bureau.stage.release.id
    running.walk("P6.6")
    assert not [one for one in running.case().visits.values() if one.step == STAGE]


def _release_in_force(bureau: Bureau) -> Release:
    office = bureau.stage.house.office
    with office.store.begin(PLACE) as tx:
        release_id = tx.release_in_force(office.clock.now())
        assert release_id is not None
        assert release_id != bureau.stage.release.id
        return office.open_release(release_id, lambda: tx.release_bundle(release_id))
