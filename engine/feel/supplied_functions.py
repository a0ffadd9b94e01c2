"""Calls of the functions the caller hands in: working days and limits."""

from collections.abc import Callable, Sequence
from datetime import date

from engine.feel.bounds import WORKING_DAYS_MAX
from engine.feel.numbers import whole
from engine.feel.refusals import FeelFunctionMissing
from engine.feel.run import Run
from engine.feel.values import admit
from engine.feel.vocabulary import Wants


def _a_date(value: object) -> object:
    return value if type(value) is date else None


def _a_whole_number(value: object) -> object:
    return whole(value, largest=WORKING_DAYS_MAX)


def _a_text(value: object) -> object:
    return value if type(value) is str else None


_FITTED: dict[Wants, Callable[[object], object]] = {
    Wants.DATE: _a_date,
    Wants.WHOLE_NUMBER: _a_whole_number,
    Wants.LITERAL_TEXT: _a_text,
}


def call_supplied(
    function: str, wants: Sequence[Wants], values: Sequence[object], run: Run
) -> object:
    """Call the function: it gets dates as `date`, whole numbers as `int`, keys as `str`.

    Null without a call when a value does not fit. Raises `FeelFunctionMissing` when the function
    was not handed in; what the function itself raises goes through.
    """
    supplied = run.functions.get(function)
    if supplied is None:
        raise FeelFunctionMissing(function=function)
    fitted = [_FITTED[want](value) for want, value in zip(wants, values, strict=True)]
    return None if None in fitted else admit(supplied(*fitted))
