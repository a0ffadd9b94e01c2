"""案件: cover, diagram, periods, documents and log of a case, as they stand."""

import re

from engine.domain.lights import Light
from tests.web.conftest import PLACE


def test_the_diagram_marks_what_is_done_and_where_the_case_stands(web):
    text = web.browser("section_head").get(f"/cases/{web.played.young}").text
    assert re.search(r'<g class="node userTask done"><title>登记：已办</title>', text)
    assert re.search(r'<g class="node userTask now"[^>]*><title>形式审查：办理中</title>', text)
    assert re.search(r'<g class="node callActivity now"[^>]*><title>受理：办理中</title>', text)
    assert re.search(r'<g class="node userTask open"><title>决定处理方式：未到</title>', text)


def test_procedures_stand_in_the_order_the_case_went_through_them(web):
    text = web.browser("section_head").get(f"/cases/{web.played.grown}").text
    names = re.findall(r"<summary><b>(.*?)</b>", text)
    assert names == ["案件办理", "受理", "立案", "调查", "审议与处理决定"]


def test_a_procedure_can_be_opened_alone(web):
    case = web.played.grown
    browser = web.browser("section_head")
    assert "<svg" in browser.get(f"/cases/{case}/diagrams/proc_filing").text
    assert browser.get(f"/cases/{case}/diagrams/proc_closing").status_code == 404


def test_a_light_is_told_by_colour_and_by_word(web):
    text = web.browser("section_head").get(f"/cases/{web.played.grown}").text
    lights = re.findall(r'class="light (\w+)"><i></i>(\w+)', text)
    assert lights
    assert all(Light(colour).label.startswith(word) for colour, word in lights)


def test_every_period_names_its_source(web):
    text = web.browser("section_head").get(f"/cases/{web.played.grown}").text
    sources = re.findall(r'class="source">([^<]*)<', text)
    assert sources
    assert all(sources)


def test_the_documents_can_be_fetched(web):
    browser = web.browser("section_head")
    text = browser.get(f"/cases/{web.played.grown}").text
    links = re.findall(r'href="(/cases/[^"]*/documents/[^"]*)"', text)
    assert {link.rpartition(".")[2] for link in links} == {"pdf", "docx"}
    for link in links[:4]:
        answer = browser.get(link)
        start = b"%PDF" if link.endswith("pdf") else b"PK"
        assert answer.data.startswith(start)


def test_a_log_that_was_touched_is_reported_on_the_page(web):
    browser = web.browser("section_head")
    case = web.played.grown
    assert "已逐条核验" in browser.get(f"/cases/{case}").text
    database = web.house.store.engine.raw_connection()
    database.execute("update case_log set actor = 'x' where case_id = ? and seq = 7", (case,))
    database.commit()
    database.close()
    text = browser.get(f"/cases/{case}").text
    assert "日志核验不通过" in text
    assert "内容被改动" in text


def test_the_list_shows_the_task_its_case_and_its_last_day(web):
    item = web.item_of(web.played.young, "P1.2")
    text = web.browser("intake_clerk").get("/?tab=claim").text
    assert f"/tasks/{item}" in text
    assert "形式审查" in text
    assert re.search(r"2026年\d+月\d+日", text)


def test_what_is_done_moves_to_the_done_list(web):
    text = web.browser("intake_clerk").get("/?tab=done").text
    assert "登记" in text
    assert web.played.young in text


def test_looking_changes_nothing(web):
    with web.house.store.begin(PLACE) as tx:
        before = tx.case(web.played.grown).head
    for login in ("section_head", "lead_handler", "org_liaison"):
        web.browser(login).get(f"/cases/{web.played.grown}")
    with web.house.store.begin(PLACE) as tx:
        assert tx.case(web.played.grown).head == before
