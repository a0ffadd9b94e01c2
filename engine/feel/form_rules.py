"""What forms may not say, because browsers reckon in binary and would answer otherwise."""

from collections.abc import Iterator

from engine.feel.refusals import FeelSyntaxRefused
from engine.feel.tree import (
    Among,
    Arithmetic,
    Call,
    Comparison,
    IsIn,
    ListOf,
    Literal,
    Negative,
    Node,
    ValueTest,
    walk,
)

_EQUATING_CALL = "list contains"


def check_form_rules(tree: Node, source: str) -> None:
    """Raises `FeelSyntaxRefused` for ``/``, equal decimals and an ``in`` that runs on."""
    for node in walk(tree):
        if _read_otherwise(node):
            raise _refused(
                node, source, "浏览器会把 in 后面的 and、or 读进清单里", "请给 in 这一段加上括号"
            )
        if isinstance(node, Arithmetic) and "/" in node.signs:
            raise _refused(node, source, "表单中不能用除法", "请改用乘法比较，或者在流程中计算")
        if any(_reckons_with_decimals(operand) for operand in equated(node)):
            raise _refused(
                node, source, "表单中不能判断小数是否相等", "请改用 >=、<= 比较，或者用整数单位"
            )


def _read_otherwise(node: Node) -> bool:
    """Whether browsers read ``a in b and c`` as ``a in (b and c)``; two tests stop them."""
    match node:
        case Among():
            return node.runs_on and len(node.tests) == 1
        case IsIn():
            return node.runs_on
    return False


def equated(node: Node) -> Iterator[Node]:
    """The operands `node` asks to be equal."""
    match node:
        case Comparison() if node.sign in {"=", "!="}:
            yield from (node.left, node.right)
        case Among():
            tests = [test.value for test in node.tests if isinstance(test, ValueTest)]
            if tests:
                yield from (node.value, *tests)
        case IsIn():
            yield from (node.value, node.source)
        case Call() if node.function == _EQUATING_CALL:
            yield from node.arguments


def _reckons_with_decimals(node: Node) -> bool:
    """Whether a literal with decimals goes into the number `node` stands for."""
    match node:
        case Literal():
            return node.has_decimals
        case Negative():
            return _reckons_with_decimals(node.operand)
        case Arithmetic():
            return any(_reckons_with_decimals(operand) for operand in node.operands)
        case ListOf():
            return any(_reckons_with_decimals(item) for item in node.items)
    return False


def _refused(node: Node, source: str, problem: str, remedy: str) -> FeelSyntaxRefused:
    return FeelSyntaxRefused(column=node.column, problem=problem, remedy=remedy, source=source)
