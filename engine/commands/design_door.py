"""The way to the drawing board: as for a case, but it is a draft or a publication that is locked.

Answer a repeated key as before, see who asks and in which role, let the deed decide, keep all of it
with one commit. A refusal changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from engine.commands.design_refusals import (
    DesignDraftNotFound,
    NotADesigner,
    NotYourDraft,
    PublicationNotFound,
    ReasonMissing,
    ReleaseUnknown,
)
from engine.commands.door import ANSWERED, ASKED, COMMAND_KEY_CHARACTERS_MAX, TRIES_MAX, Answer
from engine.commands.office import Office
from engine.commands.refusals import (
    CommandKeyMalformed,
    CommandKeyReused,
    Interrupted,
    PersonUnknown,
)
from engine.definitions.release import Release
from engine.domain.design_draft import DesignDraft
from engine.domain.people import Person
from engine.domain.plain import Plain, to_plain
from engine.domain.publication import Publication
from engine.domain.work_calendar import local_day
from engine.ports import StoredAnswer, Transaction

DESIGNER, APPROVER = "process_designer", "process_approver"
ROLE_WORDS = {DESIGNER: "流程设计人员", APPROVER: "流程发布审核人员"}
REASON_CHARACTERS_MIN, REASON_CHARACTERS_MAX = 2, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignCommand:
    """An order about definitions. `key` names this one act; an autosave has none."""

    place: str
    by: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCommand(DesignCommand):
    """An order about a draft there is."""

    draft_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What a deed of designing may look at: the transaction, who acts, and when."""

    office: Office
    tx: Transaction
    place: str
    by: Person
    at: datetime

    def draft(self, draft_id: str, *, to: str = "") -> DesignDraft:
        """The draft, locked; with `to` it must be one's own and open for that."""
        draft = self.tx.designs.lock_draft(draft_id)
        if draft is None:
            raise DesignDraftNotFound(where={"draft": draft_id})
        if to:
            if draft.owner_id != self.by.id:
                owner = self.tx.directory.person(draft.owner_id)
                name = owner.name if owner else draft.owner_id
                raise NotYourDraft(where={"draft": draft_id}, owner=name)
            draft.refuse_unless_open(to)
        return draft

    def publication(self, publication_id: str) -> Publication:
        """The publication, locked; refuses `publication_not_found`."""
        found = self.tx.designs.lock_publication(publication_id)
        if found is None:
            raise PublicationNotFound(where={"publication": publication_id})
        return found

    def release(self, release_id: str) -> Release:
        """A release of the place; refuses `release_unknown`."""
        if self.tx.release_bundle(release_id) is None:
            raise ReleaseUnknown(where={"release": release_id})
        return self.office.open_release(release_id, lambda: self.tx.release_bundle(release_id))

    def files_of(self, draft: DesignDraft) -> dict[str, bytes]:
        """Every file of the draft by path: the release's, with the draft's parts over them."""
        files = dict(self.release(draft.base_release_id).sources)
        return with_parts(files, draft.parts, self.tx.designs.contents(_hashes(draft)))


def with_parts(
    files: dict[str, bytes], parts: Mapping[str, str | None], contents: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files as a draft leaves them."""
    for path, sha256 in parts.items():
        if sha256 is None:
            files.pop(path, None)
        else:
            files[path] = contents[sha256]
    return files


def _hashes(draft: DesignDraft) -> list[str]:
    return [one for one in draft.parts.values() if one is not None]


def design(
    office: Office,
    command: DesignCommand,
    deed: Callable[[Board], Answer],
    *,
    role: str = DESIGNER,
    move: str,
) -> Answer:
    """Let `deed` change the drawing board; `move` says in Chinese what needs the `role`."""
    if command.key and not _is_well_formed(command.key):
        raise CommandKeyMalformed(most=COMMAND_KEY_CHARACTERS_MAX)
    for tries in range(TRIES_MAX - 1):
        try:
            return _design(office, command, deed, role, move)
        except Interrupted:
            office.store.pause(tries)
    return _design(office, command, deed, role, move)


def stated_reason(reason: str) -> str:
    """The reason, trimmed; refuses `reason_missing`."""
    said = reason.strip()
    if not REASON_CHARACTERS_MIN <= len(said) <= REASON_CHARACTERS_MAX:
        raise ReasonMissing(
            where={"field": "reason"}, least=REASON_CHARACTERS_MIN, most=REASON_CHARACTERS_MAX
        )
    return said


def _design(
    office: Office, command: DesignCommand, deed: Callable[[Board], Answer], role: str, move: str
) -> Answer:
    with office.store.begin(command.place) as tx:
        before = _answered_before(tx, command)
        if before is not None:
            return before
        at = office.clock.now()
        by = tx.directory.person(command.by)
        if by is None or not by.is_active_on(local_day(at)):
            raise PersonUnknown(where={"person": command.by})
        if role not in by.roles:
            raise NotADesigner(where={"role": role}, role=ROLE_WORDS[role], move=move)
        answer = deed(Board(office=office, tx=tx, place=command.place, by=by, at=at))
        if command.key:
            kept: dict[str, Plain] = {ASKED: _asked(command), ANSWERED: dict(answer)}
            kind = type(command).__name__
            tx.remember(StoredAnswer(key=command.key, kind=kind, answer=kept), case_id=None)
        return answer


def _is_well_formed(key: str) -> bool:
    return len(key) <= COMMAND_KEY_CHARACTERS_MAX and key.isprintable()


def _answered_before(tx: Transaction, command: DesignCommand) -> Answer | None:
    stored = tx.answer_to(command.key) if command.key else None
    if stored is None:
        return None
    if stored.kind != type(command).__name__ or stored.answer[ASKED] != _asked(command):
        raise CommandKeyReused(where={"key": command.key})
    return cast("Answer", stored.answer[ANSWERED])


def _asked(command: DesignCommand) -> Plain:
    """What the order is about: the same key about something else is another order."""
    names = ("by", "draft_id", "publication_id", "part", "title", "release_id", "case_id")
    return {name: to_plain(getattr(command, name, "")) for name in names}
