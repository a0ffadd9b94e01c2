"""Numbers: IEEE 754 decimal128 — 34 digits, half to even; what has no answer is null."""

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from engine.feel.bounds import EXPONENT_MAX, INTEGER_BITS_MAX, NUMBER_DIGITS_MAX

_DECIMAL128 = Context(
    prec=NUMBER_DIGITS_MAX,
    rounding=ROUND_HALF_EVEN,
    Emax=EXPONENT_MAX,
    Emin=1 - EXPONENT_MAX,
    traps=[],  # no signal raises: an answer that is not finite becomes null
)
_WRITTEN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_ZERO = Decimal(0)


def _finite(number: Decimal) -> Decimal | None:
    """Null for what is not finite; zero has no sign, so that nobody ever reads ``-0``."""
    if not number:
        return _ZERO
    return number if number.is_finite() else None


def number_from_digits(digits: str) -> Decimal | None:
    """The number written as `digits`, rounded to 34 digits; null beyond the largest number."""
    return _finite(_DECIMAL128.create_decimal(digits))


def number_from_text(text: str) -> Decimal | None:
    """The number `text` spells in plain digits (``-12.50``); null for any other text."""
    return number_from_digits(text) if _WRITTEN.fullmatch(text) else None


def number_from_decimal(number: Decimal) -> Decimal | None:
    """A number that comes in, rounded to 34 digits; null for NaN and infinity."""
    return _finite(_DECIMAL128.plus(number))


def number_from_integer(number: int) -> Decimal | None:
    """A whole number that comes in; null beyond the largest number."""
    if number.bit_length() > INTEGER_BITS_MAX:
        return None
    return _finite(_DECIMAL128.create_decimal(number))


def add(left: Decimal, right: Decimal) -> Decimal | None:
    """The sum; null beyond the largest number."""
    return _finite(_DECIMAL128.add(left, right))


def subtract(left: Decimal, right: Decimal) -> Decimal | None:
    """The difference; null beyond the largest number."""
    return _finite(_DECIMAL128.subtract(left, right))


def multiply(left: Decimal, right: Decimal) -> Decimal | None:
    """The product; null beyond the largest number."""
    return _finite(_DECIMAL128.multiply(left, right))


def divide(left: Decimal, right: Decimal) -> Decimal | None:
    """The quotient; null when `right` is zero."""
    return _finite(_DECIMAL128.divide(left, right))


def negative(number: Decimal) -> Decimal | None:
    """The number with the other sign."""
    return _finite(_DECIMAL128.minus(number))


def rounded(number: Decimal, rounding: str) -> Decimal | None:
    """The whole number next to `number` in the direction `rounding`."""
    return _finite(number.to_integral_value(rounding=rounding, context=_DECIMAL128))


def rounded_half_up(number: Decimal, places: int) -> Decimal | None:
    """`number` with so many decimal places (negative: tens, hundreds); halves go away from zero."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and places >= -exponent:
        return number
    step = Decimal((0, (1,), -places))
    return _finite(number.quantize(step, rounding=ROUND_HALF_UP, context=_DECIMAL128))


def whole(number: object, *, largest: int) -> int | None:
    """`number` as an int when it is whole and at most `largest` away from zero; else null."""
    if type(number) is not Decimal or number.copy_abs() > largest:
        return None
    return int(number) if number == number.to_integral_value() else None


def text_of_number(number: Decimal) -> str:
    """Plain digits without needless zeros: ``1.10`` gives ``1.1``, ``0.0`` gives ``0``."""
    if number == _ZERO:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
