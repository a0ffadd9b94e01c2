"""What happens to visits, work items and opinions."""

from dataclasses import dataclass
from typing import ClassVar

from engine.domain.event import Event
from engine.domain.visit import CloseReason, Opinion, Visit, WorkItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMoved(Event):
    """The diagrams moved; `passed` are (process, element) in order, nodes and flows."""

    state_sha256: str
    passed: tuple[tuple[str, str], ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOpened(Event):
    """A token entered a user task; its work items lie ready."""

    visit: Visit
    items: tuple[WorkItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened(Event):
    """Beside VisitOpened, for periods: a step was opened for a role."""

    step: str
    role: str
    visit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskClaimed(Event):
    """签收: somebody took an item out of a pool."""

    item_id: str
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReleased(Event):
    """退签收: somebody gave an item back to its pool."""

    item_id: str
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReminded(Event):
    """催办: somebody asked whoever holds an item, or may claim it, to hurry."""

    by_the_way: ClassVar[bool] = True

    item_id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCirculated(Event):
    """传阅: somebody sent the case to people who may see it anyway, for reading and no more."""

    by_the_way: ClassVar[bool] = True

    circulation_id: str
    readers: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CirculationOpened(Event):
    """已阅: a reader opened the case that was sent to him; every sending to him counts as read."""

    by_the_way: ClassVar[bool] = True

    circulations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReassigned(Event):
    """转办 or 改派: another person acts; the owner stays."""

    item_id: str
    from_person: str | None
    to_person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyGiven(Event):
    """A form was handed in; the body itself is kept apart under `body_id`."""

    body_id: str
    item_id: str
    step: str
    role: str
    form: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven(Event):
    """意见: never changed afterwards."""

    opinion: Opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted(Event):
    """办结: an item is done."""

    item_id: str
    visit_id: str
    step: str
    role: str
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemClosed(Event):
    """An item was closed by something else than its own completion."""

    item_id: str
    reason: CloseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDecided(Event):
    """The visit has decided, once; its token moves on."""

    visit_id: str
    decision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitClosed(Event):
    """The visit ended without deciding (returned, interrupted, terminated)."""

    visit_id: str
    reason: CloseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSentBack(Event):
    """退回: the run goes back to an earlier step."""

    visit_id: str
    to_step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTakenBack(Event):
    """撤回: the last handler took his act back."""

    visit_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionVoided(Event):
    """An opinion no longer counts; it stays where it is."""

    opinion_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCast(Event):
    """A ballot in a deliberation; the opinion holds its reason."""

    visit_id: str
    person_id: str
    vote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDecided(Event):
    """委员会审议 decided."""

    visit_id: str
    result: str
    votes_yes: int
    votes_no: int
    votes_abstain: int
    present: int
    eligible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAppointed(Event):
    """Somebody was named for a later step (复查人 …)."""

    step: str
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersRecused(Event):
    """Committee members who leave a deliberation (S7)."""

    people: tuple[str, ...]
