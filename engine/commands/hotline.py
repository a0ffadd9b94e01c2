"""12345 工单: taken in from the hotline, linked to the case that came of it, its status told back.

An order is taken in once by its number, whatever is sent twice. From the moment it is linked the
hotline is told each new status, looked at once a day, until the case has ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.commands.office import Office
from engine.commands.refusals import CaseNotFound, NotYourTask
from engine.commands.roster_refusals import OrderLinked, OrderNotFound
from engine.domain.case import Case
from engine.domain.plain import Plain
from engine.ports import Job, Transaction

REGISTERING = frozenset({"intake_clerk"})
LOOKED_AT_HOUR = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOrder:
    """A case was registered from the order."""

    place: str
    by: str
    order_id: str
    case_id: str


def take_order(
    office: Office,
    place: str,
    order_no: str,
    content: Mapping[str, Plain],
    *,
    answer_by: date | None,
) -> str:
    """Keep the order; answers its id, the same each time it is sent."""
    with office.store.begin(place) as tx:
        return tx.hotline.take(order_no, content, answer_by=answer_by, at=office.clock.now())


def link_order(office: Office, order: LinkOrder) -> None:
    """Note which case came of it, and begin to tell the hotline; refuses `order_linked`."""
    with office.store.begin(order.place) as tx:
        person = tx.directory.person(order.by)
        if person is None or not person.roles & REGISTERING:
            raise NotYourTask(where={"order": order.order_id}, task="12345工单登记")
        kept = tx.hotline.order(order.order_id)
        if kept is None:
            raise OrderNotFound(where={"order": order.order_id})
        if kept.case_id == order.case_id:
            return
        if kept.case_id is not None:
            raise OrderLinked(where={"order": order.order_id}, order_no=kept.order_no)
        if tx.release_of_case(order.case_id) is None:
            raise CaseNotFound(where={"case": order.case_id})
        tx.hotline.change(order.order_id, case_id=order.case_id)
        tx.outbox.add([look_again(order.order_id, office.clock.now())])


def look_again(order_id: str, at: datetime) -> Job:
    """The job that looks at the case of an order then."""
    return Job(
        kind="report_order",
        key=f"hotline:{order_id}:{at.isoformat()}",
        due_at=at,
        payload={"order_id": order_id},
    )


def next_look(now: datetime) -> datetime:
    """Tomorrow at the hour at which orders are looked at."""
    return (now + timedelta(days=1)).replace(hour=LOOKED_AT_HOUR, minute=0, second=0, microsecond=0)


def status_of(tx: Transaction, case_id: str) -> Case:
    """The case as it stands; raises `case_not_found`."""
    case = tx.case(case_id)
    if case is None:
        raise CaseNotFound(where={"case": case_id})
    return case
