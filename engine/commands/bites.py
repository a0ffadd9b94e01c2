"""Which period bites next for each open item of a case, as a deed left it."""

from collections.abc import Mapping

from engine.commands.act import Act
from engine.commands.lighting import light_rules
from engine.domain.biting import Bite, bite_of, biting
from engine.domain.visit import OPEN_ITEM_STATES, WorkItem


def bites(act: Act, *, every: bool = False) -> Mapping[str, Bite | None]:
    """By item id, for the open items whose row is to be written; None where no period runs.

    A period that began, moved or ended changes what every open item of the case shows; `every`
    weighs them all.
    """
    case, found = act.case, dict[str, Bite | None]()
    known: dict[str, Bite] = {}
    for item_id in _shown_anew(act, every=every or bool(case.touched.clocks)):
        clock = biting(case.clocks_not_stopped, case.due_on, _own_limit(act, case.items[item_id]))
        if clock is None:
            found[item_id] = None
            continue
        if clock.id not in known:
            due_on = case.due_on.get(clock.id)
            known[clock.id] = bite_of(clock, due_on, act.calendar, light_rules(act.release))
        found[item_id] = known[clock.id]
    return found


def _shown_anew(act: Act, *, every: bool) -> list[str]:
    """The open items to weigh: those that changed, or all of them."""
    case = act.case
    open_ones = case.items.keys_having("state", *OPEN_ITEM_STATES)
    return [one for one in open_ones if every or one in case.touched.items]


def _own_limit(act: Act, item: WorkItem) -> str | None:
    visit = act.case.visits[item.visit_id]
    task = act.release.tasks.get((visit.process, visit.element))
    return task.limit if task else None
