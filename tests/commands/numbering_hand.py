"""A process whose threads register complaints, hence number documents; tests start and kill it."""

import threading
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func, select

from engine.errors import Fault, Refusal
from engine.scenarios.demo import COMPLAINT
from engine.store.connection import reading
from engine.store.tables import documents
from tests.durability.yard import enter_yard, settings_in


def main(order: Mapping[str, object]) -> None:
    """Register until `target` registration forms have a number."""
    stage = enter_yard(settings_in(Path(str(order["folder"])), str(order["database"])))
    target = int(str(order["target"]))

    def numbered() -> int:
        with reading(stage.house.store.engine) as connection:
            return connection.execute(select(func.count(documents.c.sequence))).scalar() or 0

    def register() -> None:
        while numbered() < target:
            try:
                stage.player().start("P1.1", "intake_clerk", COMPLAINT)
            except (Refusal, Fault):
                continue  # somebody held the database too long: ask again, as a person would

    threads = [threading.Thread(target=register) for _ in range(int(str(order["threads"])))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
