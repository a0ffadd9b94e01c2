"""Rings once a second in each process, in memory; what is due stands in our own table.

APScheduler's shared job store ran jobs up to four times and killed schedulers, so it only rings.
"""

import logging
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

SECONDS_BETWEEN_RINGS = 1


QUIET = logging.getLogger("zhijian.bell")
QUIET.setLevel(logging.ERROR)
"""A ringing left out because the one before still works is no news."""


class Bell:
    """Calls `work` every second, never two at a time in one process."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._scheduler = BackgroundScheduler(timezone="Asia/Shanghai", logger=QUIET)
        self._scheduler.add_job(
            work,
            "interval",
            seconds=SECONDS_BETWEEN_RINGS,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin to ring."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ringing once the work under way is done."""
        self._scheduler.shutdown(wait=True)
