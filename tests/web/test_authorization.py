"""Every route and object × role × own organ, another organ, another place; what the organ reads.

A route of the API that no row here names fails the test.
"""

import re

import pytest
from sqlalchemy import insert, update

from engine.store import tables as t
from engine.store.connection import writing
from tests.web.conftest import PLACE, PLANTED_NAME, PLANTED_PHONE
from tests.web.programs import PREFIX, Program
from webui.access import Rule, rule_of

ELSEWHERE = "999999"
INSIDERS = ("intake_clerk", "lead_handler", "section_head", "bureau_deputy", "bureau_head")
ORGAN = ("org_liaison", "org_head")
STRANGERS = ("expert", "sys_admin", "security_admin", "auditor", "lead_handler3")
OTHER_ORGAN = "org_liaison2"
NO_OBJECT = {
    "/me", "/items", "/cases", "/documents", "/start-forms", "/openapi.json", "/places", "/session",
    "/sessions", "/me/settings", "/me/password", "/me/second-factor", "/items/claim",
    "/items/release", "/items/reassign", "/items/remind", "/blank-forms/<kind>.pdf", "/blank-forms",
    "/start-forms/<step>", "/shared-filters",
}  # fmt: skip
"""Routes about the person himself, or that name objects only in their body."""

OF_CASE = re.compile(r"^/cases/<case_id>")
OF_ITEM = re.compile(r"^/items/<item_id>")
OWN_ONLY = re.compile(r"^/(uploads/<upload_id>|sessions/<session_id>|attachments/<attachment_id>)")
OF_OTHERS = re.compile(
    r"^/(admin|search|notices|time|cases/<case_id>/periods|hotline|counter|design|clues)"
)
"""Resources whose own tests hold their matrix."""

DENIED = {401, 403, 404, 405, 409, 415, 422}


