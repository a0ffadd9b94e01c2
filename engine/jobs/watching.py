"""For those who watch: is the process healthy, is it ready, and its figures for Prometheus.

Nothing here names a person or a case.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from engine.commands.refusals import Interrupted
from engine.store import migrate
from engine.store.interruptions import interruptions_named
from engine.store.job_rows import backlog
from engine.store.transaction import SqlStore

DISK_SHARE_LEFT_MIN = 0.05
"""Below this share of the files' disk the process is no longer ready."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether the process can serve; `problems` are codes, empty = ready."""

    problems: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.problems


def readiness(store: SqlStore, *, files: Path) -> Readiness:
    """The database answers, its tables are those of this program, the disk has room."""
    return Readiness(problems=tuple(_problems(store, files)))


def _problems(store: SqlStore, files: Path) -> Iterator[str]:
    try:
        with interruptions_named():
            if migrate.current(store.engine) != migrate.newest():
                yield "database_not_current"
    except Interrupted:
        yield "database_away"
    there = next((one for one in (files, *files.parents) if one.exists()), Path("/"))
    usage = shutil.disk_usage(there)
    if usage.free < usage.total * DISK_SHARE_LEFT_MIN:
        yield "disk_full"


class _Figures(Collector):
    def __init__(self, store: SqlStore, now: datetime, process: str) -> None:
        self._store = store
        self._now = now
        self._process = process

    def collect(self) -> Iterable[Metric]:
        yield from _jobs(self._store, self._now)
        tally = self._store.tally
        for name, text, value in (
            ("zhijian_writes", "Write transactions committed", tally.committed),
            ("zhijian_writes_undone", "Write transactions left undone", tally.undone),
            ("zhijian_writes_interrupted", "Those the database broke off", tally.interrupted),
            ("zhijian_write_seconds", "Seconds spent in them", tally.seconds),
        ):
            counter = CounterMetricFamily(name, text, labels=["process"])
            counter.add_metric([self._process], value)
            yield counter


def figures(store: SqlStore, now: datetime, *, process: str = "") -> bytes:
    """All figures in the text form of Prometheus; those of this process bear its name."""
    registry = CollectorRegistry()
    registry.register(_Figures(store, now, process))
    return generate_latest(registry)


def _jobs(store: SqlStore, now: datetime) -> Iterator[Metric]:
    found = backlog(store.engine, now)
    late = (now - found.oldest_due_at).total_seconds() if found.oldest_due_at else 0.0
    for name, text, value in (
        ("zhijian_jobs_due", "Jobs that are due", found.due),
        ("zhijian_jobs_late_seconds", "How long the oldest of them is due", late),
        ("zhijian_jobs_waiting", "Jobs for later", found.waiting),
        ("zhijian_incidents", "Jobs that failed for good", found.incidents),
    ):
        yield GaugeMetricFamily(name, text, value=value)
