"""传阅 by the API: sent, found in the tab, opened; nothing of it reaches the organ."""

import pytest

from tests.web.programs import Program


@pytest.fixture
def handler(web):
    return Program.of(web, "lead_handler")


def test_a_case_is_sent_for_reading_and_opened(web, handler):
    case = web.played.grown
    (leader,) = [
        one
        for one in handler.get(f"/cases/{case}/readers").json
        if one["person_id"] == web.played.cast.person("section_head").id
    ]
    sent = {"readers": [leader["person_id"]], "words": "请阅看送审稿"}
    assert handler.post(f"/cases/{case}/circulations", **sent).status_code == 200
    reader = Program.of(web, "section_head")
    found = reader.get("/items?tab=copied").json
    assert found["counts"]["copied"] == 1
    (row,) = found["rows"]
    assert (row["case_id"], row["why"], row["closed_at"]) == (case, sent["words"], None)
    (line,) = reader.get(f"/cases/{case}").json["circulations"]
    assert (line["mine"], line["read_at"], line["reader"]) == (True, None, leader["name"])
    assert reader.post(f"/cases/{case}/circulations/opened").status_code == 204
    (line,) = handler.get(f"/cases/{case}").json["circulations"]
    assert (line["mine"], bool(line["read_at"])) == (False, True)
    told = [one["what"] for one in handler.get(f"/cases/{case}/log").json[-2:]]
    assert told == ["传阅", "已阅"]


def test_what_is_refused_is_said_at_its_field(web, handler):
    case = web.played.grown
    refused = handler.post(f"/cases/{case}/circulations", readers=[], words="")
    assert {one["field"] for one in refused.json["fields"]} == {"readers", "words"}
    assert all("“" in one["what"] for one in refused.json["fields"])
    stranger = web.played.cast.person("org_liaison").id
    refused = handler.post(f"/cases/{case}/circulations", readers=[stranger], words="请阅")
    assert (refused.status_code, refused.json["code"]) == (403, "circulation_refused")


def test_the_supervised_organ_reads_nothing_of_what_is_circulated(web, handler):
    case = web.played.grown
    leader = web.played.cast.person("section_head").id
    handler.post(f"/cases/{case}/circulations", readers=[leader], words="内部附言不外传")
    organ = Program.of(web, "org_liaison")
    page = organ.get(f"/cases/{case}")
    assert (page.status_code, page.json["circulations"]) == (200, [])
    assert organ.get(f"/cases/{case}/readers").status_code == 404
    for path in (f"/cases/{case}", "/items?tab=copied", "/notices"):
        assert "内部附言" not in organ.get(path).text
