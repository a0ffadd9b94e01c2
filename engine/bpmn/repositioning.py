"""Puts tokens where a return (退回), a jump (跳转) or a take-back (撤回) wants them.

Never by the library's reset, which deletes what was done and leaves both sides of a join ready.
Which marking is right is computed by the rules on the net; here it is only carried out: tokens are
taken, activities left empty are closed, and tokens are put into user tasks or before joins.
"""

from collections.abc import Sequence

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.faults import PositionUnknown, TokenNotOpen
from engine.bpmn.levels import AnyLevel, CaseLevel, CaseWorkflow, user_tasks
from engine.bpmn.task_specs import InclusiveJoin, LevelEnd, ParallelJoin
from engine.ports import Arrival, Position

JOINS = (ParallelJoin, InclusiveJoin)


def arrivals(workflow: CaseWorkflow) -> tuple[Arrival, ...]:
    """The tokens that wait before a join for others, oldest first."""
    return tuple(
        Arrival(
            id=str(task.id),
            process=task.workflow.spec.process,
            element=task.task_spec.name,
            flow=_flow_into(task),
            path=task.workflow.path,
        )
        for task in at_joins(workflow)
    )


def take(workflow: CaseWorkflow, ids: Sequence[str]) -> None:
    """Take tokens away, with the boundary events around them. May fail with `token_not_open`."""
    held = {str(task.id): task for task in [*user_tasks(workflow), *at_joins(workflow)]}
    for token in ids:
        if token not in held:
            raise TokenNotOpen(where={"token": token}, token=token)
        _cancel(held[token])


def put(workflow: CaseWorkflow, positions: Sequence[Position]) -> None:
    """Put tokens, those into user tasks first. May fail with `position_unknown`.

    Activities named in `Position.within` are entered without passing their start.
    """
    for position in sorted(positions, key=lambda each: bool(each.flow)):
        level = _level_of(workflow, position)
        for activity in position.within:
            level = _enter(level, activity, position)
        if position.flow:
            _arrive(level, position)
        else:
            _begin(level, position.element, position)


def close_empty(workflow: CaseWorkflow) -> None:
    """End every call and sub-process in which nothing is left, from the deepest up."""
    for level in workflow.levels():
        left = [task for task in level.active.values() if not isinstance(task.task_spec, LevelEnd)]
        if isinstance(level, CaseLevel) and not level.completed and not left:
            owner = workflow.get_task_from_id(level.parent_task_id)
            if owner.state == TaskState.STARTED:
                _cancel(owner)


def at_joins(workflow: CaseWorkflow) -> list[Task]:
    """The tokens that wait before joins, oldest first."""
    waiting = [
        task
        for level in workflow.levels()
        for task in level.active.values()
        if task.state == TaskState.WAITING and isinstance(task.task_spec, JOINS)
    ]
    return sorted(waiting, key=lambda task: int(task.id))


def _flow_into(arrived: Task) -> str:
    source = arrived.parent.task_spec.name
    return str(arrived.workflow.spec.flows.get((source, arrived.task_spec.name), ""))


def _cancel(task: Task) -> None:
    """Take a token away and disarm the boundary events of its activity."""
    split, group = task.parent, [task]
    if isinstance(split.task_spec, BoundaryEventSplit):
        group += [each for each in split.children if each.state == TaskState.WAITING]
        group += [
            each
            for each in task.workflow.active.values()
            if isinstance(each.task_spec, BoundaryEventJoin) and each.is_descendant_of(split)
        ]
    for each in group:
        each.cancel()


def _level_of(workflow: CaseWorkflow, position: Position) -> AnyLevel:
    """The open level a position stands in, or that its first activity to enter stands in."""
    wanted = position.within[0] if position.within else position.element
    for level in workflow.levels():
        if level.completed or level.path != position.path or wanted not in level.spec.task_specs:
            continue
        if position.within or level.spec.process == position.process:
            return level
    raise _unknown(position)


def _begin(level: AnyLevel, element: str, position: Position) -> Task:
    """A new token in an activity; its boundary events are armed. Answers the activity's task."""
    spec = level.spec.task_specs.get(element)
    if spec is None:
        raise _unknown(position)
    split = level.spec.task_specs.get(f"{element}.BoundaryEventSplit")
    task = _child(level.task_tree, split or spec)
    task.task_spec._update(task)
    if split is None:
        return task
    task.run()
    return next(child for child in task.children if child.task_spec is spec)


def _enter(level: AnyLevel, activity: str, position: Position) -> AnyLevel:
    """Open a call or sub-process without a token in it."""
    owner = _begin(level, activity, position)
    opened = level.top_workflow.get_subprocess(owner)
    if opened is None:
        raise _unknown(position)
    for task in list(opened.active.values()):
        task.cancel()
    entered: AnyLevel = opened
    return entered


def _arrive(level: AnyLevel, position: Position) -> None:
    """A token that waits at a join as if it had come over `position.flow`."""
    sources = [pair for pair, flow in level.spec.flows.items() if flow == position.flow]
    join = level.spec.task_specs.get(position.element)
    if not sources or sources[0][1] != position.element or not isinstance(join, JOINS):
        raise _unknown(position)
    origin = _child(level.task_tree, level.spec.task_specs[sources[0][0]])
    origin._set_state(TaskState.COMPLETED)
    arrived = _child(origin, join)
    arrived.task_spec._update(arrived)


def _child(parent: Task, spec: object) -> Task:
    child = parent._add_child(spec, TaskState.FUTURE)
    child.triggered = True
    return child


def _unknown(position: Position) -> PositionUnknown:
    where = {"process": position.process, "element": position.element}
    return PositionUnknown(where=where, process=position.process, element=position.element)
