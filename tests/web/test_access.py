"""谁可以打开哪一页: every route has a rule, and each role sees what it may and no more."""

import json

import pytest

from tests.web.conftest import PLACE, PLANTED_NAME, PLANTED_PHONE
from tests.web.programs import PREFIX, Program
from webui.access import Rule, open_to, rule_of

SAMPLES = {"clue_id": "nothing", "release_id": "nothing",
           "draft_id": "nothing", "publication_id": "nothing", "verb": "suspend",
           "upload_id": "nothing", "attachment_id": "nothing",
           "case_id": "nothing", "item_id": "nothing", "step": "P1.1", "process": "proc_acceptance",
           "document_id": "nothing", "suffix": "pdf", "filename": "pages.css", "place": PLACE,
           "session_id": "nothing", "notice_id": "all",
           "order_id": "x", "clock_id": "nothing", "job_id": "nothing",
           "change_id": "nothing", "recalculation_id": "nothing",
           "organ_id": "nothing", "person_id": "nothing",
           "code": "0", "what": "main.pdf", "kind": "D01",
           "name": "a.js", "_address": "x", "number": 1}  # fmt: skip
INSIDERS = ("intake_clerk", "section_head", "bureau_deputy", "bureau_head", "lead_handler")
STRANGERS = ("auditor", "sys_admin", "security_admin", "org_head2", "expert")


def _routes(app):
    for rule in app.url_map.iter_rules():
        with app.test_request_context():
            path = rule.build({name: SAMPLES[name] for name in rule.arguments})[1]
        yield rule, path


def test_every_route_states_who_may_open_it(web):
    assert [
        rule.endpoint for rule, _ in _routes(web.app) if rule_of(web.app, rule.endpoint) is None
    ] == []


def test_a_route_without_a_rule_opens_for_nobody(web):
    web.own_app().add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = web.browser("section_head").get("/forgotten")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_whoever_is_not_logged_in_is_told_to_log_in(web):
    for rule, path in _routes(web.app):
        if rule_of(web.app, rule.endpoint) is Rule.EVERYONE or "GET" not in rule.methods:
            continue
        answer = web.browser().get(path)
        assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in"), path


def test_the_rule_holds_even_where_a_view_forgets_to_ask(web):
    forgetful = open_to(Rule.SIGNED_IN)(lambda: "secret")
    web.own_app().add_url_rule("/forgetful", "forgetful", forgetful)
    answer = web.browser().get("/forgetful")
    assert answer.status_code == 401
    assert "您还没有登录" in answer.text
    assert "secret" not in answer.text


def test_what_carries_no_token_of_ours_changes_nothing(web):
    browser = web.browser("intake_clerk")
    item = web.item_of(web.played.young, "P1.2")
    paths = {
        path
        for rule, path in _routes(web.app)
        if "POST" in rule.methods and rule_of(web.app, rule.endpoint) is not Rule.CONNECTOR
    }
    before = web.version_of(web.played.young)
    for path in sorted(paths | {f"{PREFIX}/items/{item}/complete"}):
        for form in ({}, {"form_token": "0" * 64, "data": "{}", "key": "k"}):
            assert browser.client.post(path, data=form).status_code == 403, path
            assert browser.client.post(path, json=form).status_code == 403, path
    assert web.version_of(web.played.young) == before
    assert browser.get(f"{PREFIX}/items").status_code == 200


def test_a_token_of_another_browser_is_not_ours(web):
    other, mine = Program.of(web, "intake_clerk"), Program.of(web, "intake_clerk")
    mine.token = other.token
    item = web.item_of(web.played.young, "P1.2")
    assert mine.post(f"/items/{item}/claim").json["code"] == "form_stale"
    assert other.post(f"/items/{item}/claim").status_code == 200


@pytest.mark.parametrize("login", INSIDERS)
def test_who_works_on_a_case_or_leads_the_bureau_sees_all_of_it(web, login):
    program = Program.of(web, login)
    page = program.get(f"/cases/{web.played.grown}").json
    assert page["case"]["whole"]
    for part in ("parties", "timeline", "periods", "documents", "diagrams"):
        assert page[part], part
    assert program.get(f"/cases/{web.played.grown}/log").json


@pytest.mark.parametrize("login", STRANGERS)
def test_who_has_no_part_in_a_case_is_told_that_there_is_none(web, login):
    program = Program.of(web, login)
    case = program.get(f"/cases/{web.played.grown}")
    unknown = program.get("/cases/0123456789abcdef0123456789abcdef")
    assert (case.status_code, unknown.status_code) == (404, 404)
    told, expected = case.json, unknown.json
    for one in (told, expected):
        del one["trace"], one["where"]
    assert told == expected


