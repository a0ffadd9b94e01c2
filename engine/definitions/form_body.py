"""Checks what was filled in: a body against its form, every fault at once, or typed values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath

import marshmallow as ma

from engine.definitions.form import Form
from engine.definitions.form_choices import Choices, options_of
from engine.definitions.form_fields import Field, Kind
from engine.definitions.form_leaks import IdentityWords
from engine.definitions.form_reasons import (
    HINTS,
    KINDS,
    PATH_CHARACTERS_MAX,
    REASONS,
    FormInvalid,
    Reason,
)
from engine.definitions.form_schema import load_level, schema_of
from engine.definitions.form_standing import Standing, standings
from engine.definitions.identifiers import OTHER_ID, id_no_holds, id_shape_holds

__all__ = ["REASONS", "BodyContext", "FormInvalid", "Reason", "check_body", "read_values"]

UNKNOWN_KEYS_NAMED_MAX = 50
FAULTS_NAMED_MAX = 500
_CARDS = frozenset({"居民身份证", "港澳台居民居住证"})
"""Values of `id_type` whose number is one of GB 11643."""

_INTO = re.compile(r"[.\[]")

Faults = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyContext:
    """What a body is judged by besides its form.

    `now` is aware, in Asia/Shanghai; `choices` must hold every source the form names;
    `identity_words` are the complainant's data as written; `known` are typed values of keys the
    body does not fill (filled before, or by the product), which conditions may read; `files` are
    the case's uploads, id → file name.
    """

    now: datetime
    choices: Choices = field(default_factory=dict)
    identity_words: Iterable[str] = ()
    known: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None


def check_body(form: Form, body: object, *, context: BodyContext) -> dict[str, object]:
    """The typed values of `body`; keys that are not set are absent.

    Raises `FormInvalid` with every fault. A checkbox that was not sent has its default, or false.
    A key that is hidden, filled by the product or not of this form is `unknown` when a value is
    sent for it.
    """
    if not isinstance(body, Mapping):
        raise FormInvalid({"": "wrong_type"})
    values, faults = read_values(form, body)
    level = _Level(context, IdentityWords.of(context.identity_words), faults)
    level.check(form.fields, values, outer=context.known)
    if faults:
        ordered = _in_form_order(form, faults)
        raise FormInvalid(ordered, facts={place: _facts(form, place) for place in ordered})
    return values


def read_values(form: Form, body: object) -> tuple[dict[str, object], Faults]:
    """What can be read of `body`, typed, and the faults of the rest by place; nothing is raised."""
    try:
        return load_level(schema_of(form), form.fields, body), {}
    except ma.ValidationError as error:
        loaded = error.valid_data if isinstance(error.valid_data, dict) else {}
        return loaded, dict(_flat(error.messages, ""))


def _flat(messages: object, place: str) -> Iterator[tuple[str, str]]:
    """Places and their first codes out of marshmallow's nested messages."""
    if isinstance(messages, list):
        yield place, str(messages[0])
        return
    unknown = 0
    for key, inner in messages.items() if isinstance(messages, dict) else ():
        unknown += inner == ["unknown"]
        if unknown <= UNKNOWN_KEYS_NAMED_MAX:
            yield from _flat(inner, _below(place, key))


def _with_those_above(place: str) -> list[str]:
    """``a[0].b`` and the places it lies in: ``a[0]``, ``a``."""
    ends = [found.start() for found in _INTO.finditer(place)]
    return [place, *(place[:end] for end in ends)]


def _below(place: str, key: object) -> str:
    if isinstance(key, int):
        return f"{place}[{key}]"
    if key == "_schema":
        return place
    written = str(key).encode("utf-8", "backslashreplace").decode()[:PATH_CHARACTERS_MAX]
    return f"{place}.{written}" if place else written


def _in_form_order(form: Form, faults: Faults) -> Faults:
    order = {key: number for number, key in enumerate(form.fields)}
    last = len(order)
    ordered = sorted(faults.items(), key=lambda fault: order.get(_head(fault[0]), last))
    return dict(ordered[:FAULTS_NAMED_MAX])


def _head(place: str) -> str:
    return place.partition(".")[0].partition("[")[0]


