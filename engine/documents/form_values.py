"""What a filled form puts into its template: labels for keys, words for codes, units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from engine.definitions.form import Form
from engine.definitions.form_fields import Field, Kind
from engine.documents.values import Chosen

_ENUMS = "enums."
_PEOPLE = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a place and case for what a body holds only as codes.

    `enums`: name → code → label (place.yaml); `people`: login → name; `units`: key → the unit a
    limit really has (``个工作日``), where it differs from the suffix in the form.
    """

    enums: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def values_of(form: Form, body: Mapping[str, object], wording: Wording) -> dict[str, object]:
    """The values of `body` by the Chinese labels of `form`, nested as a template writes them.

    `body` holds typed values or those of its stored JSON. Keys the form does not have are left out.
    """
    values: dict[str, object] = {}
    for each in form.fields.values():
        inside = values
        for label in each.group_labels[-1:]:
            group = inside.setdefault(label, {})
            if isinstance(group, dict):
                inside = group
        inside[each.label] = _worded(each, body.get(each.key), wording)
    return values


def _worded(each: Field, value: object, wording: Wording) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, list | tuple):
        return tuple(_entry(each, entry, wording) for entry in value)
    return _entry(each, value, wording)


def _entry(each: Field, value: object, wording: Wording) -> object:
    if each.rows is not None and isinstance(value, Mapping):
        return {
            part.label: _worded(part, value.get(part.key), wording) for part in each.rows.values()
        }
    if isinstance(value, str):
        return _text(each, value, wording)
    unit = wording.units.get(each.key, each.suffix)
    is_number = each.type in {Kind.WHOLE, Kind.DECIMAL}
    return f"{value}{unit}" if is_number and unit else value


def _text(each: Field, value: str, wording: Wording) -> object:
    label = _label(each, value, wording)
    if label is not None:
        return Chosen(label, code=value)
    reader = _READERS.get(each.type)
    if reader is None:
        unit = wording.units.get(each.key, each.suffix)
        return f"{value}{unit}" if each.type is Kind.DECIMAL and unit else value
    return reader(value)


def _label(each: Field, value: str, wording: Wording) -> str | None:
    source = each.options_from or ""
    if source.startswith(_ENUMS):
        return wording.enums.get(source.removeprefix(_ENUMS), {}).get(value)
    if source == _PEOPLE:
        return wording.people.get(value)
    return next((option.label for option in each.options if option.value == value), None)


_READERS = {
    Kind.DATE: date.fromisoformat,
    Kind.DATETIME: datetime.fromisoformat,
    Kind.TIME: time.fromisoformat,
}
