"""开案的第一步: the facts a case begins with, and its first task."""

from decimal import Decimal

from engine.commands import moving
from engine.commands.act import Act
from engine.domain import events as ev
from engine.domain.facts import FactValue, fact_to_plain
from engine.domain.visit import Visit, WorkItem


def begin(act: Act, entry: str) -> tuple[Visit, WorkItem]:
    """Let the overall process of a new case begin; answers what opens first."""
    for name, value in _first_facts(act, entry).items():
        if name in act.release.facts:
            act.record(ev.FactWritten(name=name, value=fact_to_plain(value)))
    moving.start(act)
    visit = act.case.open_visits[0]
    return visit, act.case.items_of(visit.id)[0]


def _first_facts(act: Act, entry: str) -> dict[str, FactValue]:
    place = act.release.place_info
    return {
        "entry": entry,
        "has_committee": place.committee.enabled,
        "has_handlers": False,
        "guide_then_accept": place.guide_then_accept,
        "escalated": False,
        "supplement_rounds": Decimal(0),
        "redo_rounds": Decimal(0),
        "extra_rounds": Decimal(0),
    }
