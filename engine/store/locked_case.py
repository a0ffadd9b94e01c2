"""A case under its lock: as this process kept it, brought up to date, or read anew.

Whoever kept it at the head that was just locked reads nothing of it. Whoever kept it some lines
ago folds what the log says since: the lines lead from head to head, hash by hash, and give what the
rows of the whole case would give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy import Connection, Dialect

from engine.domain.case import Case, CaseHead
from engine.domain.history import fold
from engine.store.case_rows import case_of, facts_of, logged_of, read_head
from engine.store.gathering import AROUND, WHOLE_CASE, Found, gather
from engine.store.live_cases import LiveCases, untouched

SINCE = ("case_states", "lines_since")
"""What is read of a case that was kept: where its tokens stand now, and the later lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """What was read when a case was locked; `live` is the case if this process knew it."""

    head: CaseHead
    live: Case | None
    rows: Found
    people: Sequence[str]
    """Whom the command will ask about; their rows are read."""
    dialect: type[Dialect]

    def case(self, local_facts: frozenset[str]) -> Case:
        """The case as it stood under the lock."""
        return self.live or case_of(
            self.head, self.rows, local_facts=local_facts, dialect=self.dialect
        )


def lock_case(  # noqa: PLR0913 - whose case, which, and what its command will ask
    connection: Connection,
    kept: LiveCases,
    place: str,
    case_id: str,
    *,
    key: str,
    by: str,
    wait: bool,
) -> Locked | None:
    """Lock the case and read what its command will ask; None when there is none, or no waiting."""
    head = read_head(connection, place, case_id, lock=True, wait=wait)
    if head is None:
        return None
    live = kept.get(place, case_id, log_hash=head.log_hash, version=head.version)
    behind = None if live else kept.behind(head)
    people = sorted({by, *head.handlers, *head.appointed.values()})
    asked: Mapping[str, object] = {
        "place": place,
        "case_id": case_id,
        "key": key,
        "people": people,
        "organ_id": head.organ_id or "",
    }
    if behind is not None:
        since = {**asked, "since": behind.head.log_seq}
        rows = gather(connection, (*AROUND, *SINCE), since)
        live = caught_up(behind, head, rows)
    if live is None:
        rows = gather(connection, (*AROUND, *WHOLE_CASE), asked)
    elif behind is None:
        rows = gather(connection, AROUND, asked)
    return Locked(head=head, live=live, rows=rows, people=people, dialect=type(connection.dialect))


def look_at_case(
    connection: Connection, kept: LiveCases, place: str, case_id: str
) -> Locked | None:
    """The case as it stands, not locked: for whoever reads; None when there is none.

    What is read whole so is never kept: while the rows were read the case may have moved on. Lines
    that lead to the head just read leave no such doubt.
    """
    head = read_head(connection, place, case_id, lock=False)
    if head is None:
        return None
    asked: Mapping[str, object] = {"place": place, "case_id": case_id}
    live = kept.get(place, case_id, log_hash=head.log_hash, version=head.version)
    behind = None if live else kept.behind(head)
    if behind is not None:
        since = gather(connection, SINCE, {**asked, "since": behind.head.log_seq})
        live = caught_up(behind, head, since)
        if live is not None:
            kept.keep(live)
    if live:
        live.head = head  # the cover is the one just read, whatever was kept
    rows = {} if live else gather(connection, WHOLE_CASE, asked)
    return Locked(head=head, live=live, rows=rows, people=(), dialect=type(connection.dialect))


def caught_up(case: Case, head: CaseHead, rows: Found) -> Case | None:
    """`case` as it stands at `head`, or None when the log leads elsewhere."""
    last = case.head.log_hash
    for row in sorted(rows["lines_since"], key=itemgetter("seq")):
        if row["previous_hash"] != last:
            return None
        fold(case, logged_of(row))
        last = row["hash"]
    if last != head.log_hash:
        return None
    (state,) = rows["case_states"]
    case.head, case.state = head, state["state"]
    case.facts = facts_of(state["facts"], case.facts.local_names)
    return untouched(case)
