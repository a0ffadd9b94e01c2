"""The checked syntax tree: what an expression says, before it is compiled.

Chains of equals (``a and b and c``, ``1 + 2 + 3``, ``a.b.c``) are one flat node each, so the depth
of a tree is bounded by the depth of its brackets and no text can exhaust the stack.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node; `column` is where it begins, counted in characters from 1."""

    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    """A number, text, date, true, false or null."""

    value: object
    has_decimals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """A free name: a fact, or a key of the form."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopName(Node):
    """The name bound by a loop around; `slot` counts the loops from outside."""

    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CellInput(Node):
    """``?``: the value a decision table's cell is tested against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Node):
    """``target.a.b``."""

    target: Node
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf(Node):
    """``[a, b]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative(Node):
    """``-operand``."""

    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    """``operands[0] signs[0] operands[1] …`` from left to right; all + and -, or all * and /."""

    operands: tuple[Node, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Node):
    """``left sign right`` with = != < <= > >=."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Node):
    """``value between low and high``, both included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeTest(Node):
    """``[low..high]``; a round bracket leaves that end out."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTest(Node):
    """``<= bound`` and its like, without a left side."""

    sign: str
    bound: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTest(Node):
    """Equal to the value, or among its items; when it speaks of ``?`` its own answer counts."""

    value: Node
    speaks_of_input: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Among(Node):
    """``value in (test, test)`` or ``value in [low..high]``; `runs_on`: and, or follow at once."""

    value: Node
    tests: tuple[Node, ...]
    runs_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IsIn(Node):
    """``value in source``: equal to it, or among its items; `runs_on`: and, or follow at once."""

    value: Node
    source: Node
    runs_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AllTrue(Node):
    """``a and b and c``."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyTrue(Node):
    """``a or b or c``."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Node):
    """``if condition then chosen else otherwise``."""

    condition: Node
    chosen: Node
    otherwise: Node


class Quantifier(StrEnum):
    """How many must satisfy the condition."""

    SOME = "some"
    EVERY = "every"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantified(Node):
    """``some x in items satisfies condition``; x is kept in `slot`."""

    quantifier: Quantifier
    slot: int
    items: Node
    condition: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """``function(arguments)``."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTests(Node):
    """A whole cell: any of `tests`, or none of them when `negated`; no tests at all is ``-``."""

    tests: tuple[Node, ...]
    negated: bool


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """`node` and every node below it, from left to right."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(list(children(here))))


def weight(node: Node) -> int:
    """Steps one evaluation of `node` costs: its operators, calls and list items; at least one."""
    return max(1, sum(_own_weight(each) for each in walk(node)))


def _own_weight(node: Node) -> int:
    match node:
        case Literal() | Name() | LoopName() | CellInput():
            return 0
        case Path():
            return len(node.names)
        case ListOf():
            return len(node.items)
        case Arithmetic():
            return len(node.signs)
        case _:
            return 1
