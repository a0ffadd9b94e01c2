"""隔离: who must not act on what, because judging one's own work proves nothing (STEPS 0.6).

A person's earlier acts on the case decide, never the name of a role alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

THREE_ADMINISTRATORS = frozenset({"sys_admin", "security_admin", "auditor"})
"""三员: keep the system, see no case (S9)."""

TIMELINESS_SUPERVISOR = "timeliness_supervisor"
"""督查管理员: sees every case of the place to watch over its periods; handles and decides none."""

LEADERS = frozenset({"section_head", "bureau_deputy", "bureau_head"})
"""Of the bureau that supervises: they see every case of their place and answer for it."""

WATCHERS = LEADERS | {TIMELINESS_SUPERVISOR}
"""Who watches over the periods of every case: sees them all, urges (催办) and lists (督办)."""

HANDLER_ROLES = frozenset({"lead_handler", "co_handler"})
ORGAN_ROLES = frozenset({"org_liaison", "org_head"})
COMPLAINANT_ROLE = "complainant"

JUDGING_VERBS = frozenset({"opinion", "approve", "seal"})
"""Reviewing, approving and sealing; drafting is what they judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did to a document: draft it, give an opinion on it, approve or seal it."""

    person_id: str
    verb: str
    role: str


def breaks_separation(
    *, person_id: str, verb: str, role: str, handlers: Iterable[str], earlier: Iterable[Act]
) -> str | None:
    """Why the person may not do `verb` to the document, in Chinese; None when he may.

    S1: a handler of the case reviews, approves and seals nothing in it. S2: who drafted, reviewed,
    approved and sealed one document are different people; doing the same role again is no breach.
    """
    if verb not in JUDGING_VERBS:
        return None
    if person_id in set(handlers):
        return "您是本案承办人，不得办理本案的审核、审批和用印"
    for act in earlier:
        if act.person_id == person_id and act.role != role:
            return "您已经以其他身份办理过这份文书"
    return None
