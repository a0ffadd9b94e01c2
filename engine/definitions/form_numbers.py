"""Numbers of a form: JSON numbers or digits in a string, exact, bounded before any arithmetic."""

import re
from decimal import Decimal
from typing import Any

import marshmallow as ma

from engine.definitions.form_fields import Field, Kind

NUMBER_DIGITS_MAX = 18
CODES: dict[str, Any] = {"required": "required", "null": "wrong_type", "invalid": "wrong_type"}
"""Marshmallow's own messages as reason codes."""

_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")
_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MONEY_MAX = Decimal("999999999999.99")


def refused(code: str) -> ma.ValidationError:
    """The error marshmallow collects, with a reason code as its message."""
    return ma.ValidationError(code)


class NumberValue(ma.fields.Field[Decimal | int]):
    """A JSON number, or digits in a string, within the field's bounds."""

    default_error_messages = CODES

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        money = field.format == "money"
        self.lowest = max(field.validators.min or Decimal(0), Decimal(0)) if money else None
        if self.lowest is None:
            self.lowest = field.validators.min
        self.highest = field.validators.max
        if money:
            self.highest = min(self.highest or _MONEY_MAX, _MONEY_MAX)

    def _deserialize(self, value: object, *_: object, **__: object) -> Decimal | int:
        number = self.exact(digits_of(value))
        if self.lowest is not None and number < self.lowest:
            raise refused("out_of_range")
        if self.highest is not None and number > self.highest:
            raise refused("out_of_range")
        return int(number) if self.field.type is Kind.WHOLE else number

    def exact(self, digits: str) -> Decimal:
        """The number that `digits` write, with exactly the places of the field."""
        places = self.field.validators.decimals
        number = Decimal(digits)
        if self.field.type is Kind.WHOLE and number != number.to_integral_value():
            raise refused("wrong_type")
        done = number.quantize(Decimal(1).scaleb(-places))
        if done != number:
            raise refused("wrong_type")
        return done + 0  # -0 is 0


def digits_of(value: object) -> str:
    """The digits of a JSON number or of a string of digits, bounded before any arithmetic."""
    if isinstance(value, bool):
        raise refused("wrong_type")
    if isinstance(value, int):
        if abs(value) >= 10**NUMBER_DIGITS_MAX:
            raise refused("out_of_range")
        return str(value)
    if isinstance(value, float | Decimal):
        return digits_of_fraction(Decimal(repr(value)) if isinstance(value, float) else value)
    if not isinstance(value, str):
        raise refused("wrong_type")
    if not _DECIMAL.fullmatch(value):
        raise refused("out_of_range" if _is_long(value) else "wrong_type")
    return value


def _is_long(value: str) -> bool:
    return _DIGITS.fullmatch(value) is not None and len(value.partition(".")[0]) > NUMBER_DIGITS_MAX


def digits_of_fraction(value: Decimal) -> str:
    """The digits of a finite number with no more places than any field has."""
    if not value.is_finite():
        raise refused("wrong_type")
    if value.adjusted() >= NUMBER_DIGITS_MAX:
        raise refused("out_of_range")
    if value and value.adjusted() < -NUMBER_DIGITS_MAX:
        raise refused("wrong_type")
    return f"{value:f}"
