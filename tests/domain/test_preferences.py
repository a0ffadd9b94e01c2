"""个人设置: bounded, of known parts, and with defaults."""

import pytest

from engine.domain.preferences import settings_fault, with_defaults


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
