"""One move of a case: passes elements until every token waits, and notes what happened."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.bounds import ADVANCE_STEPS_MAX
from engine.bpmn.diagram_file import MAIN_PROCESS
from engine.bpmn.events import LimitTimer, NamedMessage, fire
from engine.bpmn.faults import MessageNotAwaited, ProcessBroken, ProcessStuck, TokenNotOpen
from engine.bpmn.levels import CaseWorkflow, user_tasks
from engine.bpmn.repositioning import at_joins, close_empty, put, take
from engine.bpmn.script_engine import FeelEngine
from engine.ports import Passed, Position, Token, WaitingTimer


class Move:
    """A workflow that is being moved on; its engine holds the facts."""

    def __init__(self, workflow: CaseWorkflow, engine: FeelEngine) -> None:
        self.workflow = workflow
        self.engine = engine
        self.before = {token.id for token in open_tokens(workflow)}
        self.completed: set[str] = set()
        self.passed: list[Passed] = []

    def complete(self, token_id: str) -> None:
        """Finish the user task of a token. May fail with `token_not_open`."""
        for task in user_tasks(self.workflow):
            if str(task.id) == token_id:
                self.completed.add(token_id)
                self._run(task)
                return
        raise TokenNotOpen(where={"token": token_id}, token=token_id)

    def deliver(self, message: str) -> None:
        """Let every event that waits for the message happen.

        May fail with `message_not_awaited`.
        """
        self._start_by(message)
        waiting = [
            task for task in catching(self.workflow, NamedMessage) if name_of(task) == message
        ]
        if not waiting:
            raise MessageNotAwaited(where={"message": message}, message=message)
        self._happen(waiting)

    def reposition(self, taken: Sequence[str], positions: Sequence[Position]) -> None:
        """Take tokens away and put others; activities left empty are closed."""
        take(self.workflow, taken)
        put(self.workflow, positions)
        close_empty(self.workflow)
        for level in self.workflow.levels():
            level.update_waiting_tasks()

    def ring(self) -> None:
        """Let every timer that is due happen; one that an earlier one cancelled stays silent."""
        due = [
            task
            for task, at in due_times(self.workflow, self.engine)
            if at <= self.engine.around.now
        ]
        self._happen(due)

    def advance(self) -> None:
        """Pass element after element until every token waits. May fail with `process_stuck`."""
        for _ in range(ADVANCE_STEPS_MAX):
            task = self._next()
            if task is None:
                return
            self._run(task)
        raise _stuck(self._next(), f"连续经过{ADVANCE_STEPS_MAX}个节点，没有到达办理项或者结束")

    def must_wait_or_end(self) -> None:
        """Fail with `process_stuck` when no person is awaited and the case has not ended."""
        if not self.workflow.completed and not user_tasks(self.workflow):
            joins = at_joins(self.workflow)
            raise _stuck(joins[0] if joins else None, "没有待办的办理项，也到不了结束")

    def _happen(self, events: list[Task]) -> None:
        """Let events happen one by one: what the first one interrupts does not happen any more."""
        for task in events:
            if task.state == TaskState.WAITING:
                fire(task)
                self.advance()

    def _next(self) -> Task | None:
        """The next element to pass: an event that happened, else the oldest one deepest down."""
        ready = [
            task
            for level in self.workflow.levels()
            for task in level.active.values()
            if task.state == TaskState.READY and not task.task_spec.manual
        ]
        events = (task for task in ready if isinstance(task.task_spec, BoundaryEvent))
        return next(events, ready[0] if ready else None)

    def _run(self, task: Task) -> None:
        try:
            task.run()
        except SpiffWorkflowException as broken:
            process = task.workflow.spec.process
            raise ProcessBroken(
                where={"process": process, "element": task.task_spec.bpmn_id},
                process=process,
                reason=str(broken),
            ) from broken
        self._note(task)

    def _note(self, task: Task) -> None:
        """Write down the element passed and the flows its tokens took."""
        level, element = task.workflow, task.task_spec.bpmn_id
        if element is None:
            return
        path = level.path
        self.passed.append(Passed(process=level.spec.process, element=element, path=path))
        for child in task.children:
            flow = level.spec.flows.get((element, element_of(child)))
            if flow is not None:
                self.passed.append(Passed(process=level.spec.process, element=flow, path=path))

    def _start_by(self, message: str) -> None:
        """Open the event sub-processes of the overall process that this message starts."""
        top = self.workflow
        for name in [] if top.completed else list(started_by(top, message)):
            task = top.task_tree._add_child(top.spec.task_specs[name], TaskState.FUTURE)
            task.triggered = True
            task.task_spec._update(task)


def _stuck(task: Task | None, reason: str) -> ProcessStuck:
    process = task.workflow.spec.process if task else MAIN_PROCESS
    element = element_of(task) if task else ""
    return ProcessStuck(
        where={"process": process, "element": element},
        process=process,
        element=element,
        reason=reason,
    )


def element_of(task: Task) -> str:
    """The id in the diagram of what a task runs; that of the activity for what precedes it."""
    return str(task.task_spec.bpmn_id or task.task_spec.name.removesuffix(".BoundaryEventSplit"))


def open_tokens(workflow: CaseWorkflow) -> tuple[Token, ...]:
    """The tokens that wait in user tasks, oldest first."""
    return tuple(
        Token(
            id=str(task.id),
            process=task.workflow.spec.process,
            element=task.task_spec.bpmn_id,
            path=task.workflow.path,
        )
        for task in user_tasks(workflow)
    )


def catching(workflow: CaseWorkflow, kind: type) -> list[Task]:
    """The events of one kind that wait, in all levels, oldest first."""
    waiting = [
        task
        for level in workflow.levels()
        for task in level.active.values()
        if task.state == TaskState.WAITING
        and isinstance(getattr(task.task_spec, "event_definition", None), kind)
    ]
    return sorted(waiting, key=lambda task: int(task.id))


def name_of(task: Task) -> str:
    """The name of the message an event waits for."""
    return str(task.task_spec.event_definition.name)


def started_by(workflow: CaseWorkflow, message: str | None = None) -> Iterator[str]:
    """Event sub-processes of the overall process started by `message`; by any message when None."""
    for name in workflow.spec.start.trigger_specs:
        if message in {None, start_message(workflow, name)}:
            yield name


def start_message(workflow: CaseWorkflow, name: str) -> str:
    """The message that starts the event sub-process `name`."""
    level = workflow.subprocess_specs[workflow.spec.task_specs[name].spec]
    return str(level.bpmn_start_events[0].event_definition.name)


def awaited(workflow: CaseWorkflow) -> frozenset[str]:
    """Names of the messages something in the case waits for."""
    names = {name_of(task) for task in catching(workflow, NamedMessage)}
    if not workflow.completed:
        names.update(start_message(workflow, name) for name in started_by(workflow))
    return frozenset(names)


def due_times(workflow: CaseWorkflow, engine: FeelEngine) -> list[tuple[Task, datetime]]:
    """The waiting timers and when each rings; those that never ring are left out."""
    asked = (
        (task, engine.instant(task, task.task_spec.event_definition.expression))
        for task in catching(workflow, LimitTimer)
    )
    return [(task, at) for task, at in asked if at is not None]


def waiting_timers(workflow: CaseWorkflow, engine: FeelEngine) -> tuple[WaitingTimer, ...]:
    """The timers of the diagrams that will ring, by their own ids."""
    return tuple(
        WaitingTimer(
            token_id=str(task.id),
            process=task.workflow.spec.process,
            element=task.task_spec.bpmn_id,
            due_at=at,
        )
        for task, at in due_times(workflow, engine)
    )
