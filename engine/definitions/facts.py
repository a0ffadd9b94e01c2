"""Facts (事实) of facts.yaml: the declared values a diagram may read, each with its single writer."""

from dataclasses import dataclass
from typing import Literal

FactType = Literal["boolean", "number", "text", "date", "enum"]
WriterKind = Literal["form", "case", "clock", "assign", "ballot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes a fact: a form key of a step, the case, a clock, a script or decision, a ballot."""

    kind: WriterKind
    step: str | None = None
    """Of `form` and `ballot`."""
    key: str | None = None
    """The form key, of `form`."""
    limit: str | None = None
    """The limit whose clock shows, of `clock`."""
    shows: str | None = None
    """light | overdue | days_left, of `clock`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDeclaration:
    """One fact as one procedure declares it."""

    name: str
    type: FactType
    label: str
    values: tuple[str, ...] = ()
    """The values of an enum; empty for an enum that is the case attribute of the same name."""
    writer: Writer
    procedure: str
    file: str = ""
    line: int = 0
