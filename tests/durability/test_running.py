"""`zhijian serve` and `zhijian work` as an operator runs them: watched, told to stop, killed."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from engine.scenarios.demo import COMPLAINT
from tests.durability.yard import ROOT
from tests.waiting import SECONDS_MAX, until

COMMAND = "from engine.cli import main; raise SystemExit(main())"
HERE = "127.0.0.1"

pytestmark = pytest.mark.long


class Started:
    """A verb of the command at work on the yard, with its log."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, port: int) -> None:
        self.process, self.port, self._log = process, port, log

    def text(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def events(self, name: str) -> list[dict[str, object]]:
        lines = [one for one in self.text().splitlines() if one.startswith("{")]
        return [one for one in map(json.loads, lines) if one["event"] == name]

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(HERE, self.port, timeout=SECONDS_MAX)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            return self.get("/health/live")[0] == http.client.OK
        except OSError:
            return False

    def known_browser(self) -> str:
        """The lines of a header by which a form of this web may be sent."""
        connection = http.client.HTTPConnection(HERE, self.port, timeout=SECONDS_MAX)
        connection.request("GET", "/api/v1/places")
        answer = connection.getresponse()
        answer.read()
        connection.close()
        cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
        return f"Cookie: {cookie}\r\nX-Form-Token: {answer.headers['X-Form-Token']}\r\n"

    def processes_that_answer(self) -> set[str]:
        """Each process has figures of its own; asking often enough meets them all."""
        told = [self.get("/metrics")[1] for _ in range(10) if self.answers()]
        return {one.partition('process="')[2].partition('"')[0] for one in told}

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS_MAX)


@contextmanager
def started(yard, folder: Path, *words: str) -> Iterator[Started]:
    with socket.create_server((HERE, 0)) as free:
        port = free.getsockname()[1]
    settings = yard.house.settings
    named = {
        f"ZHIJIAN_{name.upper()}": getattr(settings, name)
        for name in ("database", "files", "key_file")
    }
    where = ("--port", str(port)) if words[0] == "serve" else ()
    log = folder / f"{words[0]}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *words, *where],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **named},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # killed as one: none of its processes outlives the test
        )
    try:
        yield Started(process, log, port)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def assert_tells_no_person(log: str) -> None:
    """Every line is JSON, and none names who complained or what was written."""
    for line in log.splitlines():
        assert json.loads(line)["event"]
    for told in ("name", "phone", "content"):
        assert str(COMPLAINT.get(told, "\0")) not in log


def test_the_web_is_watched_and_stops_gracefully(yard, tmp_path):
    with started(yard, tmp_path, "serve", "--processes", "2") as web:
        until(web.answers, "nobody answers")
        assert web.get("/health/ready") == (http.client.OK, '{"status":"ready"}\n')
        status, figures = web.get("/metrics")
        assert status == http.client.OK
        assert "zhijian_jobs_due" in figures
        assert "zhijian_writes_total{process=" in figures
        passed_on = {"X-Forwarded-For": "192.0.2.1"}
        assert web.get("/metrics", **passed_on)[0] == http.client.NOT_FOUND
        until(lambda: len(web.processes_that_answer()) == 2, "two processes")
        assert web.stop() == 0
        assert len(web.events("bell_stopped")) == 2
        assert_tells_no_person(web.text())


def test_what_was_asked_before_the_end_is_answered(yard, tmp_path):
    """The body comes after the process was told to stop; whoever sent it gets his answer."""
    body = b'{"place": "510116", "login": "nobody", "password": "none"}'
    with started(yard, tmp_path, "serve") as web:
        until(web.answers, "nobody answers")
        head = (
            "POST /api/v1/session HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\n{web.known_browser()}"
            f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
        )
        with socket.create_connection((HERE, web.port), timeout=SECONDS_MAX) as wire:
            wire.sendall(head.encode())
            assert wire.recv(1024).startswith(b"HTTP/1.1 100")
            web.process.send_signal(signal.SIGTERM)
            until(lambda: not web.answers(), "it still listens")
            wire.sendall(body)
            assert wire.recv(1024).startswith(b"HTTP/1.1 401")
        assert web.process.wait(SECONDS_MAX) == 0


def test_a_killed_process_of_the_web_is_replaced(yard, tmp_path):
    with started(yard, tmp_path, "serve", "--processes", "2") as web:
        until(web.answers, "nobody answers")
        until(lambda: len(web.processes_that_answer()) == 2, "two processes")
        killed = web.processes_that_answer().pop()
        os.kill(int(killed.rpartition("-")[2]), signal.SIGKILL)
        until(lambda: len(web.events("bell_began")) == 3, "a third bell")
        until(lambda: len(web.processes_that_answer() - {killed}) == 2, "two processes again")


def test_a_database_with_other_tables_is_not_ready(yard, tmp_path):
    with started(yard, tmp_path, "serve") as web:
        until(web.answers, "nobody answers")
        with yard.house.store.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
        status, text = web.get("/health/ready")
        assert (status, json.loads(text)["problems"]) == (503, ["database_not_current"])
        assert web.get("/health/live")[0] == http.client.OK


def test_a_worker_does_what_is_due_and_stops_gracefully(yard, tmp_path):
    with started(yard, tmp_path, "work") as worker:
        until(lambda: worker.events("worker_began"), "the worker does not begin")
        assert worker.stop() == 0
        (stopped,) = worker.events("worker_stopped")
        *lines, last = worker.text().splitlines()
        assert last == f"已停止，共办理{stopped['done']}项后台任务"
        assert_tells_no_person("\n".join(lines))
