"""+ - * / on numbers, texts, dates and durations; null for everything else."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from engine.feel import numbers
from engine.feel.run import Run
from engine.feel.times import Months, later

_NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal | None]] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
}
_ONE_DAY = timedelta(days=1)


def calculate(sign: str, left: object, right: object, run: Run) -> object:
    """``left sign right``. Raises `FeelBudgetSpent` for a text that grows too long."""
    if type(left) is Decimal and type(right) is Decimal:
        return _NUMBERS[sign](left, right)
    if sign == "+":
        return _sum(left, right, run)
    if sign == "-":
        return _difference(left, right)
    return None


def negate(value: object) -> object:
    """``-value``: numbers only."""
    return numbers.negative(value) if type(value) is Decimal else None


def _sum(left: object, right: object, run: Run) -> object:
    if type(left) is str and type(right) is str:
        run.spend_on_new_text(len(left) + len(right))
        return left + right
    if isinstance(left, (Months, timedelta)) and isinstance(right, date):
        left, right = right, left
    return _moved(left, right)


def _difference(left: object, right: object) -> object:
    if isinstance(left, date) and type(left) is type(right):
        return left - right
    if isinstance(right, Months):
        return _moved(left, Months(count=-right.count))
    return _moved(left, right, back=True)


def _moved(start: object, span: object, *, back: bool = False) -> object:
    """`start` moved by `span`; a date moves by whole days only. Null off the calendar."""
    if isinstance(span, Months):
        return _moved_by_months(start, -span.count if back else span.count)
    if not isinstance(span, timedelta) or not isinstance(start, (date, timedelta)):
        return None
    if type(start) is date and span % _ONE_DAY:
        return None
    try:
        return start - span if back else start + span
    except OverflowError:
        return None


def _moved_by_months(start: object, months: int) -> object:
    if isinstance(start, Months):
        return Months(count=start.count + months)
    return later(start, months) if isinstance(start, date) else None
