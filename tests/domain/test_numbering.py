"""文号 (GB/T 9704): year in 〔〕, no leading zeros unless the pattern asks for them."""

import pytest

from engine.domain.numbering import series


def made(pattern: str, sequence: int) -> str:
    return series(pattern, org_code="双府", domain="执监", year=2026).number(sequence)


@pytest.mark.parametrize(
    ("pattern", "sequence", "number"),
    [
        ("{org_code}{domain}立〔{yyyy}〕{seq}号", 1, "双府执监立〔2026〕1号"),
        ("{org_code}{domain}立〔{yyyy}〕{seq}号", 1000, "双府执监立〔2026〕1000号"),
        ("{org_code}〔{yyyy}〕{seq:04}号", 7, "双府〔2026〕0007号"),
        ("{org_code}〔{yyyy}〕{seq:04}号", 12345, "双府〔2026〕12345号"),
    ],
)
def test_a_number_is_made_as_its_pattern_says(pattern, sequence, number):
    assert made(pattern, sequence) == number


@pytest.mark.parametrize("pattern", ["{org_code}〔{yyyy}〕号", "{seq}{typename}", "无"])
def test_a_pattern_without_a_sequence_or_with_an_unknown_part_is_refused(pattern):
    with pytest.raises(ValueError, match="number pattern"):
        made(pattern, 1)


def test_two_issuers_and_two_years_never_share_a_counter():
    pattern = "{org_code}〔{yyyy}〕{seq}号"
    keys = {
        (one.key, one.year)
        for org in ("双府", "双司")
        for year in (2026, 2027)
        for one in [series(pattern, org_code=org, domain="", year=year)]
    }
    assert len(keys) == 4
