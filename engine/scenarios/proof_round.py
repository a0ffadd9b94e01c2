"""The gate before a publication as a job: each round plays one scenario and notes how it went.

A round is short, so that a bell that rings timers too is never held up for long. What is noted is
the proof itself; whoever asks sees how far it is.
"""

from collections.abc import Mapping
from typing import Any, cast

import structlog

from engine.commands.design_door import with_parts
from engine.commands.proving import LEFT, next_round, noted_proof, proof_ended
from engine.definitions.release import Release, release_from
from engine.domain.plain import Plain
from engine.scenarios.coverage import coverage_of
from engine.scenarios.publish_gate import Proof, played
from engine.store.job_rows import KeptJob
from engine.wiring import House

RELEASES_KEPT_MAX = 2

log = structlog.get_logger()


class ProofRounds:
    """Plays the scenarios of drafts; keeps the releases it read last."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._read: dict[str, tuple[Release, Release]] = {}

    def play(self, job: KeptJob) -> None:
        """Play the next scenario of the draft and ask for the round after it."""
        release_id, draft_id = str(job.payload["release_id"]), str(job.payload["draft_id"])
        proof = self._proof(job.place, release_id)
        left = cast("list[str]", (proof or {}).get(LEFT) or [])
        if proof is None or not left:
            return
        pair = self._releases(job.place, draft_id, release_id)
        if pair is None:  # the draft says something else by now: nobody waits for this
            self._keep(
                job.place, release_id, proof_ended(proof, "草稿在执行期间有改动，请重新执行。")
            )
            return
        release, base = pair
        coverage = coverage_of(release)
        coverage.note((one[0], one[1]) for one in cast("list[list[str]]", proof["passed"]))
        name = left[0]
        outcome = played(
            name, release.scenarios[name], release, self._house.settings, coverage, base
        )
        after = noted_proof(proof, outcome.as_plain(), sorted(coverage.passed))
        if not after[LEFT]:
            outcomes = cast("list[dict[str, Any]]", after["scenarios"])
            whole = Proof.of_plain(release.id, outcomes, coverage)
            after = {**after, **whole.as_plain(), "passed": []}
        self._keep(job.place, release_id, after, then=draft_id if after[LEFT] else "")

    def _proof(self, place: str, release_id: str) -> Mapping[str, Plain] | None:
        with self._house.office.store.begin(place) as tx:
            return tx.designs.proof(release_id)

    def _keep(
        self, place: str, release_id: str, proof: Mapping[str, Plain], *, then: str = ""
    ) -> None:
        office = self._house.office
        with office.store.begin(place) as tx:
            at = office.clock.now()
            tx.designs.keep_proof(release_id, proof, at=at)
            if then:
                tx.outbox.add([next_round(then, release_id, proof, at)])

    def _releases(
        self, place: str, draft_id: str, release_id: str
    ) -> tuple[Release, Release] | None:
        """The release the draft gives and the one it began from; None when it gives another."""
        found = self._read.get(release_id)
        if found is None:
            found = self._read_releases(place, draft_id)
            if found is None or found[0].id != release_id:
                return None
            self._read[release_id] = found
            while len(self._read) > RELEASES_KEPT_MAX:
                self._read.pop(next(iter(self._read)))
        return found

    def _read_releases(self, place: str, draft_id: str) -> tuple[Release, Release] | None:
        office = self._house.office
        with office.store.begin(place) as tx:
            draft = tx.designs.lock_draft(draft_id)
            if draft is None:
                return None
            base_id = draft.base_release_id
            base = office.open_release(base_id, lambda: tx.release_bundle(base_id))
            hashes = [one for one in draft.parts.values() if one is not None]
            files = with_parts(dict(base.sources), draft.parts, tx.designs.contents(hashes))
        return release_from(files, place), base
