"""What is watched while the load runs: CPU, memory, times by the minute, files, the floor."""

import http.client
import os
import subprocess
import time
from pathlib import Path

import psycopg

from bench import measuring
from bench.traffic import Taken

FLOOR_ROUNDS = 300
TICKS = os.sysconf("SC_CLK_TCK")


def ask(connection: http.client.HTTPConnection) -> None:
    """The cheapest question there is."""
    connection.request("GET", "/api/v1/places")
    connection.getresponse().read()


def floors(database: str, port: int) -> dict[str, dict[str, float]]:
    """Milliseconds of a durable commit of one row, and of the cheapest answer of the web."""
    commits, answers = [], []
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE bench_floor (n integer)")
        for n in range(FLOOR_ROUNDS):
            begun = time.perf_counter()
            connection.execute("INSERT INTO bench_floor VALUES (%s)", (n,))
            connection.commit()
            commits.append((time.perf_counter() - begun) * 1000)
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(FLOOR_ROUNDS):
        begun = time.perf_counter()
        ask(web)
        answers.append((time.perf_counter() - begun) * 1000)
    return {"commit_ms": measuring.spread(commits), "answer_ms": measuring.spread(answers)}


def files_of_documents(database: str) -> dict[str, int]:
    """How many documents have their files when the load ends, and how many wait for theirs."""
    made = "SELECT count(*) FROM case_log WHERE kind = 'DocumentRendered'"
    waiting = "SELECT count(*) FROM jobs WHERE kind = 'render_document'"
    with psycopg.connect(database) as connection:
        (made_now,) = connection.execute(made).fetchone()
        (waiting_now,) = connection.execute(waiting).fetchone()
    return {"with_files": made_now, "waiting": waiting_now}


class Meter:
    """CPU and memory of the processes under load, by kind."""

    def __init__(self, web: subprocess.Popen, workers: list[subprocess.Popen]) -> None:
        self.kinds = {"web": children(web.pid), "worker": [one.pid for one in workers]}
        self.memory: list[dict[str, list[int]]] = []
        self._before = self._cpu()

    def cpu_ms(self, completions: int) -> dict[str, float]:
        """CPU since the meter was made, a completed task."""
        now = self._cpu()
        return {
            kind: round((now[kind] - self._before[kind]) * 1000 / max(1, completions), 2)
            for kind in now
        }

    def look(self) -> None:
        """Note the memory of each process (MB)."""
        self.memory.append(
            {kind: [resident(pid) for pid in pids] for kind, pids in self.kinds.items()}
        )

    def _cpu(self) -> dict[str, float]:
        mine = {kind: sum(map(cpu_of, pids)) for kind, pids in self.kinds.items()}
        return {**mine, "postgres": measuring.postgres_cpu()}


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(one)
        for one in found
        if "resource_tracker" not in Path(f"/proc/{one}/cmdline").read_text()
    ]


def cpu_of(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / TICKS


def resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGESIZE") / 2**20)


def by_minute(taken: Taken) -> list[dict[str, float]]:
    """The times of what was due in each minute: a backlog is seen to come and go."""
    minutes: dict[int, list[float]] = {}
    for due, took in taken.done:
        minutes.setdefault(int(due // 60), []).append(took * 1000)
    return [measuring.spread(minutes[minute]) for minute in sorted(minutes)]
