"""Acts outside the diagrams (EX …): who applies, who approves in turn, as the place's data say.

Each link is a visit like any other, only that no token of a diagram stands behind it. `element` of
such a visit is ``<run>:<position>``, one run per application.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands import assigning
from engine.commands.act import Act
from engine.commands.refusals import RoleUnfilled
from engine.commands.task_form import OPERATION as PROCESS
from engine.definitions.process import TaskDefinition
from engine.domain import events as ev
from engine.domain.visit import ItemState, Visit, WorkItem
from engine.feel import known_expression

APPROVES = frozenset({"opinion", "decide", "propose"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One place of a chain: who acts, on which form."""

    role: str
    form: str
    title: str
    decides: bool = False
    """Whether the act takes effect when this link is done."""


def approval_links(act: Act, key: str, *, step: str, title: str) -> list[Link]:
    """The links of an approval chain of the place that hold for the case's facts, in order."""
    chain = act.release.place_info.approvals[key].chain
    holding = [
        one for one in chain if one.act in APPROVES and (one.when is None or _holds(act, one.when))
    ]
    return [
        Link(
            role=one.role,
            form=step,
            title=f"审批{title}" if one.act != "opinion" else f"审核{title}",
            decides=one is holding[-1],
        )
        for one in holding
    ]


def open_application(
    act: Act, *, step: str, role: str, title: str, form: str | None = None
) -> WorkItem:
    """The applicant's own visit: it opens in his hands, to be finished in the same deed.

    `form` is that of the step where none is named.
    """
    run = act.office.ids.next()
    visit = _visit(act, step=step, role=role, form=form or step, title=title, element=f"{run}:0")
    item = WorkItem(
        id=act.office.ids.next(),
        visit_id=visit.id,
        role=role,
        candidates=(act.by.id,),
        owner=act.by.id,
        assignee=act.by.id,
        state=ItemState.IN_HAND,
        opened_at=act.at,
    )
    act.record(ev.VisitOpened(visit=visit, items=(item,)))
    return item


def open_link(act: Act, after: Visit, link: Link) -> tuple[str, str]:
    """Open the next link of the run that `after` belongs to; answers its (step, role)."""
    run, _, position = after.element.partition(":")
    visit = _visit(
        act,
        step=after.step,
        role=link.role,
        form=link.form,
        title=link.title,
        element=f"{run}:{int(position) + 1}",
    )
    task = TaskDefinition(
        process=PROCESS,
        element=visit.element,
        name=link.title,
        step=after.step,
        roles=(link.role,),
        form=link.form,
    )
    items = assigning.items_for(act, task, visit)
    if not items:
        raise RoleUnfilled(where={"step": after.step}, task=link.title, role=link.role)
    act.record(ev.VisitOpened(visit=visit, items=items))
    act.record(assigning.notice_of(visit))
    return (visit.step, link.role)


def position_of(visit: Visit) -> int:
    """0 for the application, 1 for the first link …"""
    return int(visit.element.partition(":")[2])


def application_values(act: Act, visit: Visit) -> Mapping[str, object]:
    """What was applied for in the run that `visit` belongs to."""
    run = visit.element.partition(":")[0]
    for other in act.case.visits.having("element", f"{run}:0"):
        if other.process == PROCESS:
            return values_of_visit(act, other)
    return {}


def values_of_visit(act: Act, visit: Visit) -> Mapping[str, object]:
    """What was handed in with the items of a visit, the last one winning."""
    values: dict[str, object] = {}
    ids = [item.body_id for item in act.case.items_of(visit.id) if item.body_id is not None]
    for body in act.bodies_of(ids):
        values.update(body.values)
    return values


def is_operation(visit: Visit) -> bool:
    """Whether the visit belongs to an act outside the diagrams."""
    return visit.process == PROCESS


def is_under_way(act: Act, step: str) -> bool:
    """Whether an application of this kind waits for somebody already."""
    return any(visit.process == PROCESS and visit.step == step for visit in act.case.open_visits)


def _visit(act: Act, *, step: str, role: str, form: str, title: str, element: str) -> Visit:  # noqa: PLR0913 - a visit's face
    return Visit(
        id=act.office.ids.next(),
        token_id="",
        process=PROCESS,
        element=element,
        step=step,
        roles=(role,),
        form=form,
        title=title,
        opened_at=act.at,
    )


def _holds(act: Act, condition: str) -> bool:
    return known_expression(condition).evaluate(act.case.facts.values, now=act.at) is True
