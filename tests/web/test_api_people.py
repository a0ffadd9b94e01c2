"""机关与人员（接口）: each administrator his own part, and none of them a case."""

import pytest

from tests.web.conftest import PASSWORD
from tests.web.programs import Program
from tests.web.test_api_session import NEW_PASSWORD, sign_in

PARTS = {
    "/admin/organs": {"sys_admin", "security_admin", "auditor"},
    "/admin/people": {"sys_admin", "security_admin", "auditor"},
    "/admin/roles": {"sys_admin", "security_admin", "auditor"},
    "/admin/log": {"auditor"},
}


@pytest.fixture
def admins(web):
    return {one: Program.of(web, one) for one in ("sys_admin", "security_admin", "auditor")}


def _newcomer(admins, **more):
    organ = admins["sys_admin"].get("/admin/organs").json["rows"][1]["id"]
    return admins["sys_admin"].post(
        "/admin/people", login="newcomer", name="新来的", organ_id=organ, **more
    )


@pytest.mark.parametrize(
    "login", ["sys_admin", "security_admin", "auditor", "bureau_head", "timeliness_supervisor"]
)
def test_each_part_opens_for_those_it_is_for(web, login):
    program = Program.of(web, login)
    for path, who in PARTS.items():
        answer = program.get(path)
        assert answer.status_code == (200 if login in who else 403), path
        if login not in who:
            assert answer.json["code"] == "not_your_part"


def test_a_new_person_logs_in_chooses_a_password_and_gets_roles_from_another(web, admins):
    made = _newcomer(admins, roles=["expert"], mobile="13900001234").json
    program = Program(client=web.app.test_client())
    assert sign_in(program, "newcomer", made["first_password"]).status_code == 204
    changed = program.put(
        "/me/password", password=made["first_password"], new_password=NEW_PASSWORD
    )
    assert changed.status_code == 204
    waiting = admins["security_admin"].get("/admin/people?proposed=true").json
    assert [one["proposed"] for one in waiting["rows"]] == [["expert"]]
    granted = admins["security_admin"].send_json(
        "put", f"/admin/people/{made['person_id']}/roles", key="k", roles=["expert"], reason="聘书"
    )
    assert granted.status_code == 200, granted.json
    assert granted.json["roles"] == ["expert"]
    assert [one["id"] for one in program.get("/me").json["person"]["roles"]] == ["expert"]
    seen = admins["sys_admin"].get(f"/admin/people/{made['person_id']}").json
    assert (seen["proposed"], seen["roles"], seen["active"]) == ([], ["expert"], True)


def test_a_first_password_is_told_once(web, admins):
    organ = admins["sys_admin"].get("/admin/organs").json["rows"][0]["id"]
    sent = {"login": "twice", "name": "两次", "organ_id": organ, "key": "same key"}
    first = admins["sys_admin"].send_json("post", "/admin/people", **sent).json
    again = admins["sys_admin"].send_json("post", "/admin/people", **sent).json
    assert first["first_password"]
    assert (again["person_id"], again["first_password"]) == (first["person_id"], None)


def test_a_new_first_password_ends_every_session_of_the_person(web, admins):
    clerk = Program.of(web, "intake_clerk")
    rows = admins["sys_admin"].get("/admin/people?q=intake_clerk").json["rows"]
    clerk_id = next(one["id"] for one in rows if one["login"] == "intake_clerk")
    made = admins["sys_admin"].post(f"/admin/people/{clerk_id}/password").json
    assert clerk.get("/me").status_code == 401
    assert sign_in(clerk, "intake_clerk", PASSWORD).json["code"] == "sign_in_failed"
    assert sign_in(clerk, "intake_clerk", made["first_password"]).status_code == 204


def test_who_leaves_hands_over_or_is_told_what_is_open(web, admins):
    rows = admins["sys_admin"].get("/admin/people?role=lead_handler").json["rows"]
    codes = set()
    for one in rows:
        answer = admins["sys_admin"].post(
            f"/admin/people/{one['id']}/leave", last_day="2026-12-31", reason="调离"
        )
        codes.add(answer.json.get("code"))
    assert "open_work_left" in codes


def test_the_auditor_reads_what_the_others_did(web, admins):
    _newcomer(admins)
    log = admins["auditor"].get("/admin/log").json
    assert log["faults"] == []
    assert log["rows"][0]["words"] == "建立账号：新来的（newcomer）"
    assert log["rows"][0]["by"]


def test_an_organ_is_entered_and_changed(web, admins):
    made = admins["sys_admin"].post("/admin/organs", name="双流区示例局", level="部门").json
    path = f"/admin/organs/{made['organ_id']}"
    admins["sys_admin"].send_json("put", path, key="k", name="双流区示例管理局")
    names = [one["name"] for one in admins["auditor"].get("/admin/organs").json["rows"]]
    assert "双流区示例管理局" in names
    refused = admins["sys_admin"].post("/admin/organs", name="双流区示例管理局")
    assert refused.json["code"] == "organ_taken"


@pytest.mark.parametrize("login", ["sys_admin", "security_admin", "auditor"])
def test_none_of_the_three_sees_a_case(web, login):
    program = Program.of(web, login)
    assert program.get(f"/cases/{web.played.grown}").status_code == 404


def test_the_timeliness_supervisor_sees_every_case_and_nobodys_identity(web):
    program = Program.of(web, "timeliness_supervisor")
    answer = program.get(f"/cases/{web.played.grown}")
    assert answer.status_code == 200
    assert "欧阳密语" not in answer.text
