"""Cases read a moment ago, kept in memory under the head of their log.

A case is what its log adds up to (the engine's state included: each move records its hash), so the
hash at the head of the log names its content exactly. Whoever has locked the row and sees the same
head need not read the rest again; another process that wrote meanwhile left another head.
"""

from engine.domain.case import Case, CaseHead
from engine.store.latest_used import LatestUsed

LINES_BEHIND_MAX = 200
"""So many lines of a log are folded sooner than the rows of a long case are read."""

LIVE_CASES_MAX = 256
"""Cases kept by one process: about 0.1 MB each at the end of a long case."""


class LiveCases:
    """The cases used last, each as it stood at one head of its log."""

    def __init__(self) -> None:
        self._kept: LatestUsed[tuple[str, str], Case] = LatestUsed(LIVE_CASES_MAX)

    def get(self, place: str, case_id: str, *, log_hash: str, version: int) -> Case | None:
        """A working copy of the case if it was kept at exactly this head."""
        kept = self._kept.get((place, case_id))
        if kept is None or (kept.head.log_hash, kept.head.version) != (log_hash, version):
            return None
        return untouched(kept)

    def behind(self, head: CaseHead) -> Case | None:
        """A working copy of the case as it stood some lines of its log before `head`."""
        kept = self._kept.get((head.place, head.id))
        if kept is None or kept.head.release_id != head.release_id:
            return None
        return untouched(kept) if 0 < head.log_seq - kept.head.log_seq <= LINES_BEHIND_MAX else None

    def keep(self, case: Case) -> None:
        """Keep a copy of the case as it stands, in place of an earlier one."""
        self._kept.keep((case.head.place, case.head.id), untouched(case))


def untouched(case: Case) -> Case:
    """A working copy to which nothing has happened yet.

    What stands in it is frozen; only the mappings are made anew.
    """
    copy = Case(case.head, facts=case.facts.copy())
    copy.state = case.state
    copy.visits = case.visits.copy()
    copy.items = case.items.copy()
    copy.opinions = case.opinions.copy()
    copy.clocks = case.clocks.copy()
    copy.due_on = dict(case.due_on)
    copy.reminded = set(case.reminded)
    copy.overdue = set(case.overdue)
    copy.lights = dict(case.lights)
    copy.rungs = dict(case.rungs)
    copy.documents = case.documents.copy()
    copy.attachments = case.attachments.copy()
    return copy
