"""Hand a clue over between department and town (镇街与部门线索移送), and what comes of it.

A deed of the organ's own side is for the supervisor of that side; whom the clue goes to when it is
refused, the bureau says (司法局指定).
"""

from dataclasses import dataclass

from engine.commands.clue_door import ClueCommand, ClueDesk, add_clue, change_clue
from engine.commands.clue_refusals import (
    ClueNotYours,
    ClueOrgansUnfit,
    HandOverPersonUnfit,
    TwoPeopleRequired,
)
from engine.commands.clue_texts import counted, readable
from engine.commands.door import Answer, Command
from engine.commands.office import Office
from engine.domain.clue import (
    TOWN_LEVEL,
    Clue,
    ClueDirection,
    ClueMove,
    ClueState,
    ClueStep,
)
from engine.domain.people import Organ, Person
from engine.domain.work_calendar import local_day

DESIGNATING_ROLE = "section_head"

PEOPLE_HANDING_OVER = 2
"""双人移交: so many different people hand the materials over."""

WHO = {
    "dept_supervisor": "部门法制机构监督人员",
    "station_supervisor": "司法所监督人员",
    DESIGNATING_ROLE: "执法监督科负责人",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SendClue(Command):
    """Enter a clue that is handed over. Organs and people by id; `materials` counts pieces."""

    direction: ClueDirection
    from_organ: str
    to_organ: str
    summary: str
    handed_over_by: tuple[str, str]
    materials: int
    is_urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveClue(ClueCommand):
    """接收: the organ takes the clue over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseClue(ClueCommand):
    """不予接收: the organ says why it is not competent."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignateReceiver(ClueCommand):
    """指定: the bureau says which organ takes a refused clue; it may be any of the register."""

    organ: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClueFeedback(ClueCommand):
    """反馈: what the organ that took the clue made of it."""

    feedback: str


def send_clue(office: Office, command: SendClue) -> Answer:
    """Enter the clue and begin its limit.

    Refuses `organ_unknown`, `clue_organs_unfit`, `clue_not_yours`, `two_people_required`,
    `hand_over_person_unfit`, `clue_text_unfit`, `clue_names_somebody`, `clue_materials_unfit`.
    """

    def deed(desk: ClueDesk) -> Clue:
        giver, taker = desk.organ(command.from_organ), desk.organ(command.to_organ)
        _refuse_strangers(desk, ClueMove.SEND, giver, roles={command.direction.giving_role})
        if not command.direction.fits(giver, taker):
            raise ClueOrgansUnfit(
                where={"field": "接收机关"},
                giver=giver.name,
                taker=taker.name,
                direction=command.direction.label,
            )
        _refuse_unless_two(desk, command.handed_over_by, giver)
        due, release_id = desk.due(is_urgent=command.is_urgent)
        return Clue(
            id=desk.office.ids.next(),
            release_id=release_id,
            direction=command.direction,
            from_organ_id=giver.id,
            to_organ_id=taker.id,
            summary=readable(command.summary, field="线索摘要"),
            is_urgent=command.is_urgent,
            handed_over_by=command.handed_over_by,
            material_count=counted(command.materials),
            sent_at=desk.at,
            due_on=due.due_on,
            due_at=due.due_at,
            state=ClueState.SENT,
            trail=(_step(desk, ClueMove.SEND, taker.id),),
        )

    return add_clue(office, command, deed)


def receive_clue(office: Office, command: ReceiveClue) -> Answer:
    """Refuses `clue_not_yours` and `clue_move_not_possible`."""

    def deed(desk: ClueDesk, clue: Clue) -> Clue:
        _refuse_all_but_taker(desk, ClueMove.RECEIVE, clue)
        return clue.after(_step(desk, ClueMove.RECEIVE, clue.to_organ_id))

    return change_clue(office, command, deed)


def refuse_clue(office: Office, command: RefuseClue) -> Answer:
    """Refuses `clue_not_yours`, `clue_move_not_possible` and what is wrong with the reason."""

    def deed(desk: ClueDesk, clue: Clue) -> Clue:
        _refuse_all_but_taker(desk, ClueMove.REFUSE, clue)
        reason = readable(command.reason, field="不予接收的理由")
        return clue.after(_step(desk, ClueMove.REFUSE, clue.to_organ_id, reason))

    return change_clue(office, command, deed)


def designate_receiver(office: Office, command: DesignateReceiver) -> Answer:
    """The limit to receive begins anew. Refuses as `refuse_clue`, and `organ_unknown`."""

    def deed(desk: ClueDesk, clue: Clue) -> Clue:
        if DESIGNATING_ROLE not in desk.by.roles:
            raise _not_yours(ClueMove.DESIGNATE, {DESIGNATING_ROLE}, "司法局")
        organ = desk.organ(command.organ)
        reason = readable(command.reason, field="指定的理由")
        due, release_id = desk.due(is_urgent=clue.is_urgent)
        step = _step(desk, ClueMove.DESIGNATE, organ.id, reason)
        return clue.after_designation(step, due, release_id=release_id)

    return change_clue(office, command, deed)


def record_clue_feedback(office: Office, command: RecordClueFeedback) -> Answer:
    """Once, by the organ that received it. Refuses as `refuse_clue`."""

    def deed(desk: ClueDesk, clue: Clue) -> Clue:
        _refuse_all_but_taker(desk, ClueMove.FEEDBACK, clue)
        feedback = readable(command.feedback, field="处理情况")
        return clue.after_feedback(_step(desk, ClueMove.FEEDBACK, clue.to_organ_id, feedback))

    return change_clue(office, command, deed)


def _step(desk: ClueDesk, move: ClueMove, organ_id: str, note: str = "") -> ClueStep:
    return ClueStep(move=move, at=desk.at, by=desk.by.id, organ_id=organ_id, note=note)


def _refuse_all_but_taker(desk: ClueDesk, move: ClueMove, clue: Clue) -> None:
    """The organ it lies with; once designated it may be of either side."""
    designated = any(step.move is ClueMove.DESIGNATE for step in clue.trail)
    sides = set(ClueDirection) if designated else {clue.direction}
    roles = {way.taking_role for way in sides}
    _refuse_strangers(desk, move, desk.organ(clue.to_organ_id), roles=roles)


def _refuse_strangers(desk: ClueDesk, move: ClueMove, organ: Organ, *, roles: set[str]) -> None:
    if not desk.by.roles & roles or not _works_for(desk, desk.by, organ):
        raise _not_yours(move, roles, organ.name)


def _not_yours(move: ClueMove, roles: set[str], organ: str) -> ClueNotYours:
    who = "或者".join(WHO[role] for role in sorted(roles))
    return ClueNotYours(where={"move": move.value}, move=move.label, organ=organ, who=who)


def _works_for(desk: ClueDesk, person: Person, organ: Organ) -> bool:
    """Of the organ itself; the judicial station (司法所) under a town works for the town."""
    if person.organ_id == organ.id:
        return True
    home = desk.tx.directory.organ(person.organ_id)
    return organ.level == TOWN_LEVEL and home is not None and home.parent_id == organ.id


def _refuse_unless_two(desk: ClueDesk, people: tuple[str, str], giver: Organ) -> None:
    if len(set(people)) != PEOPLE_HANDING_OVER:
        raise TwoPeopleRequired(where={"field": "移交人员"})
    for person_id in people:
        person = desk.tx.directory.person(person_id)
        fits = person is not None and person.is_active_on(local_day(desk.at))
        if person is None or not fits or not _works_for(desk, person, giver):
            raise HandOverPersonUnfit(
                where={"field": "移交人员"},
                person=person_id if person is None else person.name,
                organ=giver.name,
            )
