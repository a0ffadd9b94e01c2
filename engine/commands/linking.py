"""另行登记、分案: a case that comes of another begins in the same deed, and each names the other.

It waits at its first step with what is known filled in as a draft: what is new about it, only a
person can say, and only what a person registers is registered.
"""

from collections.abc import Mapping

from engine.commands import automatic, opening
from engine.commands.act import Act
from engine.commands.case_facts import Done
from engine.commands.door import Start, keep, new_case
from engine.commands.refusals import CaseOnPaper
from engine.domain import events as ev
from engine.domain.operation_events import Relation
from engine.domain.plain import Plain
from engine.domain.visit import ItemState, Visit, WorkItem
from engine.domain.work_calendar import local_day

ANOTHER_WANTED = "needs_new_intake"
"""The fact that 登记回访结果 (P7.7) writes."""

ANOTHERS_OWN = frozenset({"received_date", "external_no", "evidences"})
"""Of a registration what belongs to that one alone."""
NEW_MATTER = frozenset({"channel", "fact_time", "fact_place", "facts", "enforcement_doc_no"})
"""What a complainant with new facts has to be asked anew."""


def register_new_facts(done: Done) -> None:
    """P7.7: 不满意且有新事实, so another registration begins."""
    if done.act.case.facts.values.get(ANOTHER_WANTED) is not True:
        return
    values = _registered(done.act, without=ANOTHERS_OWN | NEW_MATTER)
    values["facts"] = str(done.values.get("satisfaction_reason") or "")
    _begin(done.act, Relation.NEW_FACTS, values)


def split(act: Act) -> None:
    """分案: the part that is dealt with apart begins as this case did."""
    values = _registered(act, without=ANOTHERS_OWN) or _found_ex_officio(act)
    _begin(act, Relation.SPLIT, values)


def _registered(act: Act, *, without: frozenset[str]) -> dict[str, Plain]:
    """What was registered first, identity included; nothing where nobody complained."""
    bodies = automatic.registration_bodies(act)
    if not bodies:
        return {}
    known = {**bodies[0].values, **bodies[0].identity}
    return {key: value for key, value in known.items() if key not in without}


def _found_ex_officio(act: Act) -> dict[str, Plain]:
    head = act.case.head
    return {
        "handlers": list(head.handlers),
        "case_source": head.source,
        "org_name": head.organ_name,
        "case_cause": head.title,
        "discovered_on": head.discovered_on.isoformat() if head.discovered_on else None,
    }


def _begin(act: Act, relation: Relation, values: Mapping[str, Plain]) -> None:
    head = act.case.head
    if act.paper is not None:
        raise CaseOnPaper(where={"case": head.id})  # what begins now begins here, not on paper
    today = local_day(act.at)
    start = Start(entry=head.entry, received_on=today, organ_name=head.organ_name)
    other, query_code = new_case(act.office, act.tx, start, place=head.place, by=act.by, at=act.at)
    link = ev.CaseLinked(case_id=head.id, relation=relation, is_origin=True, title=head.title)
    other.record(link)
    visit, item = opening.begin(other, head.entry)
    if act.by.id in item.candidates and item.state is ItemState.TO_CLAIM:
        other.record(ev.TaskClaimed(item_id=item.id, person_id=act.by.id))
    keep(other)
    _draft(other, visit, item, {"received_date": today.isoformat(), **values})
    act.record(
        ev.CaseLinked(
            case_id=other.case.head.id, relation=relation, is_origin=False, title=head.title
        )
    )
    act.offshoot = {
        "case_id": other.case.head.id,
        "item_id": item.id,
        "step": visit.step,
        "task": visit.title,
        "relation": relation.value,
        "query_code": query_code,
    }


def _draft(other: Act, visit: Visit, item: WorkItem, values: Mapping[str, Plain]) -> None:
    """What the first form is begun with, for whoever may fill it in."""
    asked = other.release.form_for(visit.step, item.role, visit.form).fields
    kept = {
        key: value
        for key, value in values.items()
        if value is not None and key in asked and not asked[key].filled_by_product
    }
    for person_id in item.candidates:
        other.tx.save_draft(item.id, person_id, kept)
