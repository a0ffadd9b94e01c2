"""The way to the drawing board: as for a case, but it is a draft or a publication that is locked.

Answer a repeated key as before, see who asks and in which role, let the deed decide, keep all of it
with one commit. A refusal changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.design_refusals import (
    DesignDraftNotFound,
    NotADesigner,
    NotYourDraft,
    PublicationNotFound,
    ReasonUnfit,
    ReleaseUnknown,
)
from engine.commands.door import (
    Answer,
    Command,
    nothing_to_lock,
    once,
    person_acting,
    until_through,
)
from engine.commands.office import Office
from engine.definitions.release import Release
from engine.domain.design_draft import DesignDraft
from engine.domain.people import Person
from engine.domain.plain import Plain, to_plain
from engine.domain.publication import Publication
from engine.ports import Transaction

DESIGNER, APPROVER = "process_designer", "process_approver"
ROLE_WORDS = {DESIGNER: "流程设计人员", APPROVER: "流程发布审核人员"}
REASON_CHARACTERS_MIN, REASON_CHARACTERS_MAX = 2, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignCommand(Command):
    """An order about definitions; an autosave has an empty key."""


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

    def drawn(tx: Transaction, by: Person, at: datetime, _held: None) -> Answer:
        if role not in by.roles:
            raise NotADesigner(where={"role": role}, role=ROLE_WORDS[role], move=move)
        return deed(Board(office=office, tx=tx, place=command.place, by=by, at=at))

    def autosaved() -> Answer:
        with office.store.begin(command.place) as tx:
            at = office.clock.now()
            return drawn(tx, person_acting(tx, command, at), at, None)

    if not command.key:  # an autosave has none: the same content twice is no change
        return until_through(office, autosaved)
    return once(office, command, drawn, asked=_asked(command), lock=nothing_to_lock)


def stated_reason(reason: str) -> str:
    """The reason, trimmed; refuses `reason_unfit`."""
    said = reason.strip()
    if not REASON_CHARACTERS_MIN <= len(said) <= REASON_CHARACTERS_MAX:
        raise ReasonUnfit(
            where={"field": "reason"}, least=REASON_CHARACTERS_MIN, most=REASON_CHARACTERS_MAX
        )
    return said


def _asked(command: DesignCommand) -> Plain:
    """What the order is about: the same key about something else is another order."""
    names = ("by", "draft_id", "publication_id", "part", "title", "release_id", "case_id")
    return {name: to_plain(getattr(command, name, "")) for name in names}
