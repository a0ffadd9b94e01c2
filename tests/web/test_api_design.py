"""The designer's routes: a draft begun, saved, checked, compared, proposed and agreed to."""

import pytest

from engine.commands.proving import PROVE
from engine.definitions.release import Release
from engine.jobs.job_queue import work
from engine.scenarios.dry_run import scenario_file
from engine.scenarios.proof_round import ProofRounds
from tests.commands.desk import PLACE
from tests.design.board import OWN_LIMITS, SHORTER
from tests.web.programs import Program

SCENARIO = "anonymous.yaml"
ORGAN = {"name": "虚构县示例局", "level": "县区", "kind": "政府部门"}
REGISTERED = {
    "at": "2026-03-02 09:00",
    "step": "P1.1",
    "by": "intake_clerk",
    "do": "start",
    "form": {"is_real_name": False, "complainant_type": "匿名", "org_name": ORGAN["name"]},
}
QUICK = scenario_file(PLACE, {"title": "匿名登记", "orgs": [ORGAN], "steps": [REGISTERED]})
WHEN = {"reason": "按新办法缩短", "in_force_from": "2030-01-01T00:00:00+08:00"}


@pytest.fixture
def designer(web):
    return Program.of(web, "process_designer")


def begun(designer):
    answer = designer.post("/design/drafts", title="缩短通知期限")
    assert answer.status_code == 201, answer.json
    draft = answer.json["draft_id"]
    saved = designer.put(f"/design/drafts/{draft}/part", part=OWN_LIMITS, content=SHORTER.decode())
    assert saved.status_code == 200, saved.json
    return draft


def test_a_draft_is_saved_checked_and_told_in_words(designer):
    draft = begun(designer)
    shown = designer.get(f"/design/drafts/{draft}").json
    assert [one["path"] for one in shown["parts"] if one["is_changed"]] == [OWN_LIMITS]
    assert designer.get(f"/design/drafts/{draft}/part?part={OWN_LIMITS}").data == SHORTER
    (told,) = designer.get(f"/design/drafts/{draft}/changes").json["rows"]
    assert "期限" in told["sentence"]
    findings = designer.get(f"/design/drafts/{draft}/check").json["rows"]
    assert {"file", "line", "where", "code", "what", "mend"} <= set(findings[0])
    assert designer.post(f"/design/drafts/{draft}/undo").json["part"] == OWN_LIMITS
    assert designer.get(f"/design/drafts/{draft}/changes").json["rows"] == []


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (OWN_LIMITS, "a: [1"),
        ("processes/510116-shuangliu/filing/process.bpmn", "<!DOCTYPE a><a/>"),
        ("forms/510116-shuangliu/tasks/P1.3.json", '{"type": "default"'),
        ("forms/510116-shuangliu/D04-filing-notice/template.docx", "UEsDBA=="),
    ],
)
def test_what_is_broken_is_refused_with_its_place_and_not_stored(designer, part, content):
    draft = designer.post("/design/drafts", title="坏文件").json["draft_id"]
    answer = designer.put(f"/design/drafts/{draft}/part", part=part, content=content)
    assert (answer.status_code, answer.json["code"]) == (422, "design_part_refused")
    assert answer.json["where"]["file"] == part
    shown = designer.get(f"/design/drafts/{draft}").json
    assert shown["draft"]["parts"] == {}


def test_a_condition_goes_both_ways(designer):
    tree = designer.post_plain("/design/condition", source='proposal = "受理"').json["tree"]
    assert tree == {"fact": "proposal", "op": "=", "value": "受理"}
    assert designer.post_plain("/design/condition", tree=tree).json["source"] == 'proposal = "受理"'
    assert (
        designer.post_plain("/design/condition", tree={"x": 1}).json["code"] == "condition_refused"
    )


def test_two_persons_publish(web, designer, monkeypatch):
    monkeypatch.setattr(Release, "scenarios", {SCENARIO: QUICK})
    draft = begun(designer)
    assert designer.post(f"/design/drafts/{draft}/proposal", **WHEN).json["code"] == (
        "scenarios_not_played"
    )
    assert designer.get(f"/design/drafts/{draft}/proof").json["state"] == "none"
    assert designer.post(f"/design/drafts/{draft}/proof").json["left"] == 1
    assert designer.get(f"/design/drafts/{draft}/proof").json["state"] == "playing"
    rounds = ProofRounds(web.house)
    work(web.house.office, web.house.store, owner="test", also={PROVE: rounds.play})
    shown = designer.get(f"/design/drafts/{draft}/proof").json
    assert (shown["state"], shown["failed"]) == ("whole", [])
    assert shown["coverage"]["nodes"][0] > 0
    assert {one["kind"] for one in shown["missed"]} >= {"节点"}
    proposed = designer.post(f"/design/drafts/{draft}/proposal", **WHEN)
    assert proposed.status_code == 201, proposed.json
    path = f"/design/publications/{proposed.json['publication_id']}/decision"
    assert designer.post(path, agrees=True, reason="同意").json["code"] == "not_a_designer"
    approver = Program.of(web, "process_approver")
    assert approver.post(path, agrees=True, reason="同意").json["state"] == "approved"
    rows = approver.get("/design/publications").json["rows"]
    assert rows[0]["changes"] == "按新办法缩短"


