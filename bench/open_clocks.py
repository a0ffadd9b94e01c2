"""How long do a hundred thousand open clocks take to follow a new calendar?

A place takes a changed day; every open clock is read, reckoned anew and compared, and the cases
whose last days moved go through the door, each with its event. Floor: reading and reckoning the
same clocks and nothing else, in the same run. Apart: the bells that were due anyway or were set
anew by it. Run: python bench/open_clocks.py [--clocks N]
"""

import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import measuring

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import insert, select

from engine.commands.change_calendar import ProposeDays, TakeChange, propose_days, take_change
from engine.domain.calendar_year import DayKind, ExtraDay
from engine.domain.clock import Clock
from engine.domain.plain import from_plain, to_plain
from engine.jobs.job_queue import work
from engine.jobs.recalculating import recalculate
from engine.scenarios.demo import BEGUN_AT, COMPLAINT, ORGANS
from engine.scenarios.stage import set_stage
from engine.store import tables as t
from engine.store.calendar_rows import recalculations_of
from engine.store.connection import reading, writing
from engine.store.job_rows import due_jobs
from engine.wiring import Settings

PLACE, SECONDS_MAX = "510116", 60.0
ROWS_AT_ONCE, CLOCKS_A_CASE = 5_000, 5


def fill(stage, clocks: int) -> None:
    """Copies of the one case, some clocks in each, begun on the days of half a year."""
    store = stage.house.store
    with reading(store.engine) as connection:
        case = dict(connection.execute(select(t.cases)).mappings().one())
        state = dict(connection.execute(select(t.case_states)).mappings().one())
        query = select(t.clocks).where(t.clocks.c.state == "running").limit(1)
        row = dict(connection.execute(query).mappings().one())
    clock = from_plain(Clock, row["data"])
    calendar = stage.house.office.calendar_of(stage.release)
    alone = {"case_no": None, "intake_no": None}
    for first in range(0, clocks, ROWS_AT_ONCE):
        cases, rows = {}, []
        for number in range(first, min(first + ROWS_AT_ONCE, clocks)):
            case_id = f"{number // CLOCKS_A_CASE:032x}"
            cases[case_id] = {**case, **alone, "id": case_id, "query_code_hash": case_id}
            days = timedelta(days=number // CLOCKS_A_CASE % 180 - 3)
            other = replace(
                clock,
                id=f"{number:032x}",
                started=replace(clock.started, at=clock.started.at - days),
            )
            due_on, data = other.due_on(calendar), to_plain(other)
            rows.append({**row, "id": other.id, "case_id": case_id, "due_on": due_on, "data": data})
        with writing(store.engine) as connection:
            connection.execute(insert(t.cases), list(cases.values()))
            connection.execute(insert(t.case_states), [{**state, "case_id": one} for one in cases])
            connection.execute(insert(t.clocks), rows)


def floor(stage) -> float:
    """Read and reckon, nothing else."""
    calendar, begun = stage.house.office.calendar_of(stage.release), time.perf_counter()
    with reading(stage.house.store.engine) as connection:
        for data in connection.execute(select(t.clocks.c.data)).scalars():
            from_plain(Clock, data).due_on(calendar)
    return time.perf_counter() - begun


def follow(stage) -> tuple[float, float, float]:
    """Seconds and CPU seconds of the recalculation, and the seconds of all other jobs then due."""
    office, store = stage.house.office, stage.house.store
    waiting = due_jobs(store.engine, stage.clock.now())
    job = next(one for one in waiting if one.kind == "recalculate")
    begun, cpu = time.perf_counter(), time.process_time()
    recalculate(office, store, job)
    spent, cpu = time.perf_counter() - begun, time.process_time() - cpu
    begun = time.perf_counter()
    work(office, store, owner="bench")
    return spent, cpu, time.perf_counter() - begun


def order(stage, who: str, **more):
    office = stage.house.office
    return {"key": office.ids.next(), "place": PLACE, "by": stage.cast.person(who).id, **more}


def measure(name: str, clocks: int) -> dict[str, object]:
    with measuring.DATABASES[name]() as address, tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database=address, files=f"{folder}/files", key_file=f"{folder}/identity.key"
        )
        stage = set_stage(settings, PLACE, ORGANS, at=BEGUN_AT)
        stage.player().start("P1.1", "intake_clerk", COMPLAINT)
        fill(stage, clocks)
        least = floor(stage)
        day = ExtraDay(day=date(2026, 3, 5), kind=DayKind.REST, name="停工", document="某号")
        office = stage.house.office
        proposal = ProposeDays(**order(stage, "sys_admin", days=(day,), document_no="某号"))
        change = str(propose_days(office, proposal)["change_id"])
        take_change(office, TakeChange(**order(stage, "section_head", change_id=change)))
        stage.clock.set(stage.clock.now() + timedelta(minutes=1))
        spent, cpu, bells = follow(stage)
        (found,) = recalculations_of(stage.house.store.engine, PLACE)
        stage.house.store.engine.dispose()
    return {
        "clocks": found.read_count,
        "moved": found.moved_count,
        "floor_s": round(least, 1),
        "followed_s": round(spent, 1),
        "followed_cpu_s": round(cpu, 1),
        "ratio": round(spent / least, 2),
        "bells_s": round(bells, 1),
        "kept": spent < SECONDS_MAX,
    }


def main() -> None:
    arguments = measuring.asked(__doc__, clocks=100_000)
    measuring.keep(
        "open_clocks", {name: measure(name, arguments.clocks) for name in arguments.databases}
    )


if __name__ == "__main__":
    main()
