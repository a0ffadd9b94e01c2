"""场景试验: the scenarios of a draft are played by a job, one a round, and the proof is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import cast

from engine.commands.design_door import Board, DraftCommand, design
from engine.commands.door import Answer
from engine.commands.office import Office
from engine.definitions.release import Release, release_from
from engine.domain.plain import Plain
from engine.ports import Job

PROVE = "play_scenarios"
"""Kind of the job."""

FAILED, LEFT, SCENARIOS, STOPPED, OF = "failed", "left", "scenarios", "stopped", "scenario_set"
"""Keys of a proof: names that went otherwise than they say; names still to be played; how each
went; why the playing ended early; hash of the scenarios themselves, which belong to no release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskProof(DraftCommand):
    """Let every scenario be played on what the draft says now."""


def ask_proof(office: Office, command: AskProof) -> Answer:
    """Begin the playing, or leave it to the one under way; refuses `definition_refused`."""

    def deed(board: Board) -> Answer:
        draft = board.draft(command.draft_id)
        release = release_from(board.files_of(draft), board.place)
        names = sorted(release.scenarios)
        known = board.tx.designs.proof(release.id)
        proof: Mapping[str, Plain] = {
            FAILED: [],
            LEFT: cast("list[Plain]", names),
            SCENARIOS: [],
            "passed": [],
            OF: scenario_set(release),
        }
        if known is not None and _is_under_way(known) and known.get(OF) == proof[OF]:
            proof = known
        else:
            board.tx.designs.keep_proof(release.id, proof, at=board.at)
        board.tx.outbox.add([next_round(draft.id, release.id, proof, board.at)])
        return {"release_id": release.id, LEFT: len(cast("list[str]", proof[LEFT]))}

    return design(office, command, deed, move="执行场景")


def next_round(draft_id: str, release_id: str, proof: Mapping[str, Plain], at: datetime) -> Job:
    """The job that plays the next scenario; asked for twice it is there once."""
    done = len(cast("list[Plain]", proof[SCENARIOS]))
    return Job(
        kind=PROVE,
        key=f"prove:{release_id}:{done}",
        due_at=at,
        payload={"draft_id": draft_id, "release_id": release_id},
    )


def noted_proof(
    proof: Mapping[str, Plain], outcome: Mapping[str, Plain], passed: Sequence[tuple[str, str]]
) -> dict[str, Plain]:
    """The proof with one scenario more."""
    name = outcome["name"]
    left = [one for one in cast("list[str]", proof[LEFT]) if one != name]
    done = [one for one in cast("list[dict[str, Plain]]", proof[SCENARIOS]) if one["name"] != name]
    scenarios = [*done, dict(outcome)]
    failed = [one["name"] for one in scenarios if one["differences"] and one["applies"]]
    return {
        **proof,
        LEFT: cast("Plain", left),
        SCENARIOS: cast("Plain", scenarios),
        FAILED: cast("Plain", failed),
        "passed": cast("Plain", [list(one) for one in passed]),
    }


def proof_ended(proof: Mapping[str, Plain], why: str) -> dict[str, Plain]:
    """The proof of a draft that says something else by now."""
    return {**proof, STOPPED: why, "passed": []}


def is_whole(proof: Mapping[str, Plain], release: Release) -> bool:
    """Whether every scenario there is now was played."""
    same = proof.get(OF) in (None, scenario_set(release))
    return same and not proof.get(LEFT) and not proof.get(STOPPED)


def _is_under_way(proof: Mapping[str, Plain]) -> bool:
    return bool(proof.get(LEFT)) and not proof.get(STOPPED)


def scenario_set(release: Release) -> str:
    """Names the scenarios by their content: they travel beside the release and may change."""
    said = "".join(
        f"{name}\0{sha256(data).hexdigest()}\n" for name, data in sorted(release.scenarios.items())
    )
    return sha256(said.encode()).hexdigest()
