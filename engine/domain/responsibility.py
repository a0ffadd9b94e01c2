"""责任时间账: who held a case, and for how long; without gap and without overlap.

At every instant the case is in one hand. While it is suspended, nobody's; while the complainant
supplements, his; during expertise, hearing or announcement, an outsider's; else whoever holds the
open task: the supervised organ, a receiver outside, one of us, or the pool that has not claimed it.
Where several tasks stand open the one opened first leads. Between two tasks the machine has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.clock import PauseKind
from engine.domain.history import empty_case, fold
from engine.domain.separation import COMPLAINANT_ROLE, ORGAN_ROLES
from engine.domain.visit import ItemState, Visit, WorkItem

SUSPENDED_FLAG = "suspended"
OUTSIDE_ROLES = frozenset({"receiver_org", "expert"})
OUTSIDE_PAUSES = frozenset({PauseKind.EXPERTISE, PauseKind.HEARING, PauseKind.ANNOUNCEMENT})


class HolderKind(StrEnum):
    """In whose hands a case may be."""

    PERSON = "person"
    OFFICE = "office"
    ORGAN = "organ"
    COMPLAINANT = "complainant"
    OUTSIDE = "outside"
    SUSPENDED = "suspended"
    SYSTEM = "system"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """As an official reads it."""
        return _LABELS[self]


_LABELS = {
    HolderKind.PERSON: "承办人员",
    HolderKind.OFFICE: "待签收",
    HolderKind.ORGAN: "被监督机关",
    HolderKind.COMPLAINANT: "投诉举报人",
    HolderKind.OUTSIDE: "外单位",
    HolderKind.SUSPENDED: "中止",
    HolderKind.SYSTEM: "系统流转",
    HolderKind.ENDED: "办结以后",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has the case: `who` is the id of a person or organ, `role` that of the task."""

    kind: HolderKind
    who: str = ""
    role: str = ""
    step: str = ""
    redone: bool = False
    """退回重办: the task stands open for a second time or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From `began_at` until just before `ended_at` the case was in one hand."""

    holder: Holder
    began_at: datetime
    ended_at: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.ended_at - self.began_at


def account(
    log: Iterable[ev.Logged], *, until: datetime, local_facts: frozenset[str] = frozenset()
) -> Sequence[Stretch]:
    """The stretches in order, from the first line of the log to the case's end, or to `until`."""
    case: Case | None = None
    stretches: list[Stretch] = []
    holder, since = Holder(kind=HolderKind.SYSTEM), until
    for line in log:
        if case is None:
            assert isinstance(line.event, ev.CaseOpened)  # noqa: S101 - every log begins so
            case, since = empty_case(line.event, local_facts=local_facts), line.done_at
        at = since if _says_nothing_of_time(case, line) else line.done_at
        if at > until:
            break
        if at > since:
            _add(stretches, Stretch(holder=holder, began_at=since, ended_at=at))
            since = at
        fold(case, line)
        holder = holder_of(case)
    if until > since:
        _add(stretches, Stretch(holder=holder, began_at=since, ended_at=until))
    if stretches and stretches[-1].holder.kind is HolderKind.ENDED:
        stretches.pop()  # what comes after the end is nobody's delay
    return stretches


def _says_nothing_of_time(case: Case, line: ev.Logged) -> bool:
    """What happens to a case while it is entered from paper (a scan is added) happens today."""
    ends = isinstance(line.event, ev.PaperEntryEnded)
    return case.head.runs_on_paper and not line.is_from_paper and not ends


def whole_seconds(stretches: Sequence[Stretch]) -> list[int]:
    """The length of each in seconds, so cut that they add up to the seconds elapsed."""
    if not stretches:
        return []
    begun_at = stretches[0].began_at
    marks = [0, *((one.ended_at - begun_at) // timedelta(seconds=1) for one in stretches)]
    return [after - before for before, after in pairwise(marks)]


def holder_of(case: Case) -> Holder:
    """Who has the case as it stands."""
    if case.head.ended:
        return Holder(kind=HolderKind.ENDED)
    if SUSPENDED_FLAG in case.head.flags:
        return Holder(kind=HolderKind.SUSPENDED)
    pauses = {one.kind for clock in case.clocks.values() for one in clock.open_pauses}
    if PauseKind.SUPPLEMENT in pauses:
        return Holder(kind=HolderKind.COMPLAINANT)
    if pauses & OUTSIDE_PAUSES:
        return Holder(kind=HolderKind.OUTSIDE)
    waiting = [
        (visit, item)
        for visit in case.open_visits
        for item in case.items_of(visit.id)
        if item.is_open and item.state is not ItemState.INACTIVE
    ]
    if not waiting:
        return Holder(kind=HolderKind.SYSTEM)
    return _holder_of_item(case, *min(waiting, key=lambda one: (one[0].opened_at, one[0].id)))


def _holder_of_item(case: Case, visit: Visit, item: WorkItem) -> Holder:
    kind, who = HolderKind.PERSON, item.assignee or ""
    if item.role in ORGAN_ROLES:
        kind, who = HolderKind.ORGAN, case.head.organ_id or ""
    elif item.role == COMPLAINANT_ROLE:
        kind, who = HolderKind.COMPLAINANT, ""
    elif item.role in OUTSIDE_ROLES:
        kind = HolderKind.OUTSIDE
    elif item.assignee is None:
        kind = HolderKind.OFFICE
    return Holder(kind=kind, who=who, role=item.role, step=visit.step, redone=visit.round_no > 1)


def _add(stretches: list[Stretch], stretch: Stretch) -> None:
    """Add a stretch, as one with the last where the same hand goes on."""
    if stretches and stretches[-1].holder == stretch.holder:
        before = stretches.pop()
        stretch = Stretch(holder=before.holder, began_at=before.began_at, ended_at=stretch.ended_at)
    stretches.append(stretch)
