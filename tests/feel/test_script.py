"""Script tasks assign expressions to facts, one a line, and can do nothing else."""

from datetime import datetime, timedelta, timezone

import pytest

from engine.feel import FeelSyntaxRefused, parse_assignments

NOW = datetime(2026, 3, 6, 9, tzinfo=timezone(timedelta(hours=8)))


def test_each_line_assigns_one_expression():
    script = (
        '\nneeds_phone_urging = proposal = "即时处置"\r\n\n  level = if urgent then 2 else 1  \n'
    )
    assigned = parse_assignments(script)
    facts = {"proposal": "即时处置", "urgent": None}
    assert [(name, e.evaluate(facts, now=NOW)) for name, e in assigned] == [
        ("needs_phone_urging", True),
        ("level", 1),
    ]


def test_an_empty_script_assigns_nothing():
    assert parse_assignments(" \n\n") == ()


@pytest.mark.parametrize(
    ("script", "line", "column"),
    [
        ("a = 1\nb = 2 +", 2, 8),
        ("a", 1, 1),
        ("a.b = 1", 1, 1),
        ("a[0] = 1", 1, 1),
        ("A = 1", 1, 1),
        ("if = 1", 1, 1),
        ("count = 1", 1, 1),
        ("import os", 1, 1),
        ("a = 1; b = 2", 1, 6),
        ("a == 1", 1, 4),
        ("a = __import__", 1, 5),
        ("a = 1\na = 2", 2, 1),
        ("a = 1\n\nb = 1 b = 2", 3, 7),
        ('a = limit_due_on("dl_accept")', 1, 5),
        ("\n" * 100 + "a = 1", 101, 1),
    ],
)
def test_anything_else_is_refused_with_line_and_column(script, line, column):
    with pytest.raises(FeelSyntaxRefused) as caught:
        parse_assignments(script)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert f"第{line}行" in caught.value.what_text
