"""Publishing by two persons: proposed with a reason, decided by another, backed out if need be."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from engine.commands.design_door import (
    APPROVER,
    Board,
    DesignCommand,
    DraftCommand,
    design,
    stated_reason,
)
from engine.commands.design_refusals import (
    DraftHasErrors,
    NothingChanged,
    PartialReachChangesStart,
    ScenariosFailed,
    ScenariosNotPlayed,
)
from engine.commands.door import Answer
from engine.commands.office import Office
from engine.commands.proving import FAILED, is_whole
from engine.commands.start_case import ENTRY_OF_STEP
from engine.definitions.bundle import to_bundle
from engine.definitions.finding import Finding
from engine.definitions.release import Release, release_from
from engine.domain.design_draft import DraftState
from engine.domain.publication import Publication, Reach

Judge = Callable[[Mapping[str, bytes], str], Iterable[Finding]]
"""(all files, place) → the findings of the whole check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose(DraftCommand):
    """Ask that the draft be published from a day on, for these new cases."""

    reason: str
    in_force_from: datetime
    reach: Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationCommand(DesignCommand):
    """An order about a publication there is."""

    publication_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(PublicationCommand):
    """Agree or not, as the second person."""

    agrees: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawProposal(PublicationCommand):
    """Take a proposal back before anybody decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOut(PublicationCommand):
    """Let no new case begin under this release any more."""

    reason: str


def propose(office: Office, command: Propose, judge: Judge) -> Answer:
    """Propose the draft as it stands now; it rests until it is decided."""

    def deed(board: Board) -> Answer:
        reason = stated_reason(command.reason)
        draft = board.draft(command.draft_id, to="申请发布")
        files = board.files_of(draft)
        errors = [one for one in judge(files, board.place) if one.level == "error"]
        if errors:
            raise DraftHasErrors(errors)
        release = release_from(files, board.place)
        base = board.release(draft.base_release_id)
        if release.id == base.id:
            raise NothingChanged(where={"draft": draft.id})
        _refuse_unproved(board, release)
        _refuse_partial_start(command.reach, release, base)
        publication = Publication(
            id=office.ids.next(),
            release_id=release.id,
            in_force_from=command.in_force_from,
            made_by=board.by.id,
            changes=reason,
            proposed_at=board.at,
            reach=command.reach,
            draft_id=draft.id,
        )
        board.tx.designs.put_release(release.id, to_bundle(release))
        board.tx.designs.keep_publication(publication)
        board.tx.designs.keep_draft(draft.moved(DraftState.PROPOSED, move="申请发布"))
        return {"publication_id": publication.id, "release_id": release.id}

    return design(office, command, deed, move="申请发布")


def decide(office: Office, command: Decide) -> Answer:
    """Agree or not; refuses `release_needs_second_person`."""

    def deed(board: Board) -> Answer:
        reason = stated_reason(command.reason)
        publication = board.publication(command.publication_id)
        about = {"by": board.by.id, "at": board.at, "reason": reason}
        outcome = publication.approved if command.agrees else publication.rejected
        decided = outcome(**about)  # type: ignore[arg-type]  # by name
        board.tx.designs.keep_publication(decided)
        _move_draft(board, decided, DraftState.PUBLISHED if command.agrees else DraftState.OPEN)
        return {
            "publication_id": decided.id,
            "state": decided.state.value,
            "in_force_from": decided.in_force_from.isoformat(),
        }

    return design(office, command, deed, role=APPROVER, move="审核发布")


def withdraw_proposal(office: Office, command: WithdrawProposal) -> Answer:
    """Take one's own proposal back; the draft is open again."""

    def deed(board: Board) -> Answer:
        publication = board.publication(command.publication_id)
        if publication.draft_id:
            _own_draft(board, publication.draft_id)
        withdrawn = publication.withdrawn(at=board.at)
        board.tx.designs.keep_publication(withdrawn)
        _move_draft(board, withdrawn, DraftState.OPEN)
        return {"publication_id": withdrawn.id, "state": withdrawn.state.value}

    return design(office, command, deed, move="撤回发布申请")


def back_out(office: Office, command: BackOut) -> Answer:
    """New cases take the release before it again; cases under way keep theirs."""

    def deed(board: Board) -> Answer:
        reason = stated_reason(command.reason)
        publication = board.publication(command.publication_id)
        out = publication.backed_out(by=board.by.id, at=board.at, reason=reason)
        board.tx.designs.keep_publication(out)
        return {"publication_id": out.id, "state": out.state.value}

    return design(office, command, deed, role=APPROVER, move="停用发布版")


def _refuse_unproved(board: Board, release: Release) -> None:
    proof = board.tx.designs.proof(release.id)
    if proof is None or not is_whole(proof, release):
        raise ScenariosNotPlayed(where={"release": release.id})
    failed = cast("list[str]", proof.get(FAILED) or [])
    if failed:
        raise ScenariosFailed(
            where={"release": release.id}, failed=len(failed), names="、".join(failed[:5])
        )


def _refuse_partial_start(reach: Reach, release: Release, base: Release) -> None:
    """Whoever registers a case sees the form before the case has drawn its lot."""
    if reach.is_whole:
        return
    changed = [
        step for step in ENTRY_OF_STEP if _first_form(release, step) != _first_form(base, step)
    ]
    if changed:
        raise PartialReachChangesStart(where={"field": "reach"}, forms="、".join(changed))


def _first_form(release: Release, step: str) -> tuple[object, ...]:
    """What the form of a first step asks, field by field."""
    found: list[object] = []
    for task in release.tasks.values():
        if task.step == step:
            for role in task.roles:
                form = release.form_for(step, role, task.form)
                found.append((role, [(key, repr(one)) for key, one in form.fields.items()]))
    return tuple(found)


def _own_draft(board: Board, draft_id: str) -> None:
    draft = board.draft(draft_id)
    if draft.owner_id != board.by.id:
        board.draft(draft_id, to="撤回")


def _move_draft(board: Board, publication: Publication, to: DraftState) -> None:
    if publication.draft_id is None:
        return
    draft = board.draft(publication.draft_id)
    board.tx.designs.keep_draft(draft.moved(to, move="改变状态"))
    if to is DraftState.PUBLISHED:
        board.tx.designs.drop_part_locks(draft.id)