def test_who_designs_nothing_sees_nothing_of_it(web):
    clerk = Program.of(web, "intake_clerk")
    assert clerk.get("/design/drafts").status_code == 403


def test_the_place_begins_its_own_file_of_what_it_inherits(designer):
    draft = designer.post("/design/drafts", title="自己的图").json["draft_id"]
    shown = designer.get(f"/design/drafts/{draft}").json
    above = next(
        one
        for one in shown["parts"]
        if one["kind"] == "diagram" and one["title"] == "受理" and not one["is_own"]
    )
    path = f"/design/drafts/{draft}/own"
    own = designer.post(path, part=above["path"]).json["part"]
    assert own == f"processes/{shown['lineage'][0]}/acceptance/process.bpmn"
    assert designer.post(path, part=above["path"]).json == {"part": own}
    after = designer.get(f"/design/drafts/{draft}").json
    assert [one["part"] for one in after["locks"]] == [own]
    assert set(after["people"]) == {after["draft"]["owner_id"]}
    assert after["draft"]["state_words"] == "编辑中"
    assert designer.post(path, part="processes/x").json["code"] == "nothing_inherited"


def test_designers_find_the_drawing_board_in_their_menu(web, designer):
    assert "design" in designer.get("/me").json["nav"]
    assert "design" not in Program.of(web, "intake_clerk").get("/me").json["nav"]


def own_diagram(designer, title="法定步骤"):
    """A draft with a drawing of its own of 立案, and that drawing."""
    draft = designer.post("/design/drafts", title=title).json["draft_id"]
    part = designer.post(
        f"/design/drafts/{draft}/own", part="processes/national/filing/process.bpmn"
    ).json["part"]
    return draft, part, designer.get(f"/design/drafts/{draft}/part?part={part}").data.decode()


def test_a_step_the_law_requires_is_told_with_the_law(designer):
    draft, part, drawn = own_diagram(designer)
    weakened = drawn.replace('mandatory="true"', 'mandatory="false"')
    assert weakened != drawn
    designer.put(f"/design/drafts/{draft}/part", part=part, content=weakened)
    rows = designer.get(f"/design/drafts/{draft}/check").json["rows"]
    lawful = [one for one in rows if one["code"] == "required_not_mandatory"]
    assert lawful
    assert {one["file"] for one in lawful} == {part}
    assert all(one["law"].startswith(("《", "本系统建议值")) for one in lawful)
    assert any("《四川省行政执法监督条例》第三十" in one["law"] for one in lawful)


def test_both_sides_of_a_change_can_be_seen(designer):
    draft, part, drawn = own_diagram(designer)
    changed = drawn.replace('name="立案"', 'name="立案（本地）"')
    designer.put(f"/design/drafts/{draft}/part", part=part, content=changed)
    base = designer.get(f"/design/drafts/{draft}").json["draft"]["base_release_id"]
    before = designer.get(f"/design/releases/{base}/diagram?process=proc_filing").data.decode()
    after = designer.get(f"/design/drafts/{draft}/diagram?process=proc_filing").data.decode()
    assert "立案（本地）" in after
    assert "立案（本地）" not in before
    answer = designer.get(f"/design/drafts/{draft}/diagram?process=proc_none")
    assert (answer.status_code, answer.json["code"]) == (404, "process_not_here")


def test_the_editor_is_given_the_names_and_messages_of_the_check(designer):
    draft, part, drawn = own_diagram(designer)
    words = designer.get(f"/design/drafts/{draft}/words").json
    assert {"code": "lead_handler", "title": "主办人"} in words["roles"]
    assert words["required"]["P2.4"]["law"] == "《四川省行政执法监督条例》第三十一条"
    faulty = drawn.replace('role="lead_handler" form="', 'role="nobody" form="', 1)
    assert faulty != drawn
    designer.put(f"/design/drafts/{draft}/part", part=part, content=faulty)
    rows = designer.get(f"/design/drafts/{draft}/check").json["rows"]
    (found,) = [one for one in rows if one["code"] == "role_unknown"]
    said = words["messages"]["role_unknown"]["what"]
    name = found["what"].split("“")[1].split("”")[0]
    assert found["what"] == said.format(node=name, name="nobody")
