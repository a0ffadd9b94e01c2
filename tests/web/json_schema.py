"""Judges a JSON value by a schema of OpenAPI 3.1, as far as our descriptions use one."""

from collections.abc import Iterator
from typing import Any

TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def faults(value: Any, schema: Any, known: Any, place: str = "$") -> Iterator[str]:
    """Where the value is not what the schema says."""
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        if all(list(faults(value, one, known, place)) for one in schema["anyOf"]):
            yield f"{place}: fits none"
        return
    wanted = schema.get("type")
    kinds = [wanted] if isinstance(wanted, str) else wanted or list(TYPES)
    if not any(_is(value, one) for one in kinds):
        yield f"{place}: {type(value).__name__} is no {kinds}"
        return
    if isinstance(value, dict):
        yield from _of_object(value, schema, known, place)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from faults(one, schema.get("items", {}), known, f"{place}[{number}]")


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind])


def _of_object(value: Any, schema: Any, known: Any, place: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{place}: {name} is missing"
    more = schema.get("additionalProperties", True)
    for name, one in value.items():
        if name in properties:
            yield from faults(one, properties[name], known, f"{place}.{name}")
        elif more is False or (properties and more is True and schema.get("required")):
            yield f"{place}: {name} is not described"
        elif isinstance(more, dict):
            yield from faults(one, more, known, f"{place}.{name}")
