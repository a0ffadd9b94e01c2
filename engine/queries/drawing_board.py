"""设计: drafts with their files, checks and changes; who edits what; what was published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from engine.commands.design_door import APPROVER, DESIGNER, ROLE_WORDS, with_parts
from engine.commands.design_refusals import (
    DesignDraftNotFound,
    NotADesigner,
    PartNotHere,
    ProcessNotHere,
    ReleaseUnknown,
)
from engine.commands.proving import FAILED, LEFT, SCENARIOS, STOPPED, is_whole
from engine.definitions.bundle import to_bundle
from engine.definitions.change import Change
from engine.definitions.part_names import PartKind, levels, part_name, place_in_tree
from engine.definitions.release import Release, read_release
from engine.definitions.release_changes import changes_between
from engine.domain.design_draft import DesignDraft, DesignEdit, PartLock
from engine.domain.plain import Plain
from engine.domain.publication import Publication
from engine.queries.looking import Desk, open_release
from engine.store.connection import reading
from engine.store.design_rows import contents, draft_of, drafts_of, edits_of, locks_of, proof_of
from engine.store.releases import history, in_force
from engine.store.transaction import SqlTransaction

DRAFTS_SHOWN_MAX = 200
PUBLICATIONS_SHOWN_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFiles:
    """A draft with every file it leads to, and the release it began from."""

    draft: DesignDraft
    base: Release
    files: Mapping[str, bytes]
    """By path, inherited ones included."""

    @property
    def release(self) -> Release:
        """The release the files give, as far as they can be read."""
        return read_release(self.files, self.base.place)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One file of a draft in the list of its parts."""

    path: str
    kind: PartKind
    title: str
    about: str
    """The same for the files of all places about one thing."""
    level: str
    """Title of the place whose file it is."""
    sha256: str
    size: int
    is_own: bool
    """Whether it lies in the place's own folder."""
    is_changed: bool
    locked_by: str | None = None


def draft_list(desk: Desk) -> list[DesignDraft]:
    """Every draft of the place, the last saved first; refuses `not_a_designer`."""
    refuse_stranger(desk)
    with reading(desk.store.engine) as connection:
        return drafts_of(connection, desk.place, most=DRAFTS_SHOWN_MAX)


def draft_files(desk: Desk, draft_id: str) -> DraftFiles:
    """The draft and all it leads to; refuses `design_draft_not_found`."""
    refuse_stranger(desk)
    with reading(desk.store.engine) as connection:
        draft = draft_of(connection, desk.place, draft_id)
        if draft is None:
            raise DesignDraftNotFound(where={"draft": draft_id})
        tx = SqlTransaction(connection, desk.place, desk.store)
        base = open_release(desk.office, tx, draft.base_release_id)
        hashes = [one for one in draft.parts.values() if one is not None]
        own = contents(connection, desk.place, hashes)
    return DraftFiles(
        draft=draft, base=base, files=with_parts(dict(base.sources), draft.parts, own)
    )


def draft_parts(desk: Desk, draft_id: str) -> list[PartLine]:
    """The files of a draft, and who edits which."""
    found = draft_files(desk, draft_id)
    locked = {one.part: one.person_id for one in part_locks(desk)}
    folder = found.base.lineage[0]
    titles = levels(found.base)
    named = {path: part_name(path, found.base) for path in found.files}
    return [
        PartLine(
            path=path,
            kind=named[path].kind,
            title=named[path].title,
            about=named[path].about,
            level=titles.get(path.split("/")[1], ""),
            sha256=sha256(data).hexdigest(),
            size=len(data),
            is_own=path.split("/")[1] == folder,
            is_changed=path in found.draft.parts,
            locked_by=locked.get(path),
        )
        for path, data in sorted(found.files.items(), key=lambda one: place_in_tree(one[0]))
    ]


def part_content(desk: Desk, draft_id: str, path: str) -> bytes:
    """The content of one file of a draft; refuses `design_part_not_here`."""
    found = draft_files(desk, draft_id)
    if path not in found.files:
        raise PartNotHere(where={"part": path}, part=path, folder=found.base.lineage[0])
    return found.files[path]


def draft_edits(desk: Desk, draft_id: str) -> list[DesignEdit]:
    """What can be undone or done again, oldest first."""
    refuse_stranger(desk)
    with reading(desk.store.engine) as connection:
        return edits_of(connection, desk.place, draft_id)


def part_locks(desk: Desk) -> list[PartLock]:
    """Who edits which file of the place since when."""
    refuse_stranger(desk)
    with reading(desk.store.engine) as connection:
        return locks_of(connection, desk.place)


