"""A form as a marshmallow schema: what each value may be, whatever else was filled in.

Messages are reason codes; several for one value stand in the order in which they are reported.
What depends on other values, on the clock or on a register is `form_body`'s.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import marshmallow as ma
import re2

from engine.definitions.form import Form
from engine.definitions.form_characters import has_refused_characters, is_encodable
from engine.definitions.form_field_reading import quiet_options
from engine.definitions.form_fields import Field, Kind
from engine.definitions.form_plain import read_date, read_datetime, read_time
from engine.definitions.form_vocabulary import (
    LIST_ITEMS_MAX,
    TEXTAREA_CHARACTERS_MAX,
    TEXTFIELD_CHARACTERS_MAX,
)
from engine.definitions.identifiers import SHAPES, UPPER_CASED, uscc_holds

NUMBER_DIGITS_MAX = 18
_FORMS_KEPT = 1024
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")
_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CODES: dict[str, Any] = {"required": "required", "null": "wrong_type", "invalid": "wrong_type"}


def refused(code: str) -> ma.ValidationError:
    """The error marshmallow collects, with a reason code as its message."""
    return ma.ValidationError(code)


def rule(code: str, holds: Callable[[str], bool]) -> Callable[[str], None]:
    """A validator that refuses with `code` what does not hold."""

    def check(value: str) -> None:
        if not holds(value):
            raise refused(code)

    return check


class TextValue(ma.fields.Field[str]):
    """A string as sent; codes of identity are put into upper case."""

    default_error_messages = _CODES

    def __init__(self, field: Field) -> None:
        super().__init__(validate=text_rules(field))
        self.upper = field.format in UPPER_CASED

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        if not isinstance(value, str):
            raise refused("wrong_type")
        return value.upper() if self.upper else value


def text_rules(field: Field) -> list[Callable[[str], None]]:
    """The validators of a text, in the order in which their codes are reported."""
    bounds, many_lines = field.validators, field.component == "textarea"
    own_max = TEXTAREA_CHARACTERS_MAX if many_lines else TEXTFIELD_CHARACTERS_MAX
    shortest, longest = bounds.min_length or 0, bounds.max_length or own_max
    rules = [
        rule("too_short", lambda value: len(value) >= shortest),
        rule("too_long", lambda value: len(value) <= longest),
    ]
    if bounds.pattern is not None:
        rules.append(rule("pattern", whole_match(bounds.pattern)))
    if field.format is not None and field.format != "id_no":
        rules.append(rule("pattern", SHAPES[field.format]))
    if field.format == "uscc":
        rules.append(
            rule("check_digit", lambda value: not SHAPES["uscc"](value) or uscc_holds(value))
        )
    rules.append(
        rule(
            "forbidden_characters",
            lambda value: not has_refused_characters(value, many_lines=many_lines),
        )
    )
    return rules


def whole_match(pattern: str) -> Callable[[str], bool]:
    """Whether a value is wholly `pattern` (RE2); one without a UTF-8 form is left to another rule."""
    compiled = re2.compile(pattern, quiet_options())
    return lambda value: not is_encodable(value) or compiled.fullmatch(value) is not None


class NumberValue(ma.fields.Field[Decimal | int]):
    """A JSON number, or digits in a string, within the field's bounds."""

    default_error_messages = _CODES

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


_MONEY_MAX = Decimal("999999999999.99")


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


class BooleanValue(ma.fields.Field[bool]):
    """Only JSON true or false."""

    default_error_messages = _CODES

    def _deserialize(self, value: object, *_: object, **__: object) -> bool:
        if not isinstance(value, bool):
            raise refused("wrong_type")
        return value


class TimeValue(ma.fields.Field[object]):
    """A date, a datetime or a time of day in its one way of writing."""

    default_error_messages = _CODES

    def __init__(self, read: Callable[[str], object]) -> None:
        super().__init__()
        self.read = read

    def _deserialize(self, value: object, *_: object, **__: object) -> object:
        found = self.read(value) if isinstance(value, str) else None
        if found is None:
            raise refused("wrong_type")
        return found


