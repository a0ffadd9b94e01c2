"""案件: diagram, periods, documents, copies and log as they stand; looking changes nothing."""

import re

import pytest

from engine.domain.lights import Light
from tests.web.conftest import COMPLAINT, PLACE
from tests.web.programs import Program


@pytest.fixture
def head(web):
    return Program.of(web, "section_head")


def picture(program, case, process):
    return program.get(f"/cases/{case}/diagrams/{process}.svg").text


def test_the_diagram_marks_what_is_done_and_where_the_case_stands(web, head):
    drawn = picture(head, web.played.young, "proc_acceptance")
    assert re.search(r'<g class="node userTask done"><title>登记：已办</title>', drawn)
    assert re.search(r'<g class="node userTask now"[^>]*><title>形式审查：办理中</title>', drawn)
    assert re.search(r'<g class="node userTask open"><title>决定处理方式：未到</title>', drawn)
    whole = picture(head, web.played.young, "proc_case_main")
    assert re.search(r'<g class="node callActivity now"[^>]*><title>受理：办理中</title>', whole)


def test_procedures_stand_in_the_order_the_case_went_through_them(web, head):
    found = head.get(f"/cases/{web.played.grown}").json["diagrams"]
    assert [one["title"] for one in found] == [
        "案件办理",
        "受理",
        "立案",
        "调查",
        "审议与处理决定",
    ]


def test_a_procedure_the_case_never_went_through_has_no_picture(web, head):
    case = web.played.grown
    assert picture(head, case, "proc_filing").startswith("<svg")
    assert head.get(f"/cases/{case}/diagrams/proc_closing.svg").status_code == 404


def test_a_light_is_told_by_colour_and_by_word_and_every_period_names_its_source(web, head):
    periods = head.get(f"/cases/{web.played.grown}").json["periods"]
    assert periods
    for one in periods:
        colour, words = one["light"]["colour"], one["light"]["words"]
        assert Light(colour).label.startswith(words.partition("，")[0])
        assert one["source"]


def test_the_documents_can_be_fetched(web, head):
    case = web.played.grown
    documents = [one for one in head.get(f"/cases/{case}").json["documents"] if one["files"]]
    assert {suffix for one in documents for suffix in one["files"]} == {"pdf", "docx"}
    for one in documents[:2]:
        for suffix, start in (("pdf", b"%PDF"), ("docx", b"PK")):
            answer = head.get(f"/cases/{case}/documents/{one['document_id']}.{suffix}")
            assert answer.data.startswith(start)


def test_a_proof_of_service_names_what_it_proves(web, head):
    documents = head.get(f"/cases/{web.played.grown}").json["documents"]
    titles = {one["title"] for one in documents if one["served_on"]}
    proofs = [one for one in documents if one["kind"] == "D13"]
    assert proofs
    assert {one["about"] for one in proofs} <= titles
    assert all(one["about"] is None for one in documents if one["kind"] != "D13")


def test_the_pages_of_a_document_can_be_looked_at_one_by_one(web, head):
    case = web.played.grown
    one = next(row for row in head.get(f"/cases/{case}").json["documents"] if row["kind"] == "D01")
    address = f"/cases/{case}/documents/{one['document_id']}/pages"
    pages = head.get(address).json["pages"]
    assert pages > 1
    drawn = [head.get(f"{address}/{number}.png").data for number in (1, pages)]
    assert all(picture.startswith(b"\x89PNG") for picture in drawn)
    assert drawn[0] != drawn[1]
    assert head.get(f"{address}/{pages + 1}.png").status_code == 404
    assert head.get(f"{address}/0.png").status_code == 404


def test_other_cases_of_the_organ_stand_beside_it(web, head):
    (other,) = head.get(f"/cases/{web.played.grown}").json["related"]
    assert (other["case_id"], other["relation"]) == (web.played.young, "同一被监督机关")


def test_what_was_reported_stands_on_the_case_and_on_its_tasks_but_not_for_the_organ(web, head):
    case = head.get(f"/cases/{web.played.young}").json["case"]
    told = {one["label"]: one["words"] for one in case["reported"]}
    assert set(told) >= {"发生时间", "发生地点", "问题类别", "主要事实和理由", "诉求"}
    assert re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d", told["发生时间"])
    assert case["title"] == f"关于{COMPLAINT['org_name']}{told['执法行为种类']}行为的监督案"
    program = Program.of(web, "legal_reviewer")
    item = program.get("/items?tab=claim").json["rows"][0]["item_id"]
    titles = [one["title"] for one in program.get(f"/items/{item}").json["documents"]]
    assert "反映的情况" in titles
    organ = Program.of(web, "org_liaison").get(f"/cases/{web.played.grown}").json["case"]
    assert organ["reported"] == []


def test_a_log_that_was_touched_is_reported(web, head):
    case = web.played.grown
    assert head.get(f"/cases/{case}/log/verification").json["whole"]
    database = web.house.store.engine.raw_connection()
    database.execute("update case_log set actor = 'x' where case_id = ? and seq = 7", (case,))
    database.commit()
    database.close()
    proof = head.get(f"/cases/{case}/log/verification").json
    assert not proof["whole"]
    assert any("内容被改动" in one for one in proof["faults"])


def test_looking_changes_nothing(web):
    with web.house.store.begin(PLACE) as tx:
        before = tx.case(web.played.grown).head
    for login in ("section_head", "lead_handler", "org_liaison"):
        program = Program.of(web, login)
        for path in ("", "/log", "/log/verification"):
            program.get(f"/cases/{web.played.grown}{path}")
    with web.house.store.begin(PLACE) as tx:
        assert tx.case(web.played.grown).head == before


# --- copies and the bound file ---------------------------------------------------------------


@pytest.fixture
def registration(web):
    with web.house.store.begin(PLACE) as tx:
        return tx.case(web.played.grown).latest_document("D01")


def test_a_handler_gets_the_masked_copy_and_the_organ_does_not(web, registration):
    address = f"/cases/{web.played.grown}/documents/{registration.id}/masked.pdf"
    answer = Program.of(web, "lead_handler").get(address)
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert Program.of(web, "org_liaison").get(address).status_code == 404
    offered = Program.of(web, "lead_handler").get(f"/cases/{web.played.grown}").json["documents"]
    assert {one["kind"] for one in offered if one["has_masked_copy"]} == {"D01"}


def test_who_is_signed_in_prints_blank_forms(web):
    clerk = Program.of(web, "intake_clerk")
    kinds = {one["kind"]: one["title"] for one in clerk.get("/blank-forms").json}
    assert kinds["D04"] == "行政执法监督立案通知书"
    assert clerk.get("/blank-forms/D01.pdf").data.startswith(b"%PDF-")
    assert clerk.get("/blank-forms/D99.pdf").status_code == 409


def test_a_case_under_way_has_no_volume_yet(web):
    handler = Program.of(web, "lead_handler")
    for what in ("whole.pdf", "main.pdf", "package.zip"):
        answer = handler.get(f"/cases/{web.played.grown}/volume/{what}")
        assert (answer.status_code, answer.json["code"]) == (409, "volume_not_ready")
        assert "装订" in answer.json["what"] + answer.json["mend"]
