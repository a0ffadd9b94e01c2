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


PAPER = {
    "case_no": "双府执监〔2024〕第3号",
    "case_cause": "街道未出示证件检查案",
    "org_name": ORGAN["name"],
    "case_source": "complaint",
    "received_date": "2025-11-03",
    "closed_date": "2026-01-15",
    "outcome": "opinion_and_corrected",
    "name": PLANTED_NAME,
}


def test_a_case_that_ended_on_paper_is_entered_and_shown(web):
    head = Program.of(web, "section_head")
    assert head.get("/counter/paper-cases/window").json == {"open": True, "until": "2026-12-31"}
    assert head.get("/counter/paper-cases/form").json["form"]["components"]
    answer = head.post("/counter/paper-cases", data=PAPER)
    assert answer.status_code == 201
    assert "query_code" not in answer.json
    page = head.get(f"/cases/{answer.json['case_id']}")
    assert page.json["case"]["flags"] == ["补录"]
    assert page.json["volume"] == []
    assert PLANTED_NAME not in page.text
    assert head.get(f"/cases/{answer.json['case_id']}/periods").status_code == 200
    (row,) = similar(web, name=PLANTED_NAME).json["rows"][:1]
    assert row["why"]


def test_faults_of_an_entry_stand_at_their_fields(web):
    head = Program.of(web, "section_head")
    answer = head.post("/counter/paper-cases", data={**PAPER, "closed_date": "2025-11-02"})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json["fields"]] == ["closed_date"]


def test_who_may_not_enter_is_offered_nothing(web):
    for login in ("intake_clerk", "org_liaison", "sys_admin"):
        program = Program.of(web, login)
        assert not program.get("/counter/paper-cases/window").json["open"]
        assert program.get("/counter/paper-cases/form").status_code == 403
        assert program.post("/counter/paper-cases", data=PAPER).status_code == 403
