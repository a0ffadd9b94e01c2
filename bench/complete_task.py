"""What does one completed task cost: CPU, SQL statements, milliseconds?

Plays whole cases (registration to archive, some forty tasks) through `complete_task`, durable, on
SQLite and on PostgreSQL: permission, form check, documents, facts, diagram, periods, log, jobs.
The floor of the same run is the smallest durable commit the same driver can do. `live`: the
process completed the task before too and still knows the case; `turns`: another process did, this
one the task before that; `cold`: it never had the case and reads it.

    python bench/complete_task.py [--cases 5] [--only sqlite] [--profile] [--by-step]
"""

import cProfile
import pstats
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import measuring
from engine.commands.complete_task import complete_task
from engine.commands.start_case import start_case
from engine.scenarios import player as playing
from engine.scenarios.demo import BEGUN_AT, COMPLAINT, ORGANS, PLACE
from engine.scenarios.stage import Stage, set_stage
from engine.store.connection import writing
from engine.store.latest_used import LatestUsed
from engine.store.live_cases import LiveCases
from engine.wiring import Settings

FLOOR_ROUNDS = 200
LIVE, TURNS, COLD = WARMTHS = ("live", "turns", "cold")


class Watch:
    """Stands where the player calls a command: measures it and nothing else."""

    def __init__(self, statements, profile, *, warmth):
        self.statements, self.profile, self.warmth = statements, profile, warmth
        self.others = nothing_kept()
        self.taken = []
        self.shapes = Counter()

    def around(self, command):
        """The command, measured."""

        def measured(office, order):
            store = office.store
            kept = store.live, store.kept_bodies
            if self.warmth == TURNS:
                kept, self.others = self.others, kept
            store.live, store.kept_bodies = nothing_kept() if self.warmth == COLD else kept
            self.statements.begin()
            cpu, wall = time.thread_time(), time.perf_counter()
            if self.profile:
                self.profile.enable()
            answer = command(office, order)
            if self.profile:
                self.profile.disable()
            self.taken.append(
                (
                    type(order).__name__,
                    (time.thread_time() - cpu) * 1000,
                    (time.perf_counter() - wall) * 1000,
                    len(self.statements.texts),
                )
            )
            self.shapes.update(" ".join(one.split())[:100] for one in self.statements.texts)
            return answer

        return measured


def nothing_kept():
    """What a process that has just begun knows of cases."""
    return LiveCases(), LatestUsed(1_000)


def stage_on(address: str, folder: Path) -> Stage:
    settings = Settings(
        database=address,
        files=str(folder / "files"),
        key_file=str(folder / "identity.key"),
        definitions=str(measuring.ROOT),
    )
    return set_stage(settings, PLACE, ORGANS, at=BEGUN_AT)


def floor(stage: Stage) -> dict[str, float]:
    """One insert and a durable commit through the same pool: milliseconds."""
    engine = stage.house.store.engine
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE bench_floor (n INTEGER)"))
    samples = []
    for n in range(FLOOR_ROUNDS):
        begun = time.perf_counter()
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO bench_floor VALUES (:n)"), {"n": n})
        samples.append((time.perf_counter() - begun) * 1000)
    return measuring.spread(samples)


def play(name: str, arguments, *, warmth: str) -> dict[str, object]:
    statements = measuring.Statements()
    profile = cProfile.Profile(time.thread_time) if arguments.profile else None
    with measuring.DATABASES[name]() as address, tempfile.TemporaryDirectory() as scratch:
        stage = stage_on(address, Path(scratch))
        engine = stage.house.store.engine
        one_case(stage)  # warms caches: a server that has run a while
        statements.watch(engine)
        watch = Watch(statements, profile, warmth=warmth)
        playing.complete_task = watch.around(complete_task)
        playing.start_case = watch.around(start_case)
        steps = []
        before = measuring.postgres_cpu()
        for _ in range(arguments.cases):
            steps += one_case(stage, watch)
        server = measuring.postgres_cpu() - before
        playing.complete_task, playing.start_case = complete_task, start_case
        found = figures(watch, steps)
        found["postgres_cpu_ms"] = round(server * 1000 / max(1, len(watch.taken)), 2)
        found["floor_commit_ms"] = floor(stage)
        found["wall_over_floor"] = round(
            found["wall_ms"]["p50"] / found["floor_commit_ms"]["p50"], 1
        )
        if name == "postgres":
            found["postgres"] = measuring.postgres_version(address)
        engine.dispose()
    if profile:
        pstats.Stats(profile).sort_stats(arguments.sort).print_stats(arguments.lines)
        for shape, count in watch.shapes.most_common(60):
            print(f"{count / len(watch.taken):6.2f}  {shape}")
    if arguments.by_step:
        print_steps(watch, steps)
    return found


def one_case(stage: Stage, watch: Watch | None = None) -> list[str]:
    player = stage.player()
    player.start("P1.1", "intake_clerk", COMPLAINT)
    steps = ["P1.1"]
    while waiting := player.walkable():
        visit, item = waiting[0]
        player.complete(visit.step, player.doer(item), {})
        steps.append(visit.step)
    return steps if watch else []


def figures(watch: Watch, steps: list[str]) -> dict[str, object]:
    done = [one for one in watch.taken if one[0] == "CompleteTask"]
    return {
        "completions": len(done),
        "cpu_ms": measuring.spread([one[1] for one in done]),
        "wall_ms": measuring.spread([one[2] for one in done]),
        "statements": measuring.spread([one[3] for one in done], 1),
        "start_case_cpu_ms": measuring.spread(
            [one[1] for one in watch.taken if one[0] != "CompleteTask"]
        ),
        "tasks_of_a_case": len(steps) * len(watch.taken) // max(1, len(steps)) or len(steps),
    }


def print_steps(watch: Watch, steps: list[str]) -> None:
    rows = defaultdict(list)
    for step, taken in zip(steps, watch.taken, strict=True):
        rows[step].append(taken)
    for step, taken in rows.items():
        cpu = sum(one[1] for one in taken) / len(taken)
        print(f"{step:8} {cpu:6.2f} ms  {max(one[3] for one in taken)} statements")


def main() -> None:
    arguments = measuring.asked(
        __doc__, cases=5, profile=False, sort="tottime", lines=45, by_step=False
    )
    found = {
        f"{name}_{warmth}": play(name, arguments, warmth=warmth)
        for name in arguments.databases
        for warmth in WARMTHS
    }
    if arguments.profile or arguments.only:
        print(found)
        return
    measuring.keep("complete_task", found)


if __name__ == "__main__":
    main()
