"""工作日历: propose a year from a pasted notice or a day of the place; a second person takes it.

What is taken holds from then on, and the open clocks follow (`engine.commands.recalculate`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from engine.commands.door import Answer, Command
from engine.commands.office import Office
from engine.commands.place_door import change_place
from engine.commands.time_refusals import CalendarChangeUnknown, NoticeUnreadable
from engine.domain.calendar_change import CalendarChange, CalendarContent
from engine.domain.calendar_year import ExtraDay
from engine.domain.holiday_notice import read_notice
from engine.domain.people import Person
from engine.domain.separation import WATCHERS
from engine.ports import Job, Transaction

KEEPERS = frozenset({"sys_admin", "security_admin", "section_head"})
"""Who may propose and confirm: the calendar is no case, so administrators keep it too."""

READERS = KEEPERS | WATCHERS

UNTIL_ALL_PROCESSES_KNOW = timedelta(seconds=3)
RECALCULATE = "recalculate"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeYear(Command):
    """A notice as pasted; `document_no` goes before the number found in it."""

    text: str
    document_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDays(Command):
    """Days of the place: a festival, a closure, a make-up day."""

    days: tuple[ExtraDay, ...]
    document_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeChange(Command):
    """Put a proposed change in force."""

    change_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawChange(Command):
    """Throw a proposed change away."""

    change_id: str


def propose_year(office: Office, command: ProposeYear) -> Answer:
    """Refuses `notice_unreadable` with every fault found."""

    def deed(_tx: Transaction, by: Person) -> CalendarChange:
        notice = read_notice(command.text)
        if notice.year is None or notice.faults:
            raise NoticeUnreadable(where={"field": "text"}, faults="".join(notice.faults))
        return _proposed(
            office,
            by,
            CalendarContent(year=notice.year, days=notice.days_before),
            document_no=command.document_no or notice.document_no or "",
            text=command.text,
        )

    return _change(office, command, deed)


def propose_days(office: Office, command: ProposeDays) -> Answer:
    """Refuses `notice_unreadable` without a day or a document."""

    def deed(_tx: Transaction, by: Person) -> CalendarChange:
        if not command.days or not command.document_no.strip():
            fault = "须写明日期、种类、名称和依据文件。"
            raise NoticeUnreadable(where={"field": "days"}, faults=fault)
        content = CalendarContent(days=command.days)
        return _proposed(office, by, content, document_no=command.document_no)

    return _change(office, command, deed)


def take_change(office: Office, command: TakeChange) -> Answer:
    """Refuses `second_person_needed` and `calendar_change_decided`."""

    def deed(tx: Transaction, by: Person) -> CalendarChange:
        at = office.clock.now()
        taken = _locked(tx, command.change_id).take(by=by.id, at=at)
        tx.calendar.begin_recalculation(taken.id, at)
        tx.outbox.add(
            [
                Job(
                    kind=RECALCULATE,
                    key=f"recalculate:{taken.id}",
                    due_at=at + UNTIL_ALL_PROCESSES_KNOW,
                    payload={"recalculation_id": taken.id},
                )
            ]
        )
        return taken

    answer = _change(office, command, deed)
    office.refresh_calendars()
    return answer


def withdraw_change(office: Office, command: WithdrawChange) -> Answer:
    """Refuses `calendar_change_decided`."""

    def deed(tx: Transaction, by: Person) -> CalendarChange:
        return _locked(tx, command.change_id).withdraw(by=by.id, at=office.clock.now())

    return _change(office, command, deed)


def _change(
    office: Office, command: Command, deed: Callable[[Transaction, Person], CalendarChange]
) -> Answer:
    def kept(tx: Transaction, by: Person) -> Answer:
        change = deed(tx, by)
        tx.calendar.keep(change)
        return {"change_id": change.id, "state": change.state.value}

    return change_place(office, command, kept, roles=KEEPERS, task="工作日历")


def _proposed(
    office: Office, by: Person, content: CalendarContent, *, document_no: str, text: str = ""
) -> CalendarChange:
    return CalendarChange(
        id=office.ids.next(),
        content=content,
        document_no=document_no,
        text=text,
        proposed_by=by.id,
        proposed_at=office.clock.now(),
    )


def _locked(tx: Transaction, change_id: str) -> CalendarChange:
    change = tx.calendar.lock(change_id)
    if change is None:
        raise CalendarChangeUnknown(where={"change": change_id})
    return change
