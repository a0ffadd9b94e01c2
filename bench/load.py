"""What holds under load: four web processes, two workers, one PostgreSQL, tasks over real HTTP?

    python bench/load.py --rate 60 --minutes 10

Needs nothing but the checkout. Begins as many cases as the run will use, records what each step is
given by playing one of them, logs the cast in, and then completes tasks at an open rate: granian
with 4 processes of 8 threads, the two workers `zhijian work` rendering documents and ringing limits
meanwhile. Prints the times (from when a request was due), the errors, the CPU of each kind of
process per completed task, the memory of each process minute by minute, how many documents wait for
their files at the end (making them steps back behind the web), and the floor of the same run: one
inserted row durably committed, and the cheapest answer of the same web.
"""

import argparse
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from argon2 import PasswordHasher

from bench import measuring
from bench.load_meter import Meter, ask, by_minute, files_of_documents, floors
from bench.traffic import CASES_IN_HAND, Taken, Traffic, Where
from engine.commands.complete_task import complete_task
from engine.domain.work_calendar import SHANGHAI
from engine.scenarios import player as playing
from engine.scenarios.demo import COMPLAINT, ORGANS, PLACE
from engine.scenarios.stage import Stage, set_stage
from engine.wiring import Settings

WEB_PROCESSES, WEB_THREADS, WORKERS = 4, 8, 2
PASSWORD = "bench-of-the-house"  # noqa: S105 - of people who exist for minutes
TASKS_OF_A_CASE = 44
"""Completions one case is good for, at least."""

STARTS_WITHIN_SECONDS = 60


def seed(settings: Settings, cases: int) -> tuple[Stage, list[str], dict]:
    """The place with its people, cases at their second task, and what each step is given."""
    stage = set_stage(
        settings,
        PLACE,
        ORGANS,
        at=datetime.now(SHANGHAI),
        password_hash=PasswordHasher().hash(PASSWORD),
    )
    forms = recorded(stage)
    begun = []
    for _ in range(cases):
        stage.clock.set(datetime.now(SHANGHAI))
        player = stage.player()
        player.start("P1.1", "intake_clerk", COMPLAINT)
        begun.append(player.case_id)
    return stage, begun, forms


def recorded(stage: Stage) -> dict:
    """Play one whole case and keep what was handed in at each step by each role."""
    forms: dict = {}
    player = stage.player()
    now: list = []

    def noted(office, order):
        forms[now[0].step, now[1].role] = dict(order.body)
        return complete_task(office, order)

    playing.complete_task = noted
    player.start("P1.1", "intake_clerk", COMPLAINT)
    while waiting := player.walkable():
        now[:] = waiting[0]
        player.complete(now[0].step, player.doer(now[1]), {})
    playing.complete_task = complete_task
    return forms


def environment(settings: Settings) -> dict[str, str]:
    named = {
        f"ZHIJIAN_{name.upper()}": getattr(settings, name)
        for name in ("database", "files", "key_file", "definitions")
    }
    return {**os.environ, **named, "PYTHONPATH": str(measuring.ROOT)}


def start_web(settings: Settings, port: int, folder: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"]
    command += ["--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS)]
    command += ["--port", str(port), "--log-level", "warning", "bench.web_process:web"]
    with (folder / "web.log").open("w") as log:
        return subprocess.Popen(
            command, cwd=measuring.ROOT, env=environment(settings), stdout=log, stderr=log
        )


def start_worker(settings: Settings, folder: Path, number: int) -> subprocess.Popen:
    command = [
        sys.executable,
        "-c",
        "from engine.cli import main; raise SystemExit(main(['work']))",
    ]
    with (folder / f"worker{number}.log").open("w") as log:
        return subprocess.Popen(
            command, cwd=measuring.ROOT, env=environment(settings), stdout=log, stderr=log
        )


def wait_until_served(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until:
        try:
            ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5))
        except OSError:
            time.sleep(0.2)
        else:
            return
    message = "the web did not start; see its log"
    raise RuntimeError(message)


def loaded(traffic: Traffic, meter: Meter, arguments) -> dict[str, object]:
    """Run the load; the memory is noted at the beginning and after every minute."""
    ended = threading.Event()

    def watch() -> None:
        meter.look()
        while not ended.wait(60):
            meter.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    taken = traffic.run(arguments.rate, arguments.minutes * 60)
    ended.set()
    watcher.join()
    meter.look()
    times = [took * 1000 for _, took in taken.done]
    spent = max((due + took for due, took in taken.done), default=1.0)
    return {
        "rate_wanted": arguments.rate,
        "minutes": arguments.minutes,
        "answered": len(taken.done),
        "answered_per_s": round(len(taken.done) / spent, 1),
        "errors": sum(taken.errors.values()),
        "errors_by_kind": dict(taken.errors.most_common(12)),
        "took_ms": measuring.spread(times or [0.0]),
        "took_ms_by_minute": by_minute(taken),
        "warm_up_s": arguments.warm_up,
        "cpu_ms_per_completion": meter.cpu_ms(len(taken.done)),
        "memory_mb_by_minute": meter.memory,
        "cases_ended": taken.ended,
    }


def free_port() -> int:
    import socket  # noqa: PLC0415 - needed once

    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def stop(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=60)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument(
        "--warm-up", type=float, default=20, help="seconds at half the rate, not counted"
    )
    arguments = parser.parse_args()
    tasks = arguments.rate * (arguments.minutes * 60 + arguments.warm_up)
    cases = CASES_IN_HAND + round(tasks / TASKS_OF_A_CASE)
    with ExitStack() as stack:
        database = stack.enter_context(measuring.postgres_database())
        folder = Path(tempfile.mkdtemp(prefix="zj-load-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        settings = Settings(
            database=database,
            files=str(folder / "files"),
            key_file=str(folder / "identity.key"),
            definitions=str(measuring.ROOT),
        )
        begun = time.monotonic()
        stage, open_cases, forms = seed(settings, cases)
        seeded = time.monotonic() - begun
        port = free_port()
        web = start_web(settings, port, folder)
        stack.callback(stop, web)
        workers = [start_worker(settings, folder, number) for number in range(WORKERS)]
        for worker in workers:
            stack.callback(stop, worker)
        wait_until_served(port)
        logins = {one.id: one.login for one in stage.cast.people.values()}
        where = Where(
            port=port, database=database, place=PLACE, password=PASSWORD, logins=logins, forms=forms
        )
        traffic = Traffic(where, open_cases)
        traffic.sign_in([one for one, login in logins.items() if login])
        floor = floors(database, port)
        traffic.run(arguments.rate / 2, arguments.warm_up)  # each process reads the release once
        traffic.taken = Taken()
        meter = Meter(web, workers)
        found = loaded(traffic, meter, arguments)
        found["documents"] = files_of_documents(database)
        found.update(cases_seeded=cases, seeded_in_s=round(seeded), floor=floor)
        found["processes"] = {"web": WEB_PROCESSES, "threads": WEB_THREADS, "workers": WORKERS}
        for log in folder.glob("*.log"):
            tail = log.read_text()[-2000:]
            if tail.strip():
                print(f"--- {log.name}\n{tail}", file=sys.stderr)
    measuring.keep("load", found)


if __name__ == "__main__":
    main()
