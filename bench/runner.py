"""What does the runner alone cost: load, one step, save, on a case of 42 tasks?

The floor of the same run is plain SpiffWorkflow on the same diagram, the case held in memory and
nothing saved: `task.run()` and `do_engine_steps()`, with the library's own script engine, in a
process of its own, since the runner puts a class of its own into the library. Both play whole
cases, turn by turn; what counts is the CPU of the median task.

The diagram is that of the research before the design: seven calls of six user tasks, two of them
side by side twice, a fork inside each call, 21 timers that wait. `facts`: six short values steer
it. `data`: 4 KB of values besides, and six more fields with each task. `cold`: from the state and
the facts as the row has them to those of the next row; `hit`: this process did the task before and
still has the facts. The state is read from its bytes either way.

    python bench/runner.py [--rounds 9] [--profile]
"""

import argparse
import cProfile
import json
import multiprocessing
import pstats
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import measuring
from bench.drawn_case import LIBRARY, OURS
from engine.domain.work_calendar import SHANGHAI

TASKS = 42
NOW = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
DATA_BYTES = 4096
WANTED = {"cold": 1.0, "hit": 0.65}
WRITTEN_BYTES_WANTED = 8192


def values_of(kind: str) -> dict[str, object]:
    """What the case begins with."""
    values: dict[str, object] = {
        "is_major": False,
        "handle_mode": "一般",
        "outcome": "立案",
        "with_hearing": True,
        "organ_level": "区级",
        "raised": False,
    }
    while kind == "data" and len(json.dumps(values, ensure_ascii=False).encode()) < DATA_BYTES:
        values[f"field_{len(values):02}"] = "一份表单里的一个值，大约有这么长"
    return values


def form(kind: str, number: int) -> dict[str, object]:
    """What a task hands to the process."""
    fields = {"decision": "同意", "comment": "材料齐全，情况属实。", "officer": "张三", "ok": True}
    more = {"day": "2026-03-02", "reason": "符合规定"}
    if kind == "facts":
        return {"outcome": "立案", "raised": number % 2 == 0}
    return {f"form{number}_{name}": value for name, value in {**fields, **more}.items()}


# --- the floor -----------------------------------------------------------------------------------


def floor_process(pipe) -> None:
    """Another process: play a case of the plain library for each kind that is asked."""
    from SpiffWorkflow.bpmn.parser import BpmnParser  # noqa: PLC0415 - never patched here

    parser = BpmnParser()
    for content in LIBRARY.files().values():
        parser.add_bpmn_str(content)
    spec = parser.get_spec("proc_case_main")
    called = parser.get_subprocess_specs("proc_case_main")
    while (kind := pipe.recv()) is not None:
        pipe.send(plain_case(spec, called, kind))


def plain_case(spec, called, kind: str) -> list[float]:
    """Milliseconds of CPU for each task of one case."""
    from SpiffWorkflow.bpmn import BpmnWorkflow  # noqa: PLC0415 - never patched here
    from SpiffWorkflow.util.task import TaskState  # noqa: PLC0415 - as above

    workflow = BpmnWorkflow(spec, called)
    workflow.get_next_task(spec_name="Start").data.update(values_of(kind))
    workflow.do_engine_steps()
    taken: list[float] = []
    while not workflow.is_completed():
        begun = time.thread_time()
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.data.update(form(kind, len(taken)))
        task.run()
        workflow.do_engine_steps()
        taken.append((time.thread_time() - begun) * 1000)
    return taken


# --- ours ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagrams:
    """The files as a release."""

    id: str
    processes: dict[str, bytes]
    decisions: dict[str, bytes]


