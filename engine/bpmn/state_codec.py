"""The kept state of a case: which tokens stand where, and nothing of what was done before.

The diagrams are referred to by the release's id, never stored. A state keeps the tasks that are
ready, waiting or started, and what each came from. So its size depends on the number of tokens and
not on the length of the case. User data never enter it, so no type is ever built from a name in it.

Layout, version 1: msgpack, compressed with zstd, of ``[version, release, last task id, levels]``.
A level is ``[owner task id, name, done, names, rows]``, the overall process first and owned by 0.
A row is ``[id, parent row or -1, state, name, triggered]``.
"""

from collections.abc import Iterator
from typing import Any

import msgpack
import zstandard
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.diagram_file import MAIN_PROCESS
from engine.bpmn.diagram_parser import ParsedRelease
from engine.bpmn.faults import PositionUnknown, StateUnreadable
from engine.bpmn.levels import AnyLevel, CaseLevel, CaseWorkflow
from engine.bpmn.patches import CaseTask
from engine.bpmn.script_engine import FeelEngine

FORMAT_VERSION = 1
STATE_BYTES_MAX = 4_000_000
"""Largest state accepted, unpacked: some ten thousand tokens."""

Row = tuple[int, int, int, int, bool]


def save(workflow: CaseWorkflow, release: ParsedRelease) -> bytes:
    """The state between two moves; equal markings with equal ids give equal bytes."""
    levels = [_packed(workflow, 0, MAIN_PROCESS)]
    levels.extend(
        _packed(level, owner, workflow.get_task_from_id(owner).task_spec.spec)
        for owner, level in workflow.subprocesses.items()
        if not level.completed
    )
    packed = msgpack.packb([FORMAT_VERSION, release.id, workflow.last_id, levels])
    return zstandard.ZstdCompressor(level=3).compress(packed)


def load(state: bytes, release: ParsedRelease, engine: FeelEngine) -> CaseWorkflow:
    """The workflow a state stands for. May fail with `state_unreadable`."""
    last_id, levels = _unpacked(state, release)
    (_, _, done, names, rows), *opened = levels
    workflow = CaseWorkflow(
        release.main,
        subprocess_specs=release.levels,
        script_engine=engine,
        last_id=last_id,
        restoring=True,
    )
    _restore(workflow, names, rows)
    workflow.completed = done
    for owner_id, name, _, names, rows in opened:
        owner = workflow.get_task_from_id(owner_id)
        level = CaseLevel(release.levels[name], owner=owner, top=workflow, restoring=True)
        workflow.subprocesses[owner_id] = level
        level.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)
        _restore(level, names, rows)
    return workflow


def carried_over(state: bytes, old: ParsedRelease, new: ParsedRelease) -> bytes:
    """The state for another release: every token stays with its id; what it came from may be gone.

    Fails with `position_unknown` when something that waits has no counterpart.
    """
    last_id, levels = _unpacked(state, old)
    moved = [_carried_level(level, new) for level in levels]
    packed = msgpack.packb([FORMAT_VERSION, new.id, last_id, moved])
    return zstandard.ZstdCompressor(level=3).compress(packed)


def _carried_level(level: list[Any], new: ParsedRelease) -> list[Any]:
    owner, name, done, names, rows = level
    spec = new.levels.get(name)
    if spec is None:
        raise PositionUnknown(where={"process": name}, process=name, element="")
    begins = names[rows[0][3]]
    here = [one if one in spec.task_specs else begins for one in names]
    for _task, _above, state, named, _triggered in rows:
        if here[named] != names[named] and state != TaskState.COMPLETED:  # it waits, and is gone
            gone = names[named]
            where = {"process": name, "element": gone}
            raise PositionUnknown(where=where, process=name, element=gone)
    return [owner, name, done, here, rows]


def _unpacked(state: bytes, release: ParsedRelease) -> tuple[int, list[Any]]:
    try:
        packed = zstandard.ZstdDecompressor().decompress(state, max_output_size=STATE_BYTES_MAX)
        version, *rest = msgpack.unpackb(packed)
    except (zstandard.ZstdError, ValueError, TypeError, msgpack.UnpackException) as broken:
        raise StateUnreadable(reason="内容已损坏") from broken
    if version != FORMAT_VERSION:
        raise StateUnreadable(reason=f"格式版本是{version}，本软件只认识{FORMAT_VERSION}")
    written_for, last_id, levels = rest
    if written_for != release.id:
        raise StateUnreadable(reason=f"它属于发布版本{written_for}，不属于{release.id}")
    return last_id, levels


def _packed(level: AnyLevel, owner: int, name: str) -> list[object]:
    names: dict[str, int] = {}
    index: dict[int, int] = {}
    rows: list[Row] = []
    for task in _kept(level):
        above = next((index[each.id] for each in task.ancestors() if each.id in index), -1)
        index[task.id] = len(rows)
        spec = names.setdefault(task.task_spec.name, len(names))
        rows.append((task.id, above, task.state, spec, task.triggered))
    return [owner, name, level.completed, list(names), rows]


def _kept(level: AnyLevel) -> Iterator[Task]:
    """The tasks worth keeping, each after those above it (ids rise along every branch).

    A task's origin is kept with it: for a token at a join it tells the flow, for an activity with
    boundary events it is what holds the group together.
    """
    kept = {level.task_tree.id: level.task_tree}
    for task in level.active.values():
        kept[task.id] = task
        if task.parent is not None:
            kept[task.parent.id] = task.parent
    yield from (kept[each] for each in sorted(kept))


def _restore(level: AnyLevel, names: list[str], rows: list[Row]) -> None:
    tasks: list[CaseTask] = []
    for task_id, above, state, name, triggered in rows:
        parent = tasks[above] if above >= 0 else None
        task = CaseTask(level, level.spec.task_specs[names[name]], parent, id=task_id)
        task._set_state(state)
        task.triggered = triggered
        tasks.append(task)
    level.task_tree = tasks[0]
