"""The built-in functions: each takes admitted values; a null or a wrong type answers null."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from engine.feel import numbers, times
from engine.feel.bounds import EXPONENT_MAX, TEXT_CHARACTERS_MAX
from engine.feel.run import Run
from engine.feel.times import Months
from engine.feel.values import equal, is_list, items_of

BuiltIn = Callable[..., object]
"""Called with the run and as many values as its signature in `vocabulary` takes."""


def _not(_run: Run, value: object) -> object:
    return not value if isinstance(value, bool) else None


# --- texts -------------------------------------------------------------------------------------


def _on_texts(test: Callable[[str, str], bool]) -> BuiltIn:
    def tested(run: Run, text: object, part: object) -> object:
        if type(text) is not str or type(part) is not str:
            return None
        run.spend_on_text(len(text))
        return test(text, part)

    return tested


def _string_length(_run: Run, text: object) -> object:
    return Decimal(len(text)) if type(text) is str else None


def _recased(change: Callable[[str], str]) -> BuiltIn:
    def recased(run: Run, text: object) -> object:
        if type(text) is not str:
            return None
        run.spend_on_new_text(len(text))
        return change(text)

    return recased


_WHOLE_TEXT = Decimal(TEXT_CHARACTERS_MAX)


def _substring(run: Run, text: object, start: object, length: object = _WHOLE_TEXT) -> object:
    """From character `start` (the first is 1, the last is -1), at most `length` characters."""
    begin = numbers.whole(start, largest=TEXT_CHARACTERS_MAX)
    count = numbers.whole(length, largest=TEXT_CHARACTERS_MAX)
    if type(text) is not str or not begin or count is None or count < 0:
        return None
    begin = begin - 1 if begin > 0 else len(text) + begin
    if begin < 0:
        return None
    run.spend_on_text(count)
    return text[begin : begin + count]


def _string(run: Run, value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case Decimal():
            text = numbers.text_of_number(value)
        case datetime() | date():
            text = value.isoformat()
        case timedelta():
            text = times.text_of_span(value)
        case Months():
            text = times.text_of_months(value)
        case _:
            return None
    run.spend_on_new_text(len(text))
    return text


def _number(run: Run, text: object) -> object:
    if type(text) is not str:
        return None
    run.spend_on_new_text(len(text))
    return numbers.number_from_text(text)


# --- lists -------------------------------------------------------------------------------------


def _list_contains(run: Run, items: object, wanted: object) -> object:
    found = items_of(items, run)
    if found is None:
        return None
    return any(equal(item, wanted, run) is True for item in found)


def _count(run: Run, items: object) -> object:
    if not isinstance(items, (list, tuple)):
        return None
    run.spend_on_items(len(items))
    return Decimal(len(items))


def _on_numbers(fold: Callable[[list[Decimal]], Decimal | None]) -> BuiltIn:
    """Numbers come as one list or as arguments; none at all or anything else among them: null."""

    def folded(run: Run, *values: object) -> object:
        listed = values[0] if len(values) == 1 and is_list(values[0]) else values
        found = items_of(listed, run)
        if not found:
            return None
        only_numbers = [item for item in found if isinstance(item, Decimal)]
        return fold(only_numbers) if len(only_numbers) == len(found) else None

    return folded


def _total(summands: list[Decimal]) -> Decimal | None:
    total: Decimal | None = summands[0]
    for summand in summands[1:]:
        if total is None:
            return None
        total = numbers.add(total, summand)
    return total


# --- numbers -----------------------------------------------------------------------------------


def _abs(_run: Run, number: object) -> object:
    return number.copy_abs() if isinstance(number, Decimal) else None


def _rounding(direction: str) -> BuiltIn:
    def rounded(_run: Run, number: object) -> object:
        return numbers.rounded(number, direction) if isinstance(number, Decimal) else None

    return rounded


def _round_half_up(_run: Run, number: object, places: object) -> object:
    scale = numbers.whole(places, largest=EXPONENT_MAX)
    if not isinstance(number, Decimal) or scale is None:
        return None
    return numbers.rounded_half_up(number, scale)


# --- dates -------------------------------------------------------------------------------------


def _date(_run: Run, *values: object) -> object:
    """From a text, an instant or a date; or from year, month and day."""
    if len(values) > 1:
        return _date_from_parts(values)
    match values[0]:
        case str() as text:
            return times.date_from_text(text)
        case datetime() as instant:
            return instant.date()
        case date() as day:
            return day
    return None


def _date_from_parts(values: tuple[object, ...]) -> object:
    parts = [numbers.whole(value, largest=date.max.year) for value in values]
    match parts:
        case [int() as year, int() as month, int() as day]:
            return times.date_from_parts(year, month, day)
    return None


def _date_and_time(_run: Run, text: object) -> object:
    return times.instant_from_text(text) if type(text) is str else None


def _duration(_run: Run, text: object) -> object:
    return times.duration_from_text(text) if type(text) is str else None


def _today(run: Run) -> object:
    return run.now.date()


def _now(run: Run) -> object:
    return run.now


BUILT_IN_FUNCTIONS: Mapping[str, BuiltIn] = {
    "not": _not,
    "contains": _on_texts(lambda text, part: part in text),
    "starts with": _on_texts(str.startswith),
    "ends with": _on_texts(str.endswith),
    "string length": _string_length,
    "substring": _substring,
    "upper case": _recased(str.upper),
    "lower case": _recased(str.lower),
    "string": _string,
    "number": _number,
    "list contains": _list_contains,
    "count": _count,
    "sum": _on_numbers(_total),
    "min": _on_numbers(min),
    "max": _on_numbers(max),
    "abs": _abs,
    "floor": _rounding(ROUND_FLOOR),
    "ceiling": _rounding(ROUND_CEILING),
    "round half up": _round_half_up,
    "date": _date,
    "date and time": _date_and_time,
    "duration": _duration,
    "today": _today,
    "now": _now,
}
