"""A year of the working calendar (processes/calendar/2026.yaml)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A public holiday (法定节假日), first and last day inclusive."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """One year as announced (confirmed) or guessed (provisional)."""

    year: int
    status: Literal["confirmed", "provisional"]
    source: str
    document_no: str | None
    published_on: date | None
    checked_by: tuple[str | None, ...]
    holidays: tuple[Holiday, ...]
    makeup_workdays: tuple[date, ...]
    working_days: int
    file: str = ""
