"""谁可以打开哪一页: every route has a rule, and each role sees what it may and no more."""

import re

import pytest

from tests.web.conftest import PLANTED_NAME, PLANTED_PHONE
from webui.access import Rule, open_to, rule_of

SAMPLES = {"draft_id": "nothing", "publication_id": "nothing", "verb": "suspend",
           "upload_id": "nothing", "attachment_id": "nothing",
           "case_id": "nothing", "item_id": "nothing", "step": "P1.1", "process": "proc_acceptance",
           "document_id": "nothing", "suffix": "pdf", "filename": "zhijian.css", "place": "510116",
           "session_id": "nothing", "notice_id": "all",
           "order_id": "x", "clock_id": "nothing", "job_id": "nothing",
           "change_id": "nothing", "recalculation_id": "nothing",
           "organ_id": "nothing", "person_id": "nothing",
           "code": "0", "what": "main.pdf", "kind": "D01",
           "name": "a.js", "_address": "x"}  # fmt: skip
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


def test_whoever_is_not_logged_in_is_sent_to_the_login_page(web):
    for rule, path in _routes(web.app):
        if rule_of(web.app, rule.endpoint) is Rule.EVERYONE or "GET" not in rule.methods:
            continue
        answer = web.browser().get(path)
        if path.startswith("/api/"):
            assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in"), path
        else:
            assert (answer.status_code, answer.location[:6]) == (302, "/login"), path


def test_the_rule_holds_even_where_a_view_forgets_to_ask(web):
    forgetful = open_to(Rule.SIGNED_IN)(lambda: "secret")
    web.own_app().add_url_rule("/forgetful", "forgetful", forgetful)
    assert web.browser().get("/forgetful").location.startswith("/login")


def test_a_form_without_our_token_changes_nothing(web):
    browser = web.browser("intake_clerk")
    item = web.item_of(web.played.young, "P1.2")
    paths = {
        path
        for rule, path in _routes(web.app)
        if "POST" in rule.methods and rule_of(web.app, rule.endpoint) is not Rule.CONNECTOR
    }
    before = web.version_of(web.played.young)
    for path in sorted(paths | {f"/tasks/{item}"}):
        for form in ({}, {"form_token": "0" * 64, "deed": "finish", "key": "k", "version": "1"}):
            assert browser.client.post(path, data=form).status_code == 403, path
    assert web.version_of(web.played.young) == before
    assert browser.get("/").status_code == 200


def test_a_token_of_another_browser_is_not_ours(web):
    other = web.browser("intake_clerk").get("/").text
    token = re.search(r'name="form_token" value="(\w+)"', other)[1]
    mine = web.browser("intake_clerk").client
    assert mine.post("/logout", data={"form_token": token}).status_code == 403


@pytest.mark.parametrize("login", INSIDERS)
def test_who_works_on_a_case_or_leads_the_bureau_sees_all_of_it(web, login):
    text = web.browser(login).get(f"/cases/{web.played.grown}").text
    for part in ("基本情况", "流程", "期限", "文书", "办理日志", "<svg"):
        assert part in text


@pytest.mark.parametrize("login", STRANGERS)
def test_who_has_no_part_in_a_case_is_told_that_there_is_none(web, login):
    browser = web.browser(login)
    case = browser.get(f"/cases/{web.played.grown}")
    unknown = browser.get("/cases/0123456789abcdef0123456789abcdef")
    assert (case.status_code, unknown.status_code) == (404, 404)
    words = re.compile(r"编号 \w+")
    assert words.sub("", case.text) == words.sub("", unknown.text)


def test_nobody_acts_on_the_task_of_another(web):
    item = web.item_of(web.played.young, "P1.2")
    before = web.version_of(web.played.young)
    browser = web.browser("bureau_deputy")
    assert browser.get(f"/tasks/{item}").status_code == 403
    for deed in ("finish", "save", "claim"):
        form = {"deed": deed, "key": f"k-{deed}", "version": str(before)}
        assert browser.post(f"/tasks/{item}", form, page="/").status_code == 403
    assert web.version_of(web.played.young) == before


def test_only_who_registers_may_begin_a_case(web):
    assert web.browser("intake_clerk").get("/cases/new/P1.1").status_code == 200
    assert web.browser("lead_handler").get("/cases/new/P1.1").status_code == 403
    assert web.browser("intake_clerk").get("/cases/new/P9.9").status_code == 409


@pytest.mark.parametrize("path", ["/cases/x", "/tasks/x", "/nothing", "/cases/x/diagrams/y",
                                  "/cases/x/documents/y.pdf", "/static/nothing.css"])  # fmt: skip
def test_unknown_addresses_are_404(web, path):
    assert web.browser("section_head").get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("post", "/"), ("put", "/login"), ("delete", "/query"), ("get", "/logout")]
)
def test_other_methods_are_405_and_change_nothing(web, method, path):
    answer = getattr(web.browser("section_head").client, method)(path)
    assert answer.status_code == 405
    assert "Allow" in answer.headers


# --- the supervised organ --------------------------------------------------------------------


def test_the_organ_sees_its_tasks_and_the_documents_served_and_nothing_else(web):
    text = web.browser("org_liaison").get(f"/cases/{web.played.grown}").text
    assert "签收并提交说明" in text
    assert "行政执法监督立案通知书" in text
    assert "行政执法监督意见书" not in text, "still in draft"
    for inside in ("<svg", "办理日志", "期限", "登记表", "审批表", "投诉举报人", "审核", "同意"):
        assert inside not in text, inside


def test_the_organ_opens_no_diagram_and_no_inner_document(web):
    browser = web.browser("org_liaison")
    case = web.played.grown
    assert browser.get(f"/cases/{case}/diagrams/proc_filing").status_code == 404
    with web.house.store.begin("510116") as tx:
        documents = list(tx.case(case).documents.values())
    allowed = {
        one.kind
        for one in documents
        if browser.get(f"/cases/{case}/documents/{one.id}.pdf").status_code == 200
    }
    assert allowed == {"D04", "D05"}
    assert {browser.get(f"/cases/{case}/documents/{one.id}.docx").status_code
            for one in documents} == {404}  # fmt: skip


def test_the_complainant_never_appears_to_the_organ_nor_in_a_log_line(web, capsys):
    case = web.played.grown
    for login in ("org_liaison", "org_head"):
        browser = web.browser(login)
        for path in ("/", "/?tab=done", "/?tab=claim", f"/cases/{case}", "/cases/new/P1.1"):
            answer = browser.get(path)
            shown = answer.text + str(answer.headers)
            assert PLANTED_NAME not in shown
            assert PLANTED_PHONE not in shown
    web.browser("section_head").get(f"/cases/{case}")
    printed = "".join(capsys.readouterr())
    assert "request" in printed
    assert PLANTED_NAME not in printed
    assert PLANTED_PHONE not in printed


def test_the_complainant_is_masked_for_those_who_need_not_know(web):
    case = web.played.grown
    knows = web.browser("lead_handler").get(f"/cases/{case}").text
    assert PLANTED_NAME in knows
    masked = web.browser("seal_keeper").get(f"/cases/{case}").text
    assert PLANTED_NAME not in masked
    assert PLANTED_PHONE not in masked
    assert "欧＊＊" in masked
