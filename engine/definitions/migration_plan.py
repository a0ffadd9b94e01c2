"""Whether a running case may go over to another release, and what changes for it by that.

Pure: where the case stands, the release it has, the release it would take. What cannot be is told
with its reason; nothing is guessed. Clocks are not looked at but for their keys: they stay as they
are, each with the number, source and calendar it began with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.definitions.process import ProcessDefinition, TaskDefinition
from engine.definitions.reachable_markings import MarkingsBeyondCount, is_reachable
from engine.definitions.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One thing that stands open: a task, a call, or a token that waits at a join."""

    process: str
    element: str
    flow: str = ""
    """The flow a token came over to the join `element`."""
    level: tuple[str, ...] = ()
    """The call it lies in, so that two calls of one procedure are told apart."""
    is_call: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStanding:
    """Where a case stands, as far as a release may know of it."""

    marks: tuple[Standing, ...]
    documents: frozenset[str]
    """Kinds of documents in the case."""
    limits: frozenset[str]
    """Keys of the limits that run or are paused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why the case cannot go over."""

    code: str
    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """Something the people of the case will find otherwise."""

    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationPlan:
    """What going over means; it may be done only without obstacles."""

    obstacles: tuple[Obstacle, ...]
    consequences: tuple[Consequence, ...]

    @property
    def may_be(self) -> bool:
        """Whether nothing stands against it."""
        return not self.obstacles


def plan_migration(standing: CaseStanding, old: Release, new: Release) -> MigrationPlan:
    """What stands against it, and what it changes."""
    obstacles = (
        *(one for mark in standing.marks for one in _obstacles(mark, old, new)),
        *_unreachable(standing, new),
        *_missing(standing, new),
    )
    changes = () if obstacles else tuple(_consequences(standing.marks, old, new))
    return MigrationPlan(obstacles=tuple(dict.fromkeys(obstacles)), consequences=changes)


def _obstacles(mark: Standing, old: Release, new: Release) -> Iterator[Obstacle]:
    before = old.process_definitions[mark.process]
    after = new.process_definitions.get(mark.process)
    name = before.nodes[mark.element].name or mark.element
    if after is None or mark.element not in after.nodes:
        yield Obstacle(
            code="element_gone", where=mark.element, what=f"新版没有现在停着的“{name}”。"
        )
        return
    if mark.flow and _way(after, mark.flow) != _way(before, mark.flow):
        what = f"新版没有走到“{name}”的那条连线。"
        yield Obstacle(code="flow_gone", where=mark.flow, what=what)
    if before.nodes[mark.element].kind != after.nodes[mark.element].kind:
        what = f"“{name}”在新版里是另一种节点。"
        yield Obstacle(code="element_differs", where=mark.element, what=what)
    if before.nodes[mark.element].called != after.nodes[mark.element].called:
        what = f"“{name}”在新版里调用另一个流程。"
        yield Obstacle(code="element_differs", where=mark.element, what=what)
    if _events(before, mark.element) != _events(after, mark.element):
        what = f"“{name}”上的边界事件（定时、消息、升级）不同，正在等待的事件无法对应。"
        yield Obstacle(code="boundary_differs", where=mark.element, what=what)
    if before.nodes[mark.element].parent != after.nodes[mark.element].parent:
        what = f"“{name}”在新版里移进或移出了子流程。"
        yield Obstacle(code="element_differs", where=mark.element, what=what)
    yield from _task_obstacles(before.tasks.get(mark.element), after.tasks.get(mark.element))


def _way(process: ProcessDefinition, flow: str) -> tuple[str, str] | None:
    found = process.flows.get(flow)
    return (found.source, found.target) if found else None


def _events(process: ProcessDefinition, element: str) -> frozenset[tuple[object, ...]]:
    return frozenset(
        (one.id, one.event, one.event_name, one.interrupting)
        for one in process.nodes.values()
        if one.attached_to == element
    )


def _task_obstacles(
    before: TaskDefinition | None, after: TaskDefinition | None
) -> Iterator[Obstacle]:
    if before is None or after is None:
        return
    for name, words in (("step", "步骤"), ("roles", "办理角色"), ("visit", "办理方式")):
        if getattr(before, name) != getattr(after, name):
            what = f"“{before.name}”的{words}在新版里不同，已派出的办理项无法对应。"
            yield Obstacle(code=f"task_{name}_differs", where=before.element, what=what)


def _unreachable(standing: CaseStanding, new: Release) -> Iterator[Obstacle]:
    levels: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for mark in standing.marks:
        found = levels.setdefault((mark.process, mark.level), set())
        found.add(mark.flow or mark.element)
    for (key, _level), marks in levels.items():
        process = new.process_definitions.get(key)
        if process is None or any(
            one not in process.nodes and one not in process.flows for one in marks
        ):
            continue  # told already: the element is gone
        try:
            reachable = is_reachable(process, frozenset(marks))
        except MarkingsBeyondCount:
            what = f"新版的“{process.name}”过于复杂，不能确定案件现在的位置是否可达。"
            yield Obstacle(code="marking_not_told", where=key, what=what)
            continue
        if not reachable:
            names = "、".join(
                process.nodes[one].name or one for one in sorted(marks) if one in process.nodes
            )
            what = f"新版的“{process.name}”走不到案件现在的位置（{names}）。"
            yield Obstacle(code="marking_not_reachable", where=key, what=what)


def _missing(standing: CaseStanding, new: Release) -> Iterator[Obstacle]:
    for kind in sorted(standing.documents - set(new.documents)):
        what = f"案件里已有文书 {kind}，新版没有这种文书。"
        yield Obstacle(code="document_gone", where=kind, what=what)
    for key in sorted(standing.limits - set(new.limits)):
        what = f"案件里正在计算的期限 {key}，新版没有。"
        yield Obstacle(code="limit_gone", where=key, what=what)


def _consequences(marks: Sequence[Standing], old: Release, new: Release) -> Iterator[Consequence]:
    for mark in marks:
        before = old.tasks.get((mark.process, mark.element))
        after = new.tasks.get((mark.process, mark.element))
        if before is None or after is None:
            continue
        if before.form != after.form or _keys(old, before) != _keys(new, after):
            what = f"“{after.name}”改用新版的表单；已暂存而新版没有的内容不再提交。"
            yield Consequence(where=mark.element, what=what)
        if before.name != after.name:
            yield Consequence(where=mark.element, what=f"“{before.name}”改称“{after.name}”。")
        if before.limit != after.limit:
            what = f"“{after.name}”以后新起算的期限按新版；正在计算的期限不变。"
            yield Consequence(where=mark.element, what=what)


def _keys(release: Release, task: TaskDefinition) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for role in task.roles:
        form = release.form_for(task.step, role, task.form)
        found.extend((key, repr(field)) for key, field in form.fields.items())
    return tuple(found)
