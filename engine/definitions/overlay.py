"""Overlay (覆盖): a child's YAML laid over its parent's, key by key; leaves keep their place."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from engine.definitions.yaml_node import Node


def lay_over(parent: Node, child: Node) -> Node:
    """`child` over `parent`: maps merge key by key, scalars and lists replace whole.

    A null stays as a null (switched off), so that laying over is associative; readers take it as
    absent. A merged map keeps the parent's place, its leaves keep their own.
    """
    if child.mapping is None or child.stands_alone:
        return child
    if parent.mapping is None:
        return replace(child, stands_alone=True)
    merged = dict(parent.mapping)
    for key, value in child.mapping.items():
        merged[key] = lay_over(merged[key], value) if key in merged else value
    return replace(parent, value=merged)


def overlaid(layers: Iterable[Node], *, file: str = "") -> Node:
    """All layers, the most general first; nothing at all is an empty map."""
    return reduce(lay_over, layers, Node({}, file, 0))
