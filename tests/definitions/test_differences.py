"""What places do differently, told in words: complete, with its source, never a proposal as law."""

from pathlib import Path

from engine.definitions.articles import OWN_PROPOSAL
from engine.definitions.differences import Difference, differences
from engine.definitions.differences_page import page_of_differences
from tests.law.shipped import PLACES, release
from tests.laws import law

PAGE = Path(__file__).parents[2] / "docs" / "localities.md"


def found(place: str, parent: str, topic: str) -> dict[str, Difference]:
    told = differences(release(place), release(parent))
    return {one.what: one for one in told if one.topic == topic}


def test_the_shipped_page_is_what_the_definitions_say():
    """`zhijian differences` writes it anew."""
    made = page_of_differences({place: release(place) for place in PLACES})
    assert PAGE.read_text("utf-8") == made


def test_a_place_differs_from_itself_in_nothing():
    assert differences(release("510116"), release("510116")) == ()


@law("四川省行政执法监督条例", 32)
def test_a_limit_is_told_with_its_number_and_its_article():
    told = found("510000", "national", "期限")["提交书面说明和材料（dl_org_statement）"]
    assert "10 日" in told.here
    assert "种类待确认" in told.here
    assert told.there == "不设"
    assert told.source.startswith("《四川省行政执法监督条例》第三十二条")
    assert not told.is_our_proposal


def test_every_number_without_an_article_is_marked_as_our_proposal():
    for place in PLACES:
        for one in differences(release(place), release("national")):
            if one.topic == "期限" and "《" not in one.source:
                assert one.source == OWN_PROPOSAL


def test_a_redrawn_diagram_names_the_new_tasks_and_counts_as_our_proposal():
    told = found("510116", "510000", "流程图")["调查（proc_investigation）"]
    assert "P3.9 提出特别调查组（执法监督科负责人）" in told.here
    assert told.is_our_proposal


def test_a_form_that_a_province_makes_stricter_says_which_field():
    assert found("510000", "national", "表单")["D04"].here == "“提交说明期限”必填"


def test_the_window_in_which_a_place_enters_paper_cases_is_told():
    told = found("510116", "510000", "补录纸质案件")["期间和角色"]
    assert told.here == "2026-01-01 至 2026-12-31，由执法监督科负责人补录"
    assert told.there == "无"


def test_the_committee_is_told_where_there_is_one():
    assert found("510116", "510000", "委员会")["名称"].here == "双流区行政执法协调监督委员会"
    assert found("370200", "370000", "委员会") == {}


def test_instruments_of_a_province_are_told_with_their_dates():
    told = found("370000", "national", "文书体系")["意见书—决定书"]
    assert "2015-05-01 至 2026-01-31" in told.here
    assert "D10 由监督机关署名" in told.here


def test_a_table_cell_cannot_break_out_of_its_table():
    lines = PAGE.read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert {line.count("|") for line in rows} == {5}
