"""Who waits to write a SQLite file waits for a bounded time, is told so, and loses nothing."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.commands.door import TRIES_MAX
from engine.commands.refusals import Interrupted
from engine.store import one_writer as queue
from engine.store import tables as t
from engine.store.connection import reading
from tests.commands.desk import new_desk

HOLD = """
import fcntl, sys
lock = open(sys.argv[1], "a")
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
HURRY = 0.1
COMPLETE = {"is_complete": True}


@pytest.fixture
def desk(tmp_path):
    made = new_desk(tmp_path / "desk", database=f"sqlite:///{tmp_path / 'z.db'}")
    made.player.start("P1.1", "intake_clerk", {})
    yield made
    made.engine.dispose()


@pytest.fixture
def another_process(desk):
    """It has the lock of the file and does not give it back."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, f"{desk.engine.url.database}.lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent,
    ) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def version(desk) -> int:
    with reading(desk.engine) as connection:
        return connection.execute(select(t.cases.c.version)).scalar_one()


def item_waiting(desk) -> str:
    with reading(desk.engine) as connection:
        query = select(t.work_items.c.id).where(t.work_items.c.closed_at.is_(None))
        return connection.execute(query).scalar_one()


def test_a_writer_that_hangs_in_another_process_is_waited_for_only_so_long(
    desk, another_process, monkeypatch
):
    monkeypatch.setattr(queue, "WAIT_SECONDS_MAX", HURRY)
    item = item_waiting(desk)
    with pytest.raises(Interrupted) as caught:
        desk.send(item, "intake_clerk", COMPLETE, key="one")
    assert (caught.value.code, caught.value.http_status) == ("database_interrupted", 503)
    assert caught.value.details["why"] == "writer_in_another_process"
    assert version(desk) == 1
    another_process.kill()
    another_process.wait()
    desk.send(item, "intake_clerk", COMPLETE, key="one")  # its lock died with it
    assert version(desk) == 2


def test_who_only_reads_waits_for_no_writer(desk, another_process):
    assert version(desk) == 1


def test_a_writer_that_hangs_in_this_process_is_waited_for_only_so_long(desk, monkeypatch):
    monkeypatch.setattr(queue, "WAIT_SECONDS_MAX", HURRY)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with queue.one_writer(str(desk.engine.url.database)):
            held.set()
            done.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(10)
        with pytest.raises(Interrupted) as caught:
            desk.send(item_waiting(desk), "intake_clerk", COMPLETE)
        assert caught.value.details["why"] == "writer_in_this_process"
    finally:
        done.set()
        thread.join()
    desk.send(item_waiting(desk), "intake_clerk", COMPLETE)


def test_a_person_waits_no_longer_than_half_a_minute():
    assert queue.WAIT_SECONDS_MAX * TRIES_MAX <= 30
