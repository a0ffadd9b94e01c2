"""故障任务: jobs that failed for good, and what people decided about such jobs before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.commands.end_incident import INCIDENT_READERS, INCIDENT_ROLES
from engine.commands.refusals import NotYourTask
from engine.queries.case_words import word
from engine.queries.looking import Desk
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.incident_rows import decisions_of
from engine.store.job_rows import incidents
from engine.store.register import Register

KINDS: Mapping[str, str] = {
    "ring_case": "流程定时",
    "ring_limits": "期限提醒、变灯",
    "render_document": "生成文书文件",
    "recalculate": "日历变动后重新推算",
}
DECISIONS: Mapping[str, str] = {"retry": "重试", "skip": "跳过"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLine:
    """One job that failed for good. `error` is a code."""

    job_id: str
    kind: str
    case_id: str | None
    case_no: str | None
    due_at: datetime
    attempts: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """What was decided about one."""

    kind: str
    decision: str
    reason: str
    error: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentList:
    """The list, and its history."""

    rows: Sequence[IncidentLine]
    decisions: Sequence[DecisionLine]
    may_end: bool


def incident_list(desk: Desk) -> IncidentList:
    """For those who may end them, and whoever watches over time."""
    if not desk.by.roles & INCIDENT_READERS:
        raise NotYourTask(where={"place": desk.place}, task="故障任务")
    found = incidents(desk.store.engine, place=desk.place)
    numbers = _numbers(desk, [one.case_id for one in found if one.case_id])
    rows = [
        IncidentLine(
            job_id=one.id,
            kind=word(KINDS, one.kind),
            case_id=one.case_id,
            case_no=numbers.get(one.case_id or ""),
            due_at=one.due_at,
            attempts=one.attempts,
            error=one.error or "",
        )
        for one in found
    ]
    may_end = bool(desk.by.roles & INCIDENT_ROLES)
    return IncidentList(rows=rows, decisions=_decisions(desk), may_end=may_end)


def _decisions(desk: Desk) -> list[DecisionLine]:
    with reading(desk.store.engine) as connection:
        register = Register(connection, desk.place)
        return [
            DecisionLine(
                kind=word(KINDS, row["kind"]),
                decision=word(DECISIONS, row["decision"]),
                reason=row["reason"],
                error=row["error"] or "",
                decided_by=person.name if (person := register.person(row["decided_by"])) else "",
                decided_at=row["decided_at"],
            )
            for row in decisions_of(desk.store.engine, desk.place)
        ]


def _numbers(desk: Desk, case_ids: Sequence[str]) -> dict[str, str]:
    cases = t.cases.c
    query = select(cases.id, cases.case_no, cases.intake_no).where(
        cases.place == desk.place, cases.id.in_(case_ids)
    )
    with reading(desk.store.engine) as connection:
        return {row.id: row.case_no or row.intake_no or "" for row in connection.execute(query)}