def test_nobody_acts_on_the_task_of_another(web):
    item = web.item_of(web.played.young, "P1.2")
    before = web.version_of(web.played.young)
    program = Program.of(web, "bureau_deputy")
    answers = [
        program.get(f"/items/{item}"),
        program.post(f"/items/{item}/complete", data={}),
        program.post(f"/items/{item}/claim"),
        program.put(f"/items/{item}/draft", data={}),
    ]
    assert {one.json["code"] for one in answers} == {"not_your_task"}
    assert {one.status_code for one in answers} == {403}
    assert web.version_of(web.played.young) == before


def test_only_who_registers_may_begin_a_case(web):
    clerk, handler = Program.of(web, "intake_clerk"), Program.of(web, "lead_handler")
    assert clerk.get("/start-forms/P1.1").status_code == 200
    assert handler.get("/start-forms/P1.1").status_code == 403
    assert handler.post("/cases", step="P1.1", data={}).status_code == 403
    assert clerk.get("/start-forms/P9.9").json["code"] == "start_not_here"


@pytest.mark.parametrize("path", ["/cases/x", "/items/x", "/nothing", "/cases/x/diagrams/y.svg",
                                  "/cases/x/documents/y.pdf", "/cases/x/volume/z.pdf"])  # fmt: skip
def test_unknown_addresses_are_404(web, path):
    assert Program.of(web, "section_head").get(path).status_code == 404
    assert web.browser().get(f"/static{path}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", "/"), ("put", "/verify"), ("delete", "/query"), ("get", f"{PREFIX}/session")],
)
def test_other_methods_are_405_and_change_nothing(web, method, path):
    answer = getattr(web.browser("section_head").client, method)(path)
    assert answer.status_code == 405
    assert "Allow" in answer.headers


# --- the supervised organ --------------------------------------------------------------------


def test_the_organ_sees_its_tasks_and_the_documents_served_and_nothing_else(web):
    page = Program.of(web, "org_liaison").get(f"/cases/{web.played.grown}").json
    text = json.dumps(page, ensure_ascii=False)
    assert "签收并提交说明" in text
    assert "行政执法监督立案通知书" in text
    assert "行政执法监督意见书" not in text, "still in draft"
    for inside in ("登记表", "审批表", "投诉举报人", "审核", "同意"):
        assert inside not in text, inside
    assert not page["case"]["whole"]
    assert [page[part] for part in ("diagrams", "periods", "attachments")] == [[], [], []]


def test_the_organ_opens_no_diagram_and_no_inner_document(web):
    program = Program.of(web, "org_liaison")
    case = web.played.grown
    assert program.get(f"/cases/{case}/diagrams/proc_filing.svg").status_code == 404
    with web.house.store.begin(PLACE) as tx:
        documents = list(tx.case(case).documents.values())
    allowed = {
        one.kind
        for one in documents
        if program.get(f"/cases/{case}/documents/{one.id}.pdf").status_code == 200
    }
    assert allowed == {"D04", "D05"}
    assert {program.get(f"/cases/{case}/documents/{one.id}.docx").status_code
            for one in documents} == {404}  # fmt: skip


def test_the_complainant_is_in_no_log_line(web, capsys):
    Program.of(web, "section_head").get(f"/cases/{web.played.grown}")
    printed = "".join(capsys.readouterr())
    assert "request" in printed
    assert PLANTED_NAME not in printed
    assert PLANTED_PHONE not in printed


def test_the_complainant_is_masked_for_everybody_at_first(web):
    case = web.played.grown
    for login, may_ask in (("lead_handler", True), ("seal_keeper", False)):
        page = Program.of(web, login).get(f"/cases/{case}").json
        text = json.dumps(page, ensure_ascii=False)
        assert PLANTED_NAME not in text
        assert PLANTED_PHONE not in text
        assert page["parties"][0]["name"].startswith("欧＊＊")
        assert page["parties"][0]["may_unmask"] is may_ask


def test_the_complainant_is_shown_in_full_only_on_record(web):
    case = web.played.grown
    handler = Program.of(web, "lead_handler")
    told = {one["words"] for one in handler.post(f"/cases/{case}/complainant").json}
    assert {PLANTED_NAME, PLANTED_PHONE} <= told
    last = handler.get(f"/cases/{case}/log").json[-1]
    assert (last["what"], last["actor"]) == ("查看投诉举报人身份信息", handler.name)
    before = web.version_of(case)
    kept = Program.of(web, "seal_keeper").post(f"/cases/{case}/complainant")
    assert (kept.status_code, kept.json["code"]) == (403, "complainant_kept")
    assert Program.of(web, "org_liaison").post(f"/cases/{case}/complainant").status_code == 403
    assert Program.of(web, "expert").post(f"/cases/{case}/complainant").status_code == 404
    assert web.version_of(case) == before
