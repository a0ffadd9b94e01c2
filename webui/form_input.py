"""What a browser sends for a form, as the plain body a command takes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

ROWS_READ_MAX = 200
"""Rows of one list that are read from a request; a form allows fewer."""


Sent = MultiDict[str, str]
Described = Mapping[str, Any]


def read_body(form: Described, sent: Sent) -> dict[str, object]:
    """The values of the form's fields that stood on the page; blank ones are left out.

    A blank field that the product had proposed something for is None: the person took it away.
    Blank rows of a list are left out.
    """
    return _level(form["components"], sent, "")


def fields_in(components: Iterable[Described]) -> Iterator[Described]:
    """The fields of a level, those in groups included, in the order of the form."""
    for one in components:
        if one["component"] == "group":
            yield from fields_in(one["components"])
        elif "key" in one:
            yield one


def _level(components: Iterable[Described], sent: Sent, prefix: str) -> dict[str, object]:
    body: dict[str, object] = {}
    for one in fields_in(components):
        name = f"{prefix}{one['key']}"
        if one["read_only"] or one["type"] == "files":
            continue
        if one["type"] == "rows":
            rows = _rows(one, sent, name)
            if rows or f"{name}[]" in sent:
                body[one["key"]] = rows
            continue
        present, value = _value(one, sent, name)
        if present and (value not in (None, "", []) or one.get("source")):
            body[one["key"]] = value if value not in ("", []) else None
    return body


def _rows(one: Described, sent: Sent, name: str) -> list[object]:
    pattern = re.compile(re.escape(name) + r"\[(\d{1,4})\]\.")
    numbers = sorted({int(found[1]) for key in sent if (found := pattern.match(key))})
    rows = (_level(one["components"], sent, f"{name}[{n}].") for n in numbers[:ROWS_READ_MAX])
    return [row for row in rows if any(value not in (None, False) for value in row.values())]


def _value(one: Described, sent: Sent, name: str) -> tuple[bool, object]:
    """Whether the field stood on the page, and what it held."""
    if one["type"] == "choices":
        return f"{name}[]" in sent or name in sent, sent.getlist(name)
    if one["component"] == "checkbox":
        return f"{name}[]" in sent, name in sent
    text = sent.get(name)
    if text is None:
        return False, None
    text = text.replace("\r\n", "\n").strip()
    if one["type"] == "boolean":
        return True, {"true": True, "false": False}.get(text, text)
    if one["type"] == "datetime":
        return True, text.replace("T", " ")[:16]
    return True, text
