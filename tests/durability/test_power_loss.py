"""The power fails under SQLite, at random moments: what was acknowledged is on the disk.

The model is the worst case: of each file only what it held at its last fsync is left. A process
works, it is halted at a moment of chance, and what the disk would hold then is opened elsewhere;
it goes on when that was looked at, so that each look is at a little more work than the last.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.durability.yard import (
    ROOT,
    assert_sound,
    enter_yard,
    open_yard,
    settings_in,
    stored_keys,
)

HERE = Path(__file__).parent
READY_SECONDS_MAX = 300
BETWEEN_LOSSES = 0.3


@pytest.fixture(scope="session")
def shim(tmp_path_factory) -> Path:
    """The library that keeps the images; made with the machine's C compiler."""
    made = tmp_path_factory.mktemp("power") / "power.so"
    command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(made), str(HERE / "power.c"), "-ldl"]
    subprocess.run(command, check=True)
    return made


@dataclass(frozen=True, kw_only=True)
class Working:
    """A process at work, and where its disk is imagined."""

    process: subprocess.Popen[bytes]
    folder: Path
    disk: Path

    def acknowledged(self) -> set[str]:
        notes = self.folder / "notes"
        text = notes.read_text() if notes.exists() else ""
        whole = text[: text.rfind("\n") + 1].splitlines()
        return {line.split()[1] for line in whole if line.startswith("ack ")}

    @contextmanager
    def failing(self, into: Path) -> Iterator[set[str]]:
        """The power fails now: the disk as it is goes into a folder; yields what was answered."""
        os.kill(self.process.pid, signal.SIGSTOP)
        acknowledged = self.acknowledged()
        into.mkdir()
        for name in ("z.db", "z.db-wal"):
            if (self.disk / name).exists():
                shutil.copyfile(self.disk / name, into / name)
        shutil.copyfile(self.folder / "identity.key", into / "identity.key")
        yield acknowledged
        os.kill(self.process.pid, signal.SIGCONT)


@contextmanager
def working(shim: Path, folder: Path, *, synchronous: str) -> Iterator[Working]:
    settings = settings_in(folder, f"sqlite:///{folder / 'z.db'}")
    stage = open_yard(settings, cases=2)
    stage.house.store.engine.dispose()
    disk = folder / "disk"
    disk.mkdir()
    shutil.copyfile(folder / "z.db", disk / "z.db")  # at rest, all of it is on the disk
    order = {
        "database": settings.database,
        "folder": str(folder),
        "notes": str(folder / "notes"),
        "name": "power",
        "seed": 1,
        "tasks": 0,
        "synchronous": synchronous,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.durability.hand", json.dumps(order)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LD_PRELOAD": str(shim),
        }
        | {"POWER_WATCHED": str(folder / "z.db"), "POWER_DISK": str(disk)},
    )
    found = Working(process=process, folder=folder, disk=disk)
    try:
        until = time.monotonic() + READY_SECONDS_MAX
        while len(found.acknowledged()) < 2:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
        yield found
    finally:
        process.kill()
        process.wait()


@pytest.mark.long
@pytest.mark.parametrize("losses", [20, pytest.param(200, marks=pytest.mark.proof)])
def test_nothing_acknowledged_is_lost_when_the_power_fails(shim, tmp_path, losses):
    chance = random.Random(losses)
    with working(shim, tmp_path, synchronous="FULL") as hand:
        for number in range(losses):
            time.sleep(chance.uniform(0, BETWEEN_LOSSES))
            folder = tmp_path / f"left-{number}"
            with hand.failing(folder) as acknowledged:
                stage = enter_yard(settings_in(folder, f"sqlite:///{folder / 'z.db'}"))
                assert_sound(stage.house, acknowledged=acknowledged)
                stage.house.store.engine.dispose()
            shutil.rmtree(folder)


@pytest.mark.long
def test_the_same_loss_is_seen_when_commits_are_not_synced(shim, tmp_path):
    with working(shim, tmp_path, synchronous="NORMAL") as hand:
        folder = tmp_path / "left"
        with hand.failing(folder) as acknowledged:
            stage = enter_yard(settings_in(folder, f"sqlite:///{folder / 'z.db'}"))
            assert acknowledged - stored_keys(stage.house), "this test would see no loss at all"
            stage.house.store.engine.dispose()
