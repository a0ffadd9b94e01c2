"""Each document's form refuses each wrong value by field and reason, and accepts its sample.

The table of wrong values is made from what the form states: every bound, option, format and kind it
names is broken once, in a body that is right otherwise.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.definitions.form_fields import Field, Kind
from engine.definitions.form_reasons import REASONS
from engine.definitions.form_standing import Standing, standings
from engine.definitions.samples import filled_with_samples
from tests.definitions.form_builder import NOW, accepted, refused
from tests.definitions.test_form_shipped import CONTEXT, FILES, choices_for, shipped

DOCUMENTS = sorted(code for code in FILES if code[0] in "AD" and code[1:3].isdigit())
LONGEST = 10_001
NO_OPTION = "没有这一项"
TURNED = "甲\u202e乙"
LATER = NOW + timedelta(days=2)
NO_JSON = {
    Kind.TEXT: 7,
    Kind.WHOLE: "一",
    Kind.DECIMAL: "十元",
    Kind.BOOLEAN: "是",
    Kind.CHOICE: 7,
    Kind.CHOICES: "一项",
    Kind.DATE: "2026-02-30",
    Kind.DATETIME: "2026-02-28 25:00",
    Kind.TIME: "9点",
    Kind.FILES: "一个",
    Kind.ROWS: "一行",
}
BAD_FORMAT = {
    "uscc": ("91350100M000100Y44", "check_digit"),
    "id_no": ("110105194912310021", "check_digit"),
    "mobile": ("12345678901", "pattern"),
    "telephone": ("12345", "pattern"),
    "postcode": ("61020", "pattern"),
    "email": ("a@b", "pattern"),
    "cert_no": ("1", "pattern"),
    "doc_no": ("2026年12号", "pattern"),
    "money": ("-1", "pattern"),
}


def bad_values(field: Field) -> Iterator[tuple[object, str]]:
    """(wrong value, reason) for everything the field states."""
    yield NO_JSON[field.type], "wrong_type"
    yield from BAD_VALUES.get(field.type, lambda _field: iter(()))(field)


def _bad_text(field: Field) -> Iterator[tuple[object, str]]:
    bounds = field.validators
    if field.format in BAD_FORMAT:
        yield BAD_FORMAT[field.format]
        return
    yield "甲" * ((bounds.max_length or LONGEST - 1) + 1), "too_long"
    if (bounds.min_length or 0) > 1:
        yield "甲" * (bounds.min_length - 1), "too_short"
    if bounds.pattern is None and (bounds.min_length or 0) <= len(TURNED):
        yield TURNED, "forbidden_characters"


def _bad_number(field: Field) -> Iterator[tuple[object, str]]:
    if field.validators.min is not None:
        yield int(field.validators.min) - 1, "out_of_range"
    if field.validators.max is not None:
        yield int(field.validators.max) + 1, "out_of_range"


def _bad_choices(field: Field) -> Iterator[tuple[object, str]]:
    fewest = max(field.validators.min_items or 0, 1)
    yield [f"{NO_OPTION}{number}" for number in range(fewest)], "not_an_option"
    yield from _bad_count(field)


def _bad_count(field: Field) -> Iterator[tuple[object, str]]:
    if (field.validators.min_items or 0) > 0 and field.required:
        yield [], "too_few"  # an optional list left empty was not given at all


def _bad_day(field: Field) -> Iterator[tuple[object, str]]:
    if field.validators.not_future:
        day = f"{LATER:%Y-%m-%d}"
        yield day if field.type is Kind.DATE else f"{day} 09:00", "in_future"


BAD_VALUES = {
    Kind.TEXT: _bad_text,
    Kind.WHOLE: _bad_number,
    Kind.DECIMAL: _bad_number,
    Kind.CHOICE: lambda _field: iter([(NO_OPTION, "not_an_option")]),
    Kind.CHOICES: _bad_choices,
    Kind.ROWS: _bad_count,
    Kind.DATE: _bad_day,
    Kind.DATETIME: _bad_day,
}


def body_of(form):
    """A whole valid body."""
    return filled_with_samples(form, {}, context=CONTEXT)


def open_fields(form, body):
    """The fields a person may answer in this body."""
    values = accepted(form, body, choices=choices_for(form, body))
    found = standings(form.fields, values, now=NOW)
    shown = {Standing.REQUIRED, Standing.OPTIONAL}
    return [
        one for key, one in form.fields.items() if found[key] in shown and not one.filled_by_product
    ]


def table(code) -> list[tuple[Field, object, str]]:
    form = shipped(code)
    fields = open_fields(form, body_of(form))
    return [(one, value, reason) for one in fields for value, reason in bad_values(one)]


@pytest.mark.parametrize("code", DOCUMENTS)
def test_every_wrong_value_is_refused_with_field_and_reason(code):
    form = shipped(code)
    body = body_of(form)
    choices = choices_for(form, body)
    cases = table(code)
    unexpected = []
    for field, value, reason in cases:
        faults = refused(form, {**body, field.key: value}, choices=choices)
        if faults.get(field.key) != reason:
            unexpected.append((field.key, str(value)[:20], reason, faults))
    assert unexpected == []
    assert cases
    assert {reason for _, _, reason in cases} <= set(REASONS)


@pytest.mark.parametrize("code", DOCUMENTS)
def test_what_is_required_and_missing_is_named(code):
    form = shipped(code)
    body = body_of(form)
    choices = choices_for(form, body)
    for field in open_fields(form, body):
        if field.required and field.default is None and field.key in body:
            left = {key: value for key, value in body.items() if key != field.key}
            reason = "too_few" if field.rows is not None else "required"
            assert refused(form, left, choices=choices).get(field.key) == reason, field.key


@pytest.mark.parametrize("code", DOCUMENTS)
def test_what_the_form_does_not_ask_is_refused(code):
    form = shipped(code)
    body = body_of(form)
    choices = choices_for(form, body)
    own = [one.key for one in form.fields.values() if one.filled_by_product]
    for key in ("nobody_asked", *own):
        assert refused(form, {**body, key: "甲"}, choices=choices).get(key) == "unknown", key


def test_the_tables_are_long_enough_to_mean_something():
    assert (
        len({code[:3] for code in DOCUMENTS} - {"A19", "A20"}) == 31
    )  # 13 documents, 18 auxiliary forms
    assert sum(len(table(code)) for code in DOCUMENTS) > 400
