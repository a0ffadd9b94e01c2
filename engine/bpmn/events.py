"""What boundary events wait for, without payloads: facts never travel with an event."""

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import EscalationEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


def fire(task: Task) -> None:
    """The waiting event `task` happens now."""
    task._set_internal_data(event_fired=True)
    task.task_spec._update(task)


class _Plain:
    """An event that carries nothing."""

    def catch(self, my_task: Task, event: object = None) -> None:
        """Note that the event happened."""
        del event
        my_task._set_internal_data(event_fired=True)

    def update_task_data(self, _task: Task) -> None:
        """Nothing was carried."""

    def reset(self, my_task: Task) -> None:
        """Wait anew the next time."""
        my_task.internal_data.pop("event_fired", None)


class NamedMessage(_Plain, MessageEventDefinition):  # type: ignore[misc]  # the library has no types
    """A message, known by its name alone."""


class LimitTimer(_Plain, TimerEventDefinition):  # type: ignore[misc]  # as above
    """A timer whose day is asked anew after each move, for a limit may be extended or suspended.

    It fires only when it is rung (`Runner.ring`), never in passing.
    """


class Escalation(_Plain, EscalationEventDefinition):  # type: ignore[misc]  # as above
    """Rises from the process that throws it to the nearest activity that catches its code.

    The library offers it to every waiting event of the level, whatever activity that stands on, and
    in the end to the whole case. What nobody catches passes without effect, as BPMN has it.
    """

    def throw(self, my_task: Task) -> None:
        """Find the nearest boundary event that waits for this code, level by level, and fire it."""
        top, level = my_task.workflow.top_workflow, my_task.workflow
        while level.parent_task_id is not None:
            owner = top.get_task_from_id(level.parent_task_id)
            caught = [task for task in owner.parent.children if self._caught_by(task)]
            if caught:
                fire(caught[0])
                return
            level = owner.workflow

    def _caught_by(self, task: Task) -> bool:
        definition: Any = getattr(task.task_spec, "event_definition", None)
        return (
            isinstance(task.task_spec, BoundaryEvent)
            and task.state == TaskState.WAITING
            and isinstance(definition, Escalation)
            and definition.code in {None, self.code}
        )
