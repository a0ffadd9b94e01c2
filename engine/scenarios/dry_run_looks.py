"""What a dry run shows besides its course: forms as people see them, the drawing, notices."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.definitions.process import TaskDefinition
from engine.errors import ZhijianError
from engine.queries.case_file import case_file
from engine.queries.case_track import Track
from engine.queries.looking import Desk
from engine.queries.notice_list import notice_list
from engine.queries.task_page import TaskPage, entry_page, task_page
from engine.scenarios.coverage import coverage_of
from engine.scenarios.dry_run import Kept

READER = "bureau_head"
"""Sees the whole of every case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A notice somebody would get."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSeen:
    """The form of a task for one person of the cast, and what samples would fill in."""

    page: TaskPage
    samples: dict[str, object]


def form_seen(kept: Kept, code: str, by: str) -> FormSeen:
    """The form of an open task, or of a start; refuses as the page itself would."""
    player = kept.playing.player
    desk = _desk(kept, by)
    if not player.case_id:
        page = entry_page(desk, code.partition("/")[0])
    else:
        step, _, role = code.partition("/")
        page = task_page(desk, _item(kept, step, role, desk.by.id))
    return FormSeen(page=page, samples=_samples(kept, code, by))


def tracks(kept: Kept) -> list[Track]:
    """Every procedure the case has come through, with where it stands."""
    player = kept.playing.player
    return list(case_file(_desk(kept, READER), player.case_id).tracks) if player.case_id else []


def sent(kept: Kept) -> list[Sent]:
    """The notices told so far, oldest first."""
    cast = kept.playing.player.cast
    lines = [
        (one.sent_at, one.id, Sent(to=person.name, subject=one.subject, text=one.text))
        for name, person in cast.people.items()
        for one in notice_list(_desk(kept, name)).rows
    ]
    return [line for _, _, line in sorted(lines, key=lambda one: one[:2])]


def shares(kept: Kept) -> dict[str, tuple[int, int]]:
    """What of the drawings was passed, of how much."""
    player = kept.playing.player
    coverage = coverage_of(player.release)
    if player.case_id:
        coverage.note_log(player.log())
    return {
        "nodes": coverage.share(coverage.nodes),
        "flows": coverage.share(coverage.flows),
        "boundary_events": coverage.share(coverage.boundary_events),
    }


def starts(kept: Kept) -> Iterator[TaskDefinition]:
    """The tasks a case may begin with."""
    player = kept.playing.player
    seen = set()
    for step in ("P1.1", "P2.1"):
        for task in player.release.tasks.values():
            if task.step == step and step not in seen:
                seen.add(step)
                yield task


def _desk(kept: Kept, by: str) -> Desk:
    player = kept.playing.player
    person = player.cast.person(by)
    return Desk(office=player.office, store=player.store, place=player.place, by=person)


def _item(kept: Kept, step: str, role: str, person_id: str) -> str:
    case = kept.playing.player.case()
    for visit in case.open_visits:
        for item in case.items_of(visit.id):
            mine = item.is_open and item.may_be_done_by(person_id)
            if mine and visit.step == step and item.role == role:
                return item.id
    return ""


def _samples(kept: Kept, code: str, by: str) -> dict[str, object]:
    try:
        return kept.playing.player.samples(code, by)
    except ZhijianError:  # a field without a sample: the person fills it
        return {}
