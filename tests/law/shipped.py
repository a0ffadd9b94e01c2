"""The definitions as shipped, read once; and what a limit comes to under them."""

from datetime import date
from functools import cache
from pathlib import Path

from engine.definitions.limits import LimitValue
from engine.definitions.release import Release, read_release
from engine.definitions.source_tree import SourceTree, read_tree
from engine.domain.time_limit import Addition, Unit, reckon
from engine.domain.time_limit import LimitValue as Value
from engine.domain.work_calendar import WorkCalendar, start_of_day

ROOT = Path(__file__).parents[2]
PLACES = (
    "national",
    "510000",
    "510116",
    "370000",
    "370100",
    "370200",
    "210000",
    "440000",
    "440700",
)


@cache
def tree() -> SourceTree:
    """processes/ and forms/ as they stand."""
    return read_tree(ROOT)


@cache
def release(place: str) -> Release:
    """The release of a place; faults of other files are the check's business, not these tests'."""
    return read_release(tree().files, place)[0]


@cache
def calendar(place: str = "national") -> WorkCalendar:
    """The shipped calendar with the place's own days."""
    made = release(place)
    years = [file.year for file in made.calendar]
    return WorkCalendar.build(years, extra_days=made.place_info.extra_days)


def value_on(place: str, key: str, day: date) -> LimitValue | None:
    """The number in force at a place for a start on that day."""
    return release(place).limits[key].value_on(day)


def due_on(
    place: str, key: str, start: date, *, stated: int | None = None, added: int = 0
) -> date | None:
    """The last day of that limit there; `stated` is the number written in the document."""
    limit = release(place).limits[key]
    value: Value | None = None
    if stated is not None and limit.stated_in is not None:
        unit = Unit(limit.stated_in.unit)
        value = Value(amount=stated, unit=unit, source="文书载明", stated=True)
    elif (written := limit.value_on(start)) is not None:
        value = written.for_clock()
    if value is None:
        return None
    additions = [Addition(amount=added, why="延期")] if added else []
    return reckon(
        value,
        counted_from=start_of_day(start),
        calendar=calendar(place),
        additions=additions,
    ).due_on
