"""日期, 大写金额, 中文数字, join and default print as official documents write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.printing import (
    NUMBER_MAX,
    amount_in_capitals,
    chinese_date,
    chinese_number,
    joined,
    or_else,
)

NUMBERS = {
    0: "零",
    1: "一",
    10: "十",
    12: "十二",
    20: "二十",
    101: "一百零一",
    110: "一百一十",
    1001: "一千零一",
    1010: "一千零一十",
    10000: "一万",
    10010: "一万零一十",
    100000: "一十万",
    1000001: "一百万零一",
    20_0030_0004: "二十亿零三十万零四",
    1_0000_0000: "一亿",
    "7": "七",
    "甲": "甲",
    -1: "-1",
    NUMBER_MAX + 1: str(NUMBER_MAX + 1),
    None: "",
}
AMOUNTS = {
    0: "人民币零元整",
    "0.05": "人民币伍分",
    "0.5": "人民币伍角",
    "10": "人民币壹拾元整",
    "1.05": "人民币壹元零伍分",
    "12000.5": "人民币壹万贰仟元伍角",
    "100203.45": "人民币壹拾万零贰佰零叁元肆角伍分",
    "1.005": "人民币壹元整",
    "-3": "-3",
    "不详": "不详",
    None: "",
}


@pytest.mark.parametrize(("number", "words"), NUMBERS.items(), ids=str)
def test_a_number_is_written_in_chinese(number: object, words: str) -> None:
    assert chinese_number(number) == words


@pytest.mark.parametrize(("amount", "words"), AMOUNTS.items(), ids=str)
def test_an_amount_is_written_in_capitals(amount: object, words: str) -> None:
    assert amount_in_capitals(amount) == words
    if isinstance(amount, str) and words.startswith("人民币"):
        assert amount_in_capitals(Decimal(amount)) == words


@given(
    st.integers(min_value=0, max_value=NUMBER_MAX), st.integers(min_value=0, max_value=NUMBER_MAX)
)
def test_different_numbers_never_read_alike(one: int, other: int) -> None:
    assert (chinese_number(one) == chinese_number(other)) == (one == other)
    assert not chinese_number(one).endswith("零") or one == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 3, 5), "2026年3月5日"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2026年12月31日"),
        ("2026-03-05", "2026年3月5日"),
        ("2026-03-05 09:30", "2026年3月5日"),
        ("三月五日", "三月五日"),
        (None, ""),
    ],
)
def test_a_date_has_no_leading_zeros(value: object, text: str) -> None:
    assert chinese_date(value) == text


def test_a_list_is_joined_and_its_gaps_are_left_out() -> None:
    assert joined(["甲", "", None, "乙"]) == "甲、乙"
    assert joined([{"名称": "甲"}, {"名称": "乙"}, {}], "；", "名称") == "甲；乙"
    assert joined("甲乙") == "甲乙"
    assert joined(None) == ""


def test_default_fills_only_gaps() -> None:
    assert or_else(None, "无") == "无"
    assert or_else("", "无") == "无"
    assert or_else(0, "无") == 0
