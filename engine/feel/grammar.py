"""Reads tokens into a tree: one method per rule of the grammar, in the grammar's order.

No rule is ever tried twice: whether a bracket opens a range is known before it is read, so the time is
linear in the length of the text.
"""

from collections.abc import Callable

from engine.feel.bounds import DEPTH_MAX, LIST_ITEMS_MAX
from engine.feel.calls import call_problem, phrase_at
from engine.feel.numbers import number_from_digits
from engine.feel.refusals import FeelSyntaxRefused
from engine.feel.times import date_from_text
from engine.feel.tokens import Kind, Token, scan
from engine.feel.tree import (
    AllTrue,
    Among,
    AnyTrue,
    Arithmetic,
    Between,
    Call,
    CellInput,
    CellTests,
    Choice,
    Comparison,
    ListOf,
    Literal,
    LoopName,
    Name,
    Negative,
    Node,
    OrderTest,
    Path,
    Quantified,
    Quantifier,
    RangeTest,
    ValueTest,
    walk,
)
from engine.feel.vocabulary import RESERVED_NAMES, FunctionSet

_ORDERS = ("<", "<=", ">", ">=")
_COMPARISONS = ("=", "!=", *_ORDERS)
_CONSTANTS = {"true": True, "false": False, "null": None}


def parse_expression(source: str, functions: FunctionSet) -> Node:
    """The tree of an expression. Raises `FeelSyntaxRefused`."""
    parser = _Parser(source, functions)
    tree = parser.expr()
    parser.expect_end()
    return tree


def parse_cell(source: str, functions: FunctionSet) -> CellTests:
    """The tree of a decision table's cell, where ``?`` is the input. Raises `FeelSyntaxRefused`."""
    parser = _Parser(source, functions, in_cell=True)
    tree = parser.cell()
    parser.expect_end()
    return tree


