"""Walks the diagrams of a place at random: each task writes the facts it is declared to write."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cache
from random import Random

from engine.bpmn import SpiffRunner
from engine.definitions.facts import FactDeclaration
from engine.definitions.process import TaskDefinition
from engine.definitions.release import Release
from engine.domain.facts import FactSheet, FactValue
from engine.ports import Moved, Surroundings, Token
from tests.law.shipped import release
from tests.port.diagrams.drawing import MONDAY
from tests.process.coverage import Element

MOVES_MAX = 600
"""A walk that has not ended by then is a fault: chances to go round again are at most a half."""

MESSAGE_CHANCE, RING_CHANCE, CLUE_CHANCE = 0.12, 0.05, 0.2
EAGERNESS = (0.0, 0.6, 0.85)
"""How often a walk takes the value that leads on; without it few would come past the filing."""

LEADS_ON: dict[str, FactValue] = {
    "is_complete": True,
    "proposal": "受理",
    "is_real_name": True,
    "filing_opinion": "立案",
    "report_review": "同意",
    "assign_review": "accepted",
    "instrument_kind": "D09b",
    "is_disputed": True,
    "meeting_result": "approve",
}
MAIN = "proc_case_main"
MAIN_ENDS = frozenset({"m_not_accepted", "m_merged", "m_transferred", "m_raised", "m_done"})
"""Where the main line of a case may end, exactly once."""

BRANCH_ENDS = frozenset({"m_crime_done", "m_duty_done"})
RESULTS = {
    "acceptance_result": {"accepted", "transfer", "rejected", "guided", "lapsed"},
    "filing_result": {"filed", "not_filed", "transfer", "merged"},
    "assign_result": {"accepted", "taken_back", "raised"},
    "transfer_result": {"received", "returned"},
    "decision_result": {"issued", "revoked", "none", "suggestion"},
}
"""Facts that say how a procedure ended, and what they may say (STEPS 4)."""

CASE_WRITES = {
    "P1.1": ("case_source", "is_real_name"),
    "P2.2": ("is_major",),
    "P2.4": ("instrument_set",),
    "P3.7": ("is_major", "is_disputed", "problem_found"),
    "P4.7": ("is_major", "is_disputed", "problem_found"),
    "EX3": ("supplement_result",),
    "P6.1": ("sign_level",),
    "R4": ("rectification_result",),
}
"""Step → facts that the case itself writes when a task of the step is done (STEPS 4–11)."""

CLUES_AT = frozenset({"P3.3", "P3.4", "P3.7", "P4.7"})
AROUND = Surroundings(
    now=MONDAY, functions={"limit_reminder_at": lambda _: MONDAY + timedelta(days=1)}
)
LATER = Surroundings(now=MONDAY + timedelta(days=2), functions=AROUND.functions)


@dataclass(slots=True)
class Walk:
    """One case gone through at random."""

    place: str
    seed: int
    moves: int = 0
    ended: bool = False
    passed: list[Element] = field(default_factory=list)
    results: dict[str, FactValue] = field(default_factory=dict)

    @property
    def main_ends(self) -> list[str]:
        """The ends of the main line that were reached, in order."""
        return [
            element for process, element in self.passed if process == MAIN and element in MAIN_ENDS
        ]

    @property
    def ends(self) -> set[str]:
        """The end events of the overall process that were reached."""
        nodes = release(self.place).process_definitions[MAIN].nodes
        passed = {element for process, element in self.passed if process == MAIN}
        return {one for one in passed if one in nodes and nodes[one].kind == "endEvent"}


@cache
def runner() -> SpiffRunner:
    """One for all walks: it reads each release once, and every new state back."""
    return SpiffRunner(verify=True)


def walk(place: str, seed: int) -> Walk:
    """Go through one case of the place, to its end or `MOVES_MAX`."""
    return _Walker(place, seed).go()


class _Walker:
    def __init__(self, place: str, seed: int) -> None:
        self.release: Release = release(place)
        self.order = Random(f"{place} {seed}")
        self.walk = Walk(place, seed)
        self.eager = self.order.choice(EAGERNESS)
        self.facts = FactSheet(self._opening(), local_names=self.release.local_facts)
        self.moved = runner().start(diagrams=self.release, facts=self.facts, around=AROUND)
        self._note()

    def go(self) -> Walk:
        while not self.moved.ended and self.walk.moves < MOVES_MAX:
            self.walk.moves += 1
            self.moved = self._step()
            self._note()
        self.walk.ended = self.moved.ended
        self.walk.results = {name: self.facts.values.get(name) for name in RESULTS}
        return self.walk

    def _step(self) -> Moved:
        about = {"diagrams": self.release, "facts": self.facts}
        messages = sorted(self.moved.messages)
        if messages and self.order.random() < MESSAGE_CHANCE:
            name = self.order.choice(messages)
            return runner().deliver(self.moved.state, name, around=AROUND, **about)
        if self.moved.timers and self.order.random() < RING_CHANCE:
            return runner().ring(self.moved.state, around=LATER, **about)
        token = self.order.choice(self._tokens())
        self._write(token)
        return runner().complete(self.moved.state, token.id, around=AROUND, **about)

    def _tokens(self) -> Sequence[Token]:
        return runner().open_tokens(self.moved.state, diagrams=self.release)

    def _note(self) -> None:
        self.walk.passed += [(one.process, one.element) for one in self.moved.passed]

    # --- facts -----------------------------------------------------------------------------

    def _opening(self) -> dict[str, FactValue]:
        entry = self.order.choice(("acceptance", "filing"))
        return {
            "entry": entry,
            "is_real_name": False,
            "has_handlers": False,
            "guide_then_accept": self.order.random() < 0.5,
            "has_committee": self.release.place_info.committee.enabled,
            "escalated": False,
        }

    def _write(self, token: Token) -> None:
        task = self.release.tasks[token.process, token.element]
        for fact in self.release.fact_declarations:
            if self._is_written_by(fact, task):
                self.facts.write(fact.name, self._drawn(fact), path=token.path)
        for name in CASE_WRITES.get(task.step, ()):
            if name in self.release.facts:
                self.facts.write(name, self._drawn(self.release.facts[name]), path=token.path)
        self._write_what_follows(task, token)

    def _is_written_by(self, fact: FactDeclaration, task: TaskDefinition) -> bool:
        return fact.writer.kind in {"form", "ballot"} and fact.writer.step == task.step

    def _write_what_follows(self, task: TaskDefinition, token: Token) -> None:
        """What is never drawn: handlers once named, clues that stay, a new instrument's ballot."""
        if task.step == "P2.1":
            self.facts.write("has_handlers", value=True)
        if task.step == "P6.1" and self.order.random() < 0.5:
            self.facts.write("meeting_result", None)
        if task.step == "R6":
            self.facts.write("rectification_result", "not_done")
        for clue in ("crime_clue", "duty_clue"):
            if task.step in CLUES_AT and self.order.random() < CLUE_CHANCE:
                self.facts.write(clue, value=True, path=token.path)

    def _drawn(self, fact: FactDeclaration) -> FactValue:
        if fact.name in LEADS_ON and self.order.random() < self.eager:
            return LEADS_ON[fact.name]
        match fact.type:
            case "boolean":
                return self.order.random() < 0.5
            case "number":
                return Decimal(self.order.randint(0, 3))
            case "date":
                return MONDAY.date()
            case "enum":
                return self.order.choice(self._values(fact))
        return "文字"

    def _values(self, fact: FactDeclaration) -> Sequence[str]:
        if fact.name == "instrument_set":
            return sorted(self.release.place_info.instrument_sets)
        return fact.values or sorted(self.release.place_info.enums[fact.name])
