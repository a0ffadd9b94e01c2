"""窗口登记: the same person or the same organ is seen before it is registered a second time."""

from tests.web.conftest import ORGAN, PLANTED_NAME, PLANTED_PHONE
from tests.web.programs import Program

PERSON, SAME_ORGAN = "同一投诉举报人", "同一被投诉机关"


def similar(web, login="intake_clerk", **sent):
    return Program.of(web, login).post_plain("/counter/similar", **sent)


def test_the_same_person_and_the_same_organ_are_told_apart(web):
    both = similar(web, name=PLANTED_NAME, org_name=ORGAN["name"]).json["rows"]
    assert {tuple(one["why"]) for one in both} == {(PERSON, SAME_ORGAN)}
    assert len(both) == 2
    by_phone = similar(web, phone=f" {PLANTED_PHONE}").json["rows"]
    assert [one["why"] for one in by_phone] == [[PERSON], [PERSON]]
    assert {one["case_id"] for one in by_phone} == {web.played.young, web.played.grown}
    assert similar(web, org_name=ORGAN["name"]).json["rows"][0]["why"] == [SAME_ORGAN]


def test_part_of_a_name_is_nobody(web):
    assert similar(web, name=PLANTED_NAME[:2]).json["rows"] == []
    assert similar(web).json["rows"] == []


def test_only_who_registers_may_look(web):
    for login in ("archivist", "org_liaison", "sys_admin"):
        answer = similar(web, login=login, name=PLANTED_NAME)
        assert answer.status_code == 403, login
        assert PLANTED_NAME not in answer.text


def test_what_one_may_not_open_is_told_without_its_id(web):
    rows = similar(web, login="intake_clerk#2".replace("#", ""), name=PLANTED_NAME).json["rows"]
    assert rows
    for one in rows:
        opens = one["case_id"] is not None
        assert opens or one["no"]


def test_a_receipt_comes_as_a_file_and_its_printing_is_on_record(web):
    clerk = Program.of(web, "intake_clerk")
    path = f"/cases/{web.played.young}"
    assert clerk.get(path).json["case"]["may_print_receipt"]
    answer = clerk.post(f"{path}/receipt", query_code=web.played.young_code)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    lines = clerk.get(f"{path}/log").json
    assert [one["about"] for one in lines if one["what"] == "打印登记回执"] == ["印有查询码"]
    assert web.played.young_code not in str(lines)


def test_who_is_not_at_the_counter_gets_no_receipt(web):
    head = Program.of(web, "section_head")
    path = f"/cases/{web.played.young}"
    assert not head.get(path).json["case"]["may_print_receipt"]
    assert head.post(f"{path}/receipt").json["code"] == "receipt_kept"
