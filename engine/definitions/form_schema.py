"""A form as a marshmallow schema: what each value may be, whatever else was filled in.

Messages are reason codes; several for one value stand in the order in which they are reported.
What depends on other values, on the clock or on a register is `form_body`'s.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

import marshmallow as ma
import re2

from engine.definitions.form import Form
from engine.definitions.form_bounds import quiet_options
from engine.definitions.form_characters import has_refused_characters, is_encodable
from engine.definitions.form_fields import Field, Kind
from engine.definitions.form_numbers import CODES, NumberValue, refused
from engine.definitions.form_plain import read_date, read_datetime, read_time
from engine.definitions.form_vocabulary import (
    LIST_ITEMS_MAX,
    TEXTAREA_CHARACTERS_MAX,
    TEXTFIELD_CHARACTERS_MAX,
)
from engine.definitions.identifiers import SHAPES, UPPER_CASED, uscc_holds

_FORMS_KEPT = 1024


def rule(code: str, holds: Callable[[str], bool]) -> Callable[[str], None]:
    """A validator that refuses with `code` what does not hold."""

    def check(value: str) -> None:
        if not holds(value):
            raise refused(code)

    return check


class TextValue(ma.fields.Field[str]):
    """A string as sent; codes of identity are put into upper case."""

    default_error_messages = CODES

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
    """Whether a value is wholly `pattern` (RE2); one that has no UTF-8 form passes here."""
    compiled = re2.compile(pattern, quiet_options())
    return lambda value: not is_encodable(value) or compiled.fullmatch(value) is not None


class BooleanValue(ma.fields.Field[bool]):
    """Only JSON true or false."""

    default_error_messages = CODES

    def _deserialize(self, value: object, *_: object, **__: object) -> bool:
        if not isinstance(value, bool):
            raise refused("wrong_type")
        return value


class TimeValue(ma.fields.Field[object]):
    """A date, a datetime or a time of day in its one way of writing."""

    default_error_messages = CODES

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

    default_error_messages = CODES

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        if not isinstance(value, str):
            raise refused("wrong_type")
        return value


class ListValue(ma.fields.Field[list[object]]):
    """A list within its bounds; an empty one is left to whoever knows whether it is required."""

    default_error_messages = CODES

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
