"""A worker process whose clock runs a day a second, until it is killed."""

import time
from datetime import datetime, timedelta
from typing import Any

from engine.jobs.worker import Rounds
from tests.durability.yard import enter_yard, settings_in

DAYS_A_SECOND = 1.0


class QuickClock:
    """A day passes in a second; every process that was told the same beginning agrees."""

    def __init__(self, begun_at: datetime, began: float) -> None:
        self._begun_at = begun_at
        self._began = began

    def now(self) -> datetime:
        days = (time.time() - self._began) * DAYS_A_SECOND
        return self._begun_at + timedelta(days=days)


def main(order: dict[str, Any]) -> None:
    clock = QuickClock(datetime.fromisoformat(order["begun_at"]), order["began"])
    stage = enter_yard(settings_in(order["folder"], order["database"]), clock=clock)
    Rounds(stage.house.office, stage.house.store, owner=order["name"]).run()
