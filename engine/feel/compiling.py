"""Turns a checked tree into nested Python functions; each takes the run and answers a value.

A text without loops has no more steps than characters, so only loops, lists and texts spend them.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial, singledispatch

from engine.feel.arithmetic import calculate, negate
from engine.feel.builtin_functions import BUILT_IN_FUNCTIONS
from engine.feel.run import Run
from engine.feel.supplied_functions import call_supplied
from engine.feel.tree import (
    AllTrue,
    Among,
    AnyTrue,
    Arithmetic,
    Between,
    Call,
    CellInput,
    Choice,
    Comparison,
    IsIn,
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
    weight,
)
from engine.feel.values import admit, equal, is_list, items_of, ordered
from engine.feel.vocabulary import TIMER_FUNCTIONS

Compiled = Callable[[Run], object]
"""An expression ready to run."""

CompiledTest = Callable[[Run, object], object]
"""A test ready to run against a value; answers true, false or null."""

_DATE_PARTS: dict[str, Callable[[date], int]] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
}


@singledispatch
def compiled(node: Node) -> Compiled:
    """Make `node` ready to run."""
    raise TypeError(node)


@compiled.register
def _(node: Literal) -> Compiled:
    value = node.value
    return lambda _run: value


@compiled.register
def _(node: Name) -> Compiled:
    name = node.name
    return lambda run: admit(run.values.get(name))


@compiled.register
def _(node: LoopName) -> Compiled:
    slot = node.slot
    return lambda run: run.loop_values[slot]


@compiled.register
def _(_node: CellInput) -> Compiled:
    return lambda run: run.cell_input


@compiled.register
def _(node: ListOf) -> Compiled:
    items = [compiled(item) for item in node.items]
    return lambda run: [item(run) for item in items]


@compiled.register
def _(node: Negative) -> Compiled:
    operand = compiled(node.operand)
    return lambda run: negate(operand(run))


@compiled.register
def _(node: Arithmetic) -> Compiled:
    first = compiled(node.operands[0])
    rest = [
        (sign, compiled(operand))
        for sign, operand in zip(node.signs, node.operands[1:], strict=True)
    ]

    def arithmetic(run: Run) -> object:
        result = first(run)
        for sign, operand in rest:
            result = calculate(sign, result, operand(run), run)
        return result

    return arithmetic


@compiled.register
def _(node: Path) -> Compiled:
    target, names = compiled(node.target), node.names

    def path(run: Run) -> object:
        value = target(run)
        for name in names:
            value = member(value, name, run)
        return value

    return path


@compiled.register
def _(node: Comparison) -> Compiled:
    left, right, sign = compiled(node.left), compiled(node.right), node.sign
    if sign == "=":
        return lambda run: equal(left(run), right(run), run)
    if sign == "!=":
        return lambda run: _opposite(equal(left(run), right(run), run))
    return lambda run: ordered(sign, left(run), right(run))


@compiled.register
def _(node: Between) -> Compiled:
    value, low, high = compiled(node.value), compiled(node.low), compiled(node.high)
    return lambda run: _within(value(run), low(run), high(run))


@compiled.register
def _(node: Among) -> Compiled:
    value, tests = compiled(node.value), [compiled_test(test) for test in node.tests]

    def among(run: Run) -> bool:
        wanted = value(run)
        return any(test(run, wanted) is True for test in tests)

    return among


@compiled.register
def _(node: IsIn) -> Compiled:
    value, source = compiled(node.value), compiled(node.source)

    def is_in(run: Run) -> bool | None:
        found = source(run)  # null: nobody knows what is in it
        return None if found is None else _is_or_holds(value(run), found, run) is True

    return is_in


@compiled.register
def _(node: AllTrue) -> Compiled:
    return _joined(node.operands, decided_by=False)


@compiled.register
def _(node: AnyTrue) -> Compiled:
    return _joined(node.operands, decided_by=True)


def _joined(nodes: tuple[Node, ...], *, decided_by: bool) -> Compiled:
    """The first false decides ``and``, the first true ``or``; else null if any is no boolean."""
    operands = [compiled(node) for node in nodes]

    def joined(run: Run) -> bool | None:
        result: bool | None = not decided_by
        for operand in operands:
            value = operand(run)
            if value is decided_by:
                return decided_by
            if not isinstance(value, bool):
                result = None
        return result

    return joined


@compiled.register
def _(node: Choice) -> Compiled:
    condition = compiled(node.condition)
    chosen, otherwise = compiled(node.chosen), compiled(node.otherwise)
    return lambda run: chosen(run) if condition(run) is True else otherwise(run)


@compiled.register
def _(node: Quantified) -> Compiled:
    source, condition, slot = compiled(node.items), compiled(node.condition), node.slot
    cost = weight(node.condition)
    decided_by = node.quantifier is Quantifier.SOME

    def quantified(run: Run) -> bool | None:
        items = items_of(source(run), run)
        if items is None:
            return None
        for item in items:
            run.spend(cost)
            run.loop_values[slot] = item
            if (condition(run) is True) is decided_by:
                return decided_by
        return not decided_by

    return quantified


@compiled.register
def _(node: Call) -> Compiled:
    arguments = [compiled(argument) for argument in node.arguments]
    built_in = BUILT_IN_FUNCTIONS.get(node.function)
    if built_in is not None:
        return lambda run: built_in(run, *[argument(run) for argument in arguments])
    wants = TIMER_FUNCTIONS.signatures[node.function].wants
    call = partial(call_supplied, node.function, wants)
    return lambda run: call([argument(run) for argument in arguments], run)


# --- tests -------------------------------------------------------------------------------------


def compiled_test(node: Node) -> CompiledTest:
    """A test of a cell or of ``in (…)``, ready to run."""
    match node:
        case RangeTest():
            return _range_test(node)
        case OrderTest():
            sign, bound = node.sign, compiled(node.bound)
            return lambda run, wanted: ordered(sign, wanted, bound(run))
        case ValueTest():
            value = compiled(node.value)
            if node.speaks_of_input:
                return lambda run, _wanted: value(run) is True
            return lambda run, wanted: _is_or_holds(wanted, value(run), run)
    raise TypeError(node)


def _range_test(node: RangeTest) -> CompiledTest:
    low, high = compiled(node.low), compiled(node.high)
    low_sign = ">=" if node.low_included else ">"
    high_sign = "<=" if node.high_included else "<"
    return lambda run, wanted: _within(wanted, low(run), high(run), low_sign, high_sign)


# --- what the nodes above share ----------------------------------------------------------------


def _opposite(answer: bool | None) -> bool | None:  # noqa: FBT001 -- the value itself, not a switch
    return None if answer is None else not answer


def _within(
    value: object, low: object, high: object, low_sign: str = ">=", high_sign: str = "<="
) -> bool | None:
    above, below = ordered(low_sign, value, low), ordered(high_sign, value, high)
    return None if above is None or below is None else above and below


def _is_or_holds(wanted: object, value: object, run: Run) -> bool | None:
    """Whether `wanted` equals `value` or one of its items."""
    if not is_list(value):
        return equal(wanted, value, run)
    return any(equal(wanted, item, run) is True for item in items_of(value, run) or ())


def member(value: object, name: str, run: Run) -> object:
    """Answer ``value.name``: a key of a row or of each row, year month day of a date; else null."""
    if isinstance(value, dict):
        return admit(value.get(name))
    if isinstance(value, date):
        return Decimal(_DATE_PARTS[name](value)) if name in _DATE_PARTS else None
    rows = items_of(value, run)
    if rows is None:
        return None
    return [admit(row.get(name)) if isinstance(row, dict) else None for row in rows]
