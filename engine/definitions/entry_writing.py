"""Writes one entry of a YAML file of definitions: its own lines anew, every other line as it was.

What editors hand over is plain JSON: text that is an ISO day becomes a day, everything else is
quoted where YAML would read it as something else.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from engine.definitions.strict_yaml import read_yaml
from engine.definitions.yaml_node import Node, plain

LINE_COLUMNS_MAX = 118
CHINESE_COLUMNS = 2
LAST_OF_ONE_COLUMN = 0x2000
_NOTHING_YET = "{}"
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*):(.*)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_TEXT = re.compile(r"[A-Za-z_\u4e00-\u9fff《（][^:#,\[\]{}\"'\\]*")
_OTHERWISE_READ = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def with_entry(data: bytes, path: Sequence[str], value: object, *, file: str) -> bytes:
    """The file with `value` at the key path; None of a whole top entry takes it away.

    Refuses `definition_refused` where the file cannot be read. Comments inside the entry go.
    """
    top, *rest = path
    known = read_yaml(data, file=file).mapping or {}
    said = as_written(value)
    if rest:
        said = _laid_in(plain(known[top]) if top in known else {}, rest, said)
    lines = [line for line in data.decode().split("\n") if line.strip() != _NOTHING_YET]
    start, end = _block(lines, top)
    new = [] if said is None or said == {} else list(_lines(top, said, 0))
    if new and start < len(lines) and (comment := _comment(lines[start])):
        new[0] = f"{new[0]}{comment}" if new[0].endswith(":") else new[0]
    text = "\n".join([*lines[:start], *new, *lines[end:]])
    return (text.rstrip("\n") + "\n").encode()


def as_written(value: object) -> object:
    """Plain JSON as a file of definitions says it: days are days, fractions exact."""
    match value:
        case str() if _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return value
        case float():
            return Decimal(str(value))
        case Mapping():
            return {str(key): as_written(one) for key, one in value.items()}
        case list() | tuple():
            return [as_written(one) for one in value]
    return value


def shown(node: Node) -> object:
    """The node as plain JSON."""
    match found := node.value:
        case dict():
            return {key: shown(child) for key, child in found.items()}
        case tuple():
            return [shown(child) for child in found]
        case date():
            return found.isoformat()
        case Decimal():
            return str(found)
    return found


def _laid_in(there: object, keys: Sequence[str], value: object) -> dict[str, object]:
    found = dict(there) if isinstance(there, Mapping) else {}
    key, *rest = keys
    if rest:
        found[key] = _laid_in(found.get(key), rest, value)
    elif value is None:
        found.pop(key, None)
    else:
        found[key] = value
    return found


def _block(lines: Sequence[str], key: str) -> tuple[int, int]:
    """First line of the top entry and the line after its last; both the end where it is new."""
    starts = [number for number, line in enumerate(lines) if _KEY.fullmatch(line)]
    for place, start in enumerate(starts):
        if _KEY.fullmatch(lines[start])[1] != key:  # type: ignore[index]  # it matched above
            continue
        end = starts[place + 1] if place + 1 < len(starts) else len(lines)
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        return start, end
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return end, end


def _comment(line: str) -> str:
    found = _KEY.fullmatch(line)
    rest = found[2] if found else ""
    return rest if rest.strip().startswith("#") else ""


def _lines(key: str, value: object, depth: int) -> Iterator[str]:
    """The entry in block style; what fits on one line below the top stands on one."""
    margin = "  " * depth
    flow = f"{margin}{key}: {_flow(value)}"
    is_tree = (
        isinstance(value, Mapping) and value and (depth == 0 or _columns(flow) > LINE_COLUMNS_MAX)
    )
    rows = (
        value if isinstance(value, list) and any(isinstance(one, Mapping) for one in value) else []
    )
    if is_tree:
        yield f"{margin}{key}:"
        for name, inner in value.items():  # type: ignore[attr-defined]  # it is a mapping
            yield from _lines(str(name), inner, depth + 1)
    elif rows:
        yield f"{margin}{key}:"
        for one in rows:
            yield f"{margin}  - {_flow(one)}"
    else:
        yield flow


def _columns(line: str) -> int:
    return sum(CHINESE_COLUMNS if ord(one) > LAST_OF_ONE_COLUMN else 1 for one in line)


def _flow(value: object) -> str:
    match value:
        case Mapping():
            return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_flow(one) for one in value) + "]"
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case int() | Decimal() | date():
            return str(value)
    return _text(str(value))


def _text(text: str) -> str:
    is_plain = _PLAIN_TEXT.fullmatch(text) and text.lower() not in _OTHERWISE_READ
    return text if is_plain and text == text.strip() else json.dumps(text, ensure_ascii=False)
