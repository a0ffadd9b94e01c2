"""Who gets the next item: the people a role names, less those who must not act on this case."""

from collections.abc import Collection, Iterable

from engine.commands.act import Act
from engine.commands.refusals import RoleUnfilled
from engine.definitions.process import TaskDefinition
from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.people import COMPLAINANT, Person
from engine.domain.separation import (
    COMPLAINANT_ROLE,
    HANDLER_ROLES,
    ORGAN_ROLES,
    THREE_ADMINISTRATORS,
)
from engine.domain.visit import ItemState, Visit, VisitRule, WorkItem
from engine.domain.work_calendar import local_day

STANDS_IN = {"receiver_org": "intake_clerk"}
"""A role outside the house that nobody here holds is recorded by this one, from the slip (回执)."""

NOT_THE_SAME_AS = {"P4.6": "P4.5"}
"""Steps that another person than that of an earlier step does (S8)."""

EACH_ACTS = frozenset({VisitRule.ALL, VisitRule.SEQUENTIAL, VisitRule.BALLOT})
"""Visits in which every holder has an item of his own."""


def items_for(act: Act, task: TaskDefinition, visit: Visit) -> tuple[WorkItem, ...]:
    """The work items of a visit that opens now; raises `role_unfilled` when nobody can."""
    items: list[WorkItem] = []
    for role in visit.roles:
        pool = candidates(act, role, step=visit.step)
        if not pool:
            raise RoleUnfilled(
                where={"step": visit.step},
                task=task.name,
                role=act.release.place_info.role_title(role),
            )
        groups = [[one] for one in pool] if visit.rule in EACH_ACTS else [pool]
        items.extend(_item(act, visit, role, group, len(items)) for group in groups)
    return tuple(items)


def candidates(act: Act, role: str, *, step: str = "") -> list[str]:
    """Ids of the people who may hold an item of `role` in this case, in the register's order."""
    if role == COMPLAINANT_ROLE:
        return [COMPLAINANT.id]
    if step in act.case.head.appointed:
        return [act.case.head.appointed[step]]
    left_out = act.case.head.recused
    others_first = did(act, NOT_THE_SAME_AS.get(step))
    pool = [one for one in _eligible(act, role) if one not in left_out]
    return sorted(pool, key=lambda one: one in others_first)


def did(act: Act, step: str | None) -> set[str]:
    """Who did the items of a step."""
    return set() if step is None else who_did(act.case, {step})


def who_did(case: Case, steps: Collection[str]) -> set[str]:
    """Who holds or did the items of some steps."""
    visits = set(case.visits.keys_having("step", *steps))
    items = zip(case.items.told("visit_id"), case.items.told("assignee"), strict=True)
    return {assignee for visit_id, assignee in items if assignee and visit_id in visits}


def _eligible(act: Act, role: str) -> list[str]:
    handlers = act.case.head.handlers
    named = _named_handler(act, role)
    if named is not None:
        return [named]
    holders = [one for one in _holders(act, role) if may_hold(act, one, role)]
    if role in HANDLER_ROLES or not handlers:
        return [one.id for one in holders]
    return [one.id for one in holders if one.id not in handlers] or [one.id for one in holders]


def may_hold(act: Act, person: Person, role: str) -> bool:
    """Whether the person may stand in this lane of this case (S3, S4, S9), today."""
    today = local_day(act.at)
    organ = act.case.head.organ_id
    if not person.is_active_on(today) or person.roles & THREE_ADMINISTRATORS:
        return False
    if role in ORGAN_ROLES:
        return person.organ_id == organ
    if role in HANDLER_ROLES and not person.is_certified_on(today):
        return False
    return organ is None or person.organ_id != organ


def _holders(act: Act, role: str) -> Iterable[Person]:
    found = act.tx.directory.holders(role)
    stand_in = STANDS_IN.get(role)
    return found or (act.tx.directory.holders(stand_in) if stand_in else ())


def _named_handler(act: Act, role: str) -> str | None:
    """主办人 and 协办人 are the two appointed in P2.1."""
    handlers = act.case.head.handlers
    position = {"lead_handler": 0, "co_handler": 1}.get(role)
    if position is None or position >= len(handlers):
        return None
    return handlers[position]


def _item(act: Act, visit: Visit, role: str, pool: list[str], position: int) -> WorkItem:
    alone = pool[0] if len(pool) == 1 else None
    return WorkItem(
        id=act.office.ids.next(),
        visit_id=visit.id,
        role=role,
        candidates=tuple(pool),
        owner=alone,
        assignee=alone,
        position=position,
        state=ItemState.IN_HAND if alone else ItemState.TO_CLAIM,
        opened_at=act.at,
    )


def notice_of(visit: Visit) -> ev.TaskOpened:
    """What periods hear of a visit that opened."""
    return ev.TaskOpened(step=visit.step, role=visit.roles[0], visit_id=visit.id)