def routes(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(PREFIX):
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield method.lower(), rule.rule.removeprefix(PREFIX), rule.endpoint


def ids_of(web):
    """Real ids of one case: its open item, a sealed document, an attachment that is not there."""
    with web.house.store.begin(PLACE) as tx:
        documents = list(tx.case(web.played.grown).documents.values())
    sealed = next(one for one in documents if one.kind == "D04")
    return {
        "case_id": web.played.grown,
        "item_id": web.item_of(web.played.grown, "P6.2"),
        "document_id": sealed.id,
        "suffix": "pdf",
        "process": "proc_filing",
        "verb": "suspend",
        "what": "main.pdf",
        "upload_id": "0" * 32,
        "attachment_id": "0" * 32,
        "session_id": "0" * 32,
        "kind": "D01",
        "step": "P1.1",
        "number": "1",
    }


def filled(path: str, ids) -> str:
    return re.sub(r"<(?:int:)?(\w+)>", lambda found: ids.get(found[1], "nothing"), path)


def asked(program, method, path):
    body = b'{"key": "k", "data": {}, "reason": "x", "to": "x", "to_step": "P2.1"}'
    if method == "get":
        return program.get(path)
    return program.send(method, path, body, "application/json")


def test_every_route_of_the_api_stands_in_this_matrix(web):
    unknown = {
        path
        for _, path, _ in routes(web.app)
        if path not in NO_OBJECT
        and not any(one.search(path) for one in (OF_CASE, OF_ITEM, OWN_ONLY, OF_OTHERS))
    }
    assert not unknown


@pytest.mark.parametrize("login", [*STRANGERS, OTHER_ORGAN])
def test_who_has_nothing_to_do_with_a_case_reaches_nothing_of_it(web, login):
    if login == OTHER_ORGAN:
        with writing(web.house.store.engine) as connection:
            row = {"place": PLACE, "id": "f" * 32, "name": "双流区另一街道办事处"}
            connection.execute(insert(t.organs), row)
            mine = t.people.c.id == web.played.cast.person("org_liaison#2").id
            connection.execute(update(t.people).where(mine).values(organ_id="f" * 32))
    program, ids = Program.of(web, login), ids_of(web)
    before = web.version_of(web.played.grown)
    for method, path, endpoint in routes(web.app):
        if not (OF_CASE.search(path) or OF_ITEM.search(path)) or OF_OTHERS.search(path):
            continue
        answer = asked(program, method, filled(path, ids))
        assert answer.status_code in DENIED, (method, path, endpoint)
        assert PLANTED_NAME not in answer.text
        assert "双执监" not in answer.text, (method, path)
    assert web.version_of(web.played.grown) == before


def test_who_belongs_to_another_place_reaches_nothing_of_this_one(web):
    with writing(web.house.store.engine) as connection:
        connection.execute(insert(t.places), {"code": ELSEWHERE, "title": "别处"})
        for table in (t.organs, t.people, t.people_roles):
            rows = connection.execute(table.select().where(table.c.place == PLACE)).mappings()
            copied = [{**row, "place": ELSEWHERE} for row in rows.all()]
            connection.execute(insert(table), copied)
    browser = web.browser()
    token = web.house.sign_ins.begin(ELSEWHERE, web.played.cast.person("section_head").id)
    token = getattr(token, "token", token)
    browser.client.set_cookie("zhijian_session", f"{ELSEWHERE}.{token}")
    program = Program(client=browser.client)
    me = program.get("/me").json
    assert me["place"]["code"] == ELSEWHERE
    program.token, ids = me["form_token"], ids_of(web)
    before = web.version_of(web.played.grown)
    for method, path, endpoint in routes(web.app):
        if OF_CASE.search(path) or OF_ITEM.search(path):
            answer = asked(program, method, filled(path, ids))
            assert answer.status_code in DENIED, (method, path, endpoint)
            assert "双执监" not in answer.text
    assert program.get("/cases").json["total"] == 0
    assert sum(program.get("/items").json["counts"].values()) == 0
    assert web.version_of(web.played.grown) == before


@pytest.mark.parametrize("login", [*INSIDERS, "org_liaison"])
def test_insiders_read_the_whole_case_and_the_organ_its_own_part(web, login):
    program, ids = Program.of(web, login), ids_of(web)
    for method, path, endpoint in routes(web.app):
        rule = rule_of(web.app, endpoint)
        if method != "get" or not OF_CASE.search(path) or OF_OTHERS.search(path):
            continue
        if "<verb>" in path or "masked" in path or "volume" in path:
            continue  # the case itself stands in the way: wrong role, no such copy, not closed
        answer = program.get(filled(path, ids))
        allowed = login in INSIDERS or rule is Rule.CASE_READER
        assert (answer.status_code == 200) is allowed, (path, answer.status_code)


@pytest.mark.parametrize("login", ORGAN)
def test_the_planted_complainant_reaches_the_organ_by_no_route(web, login, capsys):
    program, ids = Program.of(web, login), ids_of(web)
    with web.house.store.begin(PLACE) as tx:
        documents = list(tx.case(web.played.grown).documents)
    for method, path, _ in routes(web.app):
        if method != "get":
            continue
        for document in documents if "<document_id>" in path else documents[:1]:
            answer = program.get(filled(path, {**ids, "document_id": document}))
            shown = answer.data + str(answer.headers).encode()
            for secret in (PLANTED_NAME, PLANTED_PHONE):
                assert secret.encode() not in shown, path
                assert secret.encode("utf-16-be") not in shown, path
    for query in (f"/cases?q={PLANTED_NAME}", f"/items?tab=done&q={PLANTED_NAME}"):
        assert program.get(query).json["rows"] == []
    printed = "".join(capsys.readouterr())
    assert PLANTED_NAME not in printed
    assert PLANTED_PHONE not in printed


def test_lists_hold_the_cases_a_person_may_open_and_no_other(web):
    both = {web.played.grown, web.played.young}
    assert {
        row["case_id"] for row in Program.of(web, "section_head").get("/cases").json["rows"]
    } == both
    liaison = Program.of(web, "org_liaison").get("/cases").json
    assert {row["case_id"] for row in liaison["rows"]} == {web.played.grown}
    assert {row["state"] for row in liaison["rows"]} == {"办理中"}
    assert Program.of(web, "org_liaison").get("/documents").json["rows"] == []
    for login in STRANGERS:
        for path in ("/cases", "/documents"):
            assert Program.of(web, login).get(path).json["total"] == 0, (login, path)
    kinds = {row["kind"] for row in Program.of(web, "lead_handler").get("/documents").json["rows"]}
    assert {"D01", "D04"} <= kinds
