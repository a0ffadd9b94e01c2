"""One more process that completes tasks, in some threads; started, and mostly killed, by the tests.

Notes in a file of its own: ``try <key>`` before a command, ``ack <key>`` once it was answered, each
on the disk before the next thing happens.
"""

import json
import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import event

from engine.commands.refusals import Interrupted
from engine.errors import Fault, Refusal
from engine.scenarios.demo import COMPLAINT
from tests.durability.yard import case_ids, enter_yard, player_of, settings_in


class Notes:
    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, *words: str) -> None:
        os.write(self._file, (" ".join(words) + "\n").encode())
        os.fsync(self._file)


def main(order) -> None:
    notes, threads = Notes(order["notes"]), int(order.get("threads", 1))
    stage = enter_patiently(settings_in(Path(order["folder"]), order["database"]))
    if "synchronous" in order:
        weaken(stage.house.store.engine, order["synchronous"])
    with ThreadPoolExecutor(threads) as pool:
        each = [pool.submit(work, stage, notes, order, number) for number in range(threads)]
        for one in each:
            one.result()


def work(stage, notes: Notes, order, number: int) -> None:
    chance = random.Random(f"{order['seed']}-{number}")
    limit, done = int(order["tasks"]), 0
    while not limit or done < limit:
        done += 1
        key = f"{order['name']}-{order['seed']}-{number}-{done}"
        try:
            one_task(stage, chance, notes, key)
        except (Refusal, Fault, AssertionError) as error:
            notes.write("error", key, getattr(error, "code", repr(error)))


def enter_patiently(settings):
    """On a busy machine somebody may hold the lock for longer than one waits at the door."""
    while True:
        try:
            return enter_yard(settings)
        except Interrupted:
            continue


def weaken(engine, synchronous: str) -> None:
    """Sync as little as a careless installation would; the tests must see the difference."""
    engine.dispose()

    @event.listens_for(engine, "connect")
    def _set(connection, _record) -> None:
        connection.execute(f"PRAGMA synchronous={synchronous}")


def one_task(stage, chance, notes, key) -> None:
    player = player_of(stage, chance.choice(case_ids(stage.house)))
    waiting = player.walkable()
    if not waiting:
        notes.write("try", f"scenario-{key}")
        player.start("P1.1", "intake_clerk", COMPLAINT, key=key)
        notes.write("ack", f"scenario-{key}")
        return
    visit, item = chance.choice(waiting)
    notes.write("try", f"scenario-{key}")
    player.complete(visit.step, player.doer(item), {}, key=key)
    notes.write("ack", f"scenario-{key}")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
