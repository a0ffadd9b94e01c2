"""How each event changes a case: one applier per event, found by type.

Loading a case from its rows and folding its log from empty give the same case; that is what makes
the log proof and the rows a mere convenience.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from engine.domain import case_appliers, document_appliers, limit_appliers, task_appliers
from engine.domain import events as ev
from engine.domain.applying import APPLIERS
from engine.domain.case import Case, CaseHead
from engine.domain.facts import FactSheet

APPLIED_IN = (case_appliers, task_appliers, document_appliers, limit_appliers)
"""Where the appliers stand; they are found because these are imported."""

__all__ = ["APPLIED_IN", "APPLIERS", "empty_case", "fold", "record", "replay"]


def record(  # noqa: PLR0913 - one line of the log, field by field
    case: Case,
    event: ev.Event,
    *,
    at: datetime,
    actor: str,
    acting_for: str | None = None,
    effective_at: datetime | None = None,
) -> ev.Logged:
    """Let `event` happen to `case` now: number it, fold it in, keep it for the log."""
    before = case.new_events[-1].seq if case.new_events else case.head.log_seq
    logged = ev.Logged(
        seq=before + 1,
        at=at,
        actor=actor,
        event=event,
        acting_for=acting_for,
        effective_at=effective_at,
    )
    fold(case, logged)
    case.new_events.append(logged)
    return logged


def fold(case: Case, logged: ev.Logged) -> None:
    """Apply one line of the log; what the cover says of the log itself is for whoever ends it."""
    APPLIERS[type(logged.event)](case, logged.event, logged)


def replay(log: Iterable[ev.Logged], *, local_facts: frozenset[str] = frozenset()) -> Case:
    """The case that its log tells, from empty. The engine's state is not part of it."""
    lines = iter(log)
    first = next(lines)
    if not isinstance(first.event, ev.CaseOpened):
        message = "a case log begins with CaseOpened"
        raise TypeError(message)
    case = empty_case(first.event, local_facts=local_facts)
    last = first
    fold(case, first)
    for last in lines:
        fold(case, last)
    case.head = replace(case.head, log_seq=last.seq)
    return case


def empty_case(opened: ev.CaseOpened, *, local_facts: frozenset[str]) -> Case:
    """A case of which nothing is known but that it was opened."""
    head = CaseHead(
        id=opened.case_id,
        place=opened.place,
        release_id=opened.release_id,
        entry=opened.entry,
        query_code_hash=opened.query_code_hash,
        received_on=opened.received_on,
    )
    return Case(head, facts=FactSheet(local_names=local_facts))
