"""Does the two-hundredth task of a case cost more than the first ones?

One case is sent back and forth (退回) until 200 of its tasks are done; the same tasks are compared:
those of the first tenth against those of the last. `live`, `turns`, `cold` as in complete_task.

    python bench/long_case.py [--tasks 200] [--only sqlite]
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import complete_task as bench
from bench import measuring
from engine.commands.complete_task import complete_task
from engine.commands.returning import SendBack, send_back
from engine.errors import Refusal
from engine.scenarios import player as playing
from engine.scenarios.demo import COMPLAINT

LED_UP_TO = 24
"""Tasks before that stretch begins."""

UNTIL, BACK_TO = "P6.3", "P6.1"
"""The stretch of the handling opinion that is gone through again and again."""


def play(name: str, tasks: int, *, warmth: str) -> dict[str, object]:
    statements = measuring.Statements()
    with measuring.DATABASES[name]() as address, tempfile.TemporaryDirectory() as scratch:
        stage = bench.stage_on(address, Path(scratch))
        bench.one_case(stage)
        statements.watch(stage.house.store.engine)
        watch = bench.Watch(statements, None, warmth=warmth)
        playing.complete_task = watch.around(complete_task)
        player = stage.player()
        player.start("P1.1", "intake_clerk", COMPLAINT)
        while len(watch.taken) < tasks:
            if not go_on(stage, player):
                break
        playing.complete_task = complete_task
        log = player.case().head.log_seq
        stage.house.store.engine.dispose()
    tenth = max(1, len(watch.taken) // 10)
    again = watch.taken[LED_UP_TO:]
    first, last = again[:tenth], again[-tenth:]
    mean = lambda taken, index: sum(one[index] for one in taken) / len(taken)  # noqa: E731
    return {
        "tasks": len(watch.taken),
        "log_lines": log,
        "cpu_ms_early": round(mean(first, 1), 2),
        "cpu_ms_late": round(mean(last, 1), 2),
        "ratio": round(mean(last, 1) / mean(first, 1), 2),
        "statements_early": round(mean(first, 3), 1),
        "statements_late": round(mean(last, 3), 1),
    }


def go_on(stage, player) -> bool:
    """Complete the next task; at the end of the stretch go back to its beginning."""
    waiting = player.walkable()
    if not waiting:
        return False
    visit, item = waiting[0]
    by = player.doer(item)
    if visit.step == UNTIL:
        command = SendBack(
            key=stage.house.office.ids.next(),
            place=player.place,
            by=stage.cast.person(by).id,
            case_id=player.case_id,
            item_id=item.id,
            to_step=BACK_TO,
            reason="补充",
        )
        send_back(stage.house.office, command)
        return True
    try:
        player.complete(visit.step, by, {})
    except Refusal:
        return False
    return True


def main() -> None:
    arguments = measuring.asked(__doc__, tasks=200)
    found = {
        f"{name}_{warmth}": play(name, arguments.tasks, warmth=warmth)
        for name in arguments.databases
        for warmth in bench.WARMTHS
    }
    measuring.keep("long_case", found)


if __name__ == "__main__":
    main()
