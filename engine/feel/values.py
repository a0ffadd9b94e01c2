"""The values of the language: how Python values become such values, when two are equal or ordered.

Inside an evaluation a value has exactly one of these types: NoneType, bool, Decimal, str, date,
datetime (with offset +08:00), timedelta, Months, list or tuple, dict. No attribute of any other
object is ever read.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from engine.feel.bounds import DEPTH_MAX
from engine.feel.numbers import number_from_decimal, number_from_integer, number_from_text
from engine.feel.refusals import FeelBudgetSpent
from engine.feel.run import Run
from engine.feel.times import Months, local

_AS_THEY_ARE = frozenset({type(None), bool, str, date, timedelta, Months, list, tuple, dict})
_SCALARS = frozenset({bool, Decimal, str, date, datetime, timedelta, Months})
_ORDERED = _SCALARS - {bool}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def admit(value: object) -> object:
    """`value` as a value of the language; null for anything the language does not know.

    Lists and dicts come in as they are; their items are admitted when they are looked at.
    """
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, Decimal):
        return number_from_decimal(value)
    return _admit_rarer(value)


def _admit_rarer(value: object) -> object:
    if isinstance(value, int):
        return number_from_integer(value)
    if isinstance(value, float):
        return number_from_text(format(Decimal(repr(value)), "f"))
    if isinstance(value, datetime):
        return _local_or_null(value)
    return str.__str__(value) if isinstance(value, str) else None


def _local_or_null(instant: datetime) -> datetime | None:
    try:
        return local(instant)
    except OverflowError:
        return None


def released(value: object, run: Run, depth: int = 0) -> object:
    """Answer with `value`: items of lists and dicts are admitted too, in copies, a step each.

    Raises `FeelBudgetSpent` also for data nested too deeply.
    """
    if isinstance(value, (list, tuple)):
        _enter(len(value), run, depth)
        return [released(admit(item), run, depth + 1) for item in value]
    if isinstance(value, dict):
        _enter(len(value), run, depth)
        return {key: released(admit(item), run, depth + 1) for key, item in value.items()}
    return value


def _enter(count: int, run: Run, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise FeelBudgetSpent(bound="数据嵌套层数", limit=DEPTH_MAX)
    run.spend_on_items(count)


def is_list(value: object) -> bool:
    """Whether `value` is a list of the language."""
    return isinstance(value, (list, tuple))


def items_of(value: object, run: Run) -> list[object] | None:
    """The admitted items of a list, a step each; null when `value` is no list."""
    if not isinstance(value, (list, tuple)):
        return None
    run.spend_on_items(len(value))
    return [admit(item) for item in value]


def equal(left: object, right: object, run: Run, depth: int = 0) -> bool | None:
    """Whether two values are equal: null between two types, true or false when one is null."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind in _SCALARS:
        return left == right if type(right) is kind else None
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return _equal_lists(left, right, run, depth)
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and _equal_lists(
            list(left.values()), [right[key] for key in left], run, depth
        )
    return None


def _equal_lists(left: Sequence[object], right: Sequence[object], run: Run, depth: int) -> bool:
    if len(left) != len(right):
        return False
    _enter(len(left), run, depth)
    return all(
        equal(admit(one), admit(other), run, depth + 1) is True
        for one, other in zip(left, right, strict=True)
    )


def ordered(sign: str, left: object, right: object) -> bool | None:
    """``left sign right`` for < <= > >=; null unless both are of one type that has an order."""
    if type(left) is not type(right) or type(left) not in _ORDERED:
        return None
    return _ORDER[sign](left, right)
