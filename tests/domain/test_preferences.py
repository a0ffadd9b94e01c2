"""个人设置: bounded, of known parts, and with defaults."""

import pytest

from engine.domain.preferences import given_filters, settings_fault, with_defaults

GIVEN = {"name": "超期的", "tab": "todo", "query": {"light": "red"}, "shared": True}


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"roles": ["bureau_head"]}, "没有“roles”"),
        ({"page": {"x": "字" * 60_001}}, "太多"),
        ({"phrases": "同意"}, "一组文字"),
        ({"phrases": ["同意"] * 101}, "最多100条"),
        ({"phrases": ["同" * 501]}, "最多500个字"),
        ({"filters": ["x"]}, "一组条件"),
        ({"filters": [{}] * 31}, "最多30个"),
        ({"filters": [{**GIVEN, "name": " "}]}, "要有名称"),
        ({"filters": [{**GIVEN, "name": "名" * 21}]}, "最多20个字"),
        ({"filters": [GIVEN, GIVEN]}, "重复"),
        ({"filters": [{**GIVEN, "tab": None}]}, "不认识的条件"),
        ({"filters": [{**GIVEN, "query": {"q": 7}}]}, "不认识的条件"),
        ({"filters": [{"name": "超期的", "shared": True}]}, "不认识的条件"),
    ],
)
def test_what_cannot_be_kept_is_refused(settings, why):
    assert why in settings_fault(settings)


def test_what_nobody_set_holds_as_for_everybody():
    assert settings_fault({"phrases": ["照办。"]}) is None
    found = with_defaults({"phrases": ["照办。"]})
    assert found["phrases"] == ["照办。"]
    assert found["columns"] == {}
    assert with_defaults({})["phrases"]


def test_only_what_is_marked_is_given_to_colleagues():
    mine = {**GIVEN, "shared": False}
    assert settings_fault({"filters": [mine, mine, GIVEN]}) is None
    assert given_filters({"filters": [mine, GIVEN, {**GIVEN, "shared": "yes"}]}) == [GIVEN]
    assert given_filters({}) == given_filters({"filters": "x"}) == []
