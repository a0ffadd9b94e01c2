"""How long does one expression take: to compile, and to evaluate on a small and a large context?

Run: ``python -m bench.feel``. Each figure is the best of several rounds, in microseconds; the floor
of the same run is a plain Python lambda with the same answer and none of the language's promises.
"""

import os
import platform
import timeit
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from engine.feel import compile_cell, compile_expression

ROUNDS = 7
SECONDS_PER_ROUND = 0.05
NOW = datetime(2026, 3, 6, 1, tzinfo=UTC)
ROWS = [{"pages": Decimal(n), "original": n % 2 == 0} for n in range(1000)]
FACTS = {
    "proposal": "受理",
    "in_remedy_procedure": False,
    "org_count": Decimal(2),
    "listed_urging": None,
    "rows": ROWS,
}

Values = dict[str, object]
CASES: list[tuple[str, Callable[..., object]]] = [
    (
        'proposal = "受理" and in_remedy_procedure = false',
        lambda v: v["proposal"] == "受理" and v["in_remedy_procedure"] is False,
    ),
    (
        "if org_count * 1.5 >= 2 or listed_urging = true then 1 else 2",
        lambda v: 1 if v["org_count"] * Decimal("1.5") >= 2 or v["listed_urging"] else 2,
    ),
    ("count(rows) > 0", lambda v: len(v["rows"]) > 0),
    (
        "every r in rows satisfies r.pages >= 0",
        lambda v: all(row["pages"] >= 0 for row in v["rows"]),
    ),
    (
        "every r in rows satisfies r.pages >= 0 and r.original != null",
        lambda v: all(row["pages"] >= 0 and row["original"] is not None for row in v["rows"]),
    ),
]


def microseconds(call: Callable[[], object]) -> float:
    """Time of one call of `call`: the best of several rounds."""
    timer = timeit.Timer(call)
    once = max(timer.timeit(3) / 3, 1e-7)
    number = max(1, int(SECONDS_PER_ROUND / once))
    return min(timer.repeat(ROUNDS, number)) / number * 1e6


def main() -> None:
    """Print the machine, then a line per expression."""
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    print(f"python {platform.python_version()} on {platform.machine()}, {os.cpu_count()} CPUs")
    print(f"load {load}; best of {ROUNDS} rounds; microseconds")
    print(f"{'compile':>9} {'evaluate':>9} {'floor':>9}  expression")
    for source, floor in CASES:
        expression = compile_expression(source)
        took = (
            microseconds(partial(compile_expression, source)),
            microseconds(partial(expression.evaluate, FACTS, now=NOW)),
            microseconds(partial(floor, FACTS)),
        )
        print(*(f"{each:9.2f}" for each in took), "", source)
    cell = compile_cell('"受理", "移送"')
    took_cell = microseconds(lambda: cell.matches("移送", FACTS, now=NOW))
    compiling = microseconds(lambda: compile_cell('"受理", "移送"'))
    print(f"{compiling:9.2f} {took_cell:9.2f} {'':>9}  cell: {cell.source}")


if __name__ == "__main__":
    main()
