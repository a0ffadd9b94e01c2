"""Reads tokens into a tree: the operators by how tightly they bind, the rest one method per rule.

No rule is ever tried twice: whether a bracket opens a range is known before it is read, so the time
is linear in the length of the text.
"""

from typing import TypeVar

from engine.feel import tree
from engine.feel.bounds import DEPTH_MAX, LIST_ITEMS_MAX
from engine.feel.calls import call_problem, phrase_at
from engine.feel.depth import TOO_DEEP, refuse_too_deep
from engine.feel.literals import literal
from engine.feel.reading import TokenReader
from engine.feel.tokens import Kind, Token
from engine.feel.tree import Node
from engine.feel.vocabulary import RESERVED_NAMES, FunctionSet

AnyNode = TypeVar("AnyNode", bound=Node)

_ORDERS = ("<", "<=", ">", ">=")
_OR, _AND, _TEST, _SUM, _PRODUCT = range(1, 6)
_BINDINGS = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("=", "!=", *_ORDERS, "between", "in"), _TEST),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/"), _PRODUCT),
}


def parse_expression(source: str, functions: FunctionSet) -> Node:
    """The tree of an expression. Raises `FeelSyntaxRefused`."""
    parser = _Parser(source, functions)
    return parser.all_of(parser.expr())


def parse_cell(source: str, functions: FunctionSet) -> tree.CellTests:
    """The tree of a decision table's cell, where ``?`` is the input. Raises `FeelSyntaxRefused`."""
    parser = _Parser(source, functions, in_cell=True)
    return parser.all_of(parser.cell())


def _binding(token: Token) -> int:
    """How tightly the operator `token` binds; 0 when it is none."""
    return _BINDINGS.get(token.text, 0) if token.kind in (Kind.SIGN, Kind.WORD) else 0


