"""The elements our diagrams run on: the library's, corrected where it runs them wrongly."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask, _EndJoin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


class DecideTask(defaults.NoneTask):  # type: ignore[misc]  # the library has no types
    """A businessRuleTask: writes the outcome of a decision table to a fact."""

    def __init__(
        self, wf_spec: Any, bpmn_id: str, *, decision: str, fact: str, **kwargs: Any
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.manual = False
        self.decision = decision
        self.fact = fact

    def _run_hook(self, my_task: Task) -> bool:
        done: bool = my_task.workflow.script_engine.decide(my_task, self.decision, self.fact)
        return done


class _NoDataPassed:
    """A call or sub-process shares the facts of the case; nothing is copied in or out."""

    def copy_data(self, _task: Task, _level: Any) -> None:
        """Facts live outside the engine."""

    def update_data(self, _task: Task, _level: Any) -> None:
        """Facts live outside the engine."""


class EmbeddedProcess(_NoDataPassed, defaults.SubWorkflowTask):  # type: ignore[misc]  # as above
    """A sub-process drawn inside its process."""


class MessageProcess(_NoDataPassed, defaults.EventSubprocess):  # type: ignore[misc]  # as above
    """An event sub-process started by a message, as often as the message comes."""


class Call(_NoDataPassed, defaults.CallActivity):  # type: ignore[misc]  # as above
    """A call activity; when it ends, in order or not, its local facts become the case's."""

    def _on_complete_hook(self, my_task: Task) -> None:
        self._close(my_task)
        super()._on_complete_hook(my_task)

    def _on_cancel(self, my_task: Task) -> None:
        super()._on_cancel(my_task)
        self._close(my_task)

    def _close(self, my_task: Task) -> None:
        level = my_task.workflow.top_workflow.get_subprocess(my_task)
        if level is not None:
            my_task.workflow.script_engine.close_call(level.path)


def arrivals(spec: Any, my_task: Task) -> dict[str, Task]:
    """The oldest token waiting on each incoming flow of a join, by the name of the flow's source.

    The library counts what ever arrived, so a join in a loop fires too early in the second round.
    """
    waiting: dict[str, Task] = {}
    for task in [*my_task.workflow.active.values(), my_task]:
        if task.task_spec is spec and task.state <= TaskState.WAITING:
            waiting.setdefault(task.parent.task_spec.name, task)
    return waiting


def use_up(my_task: Task, used: dict[str, Task]) -> bool:
    """Take one token from each flow and go on with `my_task`; False when it is not among them."""
    if my_task not in used.values():
        return False
    for task in used.values():
        if task is not my_task:
            task.cancel()
    return True


class ParallelJoin(defaults.ParallelGateway):  # type: ignore[misc]  # as above
    """Goes on when a token waits on each incoming flow; uses one of each."""

    def _update_hook(self, my_task: Task) -> bool:
        if len(self._inputs) == 1:
            return True
        used = arrivals(self, my_task)
        if set(self._inputs) == set(used) and use_up(my_task, used):
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def _run_hook(self, _my_task: Task) -> bool:
        return True


class InclusiveJoin(defaults.InclusiveGateway):  # type: ignore[misc]  # as above
    """Goes on when no other token can still reach an empty incoming flow (BPMN 2.0, 13.4.3)."""

    def _update_hook(self, my_task: Task) -> bool:
        if len(self._inputs) == 1:
            return True
        used = arrivals(self, my_task)
        if not self._more_may_come(my_task, used) and use_up(my_task, used):
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def _more_may_come(self, my_task: Task, used: dict[str, Task]) -> bool:
        to_empty = self._upstream(set(self._inputs) - set(used))
        to_marked = self._upstream(set(used))
        tokens = {task.task_spec.name for task in my_task.workflow.active.values()} - {self.name}
        return bool(tokens & to_empty - to_marked)

    def _upstream(self, sources: set[str]) -> set[str]:
        """Names of the elements from which one of `sources` is reached, not through this join."""
        reached: set[str] = set()
        todo = set(sources)
        while todo:
            name = todo.pop()
            if name in reached or name == self.name:
                continue
            reached.add(name)
            todo.update(self._wf_spec.task_specs[name]._inputs)
        return reached

    def _run_hook(self, my_task: Task) -> bool:
        chosen, otherwise = self._get_matching_outputs(my_task)
        my_task._sync_children(chosen or otherwise, TaskState.FUTURE)
        return True


class LevelEnd(_EndJoin):  # type: ignore[misc]  # as above
    """The process is over when no other token of its level is left."""

    def _update_hook(self, my_task: Task) -> bool:
        others = [task for task in my_task.workflow.active.values() if task is not my_task]
        if any(task.task_spec is not self for task in others):
            my_task._set_state(TaskState.WAITING)
            return False
        for task in others:
            task.cancel()
        return True

    def _run_hook(self, _my_task: Task) -> bool:
        return True


class CaseProcessSpec(BpmnProcessSpec):  # type: ignore[misc]  # as above
    """A parsed process, shared by all cases and threads: nothing in it changes after `prepare`."""

    def __init__(self, *, name: str, description: str, filename: str | None) -> None:
        super().__init__(name=name, description=description, filename=filename)
        end = f"{self.name}.EndJoin"
        for replaced in (end, "End"):
            del self.task_specs[replaced]
        self.end: LevelEnd = LevelEnd(self, end)
        self.end.connect(SimpleBpmnTask(self, "End"))
        self.process = name
        self.flows: dict[tuple[str, str], str] = {}
