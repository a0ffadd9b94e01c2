"""迁移: a running case goes over to another release of its place, as a documented act."""

from dataclasses import dataclass

from engine.commands import moving
from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.design_door import APPROVER, ROLE_WORDS, stated_reason
from engine.commands.design_refusals import NotADesigner, ReleaseUnknown
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.office import Office
from engine.commands.refusals import CaseHasEnded
from engine.definitions.migration_plan import (
    CaseStanding,
    MigrationPlan,
    Obstacle,
    Standing,
    plan_migration,
)
from engine.definitions.release import Release
from engine.domain import events as ev
from engine.domain.facts import call_element
from engine.errors import Refusal


class MigrationNotPossible(Refusal):
    """The case stands where the other release has no place for it."""

    code = "migration_not_possible"
    what = "案件不能迁移到该发布版：{obstacles}"
    mend = "请先把案件办到新版也有的环节，或者修改新版后再迁移。"


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrateCase(CaseCommand):
    """Take the case over to another release, with a reason."""

    to_release: str
    reason: str


def migrate_case(office: Office, command: MigrateCase) -> Answer:
    """Take it over; refuses `migration_not_possible` with every obstacle."""

    def deed(act: Act) -> Answer:
        reason = stated_reason(command.reason)
        if APPROVER not in act.by.roles:
            raise NotADesigner(where={"role": APPROVER}, role=ROLE_WORDS[APPROVER], move="迁移案件")
        if act.case.head.ended:
            raise CaseHasEnded(where={"case": act.case.head.id}, task="迁移")
        old, new = act.release, release_of(act, command.to_release)
        if new.id == old.id:
            return answer(act)
        plan = plan_for(act, new)
        if not plan.may_be:
            told = "；".join(one.what.rstrip("。") for one in plan.obstacles)
            where = {"case": act.case.head.id, "obstacles": [one.code for one in plan.obstacles]}
            raise MigrationNotPossible(where=where, obstacles=f"{told}。")
        _carry_over(act, old, new, reason)
        return answer(act)

    return change_case(office, command, deed)


def release_of(act: Act, release_id: str) -> Release:
    """A release of the place; refuses `release_unknown`."""
    if act.tx.release_bundle(release_id) is None:
        raise ReleaseUnknown(where={"release": release_id})
    return act.office.open_release(release_id, lambda: act.tx.release_bundle(release_id))


def plan_for(act: Act, new: Release) -> MigrationPlan:
    """What going over to `new` means for the case as it stands now."""
    plan = plan_migration(_standing(act), act.release, new)
    own = tuple(_own_obstacles(act, new))
    return MigrationPlan(obstacles=(*plan.obstacles, *own), consequences=plan.consequences)


def _carry_over(act: Act, old: Release, new: Release, reason: str) -> None:
    renewed = [
        ev.TaskRenewed(visit_id=visit.id, form=task.form, title=task.name)
        for visit in act.case.open_visits
        if (task := new.tasks.get((visit.process, visit.element))) is not None
        and (visit.form, visit.title) != (task.form, task.name)
    ]
    act.release, act.calendar = new, act.office.calendar_of(new)
    act.record(
        ev.CaseMigrated(from_release=old.id, to_release=new.id, reason=reason, tasks=tuple(renewed))
    )
    moved = act.office.runner.carry_over(
        act.case.state,
        from_diagrams=old,
        diagrams=new,
        facts=act.case.facts.copy(),
        around=moving.surroundings(act),
    )
    moving.take_over(act, moved, reached_from=())


def _standing(act: Act) -> CaseStanding:
    marks = [
        Standing(process=visit.process, element=visit.element, level=visit.path)
        for visit in act.case.open_visits
        if visit.token_id
    ]
    marks += [
        Standing(process=one.process, element=one.element, flow=one.flow, level=one.path)
        for one in act.office.runner.arrivals(act.case.state, diagrams=act.release)
    ]
    calls = {mark.level[:depth] for mark in marks for depth in range(1, len(mark.level) + 1)}
    marks += [_call(act, path) for path in sorted(calls)]
    return CaseStanding(
        marks=tuple(marks),
        documents=frozenset(one.kind for one in act.case.documents.values()),
        limits=frozenset(one.key for one in act.case.clocks.values() if one.stop is None),
    )


def _call(act: Act, path: tuple[str, ...]) -> Standing:
    """The open call at the end of a path, in the procedure the path before it leads to."""
    process = moving.OVERALL
    for segment in path[:-1]:
        node = act.release.process_definitions[process].nodes[call_element((segment,))]
        process = node.called or process
    return Standing(process=process, element=call_element(path[-1:]), level=path[:-1], is_call=True)


def _own_obstacles(act: Act, new: Release) -> list[Obstacle]:
    """What only the case itself knows: its local facts, and the last days its clocks tell."""
    found = []
    if act.release.local_facts != new.local_facts:
        what = "两版中移送流程各自保留的事实不同。"
        found.append(Obstacle(code="local_facts_differ", where="transfer", what=what))
    calendar = act.office.calendar_of(new)
    for clock in act.case.clocks.values():
        if clock.stop is None and clock.due_on(calendar) != clock.due_on(act.calendar):
            what = f"按新版的工作日历，“{clock.title}”的届满日会变动。"
            found.append(Obstacle(code="due_day_moves", where=clock.key, what=what))
    return found
