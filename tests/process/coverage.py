"""What of the shipped diagrams no run can pass, and the coverage that leaves it out."""

from engine.definitions.release import Release
from engine.scenarios.coverage import Coverage, Element
from engine.scenarios.coverage import coverage_of as coverage_over

__all__ = ["Coverage", "Element", "coverage_of"]

NOT_PASSED = frozenset(
    {("proc_rectification", "r_reissue"), ("proc_rectification", "f_r_changed_to_r_reissue")}
)
"""Drawn for the reader: the escalation before it always interrupts the call."""

NEEDS_COMMITTEE = frozenset(
    {
        *("p6_to_committee", "p6_4_agenda", "p6_5_vote", "p6_g62"),
        *("f_p6_g61_to_p6_to_committee", "f_p6_to_committee_to_p6_4_agenda"),
        *("f_p6_4_agenda_to_p6_5_vote", "f_p6_5_vote_to_p6_g62", "f_p6_g60_to_p6_to_sign"),
        *("f_p6_g62_to_p6_to_sign", "f_p6_g62_to_p6_to_committee", "f_p6_g62_to_p6_to_draft"),
    }
)
"""Only where the place has a committee (委员会)."""


def coverage_of(release: Release) -> Coverage:
    """Nothing passed yet, over the drawings in force for the place."""
    never = set(NOT_PASSED)
    if not release.place_info.committee.enabled:
        never |= {(key, one) for key in release.process_definitions for one in NEEDS_COMMITTEE}
    return coverage_over(release, never_passed=frozenset(never))
