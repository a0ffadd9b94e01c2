"""`zhijian check`: every rule of the definition files, over every place of a tree."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from engine.definitions.check_based_on import check_based_on
from engine.definitions.check_decisions import check_decisions
from engine.definitions.check_documents import check_documents
from engine.definitions.check_facts import check_facts
from engine.definitions.check_limits import check_limit_keys, check_limits
from engine.definitions.check_place import check_place, check_publishable
from engine.definitions.check_process import check_process
from engine.definitions.check_required import check_required
from engine.definitions.check_runs import check_runs, check_time
from engine.definitions.checked_place import CheckedPlace
from engine.definitions.finding import Finding, Notes, in_order
from engine.definitions.layers import Layers
from engine.definitions.places import NATIONAL, code_of_folder
from engine.definitions.release import Release, read_release
from engine.definitions.source_tree import SourceTree, read_tree

Hook = Callable[[Release], Iterable[Finding]]
"""A further check of one place's release: templates, and what the engine would run wrongly."""


def check_tree(root: Path, *, hooks: Sequence[Hook] = ()) -> list[Finding]:
    """All findings of a folder, by file and line; one that several places inherit comes once."""
    return list(check_sources(read_tree(root), hooks=hooks))


def check_sources(tree: SourceTree, *, hooks: Sequence[Hook] = ()) -> tuple[Finding, ...]:
    """The same for files read already."""
    codes = [code for folder in tree.place_folders if (code := code_of_folder(folder))]
    found = list(tree.findings)
    if NATIONAL not in codes:
        mend = "请建 processes/national/place.yaml。"
        what = "没有国家基准。"
        return in_order(
            [*found, Finding(code="national_missing", file="processes", what=what, mend=mend)]
        )
    for code in codes:
        found.extend(check_one(tree, code, hooks=hooks))
    return in_order(without_echoes(found))


def without_echoes(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without those that only say what an unknown limit lacks."""
    unknown = {(f.file, f.where) for f in findings if f.code == "limit_key_unknown"}
    for found in findings:
        if (found.file, found.where.partition(".")[0]) not in unknown or (
            found.code == "limit_key_unknown"
        ):
            yield found


def check_one(
    tree: SourceTree, place: str, *, hooks: Sequence[Hook] = (), to_publish: bool = False
) -> tuple[Finding, ...]:
    """The findings of one place. `to_publish` adds what a place needs before its first release.

    Files that cannot be read are reported alone: what depends on them would mislead.
    """
    release, faults = read_release(tree.files, place)
    checked = CheckedPlace(release=release, layers=Layers(release.sources, release.lineage))
    notes = Notes()
    check_limit_keys(checked, notes)
    notes.found.extend(faults)
    if not any(found.level == "error" for found in notes.found):
        _check_together(checked, notes)
        if to_publish:
            check_publishable(checked, notes)
        for hook in hooks:
            notes.found.extend(hook(release))
    return in_order(without_echoes(notes.found))


def _check_together(place: CheckedPlace, notes: Notes) -> None:
    check_place(place, notes)
    check_limits(place, notes)
    check_facts(place, notes)
    for process in place.processes:
        check_process(process, place, notes)
        check_runs(process, notes)
    check_required(place, notes)
    check_time(place, notes)
    check_documents(place, notes)
    check_decisions(place, notes)
    check_based_on(place, notes)
