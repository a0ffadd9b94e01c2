"""A form as plain JSON for a page: what is asked, in which order, with which options and rules."""

from collections.abc import Callable, Mapping

from engine.definitions.form import Component, Form
from engine.definitions.form_choices import Choices, options_of
from engine.definitions.form_components import mapping
from engine.definitions.form_fields import Field, Kind

Described = dict[str, object]


def describe(form: Form, *, choices: Choices, writable: frozenset[str] | None = None) -> Described:
    """The form as a page needs it.

    `writable` are the keys the person may fill, None = all; the others, and those the product
    fills, are read-only. Conditions are given as FEEL text (`hide`, `required_if`); the browser
    evaluates them, the server judges again. Raises `FormChoicesMissing` (a fault) for options from
    a source not in `choices`.
    """

    def may_write(key: str) -> bool:
        return writable is None or key in writable

    return {
        "code": form.code,
        "components": [
            _component(component, form.fields, choices, may_write) for component in form.components
        ],
    }


def _component(
    component: Component,
    fields: Mapping[str, Field],
    choices: Choices,
    may_write: Callable[[str], bool],
) -> Described:
    hide = mapping(component.attributes.get("conditional")).get("hide")
    shown: Described = {"component": component.type, "id": component.id}
    if isinstance(hide, str):
        shown["hide"] = hide.removeprefix("=").strip()
    if component.type == "group":
        shown["label"] = component.label
        shown["components"] = [
            _component(inner, fields, choices, may_write) for inner in component.components
        ]
    elif component.type == "text":
        shown["text"] = component.attributes.get("text")
    elif component.key is not None and component.key in fields:
        shown.update(_field(fields[component.key], component, choices, may_write))
    return shown


def _field(
    one: Field, component: Component, choices: Choices, may_write: Callable[[str], bool]
) -> Described:
    read_only = one.filled_by_product or not may_write(one.key)
    described: Described = {
        "key": one.key,
        "label": one.label,
        "type": str(one.type),
        "required": one.required and not read_only,
        "read_only": read_only,
        **_given(one),
        **_bounds(one),
    }
    if one.required_if is not None and not read_only:
        described["required_if"] = one.required_if.source.removeprefix("=").strip()
    if one.options or one.options_from:
        described["options"] = [
            {"value": _value(one, value), "label": label}
            for value, label in options_of(one, choices).items()
        ]
    if one.rows is not None:
        described["components"] = [
            _component(inner, one.rows, choices, lambda _: not read_only)
            for inner in component.components
        ]
    return described


def _value(one: Field, value: str) -> object:
    """An option's value as it is sent; yes and no are JSON true and false."""
    return value == "true" if one.type is Kind.BOOLEAN else value


def _given(one: Field) -> Described:
    words: Described = {
        "description": one.description,
        "prefix": one.prefix,
        "suffix": one.suffix,
        "format": one.format,
        "default": one.default,
        "source": one.source,
        "suggest": one.suggest,
        "secret": one.secret,
        "leak_check": one.leak_check,
        "suggestions_only": bool(one.options_from) and one.type is Kind.TEXT,
    }
    return {name: value for name, value in words.items() if value not in (None, "", False)}


def _bounds(one: Field) -> Described:
    rules = one.validators
    bounds: Described = {
        "min_length": rules.min_length,
        "max_length": rules.max_length,
        "pattern": rules.pattern,
        "min": None if rules.min is None else f"{rules.min:f}",
        "max": None if rules.max is None else f"{rules.max:f}",
        "decimals": rules.decimals or None,
        "min_items": rules.min_items,
        "max_items": rules.max_items,
        "not_future": rules.not_future or None,
        "not_before": rules.not_before,
        "file_kinds": list(rules.file_kinds) or None,
    }
    return {name: value for name, value in bounds.items() if value is not None}
