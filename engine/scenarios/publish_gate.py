"""The gate before a publication: every scenario of the place is played on exactly that content."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.commands.proving import FAILED
from engine.definitions.release import Release
from engine.domain.plain import Plain
from engine.errors import ZhijianError
from engine.scenarios.coverage import Coverage, coverage_of
from engine.scenarios.run import apart, play_scenario
from engine.scenarios.scenario_file import read_scenario
from engine.wiring import Settings

DIFFERENCES_KEPT_MAX = 20
MISSED_KEPT_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one scenario went; no differences = as it says."""

    name: str
    title: str
    differences: tuple[str, ...]
    applies: bool = True
    """False: told of an ancestor, and otherwise here before the draft already."""

    def as_plain(self) -> dict[str, Plain]:
        """What is kept of it."""
        return {
            "name": self.name,
            "title": self.title,
            "applies": self.applies,
            "differences": list(self.differences[:DIFFERENCES_KEPT_MAX]),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How all scenarios of a release went, and what of its drawings they passed."""

    release_id: str
    outcomes: tuple[Outcome, ...]
    coverage: Coverage

    @classmethod
    def of_plain(
        cls, release_id: str, outcomes: Iterable[Mapping[str, Any]], coverage: Coverage
    ) -> "Proof":
        """The proof again, of what was kept of its scenarios."""
        found = (replace(Outcome(**one), differences=tuple(one["differences"])) for one in outcomes)
        return cls(release_id=release_id, outcomes=tuple(found), coverage=coverage)

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the scenarios that went otherwise than they say."""
        return tuple(one.name for one in self.outcomes if one.differences and one.applies)

    def as_plain(self) -> dict[str, Plain]:
        """What is kept of it."""
        covered = {
            "nodes": self.coverage.nodes,
            "flows": self.coverage.flows,
            "boundary_events": self.coverage.boundary_events,
        }
        missed = self.coverage.missing(set().union(*covered.values()))
        return {
            FAILED: list(self.failed),
            "scenarios": [one.as_plain() for one in self.outcomes],
            "coverage": {
                name: list(self.coverage.share(wanted)) for name, wanted in covered.items()
            },
            "missed": [list(one) for one in missed[:MISSED_KEPT_MAX]],
        }


def prove(
    release: Release,
    settings: Settings,
    *,
    base: Release | None = None,
    tell: Callable[[Outcome], None] = lambda _one: None,
) -> Proof:
    """Play every scenario of the place and its ancestors; each on a stage of its own.

    A scenario told of an ancestor may expect what the place chooses otherwise (a number's words, a
    committee). One that fails on `base`, the release the draft began from, too, is no fault of the
    draft: it is told as not applying and stops nothing.
    """
    coverage = coverage_of(release)
    outcomes = []
    for name, data in scenarios_of(release):
        outcome = played(name, data, release, settings, coverage, base)
        outcomes.append(outcome)
        tell(outcome)
    return Proof(release_id=release.id, outcomes=tuple(outcomes), coverage=coverage)


def played(  # noqa: PLR0913 - what is played, on which release, noted where
    name: str,
    data: bytes,
    release: Release,
    settings: Settings,
    coverage: Coverage,
    base: Release | None = None,
) -> Outcome:
    """One scenario on a stage of its own, and whether it is the draft that fails it."""
    outcome = _played(name, data, release, settings, coverage)
    if outcome.differences and base is not None and _place_of(name, data) != release.place:
        before = _played(name, data, base, settings, coverage_of(base))
        outcome = replace(outcome, applies=not before.differences)
    return outcome


def scenarios_of(release: Release) -> Iterator[tuple[str, bytes]]:
    """The scenarios of the place and its ancestors by name; the nearest file of a name counts."""
    yield from sorted(release.scenarios.items())


def _place_of(name: str, data: bytes) -> str:
    try:
        return read_scenario(data, file=name).place
    except ZhijianError:
        return ""


def _played(
    name: str, data: bytes, release: Release, settings: Settings, coverage: Coverage
) -> Outcome:
    title = name
    try:
        scenario = read_scenario(data, file=name)
        title = scenario.title
        with play_scenario(scenario, apart(settings), release=release) as playing:
            wrong = [
                f"第{one.number}项 {one.what}：{difference}"
                for one in playing.results()
                for difference in one.differences
            ]
            if playing.player.case_id:
                coverage.note_log(playing.player.log())
    except ZhijianError as error:
        wrong = [error.what_text]
    return Outcome(name=name, title=title, differences=tuple(wrong))
