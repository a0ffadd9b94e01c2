"""Frozen values to plain JSON and back, by their type hints: how events and clocks are kept.

Plain means: None, bool, int, str, list and dict with string keys. Dates are ISO text, Decimals
text, so that equal values always give equal bytes (the case log hashes them).
"""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def to_plain(value: object) -> Plain:
    """The plain form of `value`; raises TypeError for anything that has none."""
    return _writer(type(value))(value)  # type: ignore[arg-type]  # any class is hashable


Writer = Callable[[typing.Any], Plain]

_WRITERS: Sequence[tuple[type, Writer]] = (
    (Enum, lambda value: to_plain(value.value)),
    *((kind, lambda value: value) for kind in (NoneType, int, str)),
    (date, lambda value: value.isoformat()),
    (Decimal, str),
    (timedelta, lambda value: value // timedelta(seconds=1)),
    *((kind, lambda value: sorted(map(to_plain, value), key=repr)) for kind in (set, frozenset)),
    *((kind, lambda value: [to_plain(each) for each in value]) for kind in (list, tuple)),
    (Mapping, lambda value: {str(key): to_plain(each) for key, each in value.items()}),
)
"""What makes the plain form of each kind; the first that fits (an instant is a date)."""


@cache
def _writer(kind: type) -> Writer:
    for known, write in _WRITERS:
        if issubclass(kind, known):
            return write
    if not dataclasses.is_dataclass(kind):
        message = f"{kind.__name__} has no plain form"
        raise TypeError(message)
    names = tuple(field.name for field in dataclasses.fields(kind))
    return lambda value: {name: to_plain(getattr(value, name)) for name in names}


_CANONICAL = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def canonical(value: Plain) -> str:
    """The one JSON text of a plain value (sorted keys, no spaces): what hashes are made of.

    Raises ValueError for NaN and infinity, which are no JSON.
    """
    return _CANONICAL.encode(value)


def from_plain(hint: object, plain: Plain) -> typing.Any:  # noqa: ANN401 - the hint decides the type
    """The value of type `hint` that `plain` stands for."""
    return _reader(hint)(plain)


def reader_of(hint: object) -> Callable[[typing.Any], typing.Any]:
    """What `from_plain` does for one hint, to be kept by whoever reads many values of it."""
    return _reader(hint)


@cache
def _reader(hint: object) -> Callable[[typing.Any], typing.Any]:
    origin = typing.get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        return _union_reader(typing.get_args(hint))
    if origin is not None:
        return _container_reader(origin, typing.get_args(hint))
    if isinstance(hint, type):
        return _class_reader(hint)
    if isinstance(hint, typing.NewType):
        return _reader(hint.__supertype__)
    return lambda plain: plain


def _class_reader(hint: type) -> Callable[[typing.Any], typing.Any]:
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        readers = {field.name: _reader(hints[field.name]) for field in dataclasses.fields(hint)}
        return lambda plain: hint(
            **{name: read(plain[name]) for name, read in readers.items() if name in plain}
        )
    if issubclass(hint, Enum):
        return hint
    if hint in {datetime, date}:
        return hint.fromisoformat
    if hint is Decimal:
        return Decimal
    if hint is timedelta:
        return lambda plain: timedelta(seconds=plain)
    return lambda plain: plain


def _container_reader(
    origin: typing.Any,  # noqa: ANN401 - any generic origin
    args: tuple[typing.Any, ...],
) -> Callable[[typing.Any], typing.Any]:
    if origin in {tuple, list, frozenset, set}:
        if origin is tuple and args and args[-1] is not Ellipsis:
            each = [_reader(arg) for arg in args]
            return lambda plain: tuple(read(part) for read, part in zip(each, plain, strict=True))
        read_part = _reader(args[0])
        return lambda plain: origin(read_part(part) for part in plain)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        read_value = _reader(args[1])
        return lambda plain: {key: read_value(part) for key, part in plain.items()}
    return lambda plain: plain


def _union_reader(args: tuple[typing.Any, ...]) -> Callable[[typing.Any], typing.Any]:
    """Optional values; a fact value (several scalar types) is read as it stands."""
    others = [arg for arg in args if arg is not type(None)]
    if len(others) == 1:
        read = _reader(others[0])
        return lambda plain: None if plain is None else read(plain)
    return lambda plain: plain


def texts(value: object) -> list[str]:
    """The texts of a list; nothing for anything that is no list."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else []
