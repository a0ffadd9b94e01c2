"""The only changes to the library itself, each with its reason; for the proved version only.

Everything else is done by subclassing. What is left needs the class `Task`, whose name the library
has hard-wired in two modules; there it is replaced by `CaseTask`:

- **ids** come from a counter of the case: reproducible, and quickly hashed (a UUID is not);
- **active tasks** are indexed per level, for the library walks the whole tree after every task;
- **children grow just before a task runs**: the library predicts the whole remaining diagram after
  every step, which recurses and is never needed, since a state keeps tokens and not guesses;
- **ancestors** are looked up in a loop, for the library recurses and fails in long loops;
- **data** are not inherited: facts never enter the engine;
- **logging** of each state change, with a dictionary of details built every time, is left out.

A workflow that is not ours keeps the library's own behaviour in all of this.
"""

from collections.abc import Iterator
from importlib.metadata import version
from threading import Lock
from typing import Any

import SpiffWorkflow.task
import SpiffWorkflow.workflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskIterator, TaskState

from engine.bpmn.bounds import TREE_DEPTH_MAX
from engine.bpmn.faults import EngineVersionUnknown

PROVED_VERSION = "3.2.0"
ACTIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED

_installing = Lock()


class CaseTask(Task):  # type: ignore[misc]  # the library has no types
    """A node of the task tree, with the changes named above."""

    def __init__(
        self,
        workflow: Any,
        task_spec: Any,
        parent: Task | None = None,
        state: int = TaskState.MAYBE,
        **known: Any,
    ) -> None:
        self._ours = hasattr(workflow, "active")
        if self._ours and "id" not in known:
            known["id"] = workflow.top_workflow.new_id()
        super().__init__(workflow, task_spec, parent, state, **known)

    def _set_state(self, value: int) -> None:
        if not self._ours:
            super()._set_state(value)
            return
        if value & ACTIVE:
            self.workflow.active[self.id] = self
        else:
            self.workflow.active.pop(self.id, None)
        self._state = value

    def _inherit_data(self) -> None:
        if not self._ours:
            super()._inherit_data()

    def run(self) -> bool | None:
        """Grow the children this task may lead to, then run it as the library does."""
        if self._ours and not self._children:
            self.task_spec._predict_hook(self)
        result: bool | None = super().run()
        return result

    def ancestors(self) -> Iterator[Task]:
        """The tasks above this one, nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def is_descendant_of(self, task: Task) -> bool:
        """Whether `task` stands above this one."""
        return any(above is task for above in self.ancestors())

    def find_ancestor(self, spec_name: str) -> Task | None:
        """The nearest task above this one that runs the element called `spec_name`."""
        return next(
            (above for above in self.ancestors() if above.task_spec.name == spec_name), None
        )

    def __iter__(self) -> TaskIterator:
        return TaskIterator(self, max_depth=TREE_DEPTH_MAX)


def install() -> None:
    """Put `CaseTask` in its place; twice is once. May fail with `engine_version_unknown`."""
    found = version("SpiffWorkflow")
    if found != PROVED_VERSION:
        raise EngineVersionUnknown(found=found, proved=PROVED_VERSION)
    with _installing:
        SpiffWorkflow.task.Task = CaseTask
        SpiffWorkflow.workflow.Task = CaseTask


def grow_later(*_task: object, **_how: object) -> None:
    """Stand in for the prediction of a prepared diagram: children grow when their task runs."""
