"""The `Runner` port on SpiffWorkflow: loads a state, makes one move, saves it."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Lock

from engine.bpmn import patches, state_codec
from engine.bpmn.bounds import PARSED_RELEASES_MAX
from engine.bpmn.diagram_parser import ParsedRelease
from engine.bpmn.faults import StateDiffers
from engine.bpmn.levels import CaseWorkflow
from engine.bpmn.move import Move, awaited, open_tokens, waiting_timers
from engine.bpmn.release_reading import read_release
from engine.bpmn.repositioning import arrivals
from engine.bpmn.script_engine import FeelEngine
from engine.domain.facts import FactSheet
from engine.ports import Arrival, Moved, ProcessSet, Repositioning, Surroundings, Token

NOWHERE = Surroundings(now=datetime.min.replace(tzinfo=UTC))
"""For looking at a state without evaluating anything in it."""


class SpiffRunner:
    """Moves tokens through the diagrams of a release; safe to share between threads.

    `verify` reads every new state back and compares it before it is returned: always in tests,
    at choice in production.
    """

    def __init__(self, *, verify: bool = False) -> None:
        patches.install()
        self._verify = verify
        self._parsed: OrderedDict[str, ParsedRelease] = OrderedDict()
        self._parsing = Lock()

    def start(self, *, diagrams: ProcessSet, facts: FactSheet, around: Surroundings) -> Moved:
        """Begin `proc_case_main` and move to the first wait."""
        release = self._release(diagrams)
        engine = _engine(release, facts, around)
        workflow = CaseWorkflow(
            release.main,
            subprocess_specs=release.levels,
            script_engine=engine,
            last_id=0,
            restoring=False,
        )
        return self._finish(Move(workflow, engine), release, facts)

    def complete(
        self,
        state: bytes,
        token_id: str,
        *,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
    ) -> Moved:
        """The user task of `token_id` is done; move to the next wait.

        May fail with `token_not_open`.
        """
        return self._move(state, diagrams, facts, around, lambda move: move.complete(token_id))

    def deliver(
        self,
        state: bytes,
        message: str,
        *,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
    ) -> Moved:
        """Give the message to all that wait for it. May fail with `message_not_awaited`."""
        return self._move(state, diagrams, facts, around, lambda move: move.deliver(message))

    def ring(
        self, state: bytes, *, diagrams: ProcessSet, facts: FactSheet, around: Surroundings
    ) -> Moved:
        """Let every timer fire that is due at `around.now`; none due changes nothing.

        The days of all timers are asked anew, so this also tells the new days after a limit was
        extended, suspended or resumed.
        """
        return self._move(state, diagrams, facts, around, Move.ring)

    def open_tokens(self, state: bytes, *, diagrams: ProcessSet) -> Sequence[Token]:
        """The user-task tokens that wait in a kept state, oldest first."""
        return open_tokens(self._look(state, diagrams))

    def arrivals(self, state: bytes, *, diagrams: ProcessSet) -> Sequence[Arrival]:
        """The tokens that wait before a join for others, oldest first."""
        return arrivals(self._look(state, diagrams))

    def carry_over(
        self,
        state: bytes,
        *,
        from_diagrams: ProcessSet,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
    ) -> Moved:
        """The same tokens, with the same ids, in the diagrams of another release.

        May fail with `position_unknown` when something that waits is gone there.
        """
        old, new = self._release(from_diagrams), self._release(diagrams)
        carried = state_codec.carried_over(state, old, new)
        return self._move(carried, diagrams, facts, around, lambda _move: None)

    def reposition(
        self,
        state: bytes,
        change: Repositioning,
        *,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
    ) -> Moved:
        """Take tokens away and put others, for a return, a jump or a take-back.

        May fail with `token_not_open`, `position_unknown`. Whether the net can reach the marking is
        for the rules to know (SEMANTICS 2.4).
        """

        def act(move: Move) -> None:
            move.reposition(change.taken, change.put)

        return self._move(state, diagrams, facts, around, act)

    def _look(self, state: bytes, diagrams: ProcessSet) -> CaseWorkflow:
        release = self._release(diagrams)
        return state_codec.load(state, release, _engine(release, FactSheet(), NOWHERE))

    def _move(
        self,
        state: bytes,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
        act: Callable[[Move], None],
    ) -> Moved:
        release = self._release(diagrams)
        engine = _engine(release, facts, around)
        move = Move(state_codec.load(state, release, engine), engine)
        act(move)
        return self._finish(move, release, facts)

    def _finish(self, move: Move, release: ParsedRelease, facts: FactSheet) -> Moved:
        """Advance, save, and only then change the caller's facts: a fault leaves them alone."""
        move.advance()
        move.must_wait_or_end()
        workflow, engine = move.workflow, move.engine
        tokens = open_tokens(workflow)
        moved = Moved(
            state=state_codec.save(workflow, release),
            opened=tuple(token for token in tokens if token.id not in move.before),
            cancelled=tuple(
                sorted(move.before - move.completed - {token.id for token in tokens}, key=int)
            ),
            written=tuple(engine.written),
            passed=tuple(move.passed),
            calls_closed=tuple(engine.calls_closed),
            timers=waiting_timers(workflow, engine),
            messages=awaited(workflow),
            ended=workflow.completed,
        )
        if self._verify:
            _compare(moved, tokens, release, engine)
        facts.values, facts.local = engine.facts.values, engine.facts.local
        return moved

    def _release(self, diagrams: ProcessSet) -> ParsedRelease:
        """The parsed diagrams of a release; read once, the least lately used forgotten first."""
        with self._parsing:
            release = self._parsed.get(diagrams.id)
            if release is None:
                release = self._parsed[diagrams.id] = read_release(diagrams)
            self._parsed.move_to_end(diagrams.id)
            while len(self._parsed) > PARSED_RELEASES_MAX:
                self._parsed.popitem(last=False)
            return release


def _engine(release: ParsedRelease, facts: FactSheet, around: Surroundings) -> FeelEngine:
    return FeelEngine(facts=facts.copy(), around=around, decisions=release.decisions)


def _compare(
    moved: Moved, tokens: tuple[Token, ...], release: ParsedRelease, engine: FeelEngine
) -> None:
    """Fail with `state_differs` when the new state, read back, says something else."""
    again = state_codec.load(moved.state, release, engine)
    pairs = {
        "办理项": (tokens, open_tokens(again)),
        "定时器": (moved.timers, waiting_timers(again, engine)),
        "消息": (moved.messages, awaited(again)),
        "结束": (moved.ended, again.completed),
        "内容": (moved.state, state_codec.save(again, release)),
    }
    for what, (live, read) in pairs.items():
        if live != read:
            raise StateDiffers(reason=what)
