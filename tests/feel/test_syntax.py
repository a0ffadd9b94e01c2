"""What is refused when an expression is checked: where it stands, and how to mend it in Chinese."""

import re

import pytest

from engine.feel import (
    RESERVED_NAMES,
    TIMER_FUNCTIONS,
    FeelSyntaxRefused,
    compile_cell,
    compile_expression,
    compile_form_condition,
)

CHINESE = re.compile(r"[\u4e00-\u9fff]")

REFUSED = [
    ("", 1, "这里应是"),
    ("a ==  1", 4, "等于只写一个"),
    ("a && b", 3, "并且请写 and"),
    ("a || b", 3, "或者请写 or"),
    ("!a", 1, "不等于请写 !="),
    ("a = “受理”", 5, "英文双引号"),
    ("a = '受理'", 5, "英文双引号"),
    ('a = "受理', 5, "英文双引号"),
    ('a = "a\nb"', 5, "写在一行内"),
    ('"a\\x"', 1, "转义|写作"),
    ('"\\ud83d"', 1, "写作"),
    ("a ≥ 1", 3, "大于等于请写"),
    ("受理 = 1", 1, "小写英文字母"),
    ("Proposal = 1", 1, "小写英文字母"),
    ("_a", 1, "小写英文字母"),
    ("a._b", 3, "小写英文字母"),
    ("a.B", 3, "小写英文字母"),
    ("a.__class__", 3, "小写英文字母"),
    ("a.in", 3, "小数点后面"),
    ("a b", 3, "and 或者 or"),
    ("a = 1 = 2", 7, "用 and 连接"),
    ("a < b < c", 7, "用 and 连接"),
    ("(a", 3, "右括号"),
    ("a)", 2, "and 或者 or"),
    ("[1, 2", 6, "最后写 ]"),
    ("f(a)", 1, "可用的函数"),
    ("contain(a, b)", 1, "是不是“contains”"),
    ("Contains(a, b)", 1, "小写英文字母"),
    ("starts_with(a, b)", 1, "是不是“starts with”"),
    ("contains(a)", 1, "增减参数"),
    ("today(1)", 1, "增减参数"),
    ("now", 1, "后面要写括号"),
    ("count > 3", 1, "后面要写括号"),
    ("if a then b", 12, "else"),
    ("if a b", 6, "then"),
    ("some x in y", 12, "satisfies"),
    ("some count in y satisfies true", 6, "换一个名称"),
    ("some x in y satisfies some x in z satisfies true", 28, "换一个名称"),
    ("a and some x in y satisfies x", 7, "加上括号"),
    ("x in", 5, "这里应是"),
    ("x in [1..2", 11, "区间请写|区间"),
    ("[1..2]", 1, "只能写在 in 后面"),
    ("(1..2)", 1, "只能写在 in 后面"),
    ("1..2", 2, "and 或者 or"),
    ("x between 1", 12, "between"),
    ("x[1]", 2, "下标"),
    ("x[y > 1]", 2, "下标"),
    ("for x in y return x", 5, "and 或者 or"),
    ("{a: 1}", 1, "花括号"),
    ("x instance of y", 3, "and 或者 or"),
    ("2 ** 3", 4, "这里应是"),
    ("--1", 2, "这里应是"),
    ("function(x) x", 1, "是不是"),
    ("? > 1", 1, "这里应是"),
    ("a ?", 3, "单元格"),
    ("= a", 1, "这里应是"),
    ('@"2026-02-30"', 1, "日期请写"),
    ('@"P3D"', 1, "时长请写 duration"),
    ("@today", 1, "日期请写"),
    ("a // b", 4, "这里应是"),
    ("a\x00", 2, "小写英文字母"),
    (".5", 1, "这里应是"),
    ("1.", 3, "小数点后面"),
    ("lambda: 1", 7, "小写英文字母"),
    ('limit_due_on("dl_accept")', 1, "请改用事实"),
]


@pytest.mark.parametrize(("source", "column", "remedy"), REFUSED, ids=[each[0] for each in REFUSED])
def test_a_refusal_names_the_place_and_the_remedy(source, column, remedy):
    with pytest.raises(FeelSyntaxRefused) as caught:
        compile_expression(source)
    refused = caught.value
    assert refused.column == column
    assert re.search(remedy, refused.mend_text)
    assert CHINESE.search(refused.what_text)
    assert refused.where["expression"] == source
    assert f"第{column}个字符" in refused.what_text


@pytest.mark.parametrize(
    "source",
    [
        "x / 2 > 1",
        "x = 1.5",
        "x != 1.0",
        "x = y * 0.1",
        "0.5 = x",
        "x = -1.5",
        "x in (1, 2.5)",
        "x in [1, 2.5]",
        "x in 2.5",
        "list contains(x, 1.5)",
        "n in numbers and yes",
        "n in [1..5] or yes",
        "n in (> 3) and yes",
        "is_working_day(x)",
        "next_working_day(x)",
        'limit_due_on("dl_accept")',
        "? > 1",
        "==x",
    ],
)
def test_a_form_refuses_what_a_browser_would_answer_otherwise(source):
    with pytest.raises(FeelSyntaxRefused):
        compile_form_condition(source)
    with pytest.raises(FeelSyntaxRefused):
        compile_form_condition(f"={source}")


@pytest.mark.parametrize(
    "source",
    [
        '=copy_kind != "复制件"',
        " = a",
        "a",
        "=a = b",
        "=x >= 1.5",
        "=x = 15",
        "=x between 0.5 and 1.5",
        "=(n in numbers) and yes",
        "=yes and n in numbers",
        "=n in (1, 5) and yes",
        "=count(rows) > 0",
        "=x in [0.5..1.5]",
    ],
)
def test_a_form_takes_what_a_browser_answers_alike(source):
    compile_form_condition(source)


def test_a_form_refusal_counts_columns_with_the_leading_sign():
    with pytest.raises(FeelSyntaxRefused) as caught:
        compile_form_condition("= a @")
    assert caught.value.column == 5


def test_a_limit_key_is_written_out_and_only_timers_ask_for_limits():
    timer = compile_expression('limit_due_on("dl_accept")', functions=TIMER_FUNCTIONS)
    assert timer.literal_arguments("limit_due_on") == ("dl_accept",)
    for source in ("limit_due_on(key)", "limit_due_on(5)", 'limit_reminder_at("a" + "b")'):
        with pytest.raises(FeelSyntaxRefused, match="直接写出"):
            compile_expression(source, functions=TIMER_FUNCTIONS)


@pytest.mark.parametrize(
    "source", ["", "- 1, ", "not(1", "not(1) and 2", "1; 2", "not()", "1,,2", "> ", "-,1"]
)
def test_a_cell_is_tests_between_commas(source):
    with pytest.raises(FeelSyntaxRefused):
        compile_cell(source)


def test_every_word_and_one_word_function_is_reserved():
    for name in RESERVED_NAMES:
        with pytest.raises(FeelSyntaxRefused):
            compile_expression(f"some {name} in x satisfies true")
    assert {"if", "null", "date", "not", "is_working_day"} <= RESERVED_NAMES
