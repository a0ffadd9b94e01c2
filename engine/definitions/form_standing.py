"""Which fields count now: hidden, required or optional, as the values so far decide."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from enum import Enum, auto

from engine.definitions.form_conditions import Condition
from engine.definitions.form_fields import Field


class Standing(Enum):
    """How a field stands while a form is being filled."""

    REQUIRED = auto()
    OPTIONAL = auto()
    HIDDEN = auto()
    UNSURE = auto()
    """A condition reads a faulty value: neither absence nor presence is held against anyone."""


def standings(
    fields: Mapping[str, Field],
    values: Mapping[str, object],
    *,
    now: datetime,
    outer: Mapping[str, object] | None = None,
    faulty: Iterable[str] = (),
) -> dict[str, Standing]:
    """How each field stands; `outer` are values that conditions may read besides this level's.

    Decided in the order of the form, as the browser does: a hidden field's value counts as null
    for the conditions after it, and a required one that is missing makes those that read it
    unsure. `faulty` are places as `read_values` names them; a list with a faulty row is faulty.
    """
    written = {key: values.get(key) for key, one in fields.items() if not one.filled_by_product}
    scope = {**(outer or {}), **written}  # what the product fills comes from outside
    scope = {key: _readable(value) for key, value in scope.items()}
    unsure = {place.partition(".")[0].partition("[")[0] for place in faulty}
    found: dict[str, Standing] = {}
    for key, field in fields.items():
        standing = _standing(field, scope, unsure, now)
        found[key] = standing
        if standing is Standing.HIDDEN:
            scope[key] = None
        elif standing is Standing.UNSURE or (
            standing is Standing.REQUIRED and values.get(key) in (None, [])
        ):
            unsure.add(key)
    return found


def _readable(value: object) -> object:
    """A value as conditions read it: a time of day is its text, FEEL here has none."""
    return f"{value:%H:%M}" if isinstance(value, time) else value


def _standing(
    field: Field, scope: Mapping[str, object], unsure: set[str], now: datetime
) -> Standing:
    doubtful = False
    for hide in field.hides:
        if hide.names & unsure:
            doubtful = True
        elif hide.holds(scope, now=now):
            return Standing.HIDDEN
    if doubtful:
        return Standing.UNSURE
    if field.filled_by_product:
        return Standing.OPTIONAL
    if field.required:
        return Standing.REQUIRED
    return _needed(field.required_if, scope, unsure, now)


def _needed(
    condition: Condition | None, scope: Mapping[str, object], unsure: set[str], now: datetime
) -> Standing:
    if condition is None:
        return Standing.OPTIONAL
    if condition.names & unsure:
        return Standing.UNSURE
    return Standing.REQUIRED if condition.holds(scope, now=now) else Standing.OPTIONAL