class _Parser:
    def __init__(self, source: str, functions: FunctionSet, *, in_cell: bool = False) -> None:
        self.read = TokenReader(source)
        self.functions = functions
        self.in_cell = in_cell
        self.depth = 0
        self.loops: list[str] = []

    # --- expr ----------------------------------------------------------------------------------

    def expr(self) -> Node:
        self._go_deeper()
        if self.read.here.is_word("if"):
            node = self._choice()
        elif self.read.here.is_word("some", "every"):
            node = self._quantified()
        else:
            node = self._operation(_OR)
        self.depth -= 1
        return node

    def all_of(self, whole: AnyNode) -> AnyNode:
        """Answer `whole`, unless something stands after it or it is too deep."""
        self.read.expect_end()
        refuse_too_deep(whole, self.read.source)
        return whole

    def _go_deeper(self) -> None:
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise self.read.refusal(*TOO_DEEP)

    def _choice(self) -> Node:
        column = self.read.take().column
        condition = self.expr()
        self.read.expect_word("then", "if 后面要写 then 和 else")
        chosen = self.expr()
        self.read.expect_word("else", "if 后面要写 then 和 else，两者都不能省略")
        otherwise = self.expr()
        return tree.Choice(column=column, condition=condition, chosen=chosen, otherwise=otherwise)

    def _quantified(self) -> Node:
        begin = self.read.take()
        name = self._new_name()
        self.read.expect_word("in", f"请写成 {begin.text} x in 清单 satisfies 条件")
        items = self.expr()
        self.read.expect_word("satisfies", f"请写成 {begin.text} x in 清单 satisfies 条件")
        self.loops.append(name)
        condition = self.expr()
        self.loops.pop()
        return tree.Quantified(
            column=begin.column,
            quantifier=tree.Quantifier(begin.text),
            slot=len(self.loops),
            items=items,
            condition=condition,
        )

    # --- or, and, test, sum, product -----------------------------------------------------------

    def _operation(self, weakest: int) -> Node:
        """Operands joined by operators that bind at least as tightly as `weakest`."""
        node = self._unary()
        while (binding := _binding(self.read.here)) >= weakest:
            self._go_deeper()
            node = self._test(node) if binding == _TEST else self._chain(node, binding)
            self.depth -= 1
        return node

    def _chain(self, first: Node, binding: int) -> Node:
        column = first.column
        operands, signs = [first], []
        while _binding(self.read.here) == binding:
            signs.append(self.read.take().text)
            operands.append(self._operation(binding + 1))
        if binding == _OR:
            return tree.AnyTrue(column=column, operands=tuple(operands))
        if binding == _AND:
            return tree.AllTrue(column=column, operands=tuple(operands))
        return tree.Arithmetic(column=column, operands=tuple(operands), signs=tuple(signs))

    def _test(self, left: Node) -> Node:
        operator = self.read.take()
        column = operator.column
        if operator.is_word("in"):
            node = self._among(left, column)
        elif operator.is_word("between"):
            low = self._operation(_SUM)
            self.read.expect_word("and", "请写成 x between 下限 and 上限")
            high = self._operation(_SUM)
            node = tree.Between(column=column, value=left, low=low, high=high)
        else:
            right = self._operation(_SUM)
            node = tree.Comparison(column=column, sign=operator.text, left=left, right=right)
        if _binding(self.read.here) == _TEST:
            raise self.read.refusal("比较不能连写", "请用 and 连接两个比较，或者加括号")
        return node

    def _among(self, value: Node, column: int) -> Node:
        tests, source = self._tests_or_source()
        runs_on = self.read.here.is_word("and", "or")
        if source is None:
            return tree.Among(column=column, value=value, tests=tests, runs_on=runs_on)
        return tree.IsIn(column=column, value=value, source=source, runs_on=runs_on)

    def _tests_or_source(self) -> tuple[tuple[Node, ...], Node | None]:
        if self.read.at_range:
            return (self._range(),), None
        if not self.read.here.is_sign("("):
            return (), self._operation(_SUM)
        self.read.take()
        tests = self._items(")")
        match tests:
            case [tree.ValueTest(value=source)]:  # in (x) is in x
                return (), source
        return tests, None

    # --- items, ranges, cells ------------------------------------------------------------------

    def _items(self, closing: str, *, of_cell: bool = False) -> tuple[Node, ...]:
        items = [self._item(of_cell=of_cell)]
        while self.read.here.is_sign(","):
            self.read.take()
            items.append(self._item(of_cell=of_cell))
        if closing:
            self.read.expect_sign(closing, "各项之间用英文逗号隔开，最后写 )")
        return tuple(items)

    def _item(self, *, of_cell: bool) -> Node:
        here = self.read.here
        if self.read.at_range:
            return self._range()
        if here.is_sign(*_ORDERS):
            self.read.take()
            return tree.OrderTest(column=here.column, sign=here.text, bound=self._operation(_SUM))
        value = self.expr()
        speaks = of_cell and any(isinstance(node, tree.CellInput) for node in tree.walk(value))
        return tree.ValueTest(column=value.column, value=value, speaks_of_input=speaks)

    def _range(self) -> Node:
        opening = self.read.take()
        low = self._operation(_SUM)
        self.read.expect_sign("..", "区间请写成 [下限..上限]")
        high = self._operation(_SUM)
        closing = self.read.take()
        if not closing.is_sign("]", ")"):
            raise self.read.refusal(
                "区间没有结尾", "区间请写成 [下限..上限]，不含端点时用圆括号", closing
            )
        return tree.RangeTest(
            column=opening.column,
            low=low,
            high=high,
            low_included=opening.text == "[",
            high_included=closing.text == "]",
        )

    def cell(self) -> tree.CellTests:
        here = self.read.here
        if here.is_sign("-") and self.read.tokens[1].kind is Kind.END:
            self.read.take()
            return tree.CellTests(column=here.column, tests=(), negated=False)
        negated = here.kind is Kind.NAME and here.text == "not" and self.read.tokens[1].is_sign("(")
        if negated:
            self.read.skip(2)
        tests = self._items(")" if negated else "", of_cell=True)
        return tree.CellTests(column=here.column, tests=tests, negated=negated)

    # --- unary, atom ---------------------------------------------------------------------------

    def _unary(self) -> Node:
        if self.read.here.is_sign("-"):
            column = self.read.take().column
            return tree.Negative(column=column, operand=self._path())
        return self._path()

    def _path(self) -> Node:
        column = self.read.here.column
        target = self._atom()
        names = []
        while self.read.here.is_sign("."):
            self.read.take()
            names.append(self.read.expect_name("小数点后面要写一个名称"))
        return tree.Path(column=column, target=target, names=tuple(names)) if names else target

    def _atom(self) -> Node:
        here = self.read.here
        if here.kind is Kind.NAME:
            return self._name_or_call()
        if here.is_sign("("):
            return self._bracketed()
        if here.is_sign("["):
            return self._list()
        if here.is_sign("?") and self.in_cell:
            self.read.take()
            return tree.CellInput(column=here.column)
        return literal(self.read)

    def _bracketed(self) -> Node:
        self._refuse_range()
        self.read.take()
        node = self.expr()
        self.read.expect_sign(")", "请补上右括号")
        return node

    def _refuse_range(self) -> None:
        if self.read.at_range:
            raise self.read.refusal("这里不能写区间", "区间只能写在 in 后面，例如 x in [1..5]")

    def _list(self) -> Node:
        self._refuse_range()
        opening = self.read.take()
        items = self._arguments("]", "清单各项之间用英文逗号隔开，最后写 ]")
        if len(items) > LIST_ITEMS_MAX:
            raise self.read.refusal(f"清单超过{LIST_ITEMS_MAX}项", "请减少项数", opening)
        return tree.ListOf(column=opening.column, items=items)

    def _arguments(self, closing: str, remedy: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self.read.here.is_sign(closing):
            if items:
                self.read.expect_sign(",", remedy)
            items.append(self.expr())
        self.read.take()
        return tuple(items)

    # --- names and calls -----------------------------------------------------------------------

    def _name_or_call(self) -> Node:
        begin = self.read.here
        words = phrase_at(self.read.tokens, self.read.at)
        if not self.read.tokens[self.read.at + words].is_sign("("):
            return self._name()
        function = " ".join(
            token.text for token in self.read.tokens[self.read.at : self.read.at + words]
        )
        self.read.skip(words + 1)
        arguments = self._arguments(")", "函数的各项之间用英文逗号隔开，最后写 )")
        problem = call_problem(function, arguments, self.functions)
        if problem is not None:
            raise self.read.refusal(*problem, begin)
        return tree.Call(column=begin.column, function=function, arguments=arguments)

    def _name(self) -> Node:
        token = self.read.here
        if token.text in RESERVED_NAMES:
            raise self.read.refusal(f"“{token.text}”是函数名，不能作名称", "函数名后面要写括号")
        self.read.take()
        if token.text in self.loops:
            return tree.LoopName(column=token.column, slot=self.loops.index(token.text))
        return tree.Name(column=token.column, name=token.text)

    def _new_name(self) -> str:
        token = self.read.here
        name = self.read.expect_name("some 和 every 后面要写一个新名称")
        if name in RESERVED_NAMES or name in self.loops:
            raise self.read.refusal(f"“{name}”已有其他含义", "请换一个名称，例如 item", token)
        return name
