"""A running case in the library's terms: a level per open process, call or sub-process."""

from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import CallActivity
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.bounds import TREE_DEPTH_MAX
from engine.domain.facts import CallPath


class Level:
    """What the overall process and every process opened under it have in common.

    `active` holds the tasks that are ready, waiting or started, oldest first, so that no step has
    to walk the tree of what was done before.
    """

    active: dict[int, Task]
    completed: bool
    success: bool

    def update_waiting_tasks(self) -> None:
        """Let each waiting task look again whether it may go on."""
        for task in list(self.active.values()):
            if task.state == TaskState.WAITING:
                task.task_spec._update(task)

    def cancel(self, *_args: object, **_named: object) -> list[Task]:
        """Take away every token of this level and of the levels under it."""
        self.success, self.completed = False, True
        cancelled = list(self.active.values())
        for task in cancelled:
            task.cancel()
        return cancelled

    def get_tasks_iterator(self, first_task: Task | None = None, **filters: Any) -> Any:
        """Walk the tree without the library's silent stop at depth 1000."""
        filters.setdefault("max_depth", TREE_DEPTH_MAX)
        return super().get_tasks_iterator(first_task, **filters)  # type: ignore[misc]  # of the library's class mixed in


class CaseWorkflow(Level, BpmnWorkflow):  # type: ignore[misc]  # the library has no types
    """The overall process of one case, for the length of one move."""

    path: CallPath = ()

    def __init__(
        self, spec: Any, *, subprocess_specs: Any, script_engine: Any, last_id: int, restoring: bool
    ) -> None:
        self.active = {}
        self.last_id = last_id
        super().__init__(
            spec,
            subprocess_specs=subprocess_specs,
            script_engine=script_engine,
            deserializing=restoring,
        )

    def new_id(self) -> int:
        """The next task id of this case; never given twice."""
        self.last_id += 1
        return self.last_id

    def create_subprocess(self, my_task: Task, spec_name: str) -> "CaseLevel":
        """Open the level of a call activity or embedded sub-process."""
        level = CaseLevel(
            self.subprocess_specs[spec_name], owner=my_task, top=self, restoring=False
        )
        self.subprocesses[my_task.id] = level
        return level

    def levels(self) -> list["CaseWorkflow | CaseLevel"]:
        """All levels, the deepest first; finished ones have no active task."""
        opened = sorted(self.subprocesses.values(), key=lambda level: -level.depth)
        return [*opened, self]


class CaseLevel(Level, BpmnSubWorkflow):  # type: ignore[misc]  # as above
    """An open call activity or embedded sub-process."""

    def __init__(self, spec: Any, *, owner: Task, top: CaseWorkflow, restoring: bool) -> None:
        self.active = {}
        above: CallPath = owner.workflow.path
        calls = isinstance(owner.task_spec, CallActivity)
        self.path = (*above, f"{owner.task_spec.bpmn_id}.{owner.id}") if calls else above
        super().__init__(spec, owner.id, top, deserializing=restoring)


AnyLevel = CaseWorkflow | CaseLevel


def user_tasks(workflow: CaseWorkflow) -> list[Task]:
    """The user tasks that wait for a person, oldest first."""
    waiting = [
        task
        for level in workflow.levels()
        for task in level.active.values()
        if task.state == TaskState.READY and task.task_spec.manual
    ]
    return sorted(waiting, key=lambda task: int(task.id))
