"""共享的筛选 through the API: who may give, what is refused, and that nobody sees more by it."""

import pytest

from tests.web.programs import Program

ALL = {"name": "全部立案", "tab": "active", "query": {"q": "云雀"}, "shared": True}


def rows(program):
    return program.get("/shared-filters").json["rows"]


def test_a_filter_is_given_used_copied_and_taken_back(web):
    owner, colleague = Program.of(web, "section_head"), Program.of(web, "intake_clerk")
    assert owner.put("/me/settings", filters=[ALL]).status_code == 204
    (given,) = rows(colleague)
    assert given == {
        "name": "全部立案",
        "owner": owner.name,
        "tab": "active",
        "query": {"q": "云雀"},
    }
    copied = {name: given[name] for name in ("name", "tab", "query")}
    assert colleague.put("/me/settings", filters=[copied]).status_code == 204
    assert rows(owner) == [], "a copy is shared by nobody"
    assert owner.get("/me").json["settings"]["filters"] == [ALL]
    assert owner.put("/me/settings", filters=[]).status_code == 204
    assert rows(colleague) == []
    assert colleague.get("/me").json["settings"]["filters"] == [copied]


def test_nobody_sees_more_by_the_filter_of_another(web):
    """The same words, asked by each: the list is always that of who asks."""
    owner = Program.of(web, "section_head")
    owner.put("/me/settings", filters=[ALL])
    for login in ("expert", "lead_handler3", "auditor"):
        program = Program.of(web, login)
        (given,) = rows(program) or [ALL]
        asked = f"/items?tab={given['tab']}&q={given['query']['q']}"
        assert program.get(asked).json["rows"] == [], login
    liaison = Program.of(web, "org_liaison")
    assert rows(liaison) == [], "the supervised organ is another organ"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " "},
        {"name": "名" * 21},
        {"name": "名\u202e称"},
        {"name": 7},
        {"tab": "everything"},
        {"tab": None},
        {"query": {"light": "purple"}},
        {"query": {"place": "999999"}},
        {"query": {"due_before": "soon"}},
        {"query": {"q": "字" * 101}},
        {"query": {"q": {"deep": 1}}},
        {"query": "q=1"},
    ],
)
def test_what_the_inbox_does_not_understand_is_not_given_to_others(web, wrong):
    owner, colleague = Program.of(web, "section_head"), Program.of(web, "intake_clerk")
    owner.put("/me/settings", filters=[ALL])
    refused = owner.put("/me/settings", filters=[{**ALL, **wrong}])
    assert (refused.status_code, refused.json["code"]) == (422, "settings_unfit")
    assert [one["name"] for one in rows(colleague)] == [ALL["name"]], "what was there stays"
    twice = owner.put("/me/settings", filters=[ALL, ALL])
    assert "重复" in twice.json["what"]


def test_who_is_not_logged_in_or_still_has_a_first_password_sees_none(web):
    assert Program(client=web.browser().client).get("/shared-filters").status_code == 401
