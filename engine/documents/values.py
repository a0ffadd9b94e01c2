"""Makes what was filled in fit for a Word part: plain kinds only, no character XML cannot carry."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from engine.definitions.form_chosen import Chosen
from engine.documents.refusals import ValueUnprintable

DEPTH_MAX = 4

_UNPRINTABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"  # control; tab and line feed stay
    "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"  # invisible, or turning
    "\ud800-\udfff\ufffe\uffff]"  # half a character, or none
)
_LINE_ENDS = re.compile("\r\n?|\u0085|\u2028|\u2029")


def printable(values: Mapping[str, object]) -> dict[str, object]:
    """A copy of `values` that can be printed; raises `ValueUnprintable` for other objects."""
    return {
        name: _printable(value, name=name, depth=0)
        for name, value in values.items()
        if isinstance(name, str)
    }


def clean_text(text: str) -> str:
    """`text` in NFC, line ends as line feeds, without characters that cannot be printed."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text)))


def _printable(value: object, *, name: str, depth: int) -> object:
    if type(value) is str:
        return clean_text(value)
    if isinstance(value, Chosen):
        return Chosen(clean_text(str(value)), code=value.code)
    if value is None or isinstance(value, bool | int | Decimal | date | time):
        return value
    if depth >= DEPTH_MAX:
        raise ValueUnprintable(name=name)
    if isinstance(value, Mapping):
        return {
            str(key): _printable(part, name=f"{name}.{key}", depth=depth + 1)
            for key, part in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return tuple(_printable(part, name=name, depth=depth + 1) for part in value)
    raise ValueUnprintable(name=name)