class _Level:
    """Judges one level of values (the form, or a row) in place, noting faults by place."""

    def __init__(self, context: BodyContext, identity: IdentityWords, faults: Faults) -> None:
        self.context = context
        self.identity = identity
        self.faults = faults
        self.touched = frozenset(above for place in faults for above in _with_those_above(place))

    def check(
        self,
        fields: Mapping[str, Field],
        values: dict[str, object],
        *,
        outer: Mapping[str, object],
        place: str = "",
    ) -> None:
        """Judge `values`; hidden and empty ones are taken out of it, checkboxes put in."""
        faulty = {key for key in fields if self.is_faulty(_below(place, key))}
        standing = standings(fields, values, now=self.context.now, outer=outer, faulty=faulty)
        for key, one in fields.items():
            here = _below(place, key)
            if standing[key] is Standing.HIDDEN:
                self.hidden(one, values, here)
            elif not self.presence(one, values, here, standing[key]):
                continue
            elif not one.rows:
                self.value(one, values, here)
        self.rows(fields, values, outer, place)

    def is_faulty(self, here: str) -> bool:
        """Whether the value at `here`, or something inside it, is faulty."""
        return here in self.touched

    def hidden(self, one: Field, values: dict[str, object], here: str) -> None:
        """A hidden field must not have been sent."""
        sent = values.pop(one.key, None) is not None or self.is_faulty(here)
        if self.is_faulty(here):
            for place in [p for p in self.faults if here in _with_those_above(p)]:
                del self.faults[place]
        if sent:
            self.faults[here] = "unknown"

    def presence(
        self, one: Field, values: dict[str, object], here: str, standing: Standing
    ) -> bool:
        """Whether there is a sound value to judge; a missing one is noted when it is required."""
        value = values.get(one.key)
        if self.is_faulty(here) and (value is None or not one.rows):
            return False
        if value is not None and value != []:
            return True
        values.pop(one.key, None)
        if one.component == "checkbox":
            values[one.key] = one.default is True
        elif standing is Standing.REQUIRED:
            self.faults[here] = "too_few" if value == [] or one.rows else "required"
        return False

    def value(self, one: Field, values: Mapping[str, object], here: str) -> None:
        """One value against the clock, the registers, the files and the complainant's data."""
        reason = self.reason(one, values)
        if reason is not None:
            self.faults[here] = reason

    def reason(self, one: Field, values: Mapping[str, object]) -> str | None:
        """Why the value is refused; None when it holds."""
        value = values[one.key]
        if one.type is Kind.TEXT:
            return self.text_reason(one, str(value), values)
        if one.type in (Kind.CHOICE, Kind.CHOICES):
            chosen = value if isinstance(value, list) else [value]
            options = options_of(one, self.context.choices)
            return None if all(item in options for item in chosen) else "not_an_option"
        if one.type is Kind.FILES:
            return self.file_reason(one, value if isinstance(value, list) else [])
        return self.time_reason(one, value, values)

    def text_reason(self, one: Field, value: str, values: Mapping[str, object]) -> str | None:
        """Identity numbers and identity leaks."""
        if one.format == "id_no":
            id_type = values.get(one.key.removesuffix("id_no") + "id_type")
            reason = _id_reason(value, id_type, self.context.now.date())
            if reason is not None:
                return reason
        if one.leak_check and self.identity.leak_in(value):
            return "identity_leak"
        return None

    def file_reason(self, one: Field, value: list[object]) -> str | None:
        """Files must be uploads of this case, of a kind the field takes."""
        kinds = one.validators.file_kinds
        for item in value:
            name = self.context.files.get(str(item))
            if name is None or (kinds and PurePosixPath(name).suffix.lower() not in kinds):
                return "not_an_option"
        return None

    def time_reason(self, one: Field, value: object, values: Mapping[str, object]) -> str | None:
        """Dates against now and against the date they must not precede."""
        rules, now = one.validators, self.context.now
        if rules.not_future and _is_before(now, value):
            return "in_future"
        start = values.get(rules.not_before) if rules.not_before else None
        if start is None and rules.not_before:
            start = self.context.known.get(rules.not_before)
        return "before_start" if start is not None and _is_before(value, start) else None

    def rows(
        self,
        fields: Mapping[str, Field],
        values: dict[str, object],
        outer: Mapping[str, object],
        place: str,
    ) -> None:
        """Judge the rows of every list, each as a level of its own."""
        for key, one in fields.items():
            found = values.get(key)
            if one.rows is None or not isinstance(found, list):
                continue
            for number, row in enumerate(found):
                here = _below(_below(place, key), number)
                if here not in self.faults:
                    self.check(one.rows, row, outer={**outer, **values}, place=here)


def _is_before(one: object, other: object) -> bool:
    """Whether `one` is before `other`; an instant and a day are compared by day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    if isinstance(one, date) and isinstance(other, date):
        return _day(one) < _day(other)
    return type(one) is type(other) and bool(one < other)  # type: ignore[operator]  # two times


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _id_reason(value: str, id_type: object, today: date) -> str | None:
    """Why an identity number is refused, by the paper it stands on; without one, a card's rule."""
    if isinstance(id_type, str) and id_type not in _CARDS:
        return None if OTHER_ID.fullmatch(value) else "pattern"
    if not id_shape_holds(value):
        return "pattern"
    return None if id_no_holds(value, today=today) else "check_digit"


def _facts(form: Form, place: str) -> dict[str, object]:
    """What the sentences about `place` need: label, bounds, hint."""
    one = _field_at(form.fields, place)
    if one is None:
        return {}
    rules = one.validators
    bounds = {
        "min_length": rules.min_length,
        "max_length": rules.max_length,
        "min": rules.min,
        "max": rules.max,
        "min_items": rules.min_items,
        "max_items": rules.max_items,
        "hint": HINTS.get(one.format or "") or one.description or None,
    }
    return {
        "label": one.label,
        "kind": KINDS[one.type],
        **{name: bound for name, bound in bounds.items() if bound is not None},
    }


def _field_at(fields: Mapping[str, Field], place: str) -> Field | None:
    head, _, rest = place.partition("[")
    one = fields.get(head)
    if one is None or one.rows is None or "." not in rest:
        return one
    return _field_at(one.rows, rest.partition(".")[2])
