"""Form values as stored JSON and back: dates in ISO, decimals as strings, nothing lost."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from engine.definitions.form_fields import Field, Kind
from engine.errors import Fault

LOCAL = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Form datetimes are wall-clock time in Asia/Shanghai, without summer time."""

_DATE = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
T = TypeVar("T")


class StoredFormBroken(Fault):
    """A stored value does not read back as its field's kind."""

    code = "stored_form_broken"
    what = "已保存的“{label}”无法读回。"
    mend = "请联系系统管理员；日志中有这次操作的编号。"


def read_date(text: str) -> date | None:
    """``YYYY-MM-DD`` between 1900 and 2199; None when it is none."""
    return _parsed(_DATE, date.fromisoformat, text)


def read_datetime(text: str) -> datetime | None:
    """``YYYY-MM-DD HH:MM`` in Asia/Shanghai, or with a browser's ``T``; None when it is none."""
    found = _parsed(_DATETIME, datetime.fromisoformat, text)
    return found.replace(tzinfo=LOCAL) if found else None


def read_time(text: str) -> time | None:
    """``HH:MM``; None when it is none."""
    return _parsed(_TIME, time.fromisoformat, text)


def _parsed(shape: re.Pattern[str], parse: Callable[[str], T], text: str) -> T | None:
    if not shape.fullmatch(text):
        return None
    try:
        return parse(text)
    except ValueError:
        return None


def to_plain(fields: Mapping[str, Field], values: Mapping[str, object]) -> dict[str, object]:
    """Typed values (as `check_body` returns) → JSON values; keys not in `fields` stay out."""
    return {
        key: _plain(field, values[key])
        for key, field in fields.items()
        if values.get(key) is not None
    }


def _plain(field: Field, value: object) -> object:
    if field.rows is not None and isinstance(value, list):
        return [to_plain(field.rows, row) for row in value]
    if isinstance(value, datetime):
        return value.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def from_plain(fields: Mapping[str, Field], stored: Mapping[str, object]) -> dict[str, object]:
    """Stored JSON values → typed values. Raises `StoredFormBroken` (a fault)."""
    return {
        key: _typed(field, stored[key])
        for key, field in fields.items()
        if stored.get(key) is not None
    }


_READERS: Mapping[Kind, Callable[[str], object]] = {
    Kind.DATE: read_date,
    Kind.DATETIME: read_datetime,
    Kind.TIME: read_time,
    Kind.DECIMAL: Decimal,
}


def _typed(field: Field, value: object) -> object:
    if field.rows is not None:
        return [from_plain(field.rows, row) for row in _rows(field, value)]
    if field.type not in _READERS:
        return value
    try:
        found = _READERS[field.type](str(value))
    except InvalidOperation:
        found = None
    if found is None:
        raise StoredFormBroken(label=field.label, where={"field": field.key})
    return found


def _rows(field: Field, value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise StoredFormBroken(label=field.label, where={"field": field.key})
    return value
