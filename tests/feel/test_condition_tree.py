"""A condition built by hand and its expression say the same, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.work_calendar import SHANGHAI
from engine.feel import FeelSyntaxRefused, compile_expression
from engine.feel.condition_tree import ConditionRefused, condition_of, source_of
from tests.port.diagrams.drawing import MONDAY

NAMES = st.sampled_from(["is_major", "proposal", "org_count", "filed_on", "x"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.one_of(
    st.booleans(),
    TEXTS,
    st.decimals("0.01", 9999, places=2).map(lambda n: {"number": f"{n:f}"}),
    st.integers(-500, 500).map(lambda n: {"number": str(n)}),
    st.dates().map(lambda day: {"date": day.isoformat()}),
)
LEAVES = st.one_of(
    st.fixed_dictionaries(
        {"fact": NAMES, "op": st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), "value": VALUES}
    ),
    st.fixed_dictionaries({"fact": NAMES, "op": st.sampled_from(["known", "unknown", "holds"])}),
    st.fixed_dictionaries(
        {"fact": NAMES, "op": st.just("between"), "value": st.lists(VALUES, min_size=2, max_size=2)}
    ),
    st.fixed_dictionaries(
        {"fact": NAMES, "op": st.just("in"), "value": st.lists(VALUES, min_size=2, max_size=4)}
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda one: {"not": one}),
    ),
    max_leaves=8,
)


@given(TREES)
def test_what_is_built_is_read_back_as_it_was_built(tree):
    assert condition_of(source_of(tree)) == tree


@pytest.mark.parametrize(
    "source",
    [
        'proposal = "受理" and in_remedy_procedure = false',
        'is_major or (org_count >= 2 and not(proposal in ("补正", "移送")))',
        'filed_on between @"2026-01-01" and @"2026-12-31"',
        "(a and b) and c",
        "x != null",
        "n = -3",
    ],
)
def test_what_is_written_becomes_a_tree_and_says_the_same_again(source):
    tree = condition_of(source)
    assert "free" not in tree
    assert condition_of(source_of(tree)) == tree


@pytest.mark.parametrize(
    "source", ["a + 1 > 2", "count(rows) = 0", "1 < a", "if a then b else c", "a in [1..5]"]
)
def test_what_no_builder_can_show_stays_as_it_is_written(source):
    assert condition_of(source) == {"free": source}
    assert source_of({"free": source}) == source


@given(TREES, st.booleans(), st.sampled_from(["受理", "补正", ""]))
def test_the_written_condition_is_answered_without_an_error(tree, flag, word):
    values = {"is_major": flag, "proposal": word}
    answer = compile_expression(source_of(tree)).evaluate(values, now=MONDAY.astimezone(SHANGHAI))
    assert answer in {True, False, None} or isinstance(answer, str | bool)


@pytest.mark.parametrize(
    "tree",
    [
        None,
        [],
        {},
        {"all": []},
        {"any": [{"fact": "a", "op": "holds"}]},
        {"fact": "a", "op": "="},
        {"fact": "a", "op": "like", "value": "b"},
        {"fact": "not", "op": "holds"},
        {"fact": "count", "op": "holds"},
        {"fact": "a or b", "op": "holds"},
        {"fact": "A1", "op": "holds"},
        {"fact": "a", "op": "holds", "value": True},
        {"fact": "a", "op": "=", "value": {"number": "1 or true"}},
        {"fact": "a", "op": "=", "value": {"date": "2026-02-30"}},
        {"fact": "a", "op": "=", "value": {"date": '2026-02-03" or @"2026-02-03'}},
        {"fact": "a", "op": "between", "value": ["x"]},
        {"fact": "a", "op": "=", "value": 3},
        {"fact": "a", "op": "holds", "more": 1},
        {"not": {"not": {"fact": "a"}}},
    ],
)
def test_what_is_no_condition_is_refused_with_its_place(tree):
    with pytest.raises(ConditionRefused) as refusal:
        source_of(tree)
    assert refusal.value.where["at"]


def test_a_tree_too_deep_is_refused():
    tree = {"fact": "a", "op": "holds"}
    for _ in range(200):
        tree = {"not": tree}
    with pytest.raises(ConditionRefused):
        source_of(tree)


def test_a_free_expression_that_is_none_is_refused():
    with pytest.raises(FeelSyntaxRefused):
        source_of({"free": "a ="})