def people_named(desk: Desk, ids: Iterable[str]) -> dict[str, str]:
    """Names of people by id."""
    with reading(desk.store.engine) as connection:
        directory = SqlTransaction(connection, desk.place, desk.store).directory
        found = {one: directory.person(one) for one in dict.fromkeys(ids)}
    return {one: person.name for one, person in found.items() if person}


def organ_names(desk: Desk) -> list[str]:
    """Names of the organs of the place, for a release that is for some of them."""
    with reading(desk.store.engine) as connection:
        directory = SqlTransaction(connection, desk.place, desk.store).directory
        return [one.name for one in directory.organs()]


def draft_changes(desk: Desk, draft_id: str) -> tuple[Change, ...]:
    """What the draft changes, in words."""
    found = draft_files(desk, draft_id)
    return changes_between(found.base, found.release)


def proof_standing(desk: Desk, draft_id: str) -> dict[str, object]:
    """How the scenarios went on exactly what the draft says now, as far as they were played."""
    release = draft_files(desk, draft_id).release
    with reading(desk.store.engine) as connection:
        proof = proof_of(connection, desk.place, release.id)
    if proof is None:
        return {"state": "none", "of": len(release.scenarios), "scenarios": [], "missed": []}
    state = "stopped" if proof.get(STOPPED) else "playing"
    return {
        "state": "whole" if is_whole(proof, release) else state if proof.get(LEFT) else "none",
        "of": len(release.scenarios),
        "stopped": proof.get(STOPPED) or "",
        "failed": proof.get(FAILED) or [],
        "scenarios": proof.get(SCENARIOS) or [],
        "coverage": proof.get("coverage"),
        "missed": _missed_in_words(release, proof),
    }


def _missed_in_words(release: Release, proof: Mapping[str, Plain]) -> list[dict[str, str]]:
    """What no scenario passed, as the drawing names it."""
    found = []
    for process, element in cast("list[tuple[str, str]]", proof.get("missed") or []):
        definition = release.process_definitions.get(process)
        if definition is None:
            continue
        node, flow = definition.nodes.get(element), definition.flows.get(element)
        name = (node.name if node else flow.name if flow else "") or element
        kind = "流向" if flow else "边界事件" if node and node.attached_to else "节点"
        found.append({"process": definition.name, "element": element, "kind": kind, "name": name})
    return found


def exported_draft(desk: Desk, draft_id: str) -> bytes:
    """The draft as a ZIP, the same bytes for the same content."""
    return to_bundle(draft_files(desk, draft_id).release)


def publications(desk: Desk) -> list[Publication]:
    """Who published what, when, for whom and why; the last proposed first."""
    refuse_stranger(desk)
    with reading(desk.store.engine) as connection:
        return history(connection, desk.place, most=PUBLICATIONS_SHOWN_MAX)


def in_force_now(desk: Desk) -> list[Publication]:
    """What new cases take today, the latest first."""
    with reading(desk.store.engine) as connection:
        return list(in_force(connection, desk.place, desk.office.clock.now()))


def release_changes(desk: Desk, before_id: str, after_id: str) -> tuple[Change, ...]:
    """What one release of the place has otherwise than another; refuses `release_unknown`."""
    refuse_stranger(desk)
    return changes_between(kept_release(desk, before_id), kept_release(desk, after_id))


def draft_diagram(desk: Desk, draft_id: str, process: str) -> bytes:
    """The drawing of a procedure as the draft leaves it; refuses `process_not_here`."""
    return _diagram(draft_files(desk, draft_id).release, process)


def release_diagram(desk: Desk, release_id: str, process: str) -> bytes:
    """The drawing of a procedure in a release; refuses `process_not_here`."""
    refuse_stranger(desk)
    return _diagram(kept_release(desk, release_id), process)


def _diagram(release: Release, process: str) -> bytes:
    if process not in release.processes:
        raise ProcessNotHere(where={"process": process}, process=process)
    return release.processes[process]


def kept_release(desk: Desk, release_id: str) -> Release:
    """A release of the place; refuses `release_unknown`."""
    with reading(desk.store.engine) as connection:
        tx = SqlTransaction(connection, desk.place, desk.store)
        if tx.release_bundle(release_id) is None:
            raise ReleaseUnknown(where={"release": release_id})
        return open_release(desk.office, tx, release_id)


def refuse_stranger(desk: Desk) -> None:
    """Refuses `not_a_designer` to whoever neither designs nor approves."""
    if not desk.by.roles & {DESIGNER, APPROVER}:
        raise NotADesigner(where={}, role=ROLE_WORDS[DESIGNER], move="查看设计")