class ChoiceValue(ma.fields.Field[str]):
    """One option's value; which options there are is known only when it is checked."""

    default_error_messages = _CODES

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        if not isinstance(value, str):
            raise refused("wrong_type")
        return value


class ListValue(ma.fields.Field[list[object]]):
    """A list within its bounds; an empty one is left to whoever knows whether it is required."""

    default_error_messages = _CODES

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.least = field.validators.min_items or 0
        most = field.validators.max_items
        self.most = LIST_ITEMS_MAX if most is None else most

    def _deserialize(self, value: object, *_: object, **__: object) -> list[object]:
        if not isinstance(value, list):
            raise refused("wrong_type")
        if value and len(value) < self.least:
            raise refused("too_few")
        if len(value) > self.most:
            raise refused("too_many")
        return self.items(value)

    def items(self, value: list[object]) -> list[object]:
        """Different strings."""
        if not all(isinstance(item, str) for item in value):
            raise refused("wrong_type")
        if len(set(map(str, value))) < len(value):
            raise refused("not_an_option")
        return value


class RowsValue(ListValue):
    """A list of rows, each checked like a form of its own."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.row_fields = field.rows or {}
        self.schema = schema_of_fields(self.row_fields)

    def items(self, value: list[object]) -> list[object]:
        """The rows; faults by row number and key."""
        rows: list[object] = []
        errors: dict[int, object] = {}
        for number, raw in enumerate(value):
            try:
                rows.append(load_level(self.schema, self.row_fields, raw))
            except ma.ValidationError as error:
                errors[number] = error.messages
                rows.append(error.valid_data if isinstance(error.valid_data, dict) else {})
        if errors:
            raise ma.ValidationError(errors, valid_data=rows)
        return rows


def load_level(schema: ma.Schema, fields: Mapping[str, Field], raw: object) -> dict[str, object]:
    """One level of a body (the form, or a row) typed; what is not set is left out."""
    if not isinstance(raw, Mapping):
        raise refused("wrong_type")
    given = {
        key: value
        for key, value in raw.items()
        if not (key in fields and (value is None or (isinstance(value, str) and not value.strip())))
    }
    loaded: dict[str, object] = schema.load(given)
    return loaded


_TIME_READERS: Mapping[Kind, Callable[[str], object]] = {
    Kind.DATE: read_date,
    Kind.DATETIME: read_datetime,
    Kind.TIME: read_time,
}


def value_of(field: Field) -> ma.fields.Field[object]:
    """The marshmallow field of one field."""
    made: object
    if field.type is Kind.TEXT:
        made = TextValue(field)
    elif field.type in (Kind.WHOLE, Kind.DECIMAL):
        made = NumberValue(field)
    elif field.type is Kind.BOOLEAN:
        made = BooleanValue()
    elif field.type is Kind.CHOICE:
        made = ChoiceValue()
    elif field.type is Kind.ROWS:
        made = RowsValue(field)
    elif field.is_list:
        made = ListValue(field)
    else:
        made = TimeValue(_TIME_READERS[field.type])
    return made  # type: ignore[return-value]  # each is a marshmallow field of its own kind


def schema_of_fields(fields: Mapping[str, Field]) -> ma.Schema:
    """A schema over the fields a person may write; any other key is `unknown`."""
    written = {key: value_of(field) for key, field in fields.items() if not field.filled_by_product}
    schema = ma.Schema.from_dict(written)(unknown=ma.RAISE)
    schema.error_messages = {"unknown": "unknown", "type": "wrong_type"}
    return schema


@lru_cache(maxsize=_FORMS_KEPT)
def schema_of(form: Form) -> ma.Schema:
    """The schema of a form; made once per form."""
    return schema_of_fields(form.fields)
