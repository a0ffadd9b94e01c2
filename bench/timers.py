"""How many timers a second can be claimed, one per commit, with a million waiting?

The floor of the same run: find the due rows with the index and delete one by key and commit, by
hand-written SQL on one connection. Ours: `due_jobs` and `take`, the way the workers go.

    python bench/timers.py [--waiting 1000000] [--claims 2000] [--only sqlite]
"""

import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import measuring
from engine.domain.work_calendar import SHANGHAI
from engine.store import migrate
from engine.store import tables as t
from engine.store.connection import open_database, writing
from engine.store.job_rows import due_jobs, take

NOW = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
AT_ONCE = 10_000


def fill(engine, waiting: int, due: int) -> None:
    """`due` jobs of the last hour, the rest spread over the next two months."""
    for begin in range(0, waiting + due, AT_ONCE):
        rows = [
            {
                "place": "510116",
                "id": f"{number:032x}",
                "kind": "ring_limits",
                "key": f"bench:{number}",
                "case_id": f"{number % 50_000:032x}",
                "due_at": NOW - timedelta(seconds=number % 3600)
                if number < due
                else NOW + timedelta(seconds=1 + number * 5),
                "payload": {},
                "attempts": 0,
                "dead": False,
                "leased": False,
            }
            for number in range(begin, min(begin + AT_ONCE, waiting + due))
        ]
        with writing(engine) as connection:
            connection.execute(insert(t.jobs), rows)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE jobs"))


def ours(engine, claims: int) -> float:
    done, begun = 0, time.perf_counter()
    while done < claims:
        for job in due_jobs(engine, NOW)[: claims - done]:
            with writing(engine) as connection:
                done += take(connection, job)
    return claims / (time.perf_counter() - begun)


def floor(engine, claims: int) -> float:
    """The same work without a rule: look, delete, commit."""
    look = text(
        "SELECT place, id FROM jobs WHERE dead = :no AND leased = :no AND due_at <= :now"
        " ORDER BY due_at LIMIT 100"
    ).bindparams(no=False, now=t.jobs.c.due_at.type.process_bind_param(NOW, engine.dialect))
    drop = text("DELETE FROM jobs WHERE place = :place AND id = :id")
    done, begun = 0, time.perf_counter()
    with engine.connect() as connection:
        while done < claims:
            found = connection.execute(look).mappings().all()
            connection.rollback()
            for row in found[: claims - done]:
                done += connection.execute(drop, dict(row)).rowcount
                connection.commit()
    return claims / (time.perf_counter() - begun)


def measure(name: str, arguments) -> dict[str, object]:
    with measuring.DATABASES[name]() as address, tempfile.TemporaryDirectory():
        engine = open_database(address)
        migrate.upgrade(engine)
        begun = time.perf_counter()
        fill(engine, arguments.waiting, 4 * arguments.claims)
        filled = time.perf_counter() - begun
        floors, found = [], []
        for _ in range(2):
            floors.append(floor(engine, arguments.claims // 2))
            found.append(ours(engine, arguments.claims // 2))
        engine.dispose()
    return {
        "waiting": arguments.waiting,
        "filled_s": round(filled),
        "floor_per_s": round(max(floors)),
        "claimed_per_s": round(max(found)),
        "ratio": round(max(found) / max(floors), 2),
    }


def main() -> None:
    arguments = measuring.asked(__doc__, waiting=1_000_000, claims=2_000)
    measuring.keep("timers", {name: measure(name, arguments) for name in arguments.databases})


if __name__ == "__main__":
    main()
