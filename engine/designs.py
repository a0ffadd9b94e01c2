"""What the deeds of designing ask of the store: drafts, contents, locks, proofs, publications."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from engine.domain.design_draft import DesignDraft, DesignEdit, PartLock
from engine.domain.plain import Plain
from engine.domain.publication import Publication


class Designs(Protocol):
    """The drawing board of one place inside one write transaction."""

    def lock_draft(self, draft_id: str) -> DesignDraft | None:
        """The draft with its row locked until the transaction ends, or None."""

    def keep_draft(self, draft: DesignDraft) -> None:
        """Write the draft as it now stands."""

    def contents(self, hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Contents by SHA-256."""

    def put_content(self, content: bytes) -> str:
        """Keep a content; answers its SHA-256 in hex."""

    def edits(self, draft_id: str) -> Sequence[DesignEdit]:
        """The changes that can be undone or done again, oldest first."""

    def keep_edits(self, kept: Sequence[DesignEdit], *, dropped: Sequence[str] = ()) -> None:
        """Write these changes, forget those."""

    def part_lock(self, part: str) -> PartLock | None:
        """Who edits the part, or None."""

    def keep_part_lock(self, lock: PartLock) -> None:
        """This person edits the part from now on."""

    def drop_part_locks(self, draft_id: str, parts: Sequence[str] | None = None) -> None:
        """Nobody edits these parts of the draft any more; None = all of them."""

    def put_release(self, release_id: str, bundle: bytes) -> None:
        """Keep a release; keeping it twice is keeping it once."""

    def lock_publication(self, publication_id: str) -> Publication | None:
        """The publication with its row locked until the transaction ends, or None."""

    def keep_publication(self, publication: Publication) -> None:
        """Write the publication as it now stands."""

    def proof(self, release_id: str) -> Mapping[str, Plain] | None:
        """How the scenarios of a release went when they were last played, or None."""

    def keep_proof(self, release_id: str, proof: Mapping[str, Plain], *, at: datetime) -> None:
        """Keep how the scenarios of a release went."""
