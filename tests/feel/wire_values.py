"""Values as they stand in cases.json and travel to Node, and one form in which both sides compare.

JSON lacks dates, instants and durations: they are objects of one key: ``{"@date": "2026-03-06"}``.
The browser reckons in binary, so numbers compare by their first twelve digits.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import Months
from engine.feel.times import duration_from_text

DIGITS_COMPARED = 12


def received(value: Any) -> Any:
    """The Python value of a JSON value."""
    if isinstance(value, list):
        return [received(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "@date" in value:
        return date.fromisoformat(value["@date"])
    if "@instant" in value:
        return datetime.fromisoformat(value["@instant"])
    if "@duration" in value:
        return duration_from_text(value["@duration"])
    return {key: received(item) for key, item in value.items()}


def _sent(value: Any) -> Any:
    match value:
        case datetime():
            return {"@instant": value.isoformat()}
        case date():
            return {"@date": value.isoformat()}
        case Months():
            return {"@duration": f"P{value.count}M"}
        case timedelta():
            return {"@duration": f"PT{value.total_seconds():.0f}S"}
    return value


def comparable(value: Any) -> Any:
    """A form of a value of either side that is equal when the two mean the same."""
    value = _sent(value)
    if isinstance(value, (list, tuple)):
        return [comparable(item) for item in value]
    if isinstance(value, dict):
        return _comparable_object(value)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return ("number", format(Decimal(str(value)), f".{DIGITS_COMPARED - 1}e"))
    return value


def _comparable_object(value: dict[str, Any]) -> Any:
    if "@duration" in value:
        return _comparable_duration(value["@duration"])
    if "@instant" in value:
        return _comparable_instant(value["@instant"])
    return {key: comparable(item) for key, item in value.items()}


def _comparable_duration(text: str) -> Any:
    if "-" in text:  # the browser signs each part: P-1D
        text = "-" + text.replace("-", "")
    return ("duration", duration_from_text(text) or text)


def _comparable_instant(text: str) -> Any:
    if text.startswith("+"):  # beyond the year 9999
        return ("instant", text)
    return ("instant", datetime.fromisoformat(text))
