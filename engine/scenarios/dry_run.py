"""试办: a draft tried out step by step with an invented cast and a clock set by hand.

A dry run is a scenario that is being told: what it is, is its entries. To go back is to tell fewer
of them; to keep it is to write them down as a file. So nothing is kept here but the stages played
last, to which one more entry is one more step.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TypeVar

from engine.definitions.release import Release
from engine.domain.facts import fact_to_plain
from engine.domain.plain import Plain, to_plain
from engine.domain.task_events import ProcessMoved
from engine.errors import Refusal
from engine.scenarios.run import Playing, Result, apart, play_scenario
from engine.scenarios.scenario_file import Scenario, read_scenario
from engine.wiring import Settings

ENTRIES_MAX = 300
STAGES_KEPT_MAX = 4
NAME = "试办.yaml"

Seen = TypeVar("Seen")


class DryRunTooLong(Refusal):
    """More entries than a scenario should have."""

    code = "dry_run_too_long"
    http_status = 422
    what = "试办超过 {most} 步。"
    mend = "请把前面几步合成一个“顺走到”，或者另起一次试办。"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """A task that waits, and who of the cast would do it."""

    code: str
    process: str
    element: str
    step: str
    title: str
    role: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunView:
    """How things stand after the entries told so far."""

    at: datetime
    results: tuple[Result, ...]
    status: str = ""
    ended: bool = False
    open_tasks: tuple[OpenTask, ...] = ()
    facts: Mapping[str, Plain] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    due: tuple[tuple[str, str], ...] = ()
    """Title and last day of each running limit."""
    passed: tuple[tuple[str, str], ...] = ()
    """(process, element) of every node and flow passed, in order; for colouring."""


@dataclass(slots=True)
class Kept:
    """A stage, and what was told on it."""

    stage: ExitStack
    playing: Playing
    entries: list[str]
    results: list[Result]


class DryRuns:
    """The stages played last; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: dict[str, Kept] = {}
        self._lock = Lock()

    def play(self, release: Release, told: Mapping[str, object]) -> DryRunView:
        """Do the entries of `told` that were not done yet; fewer than before begins anew.

        Refuses `scenario_refused` and `dry_run_too_long`.
        """
        return self.look(release, told, view_of)

    def look(
        self, release: Release, told: Mapping[str, object], look: Callable[["Kept"], Seen]
    ) -> Seen:
        """The same, and what `look` finds on the stage; nothing may be changed there."""
        scenario = scenario_told(release, told)
        said = [canonical_entry(one) for one in _entries(told)]
        with self._lock:
            kept = self._ready(release, scenario, told, said)
            for number in range(len(kept.entries), len(said)):
                kept.results.append(kept.playing.result_of(number + 1, scenario.steps[number]))
                kept.entries.append(said[number])
            return look(kept)

    def close(self) -> None:
        """Clear every stage away."""
        with self._lock:
            for kept in self._kept.values():
                kept.stage.close()
            self._kept.clear()

    def _ready(
        self, release: Release, scenario: Scenario, told: Mapping[str, object], said: Sequence[str]
    ) -> Kept:
        setting = {key: value for key, value in told.items() if key not in {"steps", "expect"}}
        name = f"{release.id} {json.dumps(setting, sort_keys=True, default=str)} {said[0]}"
        kept = self._kept.pop(name, None)
        if kept is not None and kept.entries != list(said[: len(kept.entries)]):
            kept.stage.close()
            kept = None
        if kept is None:
            stage = ExitStack()
            playing = stage.enter_context(
                play_scenario(scenario, apart(self._settings), release=release)
            )
            kept = Kept(stage=stage, playing=playing, entries=[], results=[])
        self._kept[name] = kept
        while len(self._kept) > STAGES_KEPT_MAX:
            self._kept.pop(next(iter(self._kept))).stage.close()
        return kept


def scenario_told(release: Release, told: Mapping[str, object]) -> Scenario:
    """The scenario the entries make so far; refuses `scenario_refused`."""
    if len(_entries(told)) > ENTRIES_MAX:
        raise DryRunTooLong(most=ENTRIES_MAX)
    return read_scenario(scenario_file(release.place, told), file=NAME)


def scenario_file(place: str, told: Mapping[str, object]) -> bytes:
    """The entries as a scenario file: one line each, as a person would write them."""
    lines = [
        f"title: {_text(str(told.get('title') or '试办'))}",
        f"place: {_text(place)}",
        f"why: {_text(str(told.get('why') or '由试办存成'))}",
    ]
    setting = [key for key in ("orgs", "cast") if told.get(key)]
    lines += [f"{key}: {json.dumps(told[key], ensure_ascii=False)}" for key in setting]
    lines += ["steps:", *(f"  - {canonical_entry(one)}" for one in _entries(told))]
    if told.get("expect"):
        lines.append(f"expect: {json.dumps(told['expect'], ensure_ascii=False)}")
    return ("\n".join(lines) + "\n").encode()


def canonical_entry(entry: object) -> str:
    """One entry on one line."""
    return json.dumps(entry, ensure_ascii=False)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _entries(told: Mapping[str, object]) -> list[object]:
    found = told.get("steps")
    return list(found) if isinstance(found, list) else []


def view_of(kept: Kept) -> DryRunView:
    """How things stand on the stage."""
    player, results = kept.playing.player, tuple(kept.results)
    at = kept.playing.stage.clock.now()
    if not player.case_id:
        return DryRunView(at=at, results=results)
    case = player.case()
    calendar = player.office.calendar_of(player.release)
    moves = [one.event for one in player.log() if isinstance(one.event, ProcessMoved)]
    return DryRunView(
        at=at,
        results=results,
        status=case.head.status,
        ended=case.head.ended,
        open_tasks=tuple(
            OpenTask(
                code=f"{visit.step}/{item.role}",
                process=visit.process,
                element=visit.element,
                step=visit.step,
                title=visit.title,
                role=item.role,
                by=player.doer(item),
            )
            for visit in case.open_visits
            for item in case.items_of(visit.id)
            if item.is_open
        ),
        facts={
            name: to_plain(fact_to_plain(value))
            for name, value in sorted(case.facts.values.items())
        },
        documents=tuple(f"{one.kind} {one.title}" for one in case.documents.values()),
        due=tuple(
            (one.title, day.isoformat() if (day := one.due_on(calendar)) else "")
            for one in case.clocks.values()
            if one.stop is None
        ),
        passed=tuple(one for move in moves for one in move.passed),
    )
