"""Every expression of a diagram goes through FEEL here; Python is never executed.

One engine serves one move: it knows the facts, the clock and the limits of the case, and finds out
from the task being evaluated which call it stands in. Nothing lives in the library's task data.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.bpmn.bounds import EXPRESSIONS_KEPT_MAX
from engine.bpmn.decision_table import DecisionTable
from engine.bpmn.faults import FactNotStorable, OperationRefused, TimerNotADate
from engine.domain.facts import CallPath, FactSheet, FactValue
from engine.feel import (
    TIMER_FUNCTIONS,
    Expression,
    compile_expression,
    known_expression,
    parse_assignments,
)
from engine.ports import Surroundings

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

STORABLE = (bool, Decimal, str, date, type(None))
"""What a fact may hold; a date and time is no date."""


@lru_cache(maxsize=EXPRESSIONS_KEPT_MAX)
def compiled_timer(source: str) -> Expression:
    """The compiled expression of a timer's date, where the limits of the case may be asked."""
    return compile_expression(source, functions=TIMER_FUNCTIONS)


@lru_cache(maxsize=EXPRESSIONS_KEPT_MAX)
def assignments(script: str) -> tuple[tuple[str, Expression], ...]:
    """The ``name = FEEL`` lines of a script task, in order."""
    return parse_assignments(script)


class FeelEngine:
    """What the library asks for evaluation, answered with FEEL over the facts of one case.

    It stands in for the library's PythonScriptEngine by its methods, not by inheritance: so no path
    leads to Python's ``eval``. Errors: those of `engine.feel`, the faults of this package.
    """

    def __init__(
        self,
        *,
        facts: FactSheet,
        around: Surroundings,
        decisions: Mapping[str, DecisionTable],
    ) -> None:
        self.facts = facts
        self.around = around
        self.decisions = decisions
        self.written: list[tuple[str, FactValue, CallPath]] = []
        self.calls_closed: list[CallPath] = []

    @property
    def environment(self) -> "Environment":
        """What the library evaluates past the engine lands there."""
        return Environment(self)

    def validate(self, expression: str) -> None:
        """Refuse an expression that is not FEEL."""
        known_expression(expression)

    def evaluate(self, task: "Task", expression: str, external_context: object = None) -> bool:
        """Whether a condition holds where `task` stands: nothing but true is taken."""
        del external_context
        return self.holds(expression, path_of(task))

    def holds(self, expression: str, path: CallPath) -> bool:
        """Whether a condition is true for what stands in `path`; null and other values are not."""
        return self._value(known_expression(str(expression)), path) is True

    def execute(self, task: "Task", script: str, external_context: object = None) -> bool:
        """Run the assignments of a script task; each line sees what the lines above it wrote."""
        del external_context
        path = path_of(task)
        for name, expression in assignments(script or ""):
            self._write(task, name, self._value(expression, path), path)
        return True

    def decide(self, task: "Task", decision: str, fact: str) -> bool:
        """Write the outcome of a decision table to `fact` (null when no rule holds)."""
        path = path_of(task)
        outcome = self.decisions[decision].outcome(
            self.facts.seen_from(path), now=self.around.now, functions=self.around.functions
        )
        self._write(task, fact, outcome, path)
        return True

    def instant(self, task: "Task", expression: str) -> datetime | None:
        """When a timer rings; a date means the beginning of that day; None means never."""
        value = self._value(compiled_timer(expression), path_of(task))
        if value is None:
            return None
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=self.around.now.tzinfo)
        if isinstance(value, date):
            return datetime.combine(value, time(), tzinfo=self.around.now.tzinfo)
        raise TimerNotADate(
            where={"element": task.task_spec.bpmn_id}, element=task.task_spec.bpmn_id
        )

    def call_service(self, *_where: object, **_what: object) -> bool:
        """No diagram calls a service."""
        raise OperationRefused(operation="服务任务")

    def close_call(self, path: CallPath) -> None:
        """A call activity ended, in order or interrupted: its own facts become the case's."""
        self.facts.close_call(path)
        self.calls_closed.append(path)

    def _value(self, expression: Expression, path: CallPath) -> object:
        return expression.evaluate(
            self.facts.seen_from(path), now=self.around.now, functions=self.around.functions
        )

    def _write(self, task: "Task", name: str, value: object, path: CallPath) -> None:
        if isinstance(value, datetime) or not isinstance(value, STORABLE):
            element = task.task_spec.bpmn_id
            raise FactNotStorable(where={"element": element}, element=element, fact=name)
        self.facts.write(name, value, path=path)
        self.written.append((name, value, path))


class Environment:
    """For what the library evaluates without a task: sees the case-wide facts, writes nothing."""

    def __init__(self, engine: FeelEngine) -> None:
        self._engine = engine

    def evaluate(
        self, expression: str, context: object = None, external_context: object = None
    ) -> bool:
        """Whether a condition holds for the case as a whole, whatever the library hands over."""
        del context, external_context
        return self._engine.holds(expression, ())

    def execute(self, *_what: object, **_where: object) -> bool:
        """Nothing is written without a task that says where."""
        raise OperationRefused(operation="脚本只能由脚本任务执行")

    def call_service(self, *_what: object, **_where: object) -> bool:
        """No diagram calls a service."""
        raise OperationRefused(operation="服务任务")


def path_of(task: "Task") -> CallPath:
    """The open call activities above a task, from the overall process down."""
    path: CallPath = task.workflow.path
    return path
