"""What changed between any two releases of a place, in plain Chinese (版本对比)."""

from collections.abc import Callable, Iterator, Sequence

from engine.definitions.change import Change
from engine.definitions.content_changes import (
    fact_changes,
    form_changes,
    limit_changes,
    place_changes,
)
from engine.definitions.diagram_changes import diagram_changes
from engine.definitions.paper_changes import decision_changes, document_changes
from engine.definitions.release import Release

CHANGES_MAX = 5_000
"""More lines than a person reads; the rest is counted by whoever shows them."""

Part = Callable[[Release, Release], Iterator[Change]]
PARTS: Sequence[Part] = (
    *(diagram_changes, limit_changes, fact_changes, form_changes),
    *(document_changes, decision_changes, place_changes),
)


def changes_between(before: Release, after: Release) -> tuple[Change, ...]:
    """Every change from the earlier to the later release, drawings first."""
    if before.id == after.id:
        return ()
    return tuple(one for part in PARTS for one in part(before, after))[:CHANGES_MAX]
