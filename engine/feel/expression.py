"""What the rest of the house sees: an expression or a cell, checked once, evaluated often."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from engine.feel.bounds import EXPRESSIONS_KEPT_MAX
from engine.feel.compiling import Compiled, compiled, compiled_test
from engine.feel.form_rules import check_form_rules, equated
from engine.feel.grammar import parse_cell, parse_expression
from engine.feel.run import Run
from engine.feel.times import local
from engine.feel.tree import Call, Literal, Name, Node, walk
from engine.feel.values import admit, released
from engine.feel.vocabulary import FORM_FUNCTIONS, SERVER_FUNCTIONS, FunctionSet

_NO_FUNCTIONS: Mapping[str, Callable[..., object]] = MappingProxyType({})


class _Checked:
    """What a checker may ask about an expression or a cell without running it."""

    __slots__ = ("_tree", "calls", "names", "source")

    def __init__(self, source: str, tree: Node) -> None:
        self.source = source
        self._tree = tree
        nodes = list(walk(tree))
        self.names = frozenset(node.name for node in nodes if isinstance(node, Name))
        self.calls = frozenset(node.function for node in nodes if isinstance(node, Call))

    @property
    def literals(self) -> tuple[object, ...]:
        """Every constant written out, in order; dates as `date`, numbers as `Decimal`."""
        return tuple(node.value for node in walk(self._tree) if isinstance(node, Literal))

    @property
    def equated_names(self) -> frozenset[str]:
        """Names tested for equality; in a form none of them may be a number with decimals."""
        operands = [operand for node in walk(self._tree) for operand in equated(node)]
        return frozenset(operand.name for operand in operands if isinstance(operand, Name))

    def literal_arguments(self, function: str) -> tuple[object, ...]:
        """List the constants written as arguments of each call of `function`, in order."""
        calls = [node for node in walk(self._tree) if isinstance(node, Call)]
        return tuple(
            argument.value
            for call in calls
            if call.function == function
            for argument in call.arguments
            if isinstance(argument, Literal)
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.source!r})"


class Expression(_Checked):
    """A checked expression.

    `names` are the free names it reads, `calls` the functions it calls.
    """

    __slots__ = ("_run",)

    def __init__(self, source: str, tree: Node) -> None:
        """Use `compile_expression`."""
        super().__init__(source, tree)
        self._run: Compiled = compiled(tree)

    def evaluate(
        self,
        values: Mapping[str, object],
        *,
        now: datetime,
        functions: Mapping[str, Callable[..., object]] = _NO_FUNCTIONS,
    ) -> object:
        """Answer None, bool, Decimal, str, date, datetime, timedelta, Months, list or dict.

        A name that `values` lacks is null; `now` answers today() and now(); `functions` are the
        working-day and limit functions, called with `date`, `int`, `str`. Instants are in +08:00.
        Data never raise; a spent budget raises `FeelBudgetSpent`.
        """
        run = Run(values, local(now), functions)
        return released(self._run(run), run)


class Cell(_Checked):
    """A checked cell of a decision table: unary tests on an input."""

    __slots__ = ("_negated", "_tests")

    def __init__(self, source: str, functions: FunctionSet) -> None:
        """Use `compile_cell`."""
        tree = parse_cell(source, functions)
        super().__init__(source, tree)
        self._tests = [compiled_test(test) for test in tree.tests]
        self._negated = tree.negated

    @property
    def matches_all(self) -> bool:
        """Whether this is the cell ``-``."""
        return not self._tests

    def matches(
        self,
        input_value: object,
        values: Mapping[str, object],
        *,
        now: datetime,
        functions: Mapping[str, Callable[..., object]] = _NO_FUNCTIONS,
    ) -> bool | None:
        """Whether the input passes; null when nobody can say. Only true is a hit.

        The other arguments and errors are those of `Expression.evaluate`.
        """
        if not self._tests:
            return True
        wanted = admit(input_value)
        run = Run(values, local(now), functions, cell_input=wanted)
        answers = [test(run, wanted) for test in self._tests]
        if True in answers:
            return not self._negated
        return None if None in answers else self._negated


def compile_expression(source: str, *, functions: FunctionSet = SERVER_FUNCTIONS) -> Expression:
    """Check a condition, a script line's value or (`TIMER_FUNCTIONS`) a timer's date.

    Raises `FeelSyntaxRefused`.
    """
    return Expression(source, parse_expression(source, functions))


@lru_cache(maxsize=EXPRESSIONS_KEPT_MAX)
def known_expression(source: str) -> Expression:
    """As `compile_expression`, for what releases say: the same text is compiled once."""
    return compile_expression(source)


def compile_form_condition(source: str) -> Expression:
    """Check a form's expression, with or without ``=``; what browsers reckon otherwise is refused.

    Raises `FeelSyntaxRefused`; its column counts in `source`, the ``=`` included.
    """
    bare = source.lstrip()
    if bare.startswith("="):  # blanked, not cut off: the columns stay those of the file
        source = source.replace("=", " ", 1)
    tree = parse_expression(source, FORM_FUNCTIONS)
    check_form_rules(tree, source)
    return Expression(source, tree)


def compile_cell(source: str, *, functions: FunctionSet = SERVER_FUNCTIONS) -> Cell:
    """Check a cell of a decision table; ``?`` is the input. Raises `FeelSyntaxRefused`."""
    return Cell(source, functions)
