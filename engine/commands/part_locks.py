"""Who edits which file of a place: one person at a time; another takes over with a reason."""

from dataclasses import dataclass

from engine.commands.design_door import Board, DraftCommand, design, stated_reason
from engine.commands.design_refusals import PartLocked, PartNotHere
from engine.commands.door import Answer
from engine.commands.office import Office
from engine.definitions.source_tree import belongs_to_release, read_along
from engine.domain.design_draft import DesignDraft, PartLock
from engine.ports import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class LockPart(DraftCommand):
    """Edit a part from now on; with a reason also when somebody else does."""

    part: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockPart(DraftCommand):
    """Stop editing a part."""

    part: str


def lock_part(office: Office, command: LockPart) -> Answer:
    """Edit the part from now on; whoever is relieved of it is told why."""

    def deed(board: Board) -> Answer:
        draft = board.draft(command.draft_id, to="编辑")
        refuse_elsewhere(board, draft, command.part)
        held = board.tx.designs.part_lock(command.part)
        if held is None or held.person_id == board.by.id:
            hold(board, draft, command.part)
            return {"part": command.part}
        if not command.reason:
            raise _locked(board, held)
        reason = stated_reason(command.reason)
        lock = PartLock(
            part=command.part,
            draft_id=draft.id,
            person_id=board.by.id,
            since=board.at,
            stolen_from=held.person_id,
            reason=reason,
        )
        board.tx.designs.keep_part_lock(lock)
        text = f"{board.by.name}接管了“{command.part}”的编辑。理由：{reason}"
        board.tx.tell([Notice(person_id=held.person_id, subject="编辑被接管", text=text)])
        return {"part": command.part}

    return design(office, command, deed, move="编辑定义")


def unlock_part(office: Office, command: UnlockPart) -> Answer:
    """Stop editing the part, so that others may."""

    def deed(board: Board) -> Answer:
        draft = board.draft(command.draft_id, to="编辑")
        board.tx.designs.drop_part_locks(draft.id, [command.part])
        return {"part": command.part}

    return design(office, command, deed, move="编辑定义")


def is_own(board: Board, draft: DesignDraft, path: str) -> bool:
    """Whether the path is a file of the place's own folder."""
    folder = board.release(draft.base_release_id).lineage[0]
    parts = path.split("/")
    known = belongs_to_release(path) or read_along(path)
    return known and len(parts) > 2 and parts[1] == folder  # noqa: PLR2004 -- top/place/…


def refuse_elsewhere(board: Board, draft: DesignDraft, part: str) -> None:
    """Refuses `design_part_not_here`."""
    if not is_own(board, draft, part):
        folder = board.release(draft.base_release_id).lineage[0]
        raise PartNotHere(where={"part": part}, part=part, folder=folder)


def hold(board: Board, draft: DesignDraft, part: str) -> None:
    """The part is ours from now on; refuses `design_part_locked` when somebody else edits it."""
    held = board.tx.designs.part_lock(part)
    if held is not None and held.person_id != board.by.id:
        raise _locked(board, held)
    if held is None or held.draft_id != draft.id:
        lock = PartLock(part=part, draft_id=draft.id, person_id=board.by.id, since=board.at)
        board.tx.designs.keep_part_lock(lock)


def _locked(board: Board, held: PartLock) -> PartLocked:
    person = board.tx.directory.person(held.person_id)
    return PartLocked(
        where={"part": held.part},
        part=held.part,
        since=f"{held.since:%m月%d日%H:%M}",
        person=person.name if person else "另一位人员",
    )
