"""Runs scenario files: each in a fresh database, its clock set to its first entry, one case."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from engine.commands.door import Answer
from engine.definitions.release import Release
from engine.documents.text_documents import TextDocuments
from engine.errors import Refusal, ZhijianError
from engine.jobs.job_queue import work
from engine.scenarios.expectations import Expected, refusal_differences
from engine.scenarios.player import Player
from engine.scenarios.scenario_file import (
    ActEntry,
    Entry,
    JumpEntry,
    Scenario,
    WalkEntry,
    read_scenario,
)
from engine.scenarios.stage import Stage, set_stage
from engine.store.job_rows import next_due_at
from engine.wiring import Settings

JUMPS_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one entry went: empty `differences` = as expected."""

    number: int
    what: str
    differences: tuple[str, ...]


def run_file(path: Path, settings: Settings) -> tuple[Scenario, list[Result]]:
    """Play the file in a scratch folder; `settings.database` may name another empty database."""
    with play(path, settings) as playing:
        return playing.scenario, list(playing.results())


@contextmanager
def play(path: Path, settings: Settings) -> Iterator["Playing"]:
    """The file on its own stage, ready to be played; the stage is cleared away afterwards."""
    scenario = read_scenario(path.read_bytes(), file=path.name)
    with play_scenario(scenario, settings) as playing:
        yield playing


def apart(settings: Settings) -> Settings:
    """The settings of a stage: a database of its own, and no way out of the building."""
    return Settings(database="", definitions=settings.definitions, fonts=settings.fonts)


@contextmanager
def play_scenario(
    scenario: Scenario, settings: Settings, *, release: Release | None = None
) -> Iterator["Playing"]:
    """The same for a scenario read already; `release` is played instead of its place's own."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        database = settings.database or f"sqlite:///{folder / 'scenario.db'}"
        own = replace(
            settings,
            database=database,
            files=str(folder / "files"),
            key_file=str(folder / "identity.key"),
        )
        stage = set_stage(
            own,
            release.place if release else scenario.place,
            scenario.orgs,
            at=scenario.begins_at,
            where=scenario.where,
            documents=TextDocuments(),  # what a paper says counts here, not how it is set
            release=release,
        )
        try:
            yield Playing(stage, scenario)
        finally:
            stage.house.store.engine.dispose()


class Playing:
    """One scenario under way."""

    def __init__(self, stage: Stage, scenario: Scenario) -> None:
        self.stage = stage
        self.scenario = scenario
        self.player: Player = stage.player()
        self.answers: dict[str, Answer] = {}

    def results(self) -> Iterator[Result]:
        """Every entry in turn; the end state last."""
        for number, entry in enumerate(self.scenario.steps, start=1):
            yield self.result_of(number, entry)
        if self.player.case_id:
            end = Expected(self.player, []).differences(self.scenario.expect)
            yield Result(number=len(self.scenario.steps) + 1, what="终态", differences=tuple(end))

    def result_of(self, number: int, entry: Entry) -> Result:
        """Do one entry, and tell what went otherwise than it expects."""
        return Result(number=number, what=_what(entry), differences=tuple(self._differences(entry)))

    def _differences(self, entry: Entry) -> Iterator[str]:
        self._advance(entry)
        before = self._log_length()
        error: ZhijianError | None = None
        answer: Answer | None = None
        try:
            answer = self._do(entry)
        except Refusal as refusal:
            error = refusal
        except AssertionError as failure:
            yield str(failure)
            return
        yield from refusal_differences(error, entry.expect)
        if error is not None and self._log_length() != before:
            yield "被拒之后案件有变化"
        yield from self._same_answer(entry, answer, before)
        if self.player.case_id:
            yield from Expected(self.player, []).differences(entry.expect)

    def _do(self, entry: Entry) -> Answer | None:
        match entry:
            case JumpEntry():
                return None
            case WalkEntry():
                self.player.walk(entry.walk_to, only=entry.only, forms=entry.forms)
                return None
            case ActEntry():
                return self._act(entry)

    def _act(self, entry: ActEntry) -> Answer:
        doing: Callable[..., Answer] = {
            "start": self.player.start,
            "complete": self.player.complete,
        }.get(entry.do, self.player.operation(entry.do))
        return doing(entry.step, entry.by, entry.form, key=entry.key, omit=entry.omit)

    def _same_answer(self, entry: Entry, answer: Answer | None, before: int) -> Iterator[str]:
        if not isinstance(entry, ActEntry) or entry.key is None or answer is None:
            return
        known = self.answers.setdefault(entry.key, answer)
        if entry.expect.get("same_answer"):
            if dict(known) != dict(answer):
                yield "回答与前一次不同"
            if self._log_length() != before:
                yield "重复的操作产生了新事件"

    def _advance(self, entry: Entry) -> None:
        """Ring the timers due until then, each at its own instant; then show the entry's time."""
        until = entry.advance_to if isinstance(entry, JumpEntry) else entry.at
        for _ in range(JUMPS_MAX):
            due = self._next_due()
            if due is None or due > until:
                break
            self.stage.clock.set(max(due, self.stage.clock.now()))
            if not work(self.stage.house.office, self.stage.house.store, owner="scenario"):
                break
        self.stage.clock.set(max(until, self.stage.clock.now()))

    def _next_due(self) -> datetime | None:
        return next_due_at(self.stage.house.store.engine)

    def _log_length(self) -> int:
        return self.player.case().head.log_seq if self.player.case_id else 0


def _what(entry: Entry) -> str:
    match entry:
        case JumpEntry():
            return f"拨钟到 {entry.advance_to:%Y-%m-%d %H:%M}"
        case WalkEntry():
            return f"{entry.at:%Y-%m-%d %H:%M} 顺走到 {entry.walk_to}"
        case ActEntry():
            return f"{entry.at:%Y-%m-%d %H:%M} {entry.step} {entry.by} {entry.do}"
