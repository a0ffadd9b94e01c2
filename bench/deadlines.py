"""How long does it take to reckon a deadline, and to tell how it came about?

Floor: the bisection in the list of working days alone. All rows take turns in many short rounds and
the best of each is kept, so that what else the machine does falls on none of them. A reckoning must
stay under five microseconds, or on a slower machine within a fixed ratio of that run's floor. It
holds its explanation as laid down; "told" also reads it out as spans.
Run: python bench/deadlines.py
"""

import sys
import timeit
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import measuring

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine.definitions.release import read_release
from engine.definitions.source_tree import read_tree
from engine.domain.time_limit import Addition, LimitValue, Reckoning, Stoppage, Unit, reckon
from engine.domain.work_calendar import WorkCalendar, start_of_day

TIMES, ROUNDS = 300, 200
RECKONING_US_MAX = 5.0
RATIO_TO_FLOOR_MAX = 20.0
FLOOR = "floor: bisection alone"

DAY = date(2026, 3, 16)
WORKING = LimitValue(amount=15, unit=Unit.WORKING_DAYS, source="试算")
TOTAL = LimitValue(amount=60, unit=Unit.CALENDAR_DAYS, source="试算")
PAUSE = Stoppage(
    began_at=start_of_day(date(2026, 4, 9)),
    ended_at=start_of_day(date(2026, 4, 20)),
    why="整改期间不计入",
)
EXTENSION = Addition(amount=30, why="延期30日")


def reckonings(calendar: WorkCalendar) -> Mapping[str, Callable[[], Reckoning]]:
    """What is reckoned: a stage, a whole limit, and one with all that may happen to it."""
    started_at, pauses, additions = start_of_day(DAY), [PAUSE], [EXTENSION]
    return {
        "15 working days": lambda: reckon(WORKING, counted_from=started_at, calendar=calendar),
        "60 days": lambda: reckon(TOTAL, counted_from=started_at, calendar=calendar),
        "60 days, one pause, one extension": lambda: reckon(
            TOTAL,
            counted_from=started_at,
            calendar=calendar,
            stoppages=pauses,
            additions=additions,
        ),
    }


def best_of(deeds: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The best round of each, in µs per deed; they take turns."""
    best = dict.fromkeys(deeds, float("inf"))
    for _ in range(ROUNDS):
        for name, deed in deeds.items():
            best[name] = min(best[name], timeit.timeit(deed, number=TIMES) / TIMES * 1e6)
    return best


def main() -> int:
    release, _ = read_release(read_tree(Path(__file__).parents[1]).files, "510116")
    calendar = WorkCalendar.build(file.year for file in release.calendar)
    ordinal, days = DAY.toordinal(), calendar.working_days.days
    deeds = reckonings(calendar)
    best = best_of(
        {
            FLOOR: lambda: date.fromordinal(days[bisect_right(days, ordinal) + 14]),
            "last working day alone": lambda: calendar.add_working_days(DAY, 15),
            **deeds,
            **{f"{name}, told": lambda one=one: one().spans for name, one in deeds.items()},
        }
    )
    worst = max(best[name] for name in deeds)
    kept = worst < RECKONING_US_MAX or worst < RATIO_TO_FLOOR_MAX * best[FLOOR]
    rows = {
        name: {"us": round(spent, 2), "ratio": round(spent / best[FLOOR], 1)}
        for name, spent in best.items()
    }
    measuring.keep("deadlines", {"rows": rows, "kept": kept})
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