class _Parser:
    def __init__(self, source: str, functions: FunctionSet, *, in_cell: bool = False) -> None:
        self.source = source
        self.functions = functions
        self.in_cell = in_cell
        self.tokens = scan(source)
        self.range_openings = _range_openings(self.tokens)
        self.at = 0
        self.depth = 0
        self.loops: list[str] = []

    # --- expr, or, and, test -------------------------------------------------------------------

    def expr(self) -> Node:
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise self.refusal(f"嵌套超过{DEPTH_MAX}层", "请拆成几个事实或者改用决策表")
        if self.here.is_word("if"):
            tree = self._choice()
        elif self.here.is_word("some", "every"):
            tree = self._quantified()
        else:
            tree = self._any_true()
        self.depth -= 1
        return tree

    def _choice(self) -> Node:
        column = self.take().column
        condition = self.expr()
        self.expect_word("then", "if 后面要写 then 和 else")
        chosen = self.expr()
        self.expect_word("else", "if 后面要写 then 和 else，两者都不能省略")
        otherwise = self.expr()
        return Choice(column=column, condition=condition, chosen=chosen, otherwise=otherwise)

    def _quantified(self) -> Node:
        begin = self.take()
        name = self._new_name()
        self.expect_word("in", f"请写成 {begin.text} x in 清单 satisfies 条件")
        items = self.expr()
        self.expect_word("satisfies", f"请写成 {begin.text} x in 清单 satisfies 条件")
        self.loops.append(name)
        condition = self.expr()
        self.loops.pop()
        return Quantified(
            column=begin.column,
            quantifier=Quantifier(begin.text),
            slot=len(self.loops),
            items=items,
            condition=condition,
        )

    def _any_true(self) -> Node:
        column = self.here.column
        operands = self._joined_by("or", self._all_true)
        return operands[0] if len(operands) == 1 else AnyTrue(column=column, operands=operands)

    def _all_true(self) -> Node:
        column = self.here.column
        operands = self._joined_by("and", self._test)
        return operands[0] if len(operands) == 1 else AllTrue(column=column, operands=operands)

    def _joined_by(self, word: str, rule: Callable[[], Node]) -> tuple[Node, ...]:
        operands = [rule()]
        while self.here.is_word(word):
            self.take()
            operands.append(rule())
        return tuple(operands)

    def _test(self) -> Node:
        left = self._sum()
        here = self.here
        if here.is_sign(*_COMPARISONS):
            self.take()
            tree: Node = Comparison(
                column=here.column, sign=here.text, left=left, right=self._sum()
            )
        elif here.is_word("between"):
            self.take()
            low = self._sum()
            self.expect_word("and", "请写成 x between 下限 and 上限")
            tree = Between(column=here.column, value=left, low=low, high=self._sum())
        elif here.is_word("in"):
            self.take()
            tree = self._among(left, here.column)
        else:
            return left
        if self.here.is_sign(*_COMPARISONS) or self.here.is_word("between", "in"):
            raise self.refusal("比较不能连写", "请用 and 连接两个比较，或者加括号")
        return tree

    def _among(self, value: Node, column: int) -> Node:
        written_as_list = self.here.is_sign("(") and self.at not in self.range_openings
        if written_as_list:
            self.take()
            tests = self._items(")")
        elif self.at in self.range_openings:
            tests = (self._range(),)
        else:
            bound = self._sum()
            tests = (ValueTest(column=bound.column, value=bound, speaks_of_input=False),)
        return Among(column=column, value=value, tests=tests, written_as_list=written_as_list)

    # --- items, ranges, cells ------------------------------------------------------------------

    def _items(self, closing: str) -> tuple[Node, ...]:
        items = [self._item()]
        while self.here.is_sign(","):
            self.take()
            items.append(self._item())
        if closing:
            self.expect_sign(closing, "各项之间用英文逗号隔开，最后写 )")
        return tuple(items)

    def _item(self) -> Node:
        here = self.here
        if self.at in self.range_openings:
            return self._range()
        if here.is_sign(*_ORDERS):
            self.take()
            return OrderTest(column=here.column, sign=here.text, bound=self._sum())
        value = self.expr()
        speaks = any(isinstance(node, CellInput) for node in walk(value))
        return ValueTest(column=value.column, value=value, speaks_of_input=speaks)

    def _range(self) -> Node:
        opening = self.take()
        low = self._sum()
        self.expect_sign("..", "区间请写成 [下限..上限]")
        high = self._sum()
        closing = self.take()
        if not closing.is_sign("]", ")"):
            raise self.refusal(
                "区间没有结尾", "区间请写成 [下限..上限]，不含端点时用圆括号", closing
            )
        return RangeTest(
            column=opening.column,
            low=low,
            high=high,
            low_included=opening.text == "[",
            high_included=closing.text == "]",
        )

    def cell(self) -> CellTests:
        here = self.here
        if here.is_sign("-") and self.tokens[1].kind is Kind.END:
            self.take()
            return CellTests(column=here.column, tests=(), negated=False)
        negated = here.kind is Kind.NAME and here.text == "not" and self.tokens[1].is_sign("(")
        if negated:
            self.at += 2
        tests = self._items(")" if negated else "")
        return CellTests(column=here.column, tests=tests, negated=negated)

    # --- sum, product, unary, atom -------------------------------------------------------------

    def _sum(self) -> Node:
        return self._arithmetic(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._arithmetic(("*", "/"), self._unary)

    def _arithmetic(self, signs: tuple[str, str], rule: Callable[[], Node]) -> Node:
        column = self.here.column
        operands, written = [rule()], []
        while self.here.is_sign(*signs):
            written.append(self.take().text)
            operands.append(rule())
        if not written:
            return operands[0]
        return Arithmetic(column=column, operands=tuple(operands), signs=tuple(written))

    def _unary(self) -> Node:
        if self.here.is_sign("-"):
            column = self.take().column
            return Negative(column=column, operand=self._path())
        return self._path()

    def _path(self) -> Node:
        column = self.here.column
        target = self._atom()
        names = []
        while self.here.is_sign("."):
            self.take()
            names.append(self.expect_name("小数点后面要写一个名称"))
        return Path(column=column, target=target, names=tuple(names)) if names else target

    def _atom(self) -> Node:
        here = self.here
        if here.kind is Kind.NAME:
            return self._name_or_call()
        if here.is_sign("("):
            return self._bracketed()
        if here.is_sign("["):
            return self._list()
        literal = self._literal(here)
        self.take()
        return literal

    def _literal(self, here: Token) -> Node:
        if here.kind is Kind.NUMBER:
            decimals = "." in here.text
            value = number_from_digits(here.text)
            return Literal(column=here.column, value=value, has_decimals=decimals)
        if here.kind is Kind.TEXT:
            return Literal(column=here.column, value=here.text)
        if here.kind is Kind.DATE:
            return self._date(here)
        if here.kind is Kind.WORD and here.text in _CONSTANTS:
            return Literal(column=here.column, value=_CONSTANTS[here.text])
        if here.is_sign("?") and self.in_cell:
            return CellInput(column=here.column)
        raise self.unexpected("这里应是数、文字、名称、函数或括号")

    def _date(self, here: Token) -> Node:
        value = date_from_text(here.text)
        if value is None:
            raise self.refusal(
                f"没有“{here.text}”这一天",
                '日期请写 @"2026-01-31"，时刻请写 date and time("2026-01-31T09:00:00")，'
                '时长请写 duration("P3D")',
            )
        return Literal(column=here.column, value=value)

    def _bracketed(self) -> Node:
        if self.at in self.range_openings:
            raise self.refusal("这里不能写区间", "区间只能写在 in 后面，例如 x in [1..5]")
        self.take()
        tree = self.expr()
        self.expect_sign(")", "请补上右括号")
        return tree

    def _list(self) -> Node:
        if self.at in self.range_openings:
            raise self.refusal("这里不能写区间", "区间只能写在 in 后面，例如 x in [1..5]")
        opening = self.take()
        items = self._arguments("]", "清单各项之间用英文逗号隔开，最后写 ]")
        if len(items) > LIST_ITEMS_MAX:
            raise self.refusal(f"清单超过{LIST_ITEMS_MAX}项", "请减少项数", opening)
        return ListOf(column=opening.column, items=items)

    def _arguments(self, closing: str, remedy: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self.here.is_sign(closing):
            if items:
                self.expect_sign(",", remedy)
            items.append(self.expr())
        self.take()
        return tuple(items)

    # --- names and calls -----------------------------------------------------------------------

    def _name_or_call(self) -> Node:
        begin = self.here
        words = phrase_at(self.tokens, self.at)
        if not self.tokens[self.at + words].is_sign("("):
            return self._name()
        function = " ".join(token.text for token in self.tokens[self.at : self.at + words])
        self.at += words + 1
        arguments = self._arguments(")", "函数的各项之间用英文逗号隔开，最后写 )")
        problem = call_problem(function, arguments, self.functions)
        if problem is not None:
            raise self.refusal(*problem, begin)
        return Call(column=begin.column, function=function, arguments=arguments)

    def _name(self) -> Node:
        token = self.here
        if token.text in RESERVED_NAMES:
            raise self.refusal(f"“{token.text}”是函数名，不能作名称", "函数名后面要写括号")
        self.take()
        if token.text in self.loops:
            return LoopName(column=token.column, slot=self.loops.index(token.text))
        return Name(column=token.column, name=token.text)

    def _new_name(self) -> str:
        token = self.here
        name = self.expect_name("some 和 every 后面要写一个新名称")
        if name in RESERVED_NAMES or name in self.loops:
            raise self.refusal(f"“{name}”已有其他含义", "请换一个名称，例如 item", token)
        return name

    # --- tokens --------------------------------------------------------------------------------

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        if token.kind is not Kind.END:
            self.at += 1
        return token

    def expect_sign(self, sign: str, remedy: str) -> None:
        if not self.here.is_sign(sign):
            raise self.unexpected(remedy)
        self.take()

    def expect_word(self, word: str, remedy: str) -> None:
        if not self.here.is_word(word):
            raise self.unexpected(remedy)
        self.take()

    def expect_name(self, remedy: str) -> str:
        if self.here.kind is not Kind.NAME:
            raise self.unexpected(remedy)
        return self.take().text

    def expect_end(self) -> None:
        if self.here.kind is not Kind.END:
            raise self.unexpected(_after_the_end(self.here))

    def unexpected(self, remedy: str) -> FeelSyntaxRefused:
        return self.refusal(f"这里不能是{self.here.shown}", remedy)

    def refusal(self, problem: str, remedy: str, token: Token | None = None) -> FeelSyntaxRefused:
        column = (token or self.here).column
        return FeelSyntaxRefused(column=column, problem=problem, remedy=remedy, source=self.source)


def _after_the_end(token: Token) -> str:
    if token.is_sign("="):
        return "等于只写一个 ="
    if token.is_sign("["):
        return "不支持按下标或者条件取清单的项"
    return "多个条件之间要写 and 或者 or"


def _range_openings(tokens: list[Token]) -> frozenset[int]:
    """Indexes of the brackets that open a range: those with ``..`` directly inside."""
    openings: list[int] = []
    found = set()
    for index, token in enumerate(tokens):
        if token.is_sign("[", "("):
            openings.append(index)
        elif token.is_sign("..") and openings:
            found.add(openings[-1])
        elif token.is_sign("]", ")") and openings:
            openings.pop()
    return frozenset(found)
