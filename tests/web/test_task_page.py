"""办理: a task is done through its form, once, and a refusal keeps what was typed."""

import re

import pytest

from tests.web.conftest import COMPLAINT, ORGAN, PLACE

REGISTRATION = {
    "channel": "来访",
    "received_date": "2026-03-02",
    "intake_kind": "投诉",
    "is_real_name": "true",
    "secrecy_request": "true",
    "complainant_type": "自然人",
    "name": COMPLAINT["name"],
    "phone": COMPLAINT["phone"],
    "reply_mode": "网页查询",
    "org_name": ORGAN["name"],
    "enforcement_field": "综合执法",
    "act_kind": ["行政强制", "行政检查"],
    "act_kind[]": "",
    "fact_time": "2026-02-27T17:40",
    "fact_place": "虚构路8号门前",
    "problem_type": ["rude_enforcement"],
    "problem_type[]": "",
    "facts": "执法队员未出示证件，推倒货架，未制作任何文书。",
    "requests": "请求核查执法过程。",
    "remedy_status": "否",
    "is_enterprise": "false",
    "is_urgent": "false",
    "accused_officers[]": "",
    "accused_officers[0].officer_name": "",
    "accused_officers[1].officer_name": "队员甲",
}
NEW = "/cases/new/P1.1"
SCRIPT = "<script>alert(1)</script>\"'&"


