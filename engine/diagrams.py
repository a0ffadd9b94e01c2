"""What the rules ask of the diagrams' engine: tokens, moves, timers, messages. No case, no form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from engine.domain.facts import CallPath, FactSheet, FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token that waits in a user task of a diagram.

    `id` is stable over save and restore and never used twice in a case. `path` names the open call
    activities above it (for local facts). `reached_from` are the ids of the user-task tokens whose
    completion led here ("上一节点" by run, not by drawing).
    """

    id: str
    process: str
    element: str
    path: CallPath = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTimer:
    """A timer of a diagram that waits; rung by a job at `due_at`, once in effect."""

    token_id: str
    process: str
    element: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One element the engine went through in this move: a node, or a flow between two."""

    process: str
    element: str
    path: CallPath = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What one move of the engine did. `state` is the new state to keep."""

    state: bytes
    opened: tuple[Token, ...] = ()
    cancelled: tuple[str, ...] = ()
    """Ids of user-task tokens that an interruption took away."""
    written: tuple[tuple[str, FactValue, CallPath], ...] = ()
    """Facts assigned by script tasks and decisions, in order."""
    passed: tuple[Passed, ...] = ()
    calls_closed: tuple[CallPath, ...] = ()
    timers: tuple[WaitingTimer, ...] = ()
    """All timers that wait after the move."""
    messages: frozenset[str] = frozenset()
    """Names of the messages some boundary or event waits for after the move."""
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A token that came over `flow` to the join `element` and waits there for others.

    `id` is of the same series as `Token.id`.
    """

    id: str
    process: str
    element: str
    flow: str
    path: CallPath = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a token is put: into a user task, or with `flow` before a join as if come over it.

    `path` is that of an open call; `within` names call activities and embedded sub-processes under
    it that are not open and are to be entered, from the outside in, without passing their start.
    An embedded sub-process that is open need not be named.
    """

    process: str
    element: str
    path: CallPath = ()
    within: tuple[str, ...] = ()
    flow: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repositioning:
    """What a return (退回), jump (跳转) or take-back (撤回) changes; the rest of the marking stays.

    `taken` are ids of tokens and arrivals. A call or sub-process in which nothing is left is
    closed.
    """

    taken: tuple[str, ...] = ()
    put: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What expressions of a diagram may ask besides the facts: the case's clock and limits."""

    now: datetime
    functions: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    """is_working_day, next_working_day, add_working_days, working_days_between, limit_due_on,
    limit_reminder_at; the last two answer None without such a limit (it never rings)."""


class ProcessSet(Protocol):
    """The frozen diagrams of one release, by process key; equal `id` means equal diagrams."""

    @property
    def id(self) -> str:
        """The release's name, e.g. ``sha256:…``; key of the runner's cache of parsed diagrams."""

    @property
    def processes(self) -> Mapping[str, bytes]:
        """BPMN XML by process key (``proc_acceptance`` …)."""

    @property
    def decisions(self) -> Mapping[str, bytes]:
        """DMN XML by decision id."""


class Runner(Protocol):
    """Moves tokens through the diagrams of a release. Never sees form bodies, only facts.

    Each call changes `facts` in place only where a script task or decision writes; the same writes
    are listed in `Moved.written`. Errors: `process_stuck` (Fault) when the engine can neither wait
    nor end; `token_not_open` (Fault) for a token that does not wait.
    """

    def start(self, *, diagrams: ProcessSet, facts: FactSheet, around: Surroundings) -> Moved:
        """Begin `proc_case_main` and move to the first wait."""

    def complete(
        self,
        state: bytes,
        token_id: str,
        *,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
    ) -> Moved:
        """The user task of `token_id` is done; move to the next wait."""

    def deliver(
        self,
        state: bytes,
        message: str,
        *,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
    ) -> Moved:
        """Give the message (``objection``, ``escalate``, ``statement_waived``) to whoever waits.

        Refuses with `message_not_awaited` (Fault) when nothing waits for it.
        """

    def ring(
        self,
        state: bytes,
        *,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
    ) -> Moved:
        """Let every timer that is due at `around.now` fire; nothing due changes nothing."""

    def open_tokens(self, state: bytes, *, diagrams: ProcessSet) -> Sequence[Token]:
        """The user-task tokens that wait in a saved state."""

    def arrivals(self, state: bytes, *, diagrams: ProcessSet) -> Sequence[Arrival]:
        """The tokens that wait before a join in a saved state."""

    def carry_over(
        self,
        state: bytes,
        *,
        from_diagrams: ProcessSet,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
    ) -> Moved:
        """The same tokens, with the same ids, in the diagrams of another release (迁移).

        Whether they may stand there is for the rules to know. Fails with `position_unknown` when an
        element is gone.
        """

    def reposition(
        self,
        state: bytes,
        change: Repositioning,
        *,
        diagrams: ProcessSet,
        facts: FactSheet,
        around: Surroundings,
    ) -> Moved:
        """Take tokens away and put others; whether the net can reach that is for `domain.routing`.

        Errors: `token_not_open`, `position_unknown` (Faults).
        """