class Ours:
    """Plays cases as the store and the commands do: bytes of the row in, bytes of the row out."""

    def __init__(self) -> None:
        from engine.bpmn import SpiffRunner  # noqa: PLC0415 - patches the library: not in the floor

        files = OURS.files()
        name = sha256(b"".join(files.values())).hexdigest()
        self.diagrams = Diagrams(id=f"sha256:{name}", processes=files, decisions={})
        self.runner = SpiffRunner()
        self.profile: cProfile.Profile | None = None

    def case(self, kind: str, warmth: str) -> tuple[list[float], list[int]]:
        """Milliseconds of CPU for each task, and the bytes it wrote."""
        from engine.domain.facts import FactSheet  # noqa: PLC0415 - beside the runner
        from engine.ports import Surroundings  # noqa: PLC0415 - as above

        far = {"limit_reminder_at": lambda _key: NOW + timedelta(days=3650)}
        around = Surroundings(now=NOW, functions=far)
        sheet = FactSheet(values_of(kind))  # type: ignore[arg-type]
        moved = self.runner.start(diagrams=self.diagrams, facts=sheet, around=around)
        state, kept, taken, sizes = moved.state, written(sheet), [], []
        tokens = [one.id for one in moved.opened]
        while tokens:
            if self.profile:
                self.profile.enable()
            begun = time.thread_time()
            if warmth == "cold":
                sheet = read(kept)
            sheet.values.update(form(kind, len(taken)))
            moved = self.runner.complete(
                state, tokens.pop(0), diagrams=self.diagrams, facts=sheet, around=around
            )
            state, kept = moved.state, written(sheet)
            taken.append((time.thread_time() - begun) * 1000)
            if self.profile:
                self.profile.disable()
            sizes.append(len(state) + len(kept.encode()))
            tokens += [one.id for one in moved.opened]
        return taken, sizes


def written(sheet) -> str:
    """The facts as the store keeps them."""
    from engine.store.case_rows import fact_plain  # noqa: PLC0415 - not in the floor's process

    return json.dumps(fact_plain(sheet), ensure_ascii=False, separators=(",", ":"))


def read(kept: str):
    """The facts as the store reads them."""
    from engine.domain.facts import FactSheet, fact_from_plain  # noqa: PLC0415 - as above

    plain = json.loads(kept)
    return FactSheet({name: fact_from_plain(value) for name, value in plain["values"].items()})


# --- turn by turn --------------------------------------------------------------------------------


def measure(rounds: int, profile: cProfile.Profile | None) -> dict[str, object]:
    ours = Ours()
    pipe, theirs = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(target=floor_process, args=(theirs,))
    other.start()
    try:
        return {kind: figures(ours, pipe, kind, rounds, profile) for kind in ("facts", "data")}
    finally:
        pipe.send(None)
        other.join()


def figures(ours: Ours, pipe, kind: str, rounds: int, profile) -> dict[str, object]:
    taken: dict[str, list[float]] = {"floor": [], "cold": [], "hit": []}
    sizes: list[int] = []
    for number in range(rounds + 1):
        ours.profile = profile if number else None
        pipe.send(kind)
        found = {"floor": pipe.recv()}
        for warmth in ("cold", "hit"):
            found[warmth], sizes = ours.case(kind, warmth)
        if {len(one) for one in found.values()} != {TASKS}:
            message = f"a case had other than {TASKS} tasks"
            raise RuntimeError(message)
        for name, times in found.items() if number else ():  # the first warms up
            taken[name].append(statistics.fmean(times))
    middle = {name: statistics.median(times) for name, times in taken.items()}
    return {
        "cpu_ms": {name: round(value, 3) for name, value in middle.items()},
        "over_floor": {
            name: round(statistics.median(ratios(taken[name], taken["floor"])), 2)
            for name in WANTED
        },
        "wanted": WANTED,
        "written_bytes": {"mean": round(statistics.fmean(sizes)), "max": max(sizes)},
        "written_bytes_wanted": WRITTEN_BYTES_WANTED,
    }


def ratios(taken: list[float], floor: list[float]) -> Iterator[float]:
    """Round by round: what ran in the same second."""
    return (one / other for one, other in zip(taken, floor, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    profile = cProfile.Profile(time.thread_time) if arguments.profile else None
    found = measure(arguments.rounds, profile)
    if profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)
        print(found)
        return
    measuring.keep("runner", found)


if __name__ == "__main__":
    main()
