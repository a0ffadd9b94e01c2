"""What may be chosen: the options of a form, laid over by the registers and enums of the place."""

from collections.abc import Mapping
from typing import cast

from engine.definitions.form_fields import Field, Kind
from engine.errors import Fault

Choices = Mapping[str, Mapping[str, str | None]]
"""By source (``orgs``, ``people``, ``laws``, ``enums.<name>``): value → label; None removes."""


class FormChoicesMissing(Fault):
    """A form takes options from a source that nobody gave."""

    code = "form_choices_missing"
    what = "“{label}”的选项来自“{source}”，但没有取到。"
    mend = "请联系系统管理员；日志中有这次操作的编号。"


def options_of(field: Field, choices: Choices) -> Mapping[str, str]:
    """What may be chosen: value → label, the form's own options first.

    Raises `FormChoicesMissing` (a fault) when `choices` lacks the field's source.
    """
    options: dict[str, str] = {option.value: option.label for option in field.options}
    if field.options_from is None:
        return options
    if field.options_from not in choices:
        raise FormChoicesMissing(label=field.label, source=field.options_from)
    registered = choices[field.options_from]
    if not options and None not in registered.values():
        return cast("Mapping[str, str]", registered)
    for value, label in registered.items():
        if label is None:
            options.pop(value, None)
        else:
            options[value] = label
    return options


def labels_to_codes(
    fields: Mapping[str, Field], body: Mapping[str, object], choices: Choices
) -> dict[str, object]:
    """`body` as scenario and import files may write it: option labels become values.

    A row that is only a text becomes a row with that text, when rows have one key. What is
    already an option, or fits no label, stays as it is: `check_body` judges it.
    """
    done = dict(body)
    for key, field in fields.items():
        if key in done:
            done[key] = _coded(field, done[key], choices)
    return done


def _coded(field: Field, value: object, choices: Choices) -> object:
    if field.rows is not None and isinstance(value, list):
        return [_coded_row(field.rows, row, choices) for row in value]
    if field.type is Kind.CHOICES and isinstance(value, list):
        return [_code_of(field, item, choices) for item in value]
    if field.type in (Kind.CHOICE, Kind.BOOLEAN):
        return _code_of(field, value, choices)
    return value


def _coded_row(fields: Mapping[str, Field], row: object, choices: Choices) -> object:
    if isinstance(row, str) and len(fields) == 1:
        row = dict.fromkeys(fields, row)
    return labels_to_codes(fields, row, choices) if isinstance(row, Mapping) else row


def _code_of(field: Field, value: object, choices: Choices) -> object:
    if not isinstance(value, str):
        return value
    options = options_of(field, choices)
    fitting = [code for code, label in options.items() if label == value]
    if value in options or len(fitting) != 1:
        return value
    if field.type is Kind.BOOLEAN:
        return fitting[0] == "true"
    return fitting[0]
