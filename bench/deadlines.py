"""How long does it take to reckon a deadline, explanation included?

Floor: the bisection in the list of working days alone, taken in the same run. A reckoning must
stay under five microseconds, or on a busy machine within a fixed ratio of that run's floor.
Run: python bench/deadlines.py
"""

import os
import platform
import sys
import timeit
from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine.definitions.release import read_release
from engine.definitions.source_tree import read_tree
from engine.domain.time_limit import Addition, LimitValue, Stoppage, Unit, reckon
from engine.domain.work_calendar import WorkCalendar, start_of_day

TIMES = 20_000
ROUNDS = 7
RECKONING_US_MAX = 5.0
RATIO_TO_FLOOR_MAX = 20.0


def microseconds(deed: Callable[[], object]) -> float:
    """The best of several rounds, in µs per deed."""
    return min(timeit.repeat(deed, number=TIMES, repeat=ROUNDS)) / TIMES * 1e6


def main() -> int:
    release, _ = read_release(read_tree(Path(__file__).parents[1]).files, "510116")
    calendar = WorkCalendar.build(file.year for file in release.calendar)
    day, ordinals = date(2026, 3, 16), calendar._ordinals  # noqa: SLF001 - the floor
    ordinal, started_at = day.toordinal(), start_of_day(day)
    working = LimitValue(amount=15, unit=Unit.WORKING_DAYS, source="试算")
    total = LimitValue(amount=60, unit=Unit.CALENDAR_DAYS, source="试算")
    pause = Stoppage(
        began_at=start_of_day(date(2026, 4, 9)),
        ended_at=start_of_day(date(2026, 4, 20)),
        why="整改期间不计入",
    )
    extension = Addition(amount=30, why="延期30日")
    floor = microseconds(lambda: date.fromordinal(ordinals[bisect_right(ordinals, ordinal) + 14]))
    reckoning = microseconds(lambda: reckon(working, counted_from=started_at, calendar=calendar))
    rows = {
        "floor: bisection alone": floor,
        "add 15 working days": microseconds(lambda: calendar.add_working_days(day, 15)),
        "15 working days, explained": reckoning,
        "60 calendar days, rolled over": microseconds(
            lambda: reckon(total, counted_from=started_at, calendar=calendar)
        ),
        "60 days, one pause, one extension": microseconds(
            lambda: reckon(
                total,
                counted_from=started_at,
                calendar=calendar,
                stoppages=[pause],
                additions=[extension],
            )
        ),
    }
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    print(f"{platform.machine()} {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load {load}")
    for name, value in rows.items():
        print(f"{name:<36} {value:7.2f} µs   {value / floor:5.1f} × floor")
    kept = reckoning < RECKONING_US_MAX or reckoning < RATIO_TO_FLOOR_MAX * floor
    print("kept" if kept else f"not kept: {RECKONING_US_MAX} µs")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
