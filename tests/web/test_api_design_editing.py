"""What stands in an editor is read as if it were saved; a draft is tried out."""

import base64
import json
from pathlib import Path

import pytest

from tests.design.board import OWN_LIMITS, SHORTER
from tests.web.programs import Program
from webui.api.design_dry_run import RUNS

FORMS = Path(__file__).parents[2] / "forms" / "national"
FORM = "forms/510116-shuangliu/D04-filing-notice/form.json"
TEMPLATE = "forms/national/D04-filing-notice/template.docx"
ORGAN = {"name": "虚构县示例局", "level": "县区", "kind": "政府部门"}
BEGIN = {"advance_to": "2026-03-02 09:00"}


@pytest.fixture(scope="module")
def own_form() -> dict:
    return json.loads((FORMS / "D04-filing-notice" / "form.json").read_text(encoding="utf-8"))


@pytest.fixture
def designer(web):
    yield Program.of(web, "process_designer")
    if runs := web.app.extensions.pop(RUNS, None):
        runs.close()


@pytest.fixture
def draft(designer):
    path = designer.post("/design/drafts", title="试").json["draft_id"]
    return f"/design/drafts/{path}"


def test_a_period_is_shown_with_what_it_replaces_and_what_all_add_up_to(designer, draft):
    sent = {"part": OWN_LIMITS, "content": SHORTER.decode()}
    shown = designer.post_plain(f"{draft}/limits", **sent).json
    notice = next(one for one in shown["rows"] if one["key"] == "dl_filing_notice")
    assert [one["amount"] for one in notice["values"]] == [3]
    assert notice["values"][0]["is_own"] is True
    assert [one["amount"] for one in notice["above"]] == [5]
    assert shown["total"]["fits"] is (shown["total"]["spent"] <= shown["total"]["days"])
    trial = designer.post_plain(
        f"{draft}/limit-trial", **sent, limit="dl_filing_notice", on="2026-03-06"
    ).json
    assert trial["due_on"] == "2026-03-09"
    assert [one["counted"] for one in trial["days"]] == [False, True, True, True]
    assert any("覆盖" in line for line in trial["lines"])


def test_an_entry_is_written_into_its_file_and_the_others_stay(designer):
    before = "# 说明\na: 1\nb:\n  c: {d: 2}\n# 下一段\ne: [1]\n"
    sent = {"part": OWN_LIMITS, "content": before, "keys": ["b", "c"], "value": {"d": "2026-01-01"}}
    after = designer.post_plain("/design/entry", **sent).json["content"]
    assert after == "# 说明\na: 1\nb:\n  c: {d: 2026-01-01}\n# 下一段\ne: [1]\n"


def test_what_is_inherited_and_what_is_said_here_stand_apart(designer, draft):
    part = "processes/510116-shuangliu/place.yaml"
    content = designer.get(f"{draft}/part?part={part}").data.decode()
    rows = designer.post_plain(f"{draft}/entries", part=part, content=content).json["rows"]
    found = {one["key"]: one for one in rows}
    assert found["title"]["own"] == "成都市双流区"
    assert found["roles"]["is_own"] is False
    assert found["roles"]["file"].startswith("processes/national/")


def test_a_form_is_shown_as_those_who_fill_it_see_it(designer, draft, own_form):
    shown = designer.post_plain(f"{draft}/form", part=FORM, content=json.dumps(own_form)).json
    assert {"code", "components"} <= set(shown["form"])
    assert shown["standing"]["matter"] == "required"
    own_form["components"][2]["type"] = "html"
    answer = designer.post_plain(f"{draft}/form", part=FORM, content=json.dumps(own_form))
    assert answer.json["code"] == "design_content_unreadable"
    assert answer.json["where"]["file"] == FORM


def test_a_template_tells_its_names_its_faults_and_prints(designer, draft):
    shown = designer.post_plain(f"{draft}/template", part=TEMPLATE, content=None).json
    names = {one["name"]: one for one in shown["names"]}
    assert names["监督事项"]["is_used"] is True
    assert shown["findings"] == []
    pdf = designer.post_plain(f"{draft}/template.pdf", part=TEMPLATE, content=None)
    assert pdf.data.startswith(b"%PDF")
    other = (FORMS / "D10-decision" / "template.docx").read_bytes()
    wrong = base64.b64encode(other).decode()
    shown = designer.post_plain(f"{draft}/template", part=TEMPLATE, content=wrong).json
    assert {"where", "what", "mend"} <= set(shown["findings"][0])


def test_a_draft_is_tried_out_and_kept_as_a_scenario(designer, draft):
    told = {"title": "试办", "orgs": [ORGAN], "steps": [BEGIN]}
    shown = designer.post_plain(f"{draft}/dry-run", told=told).json
    assert shown["starts"][0]["code"] == "P1.1/intake_clerk"
    form = designer.post_plain(
        f"{draft}/dry-run/form", told=told, code="P1.1/intake_clerk", by="intake_clerk"
    ).json
    given = form["samples"]
    start = {"at": "2026-03-02 09:00", "step": "P1.1", "by": "intake_clerk", "do": "start"}
    told["steps"].append({**start, "form": {**given, "org_name": ORGAN["name"]}})
    shown = designer.post_plain(f"{draft}/dry-run", told=told).json
    assert [one["differences"] for one in shown["results"]] == [[], []]
    assert [one["code"] for one in shown["open_tasks"]] == ["P1.2/intake_clerk"]
    assert shown["svg"].startswith("<svg")
    assert shown["coverage"]["nodes"][0] > 0
    form = designer.post_plain(
        f"{draft}/dry-run/form", told=told, code="P1.2/intake_clerk", by="intake_clerk"
    ).json
    assert form["item"]["step"] == "P1.2"
    kept = designer.post(f"{draft}/dry-run/scenario", told=told, name="tried-out")
    assert kept.status_code == 201, kept.json
    part = "processes/510116-shuangliu/scenarios/tried-out.yaml"
    assert "P1.2" in designer.get(f"{draft}/part?part={part}").data.decode()
