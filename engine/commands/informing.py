"""知会: links of an approval chain that are only told of it (抄送): a notice, never a task.

Told at once when the chain has come to its end, and whoever is told gains no right by it.
"""

from collections.abc import Iterator

from engine.commands.act import Act
from engine.commands.case_facts import Done
from engine.definitions.place import ChainLink
from engine.domain.people import Person
from engine.domain.separation import ORGAN_ROLES, THREE_ADMINISTRATORS
from engine.domain.sight import Sight, sight
from engine.domain.work_calendar import local_day
from engine.feel import known_expression
from engine.ports import Notice

INFORM = "inform"
DECIDED_BY = {"P2.4": "filing_opinion"}
"""Step → the fact that says in Chinese what was decided there."""


def inform(done: Done) -> None:
    """Tell those whom the place wants told of what was just approved, each once."""
    told = {person.id: person for link in _links(done) for person in _people(done.act, link)}
    done.act.notices.extend(_notice(done, person) for person in told.values())


def _links(done: Done) -> Iterator[ChainLink]:
    facts = done.act.case.facts.seen_from(done.visit.path)
    for approval in done.act.release.place_info.approvals.values():
        if approval.steps[-1:] != (done.step,):
            continue
        for link in approval.chain:
            when = link.when and known_expression(link.when)
            holds = not when or when.evaluate(facts, now=done.act.at) is True
            if link.act == INFORM and holds:
                yield link


def _people(act: Act, link: ChainLink) -> Iterator[Person]:
    """Holders of the role; of a role of the bureau (司法局) its own people only, as registered."""
    place = act.release.place_info
    role = place.roles.get(link.role)
    bureau = act.tx.directory.organ_named(place.tiers["T1"].acting_body)
    inside = bureau.id if bureau and role and role.org == "acting_body" else None
    for person in act.tx.directory.holders(link.role):
        if inside in {None, person.organ_id} and _may_be_told(act, person):
            yield person


def _may_be_told(act: Act, person: Person) -> bool:
    head = act.case.head
    return (
        person.is_active_on(local_day(act.at))
        and person.id != act.by.id
        and person.id not in head.recused
        and person.organ_id != head.organ_id
        and not person.roles & (ORGAN_ROLES | THREE_ADMINISTRATORS)
    )


def _notice(done: Done, person: Person) -> Notice:
    """Whoever may not open the case is told of it without the way there."""
    act, head = done.act, done.act.case.head
    number = head.case_no or head.intake_no or "一件案件"
    decided = done.fact(DECIDED_BY[done.step]) if done.step in DECIDED_BY else None
    result = f"，结果是“{decided}”" if decided else ""
    return Notice(
        person_id=person.id,
        subject=f"抄送：{number}{done.visit.title}",
        text=f"{number}已经办结“{done.visit.title}”{result}。这是通知，不需要您办理。",
        case_id=head.id if sight(act.case, person) is Sight.WHOLE else None,
    )
