"""Overlay: key by key, null switches off, the order of merging does not matter."""

from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.overlay import lay_over, overlaid
from engine.definitions.strict_yaml import read_yaml
from engine.definitions.yaml_node import Node, plain


def layer(text: str, file: str = "f.yaml") -> Node:
    return read_yaml(text.encode(), file=file)


def trees() -> st.SearchStrategy[Node]:
    def node(value: object) -> Node:
        return Node(value, "f.yaml", 1)

    scalars = st.one_of(st.none(), st.integers(0, 3), st.sampled_from("xy")).map(node)
    lists = st.lists(scalars, max_size=2).map(lambda items: node(tuple(items)))
    leaves = st.one_of(scalars, lists)
    return st.recursive(
        leaves,
        lambda inner: st.dictionaries(st.sampled_from("ab"), inner, max_size=3).map(node),
        max_leaves=8,
    )


def maps() -> st.SearchStrategy[Node]:
    return st.dictionaries(st.sampled_from("ab"), trees(), max_size=2).map(
        lambda children: Node(children, "f.yaml", 1)
    )


def test_maps_merge_and_scalars_and_lists_replace_whole():
    merged = lay_over(layer("a: {x: 1, y: [1, 2]}\nb: 1\n"), layer("a: {y: [3]}\nc: 2\n"))
    assert plain(merged) == {"a": {"x": 1, "y": [3]}, "b": 1, "c": 2}


def test_null_switches_an_inherited_key_off():
    assert plain(lay_over(layer("a: {x: 1}\n"), layer("a: null\n"))) == {"a": None}


def test_what_is_written_over_a_null_does_not_bring_the_grandparent_back():
    national, province, district = layer("a: {x: 1}\n"), layer("a: null\n"), layer("a: {y: 2}\n")
    assert plain(overlaid([national, province, district])) == {"a": {"y": 2}}
    assert plain(lay_over(national, lay_over(province, district))) == {"a": {"y": 2}}


def test_every_leaf_keeps_the_file_and_line_it_came_from():
    merged = lay_over(layer("a: 1\nb:\n  c: 1\n", "up.yaml"), layer("\nb: {d: 2}\n", "own.yaml"))
    inner = merged.mapping["b"].mapping
    assert (inner["c"].file, inner["c"].line) == ("up.yaml", 3)
    assert (inner["d"].file, inner["d"].line) == ("own.yaml", 2)


@given(maps(), maps(), maps())
def test_merging_is_associative_over_the_lineage(a: Node, b: Node, c: Node):
    assert lay_over(lay_over(a, b), c) == lay_over(a, lay_over(b, c))


@given(maps())
def test_an_empty_overlay_changes_nothing(a: Node):
    assert lay_over(a, Node({}, "own.yaml", 1)) == a


@given(maps())
def test_laying_a_file_over_itself_changes_nothing(a: Node):
    assert plain(lay_over(a, a)) == plain(a)
