"""Drafts of definitions: begun, saved part by part, undone, locked, taken in, discarded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from engine.commands.design_door import Board, DesignCommand, DraftCommand, design
from engine.commands.design_refusals import (
    InheritedDiffers,
    NothingToUndo,
    PartChangedMeanwhile,
    PartRefused,
    ReasonUnfit,
)
from engine.commands.door import Answer
from engine.commands.office import Office
from engine.commands.part_locks import hold, is_own, refuse_elsewhere
from engine.commands.refusals import NoRelease
from engine.definitions.finding import Finding
from engine.definitions.source_tree import belongs_to_release
from engine.domain.design_draft import (
    AS_RELEASED,
    EDITS_KEPT_MAX,
    TAKEN_AWAY,
    DesignDraft,
    DesignEdit,
    DraftState,
)

TITLE_CHARACTERS_MAX = 100
PartJudge = Callable[[Mapping[str, bytes], str, str], Iterable[Finding]]
"""(all files, place, path of the part) → what keeps the part from being stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginDraft(DesignCommand):
    """Begin a draft from a release; from the one in force when none is named."""

    title: str
    release_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePart(DraftCommand):
    """Keep a new content of a part; None takes the place's own file away (沿用上级).

    `seen` is the hash of the content the change began from; "" = do not compare.
    """

    part: str
    content: bytes | None
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIn(DraftCommand):
    """Replace what the draft says by the files of a folder or ZIP of the same place."""

    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepThrough(DraftCommand):
    """Undo the last change, or do the last undone one again."""

    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardDraft(DraftCommand):
    """Throw a draft away."""


def begin_draft(office: Office, command: BeginDraft) -> Answer:
    """Begin a draft; answers its id."""

    def deed(board: Board) -> Answer:
        title = command.title.strip()
        if not 0 < len(title) <= TITLE_CHARACTERS_MAX:
            raise ReasonUnfit(where={"field": "title"}, least=1, most=TITLE_CHARACTERS_MAX)
        base = command.release_id or board.tx.release_in_force(board.at)
        if base is None:
            raise NoRelease(where={"place": board.place})
        release = board.release(base)
        draft = DesignDraft(
            id=office.ids.next(),
            title=title,
            owner_id=board.by.id,
            base_release_id=release.id,
            state=DraftState.OPEN,
            begun_at=board.at,
            saved_at=board.at,
        )
        board.tx.designs.keep_draft(draft)
        return {"draft_id": draft.id, "base_release_id": release.id}

    return design(office, command, deed, move="新建设计草稿")


def save_part(office: Office, command: SavePart, judge: PartJudge) -> Answer:
    """Keep the part's content. What cannot be read or would harm is refused, nothing is stored."""

    def deed(board: Board) -> Answer:
        draft = board.draft(command.draft_id, to="修改")
        files = board.files_of(draft)
        refuse_elsewhere(board, draft, command.part)
        _refuse_changed(board, draft, command)
        hold(board, draft, command.part)
        said = _judged(board, files, command, judge)
        return _saved(board, draft, {command.part: said})

    return design(office, command, deed, move="修改设计草稿")


def take_in(office: Office, command: TakeIn, judge: PartJudge) -> Answer:
    """Lay the own files of `command.files` over the draft, all of them or none."""

    def deed(board: Board) -> Answer:
        draft = board.draft(command.draft_id, to="导入")
        release = board.release(draft.base_release_id)
        own = {path: data for path, data in command.files.items() if is_own(board, draft, path)}
        for path, data in command.files.items():
            inherited = belongs_to_release(path) and path not in own
            if inherited and release.sources.get(path, data) != data:
                raise InheritedDiffers(where={"part": path}, part=path)
        files = {p: d for p, d in release.sources.items() if not is_own(board, draft, p)} | own
        _refuse_findings(one for path in own for one in judge(files, board.place, path))
        mine = {path for path in release.sources if is_own(board, draft, path)}
        said = dict.fromkeys(mine - own.keys(), TAKEN_AWAY)
        for path, data in own.items():
            as_it_was = release.sources.get(path) == data
            said[path] = AS_RELEASED if as_it_was else board.tx.designs.put_content(data)
        for path in draft.parts.keys() - said.keys():
            said[path] = AS_RELEASED
        changed = {path: one for path, one in said.items() if draft.said_of(path) != one}
        for path in changed:
            hold(board, draft, path)
        return _saved(board, draft, changed)

    return design(office, command, deed, move="导入设计草稿")


def step_through(office: Office, command: StepThrough) -> Answer:
    """Undo or redo one change; refuses `nothing_to_undo`."""

    def deed(board: Board) -> Answer:
        move = "重做" if command.again else "撤销"
        draft = board.draft(command.draft_id, to=move)
        found = [one for one in board.tx.designs.edits(draft.id) if one.undone is command.again]
        if not found:
            raise NothingToUndo(where={"draft": draft.id}, move=move)
        edit = found[0] if command.again else found[-1]
        hold(board, draft, edit.part)
        said = edit.after if command.again else edit.before
        board.tx.designs.keep_edits([replace(edit, undone=not command.again)])
        board.tx.designs.keep_draft(draft.saying(edit.part, said, at=board.at))
        return {"draft_id": draft.id, "part": edit.part}

    return design(office, command, deed, move="修改设计草稿")


def discard_draft(office: Office, command: DiscardDraft) -> Answer:
    """Throw the draft away; its locks are free again."""

    def deed(board: Board) -> Answer:
        draft = board.draft(command.draft_id, to="作废")
        board.tx.designs.keep_draft(draft.moved(DraftState.DISCARDED, move="作废"))
        board.tx.designs.drop_part_locks(draft.id)
        return {"draft_id": draft.id}

    return design(office, command, deed, move="作废设计草稿")


def _refuse_changed(board: Board, draft: DesignDraft, command: SavePart) -> None:
    released = board.release(draft.base_release_id).files.get(command.part, "")
    said = draft.said_of(command.part)
    now = released.removeprefix("sha256:") if said == AS_RELEASED else said
    if command.seen and command.seen != now:
        raise PartChangedMeanwhile(where={"part": command.part}, part=command.part)


def _judged(board: Board, files: Mapping[str, bytes], command: SavePart, judge: PartJudge) -> str:
    if command.content is None:
        return TAKEN_AWAY
    after = {**files, command.part: command.content}
    _refuse_findings(judge(after, board.place, command.part))
    return board.tx.designs.put_content(command.content)


def _refuse_findings(findings: Iterable[Finding]) -> None:
    found = list(findings)
    if found:
        raise PartRefused(found)


def _saved(board: Board, draft: DesignDraft, said: Mapping[str, str]) -> Answer:
    """Note each change for the undo, and keep the draft."""
    known = list(board.tx.designs.edits(draft.id))
    dropped = [one.id for one in known if one.undone]
    kept = [one for one in known if not one.undone]
    new = [
        DesignEdit(
            id=board.office.ids.next(),
            draft_id=draft.id,
            part=part,
            before=draft.said_of(part),
            after=one,
            edited_by=board.by.id,
            edited_at=board.at,
        )
        for part, one in said.items()
        if draft.said_of(part) != one
    ]
    dropped += [one.id for one in kept[: max(0, len(kept) + len(new) - EDITS_KEPT_MAX)]]
    if new:
        board.tx.designs.keep_edits(new, dropped=dropped)
    for edit in new:
        draft = draft.saying(edit.part, edit.after, at=board.at)
    board.tx.designs.keep_draft(draft)
    return {"draft_id": draft.id, "saved_at": draft.saved_at.isoformat(), "changed": len(new)}
