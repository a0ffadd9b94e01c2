"""离岗: whoever leaves hands over first; his open tasks go to one person, or he stays.

The tasks are given away one by one, each as a deed on its case with its own check; only then is the
last day written. Interrupted in between, it is begun again and goes on with what is left.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, Command, Deed, change_case
from engine.commands.grant_roles import refuse_last
from engine.commands.office import Office
from engine.commands.reassign_task import refuse_unfit
from engine.commands.roster_door import RosterDesk, change_roster, with_reason
from engine.commands.roster_refusals import (
    EntryUnfit,
    HandOverRefused,
    NotYourDuty,
    OpenWorkLeft,
    OwnRights,
)
from engine.domain import events as ev
from engine.domain import roster_events as rev
from engine.domain.administration import SYS_ADMIN
from engine.domain.people import SYSTEM, Person
from engine.domain.visit import WorkItem
from engine.domain.work_calendar import local_day
from engine.errors import Refusal
from engine.ports import OpenWork

HANDLING = ("lead_handler", "co_handler")
"""The roles of a case's handlers, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePost(Command):
    """The person acts for the last time on `last_day`."""

    person_id: str
    last_day: date
    hand_over_to: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePost(Command):
    """The person acts again from `from_day` on."""

    person_id: str
    from_day: date


class _Fits(Exception):
    """The task may be given away; nothing has been done yet."""


def leave_post(office: Office, command: LeavePost) -> Answer:
    """Hand over, then leave; refuses `open_work_left` and `hand_over_refused`."""
    reason = with_reason(command.reason)
    work = _checked(office, command)
    if command.hand_over_to is not None:
        _hand_over_all(office, command, work, reason)

    def deed(desk: RosterDesk) -> Answer:
        person = desk.person(command.person_id)
        left = desk.tx.roster.open_work(person.id)
        if left.items or left.cases:
            raise OpenWorkLeft(name=person.name, items=len(left.items), cases=len(left.cases))
        desk.record(
            rev.PostLeft(
                person_id=person.id,
                last_day=command.last_day,
                handed_over_to=command.hand_over_to,
                item_count=len(work.items),
                reason=reason,
            )
        )
        return {
            "person_id": person.id,
            "tasks_handed_over": len(work.items),
            "cases_handed_over": len(work.cases),
        }

    return change_roster(office, command, deed)


def take_post(office: Office, command: TakePost) -> Answer:
    """Let the person act again."""

    def deed(desk: RosterDesk) -> Answer:
        person = desk.person(command.person_id)
        desk.record(rev.PostTaken(person_id=person.id, from_day=command.from_day))
        return {"person_id": person.id}

    return change_roster(office, command, deed)


def _checked(office: Office, command: LeavePost) -> OpenWork:
    """Whether all this may be done at all, before the first task is given away."""
    with office.store.begin(command.place) as tx:
        desk = RosterDesk(
            office=office,
            tx=tx,
            place=command.place,
            by=tx.directory.person(command.by) or SYSTEM,
            at=office.clock.now(),
        )
        if SYS_ADMIN not in desk.by.roles:
            raise NotYourDuty(who="系统管理员")
        person = desk.person(command.person_id)
        if person.id == desk.by.id:
            raise OwnRights(who="系统管理员")
        if command.last_day < local_day(desk.at).replace(day=1):
            why = "最后一天不能早于本月"
            raise EntryUnfit(where={"field": "last_day"}, field="最后一天", why=why)
        refuse_last(desk, person, person.roles)
        work = tx.roster.open_work(person.id)
        if command.hand_over_to is not None:
            desk.person(command.hand_over_to)
        elif work.items or work.cases:
            raise OpenWorkLeft(name=person.name, items=len(work.items), cases=len(work.cases))
        return work


def _hand_over_all(office: Office, command: LeavePost, work: OpenWork, reason: str) -> None:
    """Look at every task before the first is given away."""
    for trying in (True, False):
        for case_id, item_id, _ in work.items:
            _hand_over(office, command, (case_id, item_id), reason=reason, trying=trying)
        for case_id in work.cases:
            _hand_over_case(office, command, case_id, trying=trying)


def _hand_over(
    office: Office, command: LeavePost, place: tuple[str, str], *, reason: str, trying: bool
) -> None:
    """Give one task away; one that was finished meanwhile needs nobody."""
    case_id, item_id = place

    def deed(act: Act) -> Answer:
        item = act.case.items[item_id]
        if item.is_open and item.assignee == command.person_id:
            to = _successor(act, command)
            _refuse_unfit(act, item, to)
            event = ev.TaskReassigned(
                item_id=item.id, from_person=item.assignee, to_person=to.id, reason=reason
            )
            act.record(event)
        return _done(act, trying=trying)

    _change(office, _of_case(command, case_id, item_id), deed)


def _hand_over_case(office: Office, command: LeavePost, case_id: str, *, trying: bool) -> None:
    """Let the successor handle the case in the other's stead."""

    def deed(act: Act) -> Answer:
        to = _successor(act, command)
        for role, handler in zip(HANDLING, act.case.head.handlers, strict=False):
            if handler != command.person_id:
                continue
            if to.id in act.case.head.handlers or role not in to.roles:
                why = "其已是本案承办人，或者不具有承办角色。"
                raise HandOverRefused(task="承办案件", name=to.name, why=why)
            act.record(ev.HandlerReplaced(role=role, left=handler, came=to.id))
        return _done(act, trying=trying)

    _change(office, _of_case(command, case_id, "handler"), deed)


def _change(office: Office, command: CaseCommand, deed: Deed) -> None:
    with suppress(_Fits):
        change_case(office, command, deed)


def _done(act: Act, *, trying: bool) -> Answer:
    if trying:
        raise _Fits
    return answer(act)


def _successor(act: Act, command: LeavePost) -> Person:
    found = act.tx.directory.person(str(command.hand_over_to))
    assert found is not None  # noqa: S101 - `_checked` has seen him
    return found


def _refuse_unfit(act: Act, item: WorkItem, to: Person) -> None:
    visit = act.case.visits[item.visit_id]
    try:
        refuse_unfit(act, item, visit, to)
    except Refusal as refused:
        why = refused.what_text
        raise HandOverRefused(task=visit.title, name=to.name, why=why) from refused


def _of_case(command: LeavePost, case_id: str, what: str) -> CaseCommand:
    """One act per task: begun again, it is done once."""
    key = f"{command.key[:50]}:{what}:{case_id}"
    return CaseCommand(key=key, place=command.place, by=SYSTEM.id, case_id=case_id)
