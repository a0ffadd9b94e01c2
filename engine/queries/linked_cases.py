"""关联案件: what this case was merged into, came of, or gave rise to; each to who may see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.domain.events import CaseLinked, CaseMerged, Logged
from engine.domain.operation_events import Relation
from engine.queries.case_list import CaseRow, case_by_no, case_whole
from engine.queries.looking import Desk

RELATIONS = {
    (Relation.NEW_FACTS, True): "由该案回访后另行登记",
    (Relation.NEW_FACTS, False): "回访后另行登记",
    (Relation.SPLIT, True): "由该案分出",
    (Relation.SPLIT, False): "分出",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedCase:
    """Another case, and what it is to this one."""

    case: CaseRow
    relation: str


def linked_cases(connection: Connection, desk: Desk, log: Sequence[Logged]) -> Sequence[LinkedCase]:
    """By the log of the case, oldest first."""
    return list(_linked(connection, desk, log))


def _linked(connection: Connection, desk: Desk, log: Sequence[Logged]) -> Iterator[LinkedCase]:
    for event in (one.event for one in log):
        if isinstance(event, CaseMerged):
            found, relation = case_by_no(connection, desk, event.parent_case_no), "并入"
        elif isinstance(event, CaseLinked):
            found = case_whole(connection, desk, event.case_id)
            relation = RELATIONS[event.relation, event.is_origin]
        else:
            continue
        if found is not None:
            yield LinkedCase(case=found, relation=relation)