def _values_on(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{re.escape(name)}" value="([^"]*)"', page)


def _all_yes(page: str) -> dict[str, str]:
    return dict.fromkeys(re.findall(r'type="radio" name="(\w+)"', page), "true")


def _register(browser, **changed):
    key = _values_on(browser.get(NEW).text, "key")[0]
    form = {**REGISTRATION, "deed": "finish", "key": key, **changed}
    return browser.post(NEW, {name: value for name, value in form.items() if value is not None})


def _cases(web) -> int:
    database = web.house.store.engine.raw_connection()
    try:
        return database.execute("select count(*) from cases").fetchone()[0]
    finally:
        database.close()


def test_a_complaint_is_registered_and_its_form_checked_page_by_page(web):
    browser = web.browser("intake_clerk")
    answer = _register(browser)
    assert answer.status_code == 200
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", answer.text)
    case_id = re.search(r"/cases/([0-9a-f]{32})", answer.text)[1]
    item = web.item_of(case_id, "P1.2")
    page = browser.get(f"/tasks/{item}").text
    form = {
        "deed": "finish",
        "key": _values_on(page, "key")[0],
        "version": _values_on(page, "version")[0],
    }
    form |= _all_yes(page)
    for name, first in re.findall(
        r'<select name="(\w+)".*?<option value="([^"]+)"', page, re.DOTALL
    ):
        form[name] = first
    handed_in = browser.post(f"/tasks/{item}", form)
    assert handed_in.location == f"/cases/{case_id}?done=1"
    assert web.item_of(case_id, "P1.3")


def test_the_query_code_of_a_registration_is_told_once(web):
    answer = _register(web.browser("intake_clerk"))
    code = re.search(r"([0-9A-Z]{4})-([0-9A-Z]{4})-([0-9A-Z]{4})", answer.text)
    case_id = re.search(r"/cases/([0-9a-f]{32})", answer.text)[1]
    page = web.browser("intake_clerk").get(f"/cases/{case_id}").text
    assert "".join(code.groups()) not in page
    assert code[0] not in page


def test_a_registration_sent_twice_makes_one_case(web):
    browser = web.browser("intake_clerk")
    before = _cases(web)
    first = _register(browser, key="one-key")
    second = _register(browser, key="one-key")
    code = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
    assert code.search(first.text)[0] == code.search(second.text)[0]
    assert _cases(web) == before + 1


def test_a_task_sent_twice_is_done_once_and_answered_alike(web):
    browser = web.browser("intake_clerk")
    item = web.item_of(web.played.young, "P1.2")
    page = browser.get(f"/tasks/{item}").text
    form = {"deed": "finish", "key": "one-key", "version": _values_on(page, "version")[0]}
    form |= _all_yes(page)
    first = browser.post(f"/tasks/{item}", form)
    after = web.version_of(web.played.young)
    second = browser.post(f"/tasks/{item}", form, page="/")
    assert first.location == second.location == f"/cases/{web.played.young}?done=1"
    assert web.version_of(web.played.young) == after


def test_another_form_for_a_done_task_is_refused(web):
    browser = web.browser("intake_clerk")
    item = web.item_of(web.played.young, "P1.2")
    page = browser.get(f"/tasks/{item}").text
    form = {"deed": "finish", "key": "one-key", "version": _values_on(page, "version")[0]}
    form |= _all_yes(page)
    browser.post(f"/tasks/{item}", form)
    again = browser.post(f"/tasks/{item}", {**form, "key": "another"}, page="/")
    assert again.status_code == 409
    assert "办理" in again.text


def test_faults_stand_at_their_fields_and_what_was_typed_stays(web):
    answer = _register(web.browser("intake_clerk"), facts="太短", fact_place="", phone="12")
    assert answer.status_code == 422
    for name in ("facts", "fact_place", "phone"):
        assert f'id="e-{name}"' in answer.text
    assert "太短</textarea>" in answer.text
    assert _values_on(answer.text, "name") == [COMPLAINT["name"]]
    assert re.search(r'value="行政强制" checked', answer.text)
    assert _values_on(answer.text, "accused_officers[0].officer_name") == ["队员甲"]


def test_what_is_typed_never_becomes_markup(web):
    answer = _register(
        web.browser("intake_clerk"), facts="<script>", fact_place=SCRIPT, name=SCRIPT
    )
    assert answer.status_code == 422
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text
    done = _register(web.browser("intake_clerk"), fact_place=SCRIPT, key="k2")
    case_id = re.search(r"/cases/([0-9a-f]{32})", done.text)[1]
    item = web.item_of(case_id, "P1.2")
    for path in (f"/cases/{case_id}", f"/tasks/{item}", "/"):
        assert "<script" not in web.browser("intake_clerk").get(path).text


def test_what_an_answer_hides_is_not_handed_in(web):
    anonymous = {"is_real_name": "false", "complainant_type": "匿名"}
    answer = _register(web.browser("intake_clerk"), **anonymous)
    assert answer.status_code == 200
    case_id = re.search(r"/cases/([0-9a-f]{32})", answer.text)[1]
    assert COMPLAINT["phone"] not in web.browser("section_head").get(f"/cases/{case_id}").text


def test_updating_the_form_shows_what_the_answers_ask_for_and_stores_nothing(web):
    browser = web.browser("intake_clerk")
    before = _cases(web)
    assert 'name="comp_org_name"' in browser.get(NEW).text
    answer = browser.post(NEW, {**REGISTRATION, "deed": "refresh", "key": "k"})
    assert answer.status_code == 200
    assert 'name="comp_org_name"' not in answer.text
    assert _values_on(answer.text, "name") == [COMPLAINT["name"]]
    assert _cases(web) == before


def test_a_draft_is_kept_for_its_author_and_offered_again(web):
    item = web.item_of(web.played.grown, "P6.2")
    head = web.browser("lead_handler")
    if head.get(f"/tasks/{item}").status_code != 200:
        head = web.browser("legal_reviewer")
    page = head.get(f"/tasks/{item}").text
    name = re.findall(r'<textarea name="(\w+)"', page)[0]
    before = web.version_of(web.played.grown)
    form = {"deed": "save", "key": "k", "version": str(before), name: "尚未写完的意见"}
    saved = head.post(f"/tasks/{item}", form)
    assert saved.location.endswith("saved=1")
    assert "尚未写完的意见" in head.get(f"/tasks/{item}").text
    assert web.version_of(web.played.grown) == before
    assert (
        "尚未写完的意见" not in web.browser("section_head").get(f"/cases/{web.played.grown}").text
    )


def test_claiming_takes_the_task_out_of_the_pool(web):
    item = web.item_of(web.played.young, "P1.2")
    first, second = web.browser("intake_clerk"), web.browser("intake_clerk2")
    assert second.get(f"/tasks/{item}").status_code == 200
    form = {"deed": "claim", "key": "k", "version": "0"}
    assert first.post(f"/tasks/{item}", form).status_code == 302
    assert second.get(f"/tasks/{item}").status_code == 403
    assert item in first.get("/?tab=todo").text


def test_a_page_that_has_grown_old_is_refused_with_what_was_typed(web):
    browser = web.browser("intake_clerk")
    item = web.item_of(web.played.young, "P1.2")
    form = {"deed": "finish", "key": "k", "version": "0"}
    answer = browser.post(f"/tasks/{item}", form)
    assert answer.status_code == 409
    assert "案件已有变化" in answer.text


@pytest.mark.parametrize("form", [{"deed": "jump"}, {}, {"deed": "finish", "version": "-1"},
                                  {"deed": "finish", "version": "９"}])  # fmt: skip
def test_what_is_no_form_of_ours_is_refused(web, form):
    item = web.item_of(web.played.young, "P1.2")
    answer = web.browser("intake_clerk").post(f"/tasks/{item}", form)
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["facts", "name", "accused_officers[1].officer_name", "channel"])
@pytest.mark.parametrize("value", ["\x00", "\u202e文", "😀" * 40, "x" * 6000, "{{7*7}}", "%s%n"])
def test_hostile_values_are_taken_or_refused_but_never_break_the_page(web, name, value):
    answer = _register(web.browser("intake_clerk"), **{name: value})
    assert answer.status_code in {200, 422}
    assert "49" not in _values_on(answer.text, name)


def test_a_body_of_many_megabytes_is_refused(web):
    answer = web.browser("intake_clerk").post(NEW, {"facts": "x" * (3 << 20)})
    assert answer.status_code == 413


def test_nothing_of_a_case_can_be_begun_for_another_place(web):
    _register(web.browser("intake_clerk"), place="370100")
    with web.house.store.begin(PLACE) as tx:
        assert tx.case(web.played.young) is not None
    database = web.house.store.engine.raw_connection()
    assert database.execute("select distinct place from cases").fetchall() == [(PLACE,)]
    database.close()
