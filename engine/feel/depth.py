"""Refuses expressions nested too deeply: neither reading nor running may exhaust the stack."""

from engine.feel.bounds import DEPTH_MAX
from engine.feel.refusals import FeelSyntaxRefused
from engine.feel.tree import Node, children

TOO_DEEP = (f"嵌套超过{DEPTH_MAX}层", "请拆成几个事实或者改用决策表")
"""Problem and remedy."""


def refuse_too_deep(tree: Node, source: str) -> None:
    """Raises `FeelSyntaxRefused` when a node has more than `DEPTH_MAX` others above it."""
    level = [tree]
    for _ in range(DEPTH_MAX + 1):
        level = [child for node in level for child in children(node)]
    if level:
        problem, remedy = TOO_DEEP
        raise FeelSyntaxRefused(
            column=level[0].column, problem=problem, remedy=remedy, source=source
        )
